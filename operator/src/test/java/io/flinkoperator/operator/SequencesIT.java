package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ControlPlane;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Clusters whose specs are changed at one place after the other. What a cluster comes to depends on
 * its spec and not on the way there; what is refused changes nothing; what is taken back leaves no
 * trace. {@code -Dtransitions} says how many changes, {@code -Dseed} which.
 */
class SequencesIT {
    private static final int TRANSITIONS = Integer.getInteger("transitions", 40);
    private static final int LANES = 8;
    private static final int LENGTH = 8;
    private static final long SEED = Long.getLong("seed", 1);
    private static final Map<String, Integer> COUNTS = new ConcurrentSkipListMap<>();

    private static ControlPlane controlPlane;
    private static List<Sequence> lanes = List.of();

    @BeforeContainer
    static void start() {
        controlPlane = ControlPlane.start();
        lanes =
                IntStream.range(0, LANES)
                        .mapToObj(
                                lane ->
                                        new Sequence(
                                                controlPlane, "lane-" + lane, SequencesIT::count))
                        .toList();
    }

    @AfterContainer
    static void stop() {
        System.out.println(
                "sequences: seed %d, %d transitions: %s".formatted(SEED, transitions(), COUNTS));
        lanes.forEach(Sequence::close);
        controlPlane.close();
        assertThat(transitions()).isGreaterThanOrEqualTo(TRANSITIONS);
        assertThat(COUNTS).containsKeys("taken", "taken back", "refused by the operator");
    }

    @Example
    void theWayToASpecLeavesNoTrace() {
        Random random = new Random(SEED);
        RandomGenerator<Draft> drafts = GeneratedSpecs.mostlyValid().generator(TRANSITIONS);
        while (transitions() < TRANSITIONS) {
            List<CompletableFuture<Void>> all =
                    lanes.stream()
                            .map(lane -> play(lane, changes(drafts, random), random))
                            .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    private static List<Draft> changes(RandomGenerator<Draft> drafts, Random random) {
        return Stream.generate(() -> drafts.next(random).value()).limit(LENGTH).toList();
    }

    private static CompletableFuture<Void> play(Sequence lane, List<Draft> changes, Random random) {
        long seed = random.nextLong();
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        lane.play(changes, new Random(seed));
                    } catch (Exception failure) {
                        throw new CompletionException(failure);
                    }
                },
                task -> new Thread(task).start());
    }

    private static void count(String outcome) {
        COUNTS.merge(outcome, 1, Integer::sum);
    }

    private static int transitions() {
        return COUNTS.values().stream().mapToInt(count -> count).sum();
    }
}

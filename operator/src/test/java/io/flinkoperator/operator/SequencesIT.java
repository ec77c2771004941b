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
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Clusters whose specs are changed at one place after the other. What a cluster comes to depends on
 * its spec and not on the way there; what is refused changes nothing; what is taken back leaves no
 * trace. {@code -Dtransitions} says how many changes.
 */
class SequencesIT {
    private static final int TRANSITIONS = Integer.getInteger("transitions", 60);
    private static final int LANES = 8;
    private static final int LENGTH = 8;
    private static final int MOST = 1000;
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
        System.out.println("sequences: " + transitions() + " transitions: " + COUNTS);
        lanes.forEach(Sequence::close);
        controlPlane.close();
        assertThat(transitions()).isGreaterThanOrEqualTo(TRANSITIONS);
        assertThat(COUNTS).containsKeys("taken", "taken back", "refused by the operator");
    }

    @Provide
    Arbitrary<List<List<Draft>>> changes() {
        return GeneratedSpecs.mostlyValid().list().ofSize(LENGTH).list().ofSize(LANES);
    }

    @Property(tries = MOST, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
    void theWayToASpecLeavesNoTrace(
            @ForAll("changes") List<List<Draft>> changes, @ForAll Random random) {
        if (transitions() < TRANSITIONS) {
            List<CompletableFuture<Void>> all =
                    IntStream.range(0, LANES)
                            .mapToObj(lane -> play(lane, changes.get(lane), random.nextLong()))
                            .toList();
            all.forEach(CompletableFuture::join);
        }
    }

    private static CompletableFuture<Void> play(int lane, List<Draft> changes, long seed) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        lanes.get(lane).play(changes, new Random(seed));
                    } catch (Exception failure) {
                        throw new CompletionException(failure);
                    }
                },
                task -> new Thread(task, "lane-" + lane).start());
    }

    private static void count(String outcome) {
        COUNTS.merge(outcome, 1, Integer::sum);
    }

    private static int transitions() {
        return COUNTS.values().stream().mapToInt(count -> count).sum();
    }
}

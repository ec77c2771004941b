package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The leading one of two operators is killed in the middle of its work, again and again; {@code
 * -Dkills} says how often.
 */
@ExtendWith(ControlPlaneExtension.class)
class FailoverIT {
    private static final int KILLS = Integer.getInteger("kills", 4);
    private static final int PAIRS = Math.min(KILLS, 10);

    private final Queue<Duration> takeovers = new ConcurrentLinkedQueue<>();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    @Test
    void theOtherOneTakesOverAndNothingIsDoneTwice(
            ControlPlane controlPlane, TestNamespace namespace) {
        // When
        var threads = Executors.newFixedThreadPool(PAIRS);
        List<CompletableFuture<Void>> pairs =
                IntStream.rangeClosed(1, PAIRS)
                        .mapToObj(number -> new TestNamespace(namespace.name() + "-" + number))
                        .map(
                                own ->
                                        CompletableFuture.runAsync(
                                                () -> kill(controlPlane, own), threads))
                        .toList();
        pairs.forEach(CompletableFuture::join);
        threads.shutdown();

        // Then
        List<Duration> times = new ArrayList<>(takeovers);
        Collections.sort(times);
        System.out.printf(
                "failover: %d kills, takeover after %.1f s (median) to %.1f s (longest), %d"
                        + " violations%n",
                times.size(),
                times.get(times.size() / 2).toMillis() / 1e3,
                times.get(times.size() - 1).toMillis() / 1e3,
                violations.size());
        assertThat(violations).isEmpty();
        assertThat(times).hasSize(KILLS / PAIRS * PAIRS);
    }

    private void kill(ControlPlane controlPlane, TestNamespace namespace) {
        Lane.makeNamespace(controlPlane, namespace.name());
        try (World world = new World(controlPlane, namespace);
                Stage stage = new Stage(world);
                Recorder recorder = new Recorder(world)) {
            Pair pair = new Pair(controlPlane, world);
            Actor user = new Actor("sales", world, stage);
            try {
                user.createJob("");
                user.awaitRunning(1);
                for (int kill = 1; kill <= KILLS / PAIRS; kill++) {
                    int savepoints = kill;
                    user.say("savepoint");
                    takeovers.add(pair.killLeader());
                    eventually(() -> assertThat(user.flink().savepoints()).hasSize(savepoints));
                    user.awaitWord("savepoint");
                }
                assertThat(user.flink().savepoints()).hasSize(KILLS / PAIRS);
                assertThat(world.cluster("sales").getStatus().get("savepoints"))
                        .hasSize(KILLS / PAIRS);
                assertThat(stage.runs("sales")).hasSize(1);
            } catch (AssertionError wrong) {
                violations.add(namespace + ": " + wrong.getMessage());
            } finally {
                pair.close();
            }
            violations.addAll(stage.faults("sales"));
            violations.addAll(recorder.faults("sales"));
        }
    }

    /** Two operators, each in a process of its own; one that is killed is replaced. */
    private static final class Pair implements AutoCloseable {
        private final ControlPlane controlPlane;
        private final World world;
        private final List<OperatorProcess> operators = new ArrayList<>();
        private int started;

        Pair(ControlPlane controlPlane, World world) {
            this.controlPlane = controlPlane;
            this.world = world;
            add();
            add();
        }

        private void add() {
            started++;
            operators.add(
                    OperatorProcess.start(
                            "operator-" + started,
                            controlPlane,
                            world.namespace,
                            Map.of("FLINK_REST_URL", world.template())));
        }

        /** How long it takes until the other one leads. */
        Duration killLeader() {
            operators.forEach(OperatorProcess::awaitStart);
            eventually(() -> assertThat(names()).contains(Lane.holder(world)));
            OperatorProcess leader = operators.get(names().indexOf(Lane.holder(world)));
            OperatorProcess other = operators.get(1 - names().indexOf(Lane.holder(world)));
            long begun = System.nanoTime();
            leader.kill();
            eventually(() -> assertThat(Lane.holder(world)).isEqualTo(other.name()));
            Duration time = Duration.ofNanos(System.nanoTime() - begun);
            operators.remove(leader);
            add();
            return time;
        }

        private List<String> names() {
            return operators.stream().map(OperatorProcess::name).toList();
        }

        @Override
        public void close() {
            operators.forEach(OperatorProcess::close);
        }
    }
}

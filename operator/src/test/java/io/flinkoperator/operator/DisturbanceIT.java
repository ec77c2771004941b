package io.flinkoperator.operator;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.operator.Trial.Outcome;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator is killed or misled at each of its writes, to Kubernetes and to Flink, and what comes
 * of it is what had come of it otherwise. Without {@code -Dprove=true} a part of the writes has to
 * do; {@code -Ddisturb=UPDATE/7/OLD_LISTS} plays one of them again.
 */
@ExtendWith(ControlPlaneExtension.class)
class DisturbanceIT {
    private static final int LANES = 4;

    /** One of so many disturbances is tried. */
    private static final int SHARE = Integer.getInteger("share", 60);

    private final Queue<Workload> workloads =
            new ConcurrentLinkedQueue<>(List.of(Workload.values()));
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger points = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger misled = new AtomicInteger();
    private final AtomicInteger disturbances = new AtomicInteger();

    @Test
    void aDisturbanceAtAnyWriteChangesNothing(ControlPlane controlPlane, TestNamespace namespace) {
        // When
        ExecutorService threads = Executors.newFixedThreadPool(LANES);
        List<CompletableFuture<Void>> lanes =
                Stream.iterate(1, number -> number + 1)
                        .limit(LANES)
                        .map(number -> new TestNamespace(namespace.name() + "-" + number))
                        .map(own -> runAsync(() -> work(controlPlane, own), threads))
                        .toList();
        lanes.forEach(CompletableFuture::join);
        threads.shutdown();

        // Then
        System.out.printf(
                "disturbance: %d workloads, %d writes, %d disturbances in %d runs, %d lists and"
                        + " watches misled, %d violations%n",
                Workload.values().length,
                points.get(),
                disturbances.get(),
                runs.get(),
                misled.get(),
                violations.size());
        assertThat(violations).isEmpty();
        assertThat(disturbances).as("disturbances").hasPositiveValue();
        assertThat(misled).as("lists and watches that misled").hasPositiveValue();
    }

    private void work(ControlPlane controlPlane, TestNamespace namespace) {
        try (Lane lane = new Lane(controlPlane, namespace)) {
            lane.operator().awaitStart();
            for (Workload it = workloads.poll(); it != null; it = workloads.poll()) {
                tryAll(lane, it);
            }
            misled.addAndGet(lane.misled());
        }
    }

    private void tryAll(Lane lane, Workload workload) {
        String only = System.getProperty("disturb", "");
        if (!only.isEmpty() && !only.startsWith(workload + "/")) {
            return;
        }
        Trial reference = run(lane, workload, 0, Disturbance.Kind.ANSWER_LOST);
        List<String> faults = reference.play();
        Outcome expected = reference.outcome();
        int writes = reference.writes();
        points.addAndGet(writes);
        report(workload + " undisturbed", faults);
        reference.cleanUp();
        for (Disturbance.Kind kind : Disturbance.Kind.values()) {
            boolean hasHappened = true;
            // A disturbed workload may write more than an undisturbed one.
            int last = SHARE == 1 || !only.isEmpty() ? 2 * writes : writes;
            for (int number = 1; hasHappened && number <= last; number++) {
                String plan = workload + "/" + number + "/" + kind;
                if (only.isEmpty() ? isInShare(plan) : only.equals(plan)) {
                    hasHappened = tryOne(lane, workload, number, kind, expected);
                }
            }
        }
    }

    /** Always the same ones, of all workloads and kinds. */
    private static boolean isInShare(String plan) {
        return Math.floorMod(plan.hashCode(), SHARE) == 0;
    }

    /** False if the workload has fewer writes than that. */
    private boolean tryOne(
            Lane lane, Workload workload, int number, Disturbance.Kind kind, Outcome expected) {
        Trial run = run(lane, workload, number, kind);
        List<String> faults = new ArrayList<>(run.play());
        boolean hasHappened = run.target().isPresent();
        if (hasHappened) {
            disturbances.incrementAndGet();
        }
        if (faults.isEmpty()) {
            faults.addAll(differences(run, expected));
        }
        report(
                "%s/%d/%s at %s"
                        .formatted(
                                workload,
                                number,
                                kind,
                                run.target().map(Object::toString).orElse("no write")),
                faults);
        run.cleanUp();
        return hasHappened;
    }

    /** What was seen may come late. */
    private static List<String> differences(Trial run, Outcome expected) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> run.outcome().differences(expected).isEmpty());
            return List.of();
        } catch (ConditionTimeoutException different) {
            return run.outcome().differences(expected);
        }
    }

    private Trial run(Lane lane, Workload workload, int number, Disturbance.Kind kind) {
        return new Trial(
                lane, workload::play, "c%04d".formatted(runs.incrementAndGet()), number, kind);
    }

    private void report(String what, List<String> faults) {
        if (!faults.isEmpty()) {
            String text = what + ": " + String.join("\n    ", faults);
            violations.add(text);
            System.out.println("disturbance: " + text);
        }
    }
}

package io.flinkoperator.operator;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.operator.Disturbance.Plan;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator is killed or misled at each of its writes, to Kubernetes and to Flink, and what comes
 * of it is what had come of it otherwise. {@code -Dshare=1} plays all runs instead of a part;
 * {@code -Ddisturb=UPDATE/7/OLD_LISTS} plays one of them again, with {@code -Devery=100} at that
 * write only.
 */
@ExtendWith(ControlPlaneExtension.class)
class DisturbanceIT {
    private static final int LANES = Integer.getInteger("lanes", 4);

    /** One of so many runs is played. */
    private static final int SHARE = Integer.getInteger("share", 20);

    /** A run is disturbed at one write, and at each that comes so many after it. */
    private static final int EVERY = Integer.getInteger("every", 8);

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
        List<Plan> plans = plans(workload);
        if (plans.isEmpty()) {
            return;
        }
        Trial reference = run(lane, workload, Plan.NOTHING);
        List<String> faults = reference.play();
        Outcome expected = reference.outcome();
        points.addAndGet(reference.writes());
        report(workload + " undisturbed", faults);
        reference.cleanUp();
        plans.forEach(plan -> tryOne(lane, workload, plan, expected));
    }

    /** Each kind at each write: a run is disturbed at one, and at every so many after it. */
    private static List<Plan> plans(Workload workload) {
        String only = System.getProperty("disturb", "");
        return Stream.of(Disturbance.Kind.values())
                .flatMap(
                        kind ->
                                IntStream.rangeClosed(1, EVERY)
                                        .mapToObj(first -> new Plan(kind, first, EVERY)))
                .filter(
                        plan ->
                                only.isEmpty()
                                        ? isInShare(workload, plan)
                                        : name(workload, plan).startsWith(only))
                .toList();
    }

    private static String name(Workload workload, Plan plan) {
        return workload + "/" + plan.first() + "/" + plan.kind();
    }

    /** Always the same ones, of all workloads and kinds. */
    private static boolean isInShare(Workload workload, Plan plan) {
        return Math.floorMod(name(workload, plan).hashCode(), SHARE) == 0;
    }

    private void tryOne(Lane lane, Workload workload, Plan plan, Outcome expected) {
        Trial run = run(lane, workload, plan);
        List<String> faults = new ArrayList<>(run.play());
        disturbances.addAndGet(run.targets().size());
        if (faults.isEmpty()) {
            faults.addAll(differences(run, expected));
        }
        report(name(workload, plan) + " at " + run.targets(), faults);
        run.cleanUp();
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

    private Trial run(Lane lane, Workload workload, Plan plan) {
        return new Trial(lane, workload::play, "c%04d".formatted(runs.incrementAndGet()), plan);
    }

    private void report(String what, List<String> faults) {
        if (!faults.isEmpty()) {
            String text = what + ": " + String.join("\n    ", faults);
            violations.add(text);
            System.out.println("disturbance: " + text);
        }
    }
}

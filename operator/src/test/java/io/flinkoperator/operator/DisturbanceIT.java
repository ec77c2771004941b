package io.flinkoperator.operator;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.operator.Disturbance.Kind;
import io.flinkoperator.operator.Disturbance.Plan;
import io.flinkoperator.operator.Trial.Outcome;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
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
 * of it is what had come of it otherwise. {@code -Dshare=1} plays all runs instead of a part,
 * {@code -Ddisturb} those whose name matches: {@code UPDATE/7/OLD_LISTS}, say, with {@code
 * -Devery=1000} at that write only, or {@code .*OLD_LISTS}.
 */
@ExtendWith(ControlPlaneExtension.class)
class DisturbanceIT {
    private static final int LANES = Integer.getInteger("lanes", 4);

    /** One of so many runs is played. */
    private static final int SHARE = Integer.getInteger("share", 20);

    /** A run is disturbed at one write, and at each that comes so many after it. */
    private static final int EVERY = Integer.getInteger("every", 8);

    /** How often it is tried to disturb one write that other runs have missed. */
    private static final int ATTEMPTS = 2;

    /** Whether what other runs have missed is disturbed in runs of its own. */
    private static final boolean ALONE = Boolean.getBoolean("alone");

    private final Queue<Workload> workloads =
            new ConcurrentLinkedQueue<>(List.of(Workload.values()));
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger points = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger misled = new AtomicInteger();
    private final AtomicInteger disturbances = new AtomicInteger();
    private final AtomicInteger disturbed = new AtomicInteger();

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
                "disturbance: %d of %d ways to disturb a write played, %d disturbances in %d runs, %d"
                        + " lists and watches misled, %d violations%n",
                disturbed.get(),
                points.get(),
                disturbances.get(),
                runs.get(),
                misled.get(),
                violations.size());
        assertThat(violations).isEmpty();
        if (ALONE) {
            // Some writes come in one run and not in another, such as two that become one.
            assertThat(disturbed.get()).isGreaterThan(points.get() * 95 / 100);
        }
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
        long begun = System.nanoTime();
        Trial reference = run(lane, workload, Plan.NOTHING);
        List<String> faults = reference.play();
        Outcome expected = reference.outcome();
        List<String> writes = reference.writes();
        report(workload + " undisturbed", faults);
        reference.cleanUp();
        Set<String> done = new HashSet<>();
        plans.forEach(plan -> done.addAll(tryOne(lane, workload, plan, expected)));
        if (ALONE) {
            for (Kind kind : Kind.values()) {
                tryMissed(lane, workload, kind, expected, writes, done);
            }
        }
        List<String> all =
                Stream.of(Kind.values())
                        .flatMap(kind -> writes.stream().map(write -> point(kind, write)))
                        .toList();
        int hit = (int) all.stream().filter(done::contains).count();
        points.addAndGet(all.size());
        disturbed.addAndGet(hit);
        System.out.printf(
                "disturbance: %s: %d writes, %d of %d ways to disturb them played, %d s%n",
                workload,
                writes.size(),
                hit,
                all.size(),
                (System.nanoTime() - begun) / 1_000_000_000);
    }

    /** A way to disturb a write. */
    private static String point(Kind kind, String write) {
        return kind + " " + write;
    }

    /** A disturbance changes what comes after it: what a run has missed gets one of its own. */
    private void tryMissed(
            Lane lane,
            Workload workload,
            Kind kind,
            Outcome expected,
            List<String> writes,
            Set<String> done) {
        for (int write = 1; write <= writes.size(); write++) {
            String point = point(kind, writes.get(write - 1));
            for (int attempt = 0; attempt < ATTEMPTS && !done.contains(point); attempt++) {
                Plan plan = new Plan(kind, write, Integer.MAX_VALUE);
                done.addAll(tryOne(lane, workload, plan, expected));
            }
        }
    }

    /** Each kind at each write: a run is disturbed at one, and at every so many after it. */
    private static List<Plan> plans(Workload workload) {
        String only = System.getProperty("disturb", "");
        return Stream.of(Kind.values())
                .flatMap(
                        kind ->
                                IntStream.rangeClosed(1, EVERY)
                                        .mapToObj(first -> new Plan(kind, first, EVERY)))
                .filter(
                        plan ->
                                only.isEmpty()
                                        ? isInShare(workload, plan)
                                        : name(workload, plan).matches(only))
                .toList();
    }

    private static String name(Workload workload, Plan plan) {
        return workload + "/" + plan.first() + "/" + plan.kind();
    }

    /** Always the same ones, of all workloads and kinds. */
    private static boolean isInShare(Workload workload, Plan plan) {
        return Math.floorMod(name(workload, plan).hashCode(), SHARE) == 0;
    }

    /** The result is what has been disturbed, and how. */
    private List<String> tryOne(Lane lane, Workload workload, Plan plan, Outcome expected) {
        Trial run = run(lane, workload, plan);
        List<String> faults = new ArrayList<>(run.play());
        disturbances.addAndGet(run.disturbed().size());
        if (faults.isEmpty()) {
            faults.addAll(differences(run, expected));
        }
        report(name(workload, plan) + " at " + run.disturbed(), faults);
        run.cleanUp();
        return run.disturbed().stream().map(write -> point(plan.kind(), write)).toList();
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

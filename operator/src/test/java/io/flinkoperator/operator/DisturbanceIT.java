package io.flinkoperator.operator;

import static io.flinkoperator.testkit.Eventually.eventually;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.operator.Disturbance.Kind;
import io.flinkoperator.operator.Disturbance.Plan;
import io.flinkoperator.operator.Trial.Outcome;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator is killed or misled at each of its writes, to Kubernetes and to Flink, and what comes
 * of it is what had come of it otherwise. {@code -Dshare=1} disturbs all writes instead of a part,
 * {@code -Ddisturb} those whose name matches: {@code UPDATE/OLD_LISTS/7}, say, or {@code
 * .*OLD_LISTS.*}.
 */
@ExtendWith(ControlPlaneExtension.class)
class DisturbanceIT {
    private static final int LANES = Integer.getInteger("lanes", 4);

    /** One of so many writes is disturbed. */
    private static final int SHARE = Integer.getInteger("share", 120);

    private static final Pattern ONLY = Pattern.compile(System.getProperty("disturb", ".*"));

    /** One run is disturbed at one write, and at others so many writes later. */
    private static final int DISTANCE = 6;

    /** How often it is tried to disturb a write; some do not come in each run. */
    private static final int ATTEMPTS = 2;

    /** How many of a hundred writes have to be disturbed; all of them say more than a part. */
    private static final int LEAST = SHARE == 1 ? 95 : 90;

    /** No workload has more writes. */
    private static final int MOST_WRITES = 100;

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
        // Some writes come in one run and not in another, such as two that become one.
        assertThat(disturbed.get()).isGreaterThan(points.get() * LEAST / 100);
        assertThat(disturbances).as("disturbances").hasPositiveValue();
        if (SHARE == 1) {
            assertThat(misled).as("lists and watches that misled").hasPositiveValue();
        }
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
        if (Stream.of(Kind.values())
                .allMatch(kind -> selected(workload, kind, MOST_WRITES).isEmpty())) {
            return;
        }
        long begun = System.nanoTime();
        Peace peace = inPeace(lane, workload);
        int chosen = 0;
        int hit = 0;
        for (Kind kind : Kind.values()) {
            List<Integer> numbers = selected(workload, kind, peace.writes().size());
            chosen += numbers.size();
            hit += disturb(lane, workload, kind, numbers, peace);
        }
        points.addAndGet(chosen);
        disturbed.addAndGet(hit);
        System.out.printf(
                "disturbance: %s: %d writes, disturbed in %d of %d ways, %d s%n",
                workload,
                peace.writes().size(),
                hit,
                chosen,
                (System.nanoTime() - begun) / 1_000_000_000);
    }

    /** What an undisturbed run writes, and what comes of it. */
    private record Peace(List<String> writes, Outcome outcome) {}

    private Peace inPeace(Lane lane, Workload workload) {
        Trial run = run(lane, workload, Plan.NOTHING);
        report(workload + " undisturbed", run.play());
        Peace peace = new Peace(run.writes(), run.outcome());
        run.cleanUp();
        return peace;
    }

    /** Numbers of the writes to be disturbed; those that one run can disturb go together. */
    private static List<Integer> selected(Workload workload, Kind kind, int writes) {
        return IntStream.rangeClosed(1, writes)
                .filter(write -> ONLY.matcher(name(workload, kind, write)).matches())
                .filter(write -> isInShare(name(workload, kind, (write - 1) % DISTANCE + 1)))
                .boxed()
                .toList();
    }

    private static String name(Workload workload, Kind kind, int write) {
        return workload + "/" + kind + "/" + write;
    }

    /** Of all workloads and kinds, others with each commit. */
    private static boolean isInShare(String name) {
        return Math.floorMod(name.hashCode() + Turn.current().number(), SHARE) == 0;
    }

    /**
     * As few runs as it takes. A disturbance changes what comes after it: what a run has missed is
     * tried again in another one.
     *
     * @return How many of these writes were disturbed.
     */
    private int disturb(
            Lane lane, Workload workload, Kind kind, List<Integer> numbers, Peace peace) {
        Map<String, Integer> left = new LinkedHashMap<>();
        numbers.forEach(number -> left.put(peace.writes().get(number - 1), ATTEMPTS));
        int hit = 0;
        while (!left.isEmpty()) {
            Plan plan = Plan.next(kind, peace.writes(), left.keySet(), DISTANCE);
            List<String> done = tryOne(lane, workload, plan, peace);
            hit += (int) done.stream().filter(left.keySet()::remove).count();
            plan.targets().forEach(it -> left.computeIfPresent(it, (write, tries) -> tries - 1));
            left.values().removeIf(tries -> tries == 0);
        }
        return hit;
    }

    /** The result are the writes that were disturbed. */
    private List<String> tryOne(Lane lane, Workload workload, Plan plan, Peace peace) {
        Trial run = run(lane, workload, plan);
        List<String> faults = new ArrayList<>(run.play());
        disturbances.addAndGet(run.disturbed().size());
        if (faults.isEmpty()) {
            faults.addAll(differences(run, peace.outcome()));
        }
        String numbers =
                plan.targets().stream()
                        .map(write -> "" + (peace.writes().indexOf(write) + 1))
                        .collect(joining("|"));
        String name = "%s/%s/(%s)".formatted(workload, plan.kind(), numbers);
        report(name + " at " + run.disturbed(), faults);
        run.cleanUp();
        return run.disturbed();
    }

    /** What was seen may come late. */
    private static List<String> differences(Trial run, Outcome expected) {
        try {
            eventually(() -> assertThat(run.outcome().differences(expected)).isEmpty());
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

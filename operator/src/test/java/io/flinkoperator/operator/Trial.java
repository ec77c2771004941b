package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.testkit.Traffic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One workload from its beginning to rest, disturbed or not. */
final class Trial {
    /** Operators are killed and started again meanwhile. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Lane lane;
    private final Consumer<Actor> workload;
    private final Actor user;
    private final Disturbance disturbance;

    /**
     * What is to be the same disturbed and undisturbed.
     *
     * @param counts Creations and deletions of objects.
     * @param end Objects that are left.
     * @param flink Ends of the job's runs, and the number of savepoints.
     */
    record Outcome(Map<String, Integer> counts, List<String> end, List<String> flink) {
        /** What is otherwise, a line each. */
        List<String> differences(Outcome other) {
            List<String> lines = new ArrayList<>();
            if (!counts.equals(other.counts)) {
                lines.add("I25: created and deleted: " + but(counts, other.counts));
            }
            if (!flink.equals(other.flink)) {
                lines.add("I25: Flink: " + but(flink, other.flink));
            }
            for (int i = 0; i < Math.max(end.size(), other.end.size()); i++) {
                String one = i < end.size() ? end.get(i) : "";
                String two = i < other.end.size() ? other.end.get(i) : "";
                if (!one.equals(two)) {
                    lines.add("I25: left: " + Traces.difference(one, two));
                }
            }
            return lines;
        }

        private static String but(Object one, Object other) {
            return one + " instead of " + other;
        }
    }

    Trial(Lane lane, Consumer<Actor> workload, String name, Disturbance.Plan plan) {
        this.lane = lane;
        this.workload = workload;
        user = new Actor(name, lane.world, lane.stage).patient(PATIENCE);
        disturbance = new Disturbance(name, plan, lane);
    }

    /** Plays the workload; the result is what must never be, and was. */
    List<String> play() {
        lane.direct(disturbance);
        try {
            workload.accept(user);
            lane.awaitStart();
            awaitQuiet();
            awaitReady();
            user.eventually(() -> assertThat(lane.recorder.remains(user.name)).isEmpty());
            user.eventually(() -> assertThat(lane.recorder.isUpToDate(user.name)).isTrue());
        } catch (AssertionError | RuntimeException stuck) {
            return List.of("I21: comes to no rest: " + stuck.getMessage());
        } finally {
            lane.direct(Traffic.undisturbed());
        }
        List<String> faults = new ArrayList<>(lane.stage.faults(user.name));
        faults.addAll(lane.recorder.faults(user.name));
        faults.addAll(lane.misconduct());
        faults.addAll(untruths());
        return faults;
    }

    /** What its status says at rest, and Flink does not. */
    private List<String> untruths() {
        FlinkCluster cluster = lane.world.cluster(user.name);
        JsonNode status = cluster == null ? MissingNode.getInstance() : cluster.getStatus();
        String id = status.at("/components/job/id").asText();
        boolean isSaidToRun = status.at("/components/job/state").asText().equals("Running");
        List<String> running = new ArrayList<>();
        List<String> savepoints = new ArrayList<>();
        List<String> untruths = new ArrayList<>();
        lane.world
                .flink
                .find(lane.world.namespace, user.name)
                .ifPresent(
                        it -> {
                            it.jobs().stream()
                                    .filter(job -> !job.state().isTerminal())
                                    .forEach(job -> running.add(job.id()));
                            savepoints.addAll(it.savepoints());
                            if (it.savepointsCutOff() > 0) {
                                untruths.add("I14: cancelled while a savepoint was under way");
                            }
                        });
        for (JsonNode savepoint : status.path("savepoints")) {
            String path = savepoint.path("location").asText();
            if (!savepoints.contains(path)) {
                untruths.add("I9: a savepoint is recorded that is not there: " + path);
            }
        }
        if (isSaidToRun && !running.contains(id)) {
            untruths.add("I19: said to run, and does not: " + id);
        }
        running.stream()
                .filter(job -> !job.equals(id) || !isSaidToRun)
                .forEach(job -> untruths.add("I22: runs, and is not said to: " + job));
        return untruths;
    }

    /** All writes, in words that are the same for another cluster. */
    List<String> writes() {
        return disturbance.writes();
    }

    /** The writes that were disturbed, in the same words. */
    List<String> disturbed() {
        return disturbance.disturbed();
    }

    Outcome outcome() {
        return new Outcome(
                lane.recorder.counts(user.name),
                lane.recorder.end(user.name),
                lane.stage.ends(user.name));
    }

    /** Two rounds in a row write nothing. */
    private void awaitQuiet() {
        if (lane.world.cluster(user.name) == null) {
            user.eventually(() -> assertThat(lane.recorder.end(user.name)).isEmpty());
            return;
        }
        int quiet = 0;
        for (int nudges = 1; quiet < 2; nudges++) {
            assertThat(nudges).as("rounds until nothing is written").isLessThan(60);
            int before = disturbance.writes().size();
            double rounds = rounds();
            String nudge = "{\"metadata\":{\"annotations\":{\"nudge\":\"%s\"}}}".formatted(nudges);
            lane.world.patch(user.name, nudge);
            user.eventually(() -> assertThat(rounds()).isGreaterThan(rounds));
            quiet = disturbance.writes().size() == before ? quiet + 1 : 0;
        }
    }

    /** What runs and waits, for its TaskManagers to register, say, is not at rest. */
    private void awaitReady() {
        user.eventually(
                () -> {
                    FlinkCluster cluster = lane.world.cluster(user.name);
                    if (cluster != null && user.status("/state").equals("Running")) {
                        assertThat(World.condition(cluster, "Ready").path("status").asText())
                                .isEqualTo("True");
                    }
                });
    }

    /** Grows with each round, and with each start of the operator. */
    private double rounds() {
        double[] rounds = {0};
        user.eventually(
                () -> {
                    lane.awaitStart();
                    rounds[0] = 1e9 * lane.starts() + lane.operator().rounds();
                });
        return rounds[0];
    }

    /** Takes away what is left, without the operator. */
    void cleanUp() {
        if (lane.world.cluster(user.name) != null) {
            lane.world.patch(user.name, "{\"metadata\":{\"finalizers\":null}}");
            lane.world.client.resource(lane.world.cluster(user.name)).delete();
            user.awaitGone();
        }
        lane.world.flink.remove(lane.world.namespace, user.name);
        lane.recorder.forget(user.name);
    }
}

package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ProxiedRequest;
import io.flinkoperator.testkit.Traffic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One workload from its beginning to rest, disturbed or not. */
final class Trial {
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

    Trial(Lane lane, Consumer<Actor> workload, String name, int number, Disturbance.Kind kind) {
        this.lane = lane;
        this.workload = workload;
        user = new Actor(name, lane.world, lane.stage);
        disturbance = new Disturbance(name, number, kind, lane);
    }

    /** Plays the workload; the result is what must never be, and was. */
    List<String> play() {
        lane.direct(disturbance);
        try {
            workload.accept(user);
            lane.awaitStart();
            awaitQuiet();
        } catch (AssertionError | RuntimeException stuck) {
            return List.of("I21: comes to no rest: " + stuck.getMessage());
        } finally {
            lane.direct(Traffic.undisturbed());
        }
        List<String> faults = new ArrayList<>(lane.stage.faults(user.name));
        faults.addAll(lane.recorder.faults(user.name));
        return faults;
    }

    int writes() {
        return disturbance.writes();
    }

    Optional<ProxiedRequest> target() {
        return disturbance.target();
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
            eventually(() -> assertThat(lane.recorder.end(user.name)).isEmpty());
            return;
        }
        int quiet = 0;
        for (int nudges = 1; quiet < 2; nudges++) {
            assertThat(nudges).as("rounds until nothing is written").isLessThan(60);
            int before = disturbance.writes();
            double rounds = rounds();
            String nudge = "{\"metadata\":{\"annotations\":{\"nudge\":\"%s\"}}}".formatted(nudges);
            lane.world.patch(user.name, nudge);
            eventually(() -> assertThat(rounds()).isGreaterThan(rounds));
            quiet = disturbance.writes() == before ? quiet + 1 : 0;
        }
    }

    private double rounds() {
        try {
            return lane.operator().rounds();
        } catch (IOException unreachable) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
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

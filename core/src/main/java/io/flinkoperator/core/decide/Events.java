package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.core.model.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is worth telling of the way from one status to the next. */
final class Events {
    /** Conditions that a person should look at when they turn true, or true for another reason. */
    private static final Set<String> WARNINGS =
            Set.of(
                    StatusConditions.DEGRADED,
                    StatusConditions.UPGRADE_BLOCKED,
                    StatusConditions.SPEC_WARNING);

    private Events() {}

    static List<ClusterEvent> between(
            FlinkClusterStatus before, FlinkClusterStatus after, Optional<JobRound> job) {
        List<ClusterEvent> events = new ArrayList<>();
        if (after.state() != null && !after.state().equals(before.state())) {
            events.add(
                    new ClusterEvent(
                            false,
                            "Cluster" + after.state(),
                            before.state() == null
                                    ? "Cluster is " + after.state() + "."
                                    : "Cluster was "
                                            + before.state()
                                            + " and is "
                                            + after.state()
                                            + "."));
        }
        job.flatMap(round -> round.row().map(row -> event(round, row))).ifPresent(events::add);
        after.conditions().stream()
                .filter(condition -> isNewWarning(condition, before))
                .map(c -> new ClusterEvent(true, c.getReason(), c.getMessage()))
                .forEach(events::add);
        return events;
    }

    private static ClusterEvent event(JobRound round, JobTransitions.Row row) {
        String id = round.status().id() == null ? "" : " " + round.status().id();
        boolean warning = row.to() == JobState.FAILED || row.to() == JobState.LOST;
        List<String> reasons = round.status().failureReasons();
        return new ClusterEvent(
                warning,
                row.reason(),
                "Job"
                        + id
                        + " is "
                        + row.to().word()
                        + (warning && !reasons.isEmpty() ? ": " + reasons.get(0) : "."));
    }

    private static boolean isNewWarning(Condition condition, FlinkClusterStatus before) {
        boolean warns =
                (WARNINGS.contains(condition.getType()) && "True".equals(condition.getStatus()))
                        || condition.getReason().equals(Decider.INVALID_SPEC);
        boolean ofJob = condition.getReason().startsWith("Job");
        return warns
                && (!ofJob || condition.getType().equals(StatusConditions.UPGRADE_BLOCKED))
                && Conditions.find(before.conditions(), condition.getType())
                        .filter(old -> old.getStatus().equals(condition.getStatus()))
                        .filter(old -> old.getReason().equals(condition.getReason()))
                        .filter(
                                old ->
                                        !condition.getReason().equals(Decider.INVALID_SPEC)
                                                || old.getMessage().equals(condition.getMessage()))
                        .isEmpty();
    }
}

package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.ControlStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.api.SavepointStatus;
import io.flinkoperator.core.model.ClusterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is worth telling of the way from one status to the next. */
final class Events {
    /** Conditions that a person should look at when they turn true, or true for another reason. */
    private static final Set<String> WARNINGS =
            Set.of(
                    StatusConditions.DEGRADED,
                    StatusConditions.OVERRIDDEN,
                    StatusConditions.UPGRADE_BLOCKED,
                    StatusConditions.SPEC_WARNING);

    /** Rows of the table on the way to a job that runs. */
    private static final Set<String> BEGINNINGS = Set.of("JobAccepted", "JobSubmitting");

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
                                            + ".",
                            isBeginning(before.state(), after.state(), job.isPresent())));
        }
        job.flatMap(round -> round.row().map(row -> event(round, row))).ifPresent(events::add);
        savepoint(before.savepoint(), after.savepoint()).ifPresent(events::add);
        control(before.control(), after.control()).ifPresent(events::add);
        operation(before, after).ifPresent(events::add);
        after.conditions().stream()
                .filter(condition -> isNewWarning(condition, before))
                .map(c -> new ClusterEvent(true, c.getReason(), c.getMessage()))
                .forEach(events::add);
        return events;
    }

    /** Of a new cluster, its job's event tells when it runs; without a job, its own does. */
    private static boolean isBeginning(String before, String after, boolean hasJob) {
        return before == null || (hasJob && "Creating".equals(before) && "Running".equals(after));
    }

    private static Optional<ClusterEvent> savepoint(SavepointStatus before, SavepointStatus after) {
        if (after == null || after.state() == null || isSame(before, after)) {
            return Optional.empty();
        }
        String why = " (" + after.triggerReason() + ")";
        return Optional.of(
                switch (after.state()) {
                    case Savepoints.SUCCEEDED ->
                            new ClusterEvent(
                                    false,
                                    "SavepointCreated",
                                    "Savepoint " + after.location() + why + ".");
                    case Savepoints.FAILED ->
                            new ClusterEvent(
                                    true,
                                    "SavepointFailed",
                                    "No savepoint" + why + ": " + after.message());
                    default ->
                            new ClusterEvent(
                                    false,
                                    "SavepointTriggered",
                                    "A savepoint" + why + " is being taken.");
                });
    }

    private static boolean isSame(SavepointStatus before, SavepointStatus after) {
        return before != null
                && after.state().equals(before.state())
                && Objects.equals(after.triggerID(), before.triggerID());
    }

    private static Optional<ClusterEvent> control(ControlStatus before, ControlStatus after) {
        if (after == null
                || after.outcome() != null
                || (before != null && Objects.equals(before.state(), after.state()))) {
            return Optional.empty();
        }
        boolean begins = Savepoints.IN_PROGRESS.equals(after.state());
        boolean failed = Savepoints.FAILED.equals(after.state());
        return Optional.of(
                new ClusterEvent(
                        failed,
                        "Control" + (begins ? "Requested" : after.state()),
                        "user-control: "
                                + after.name()
                                + (after.message() == null ? "" : ": " + after.message())));
    }

    /** What was done to the job and has ended. */
    private static Optional<ClusterEvent> operation(
            FlinkClusterStatus before, FlinkClusterStatus after) {
        boolean isNew = !after.history().isEmpty() && !after.history().equals(before.history());
        return isNew ? Optional.of(ended(after.history().get(0))) : Optional.empty();
    }

    private static ClusterEvent ended(OperationRecord operation) {
        return new ClusterEvent(
                "Failed".equals(operation.outcome()),
                operation.name() + operation.outcome(),
                operation.name()
                        + " ("
                        + operation.reason()
                        + ") "
                        + operation.outcome()
                        + " after "
                        + operation.durationSeconds()
                        + " s"
                        + (operation.message() == null ? "." : ": " + operation.message()));
    }

    private static ClusterEvent event(JobRound round, JobTransitions.Row row) {
        String id = round.status().id() == null ? "" : " " + round.status().id();
        boolean warning =
                row.to() == JobState.FAILED
                        || row.to() == JobState.LOST
                        || row.to() == JobState.RESTARTING;
        List<String> reasons = round.status().failureReasons();
        return new ClusterEvent(
                warning,
                row.reason(),
                "Job"
                        + id
                        + " is "
                        + row.to().word()
                        + (warning && !reasons.isEmpty() ? ": " + reasons.get(0) : "."),
                BEGINNINGS.contains(row.reason()));
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

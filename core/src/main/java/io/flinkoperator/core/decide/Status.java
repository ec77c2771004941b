package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How values are written in a status. */
final class Status {
    private Status() {}

    /** RFC 3339, whole seconds, as Kubernetes writes times. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time that was recorded; empty if it cannot be read. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }

    /** What is left without numbers of pods, and without the words about them. */
    static FlinkClusterStatus essence(FlinkClusterStatus status) {
        JobStatus job = status.components() == null ? null : status.components().job();
        return new FlinkClusterStatus(
                status.state(),
                status.flinkVersion(),
                new ComponentsStatus(null, null, null, null, null, null, null, job),
                status.revision(),
                status.savepoint(),
                status.savepoints(),
                status.control(),
                status.operation(),
                status.history(),
                status.conditions().stream().map(Status::withoutMessage).toList(),
                status.observedGeneration(),
                null);
    }

    private static Condition withoutMessage(Condition condition) {
        return new ConditionBuilder(condition).withMessage(null).build();
    }

    static FlinkClusterStatus withoutTime(FlinkClusterStatus status) {
        return withTime(status, null);
    }

    static FlinkClusterStatus withTime(FlinkClusterStatus status, String time) {
        return new FlinkClusterStatus(
                status.state(),
                status.flinkVersion(),
                status.components(),
                status.revision(),
                status.savepoint(),
                status.savepoints(),
                status.control(),
                status.operation(),
                status.history(),
                status.conditions(),
                status.observedGeneration(),
                time);
    }
}

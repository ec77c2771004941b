package io.flinkoperator.core.decide;

import io.flinkoperator.api.FlinkClusterStatus;
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

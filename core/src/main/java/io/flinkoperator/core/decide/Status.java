package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** How values are written in a status. */
public final class Status {
    private Status() {}

    /** RFC 3339, whole seconds, as Kubernetes writes times. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A time that was recorded; empty if it cannot be read. */
    public static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Status::parse);
        } catch (DateTimeException | NumberFormatException unreadable) {
            return Optional.empty();
        }
    }

    /** As we write times, which is read often; else as any other. */
    private static Instant parse(String text) {
        return text.length() == 20 && text.endsWith("Z")
                ? LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19))
                        .toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** What is left without numbers of pods and TaskManagers, and without the words about them. */
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
                status.conditions().stream()
                        .filter(it -> !it.getType().equals(Registration.TYPE))
                        .map(Status::withoutMessage)
                        .toList(),
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

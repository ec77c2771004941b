package io.flinkoperator.core.decide;

import io.flinkoperator.api.FlinkClusterStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How values are written in a status. */
final class Status {
    private Status() {}

    /** RFC 3339, whole seconds, as Kubernetes writes times. */
    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
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
                status.operation(),
                status.conditions(),
                status.observedGeneration(),
                time);
    }
}

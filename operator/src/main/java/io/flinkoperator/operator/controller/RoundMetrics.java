package io.flinkoperator.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.core.model.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Counts what the rounds do. */
public final class RoundMetrics {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Counter statusWrites;

    /** Metrics in a registry. */
    public RoundMetrics(MeterRegistry registry) {
        this.registry = registry;
        statusWrites =
                Counter.builder("flink.operator.status.writes")
                        .description("Writes of a FlinkCluster's status.")
                        .register(registry);
        List.of(Result.values()).forEach(this::rounds);
    }

    /** How a round ended. */
    enum Result {
        OK,
        /** Something had changed meanwhile; it is looked at again at once. */
        STALE,
        /** It is retried. */
        FAILED
    }

    /** What has an end that counts. */
    interface Ended {
        Result result();
    }

    <T extends Ended> T timed(Supplier<T> round) {
        Timer.Sample sample = Timer.start(registry);
        Result result = Result.FAILED;
        try {
            T ended = round.get();
            result = ended.result();
            return ended;
        } finally {
            sample.stop(rounds(result));
        }
    }

    private Timer rounds(Result result) {
        return Timer.builder("flink.operator.rounds")
                .description("Reconcile rounds and their duration, by result.")
                .tag("result", result.name().toLowerCase(Locale.ROOT))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** A status was written; what is new in its history has ended. */
    void statusWritten(FlinkCluster seen, FlinkClusterStatus status) {
        statusWrites.increment();
        JsonNode known =
                Optional.ofNullable(seen.getStatus())
                        .map(before -> before.path("history").path(0))
                        .orElse(null);
        status.history().stream().takeWhile(it -> !isSame(it, known)).forEach(this::ended);
    }

    private static boolean isSame(OperationRecord ended, JsonNode known) {
        return known != null
                && known.path("name").asText().equals(ended.name())
                && known.path("startTime").asText().equals(ended.startTime());
    }

    private void ended(OperationRecord operation) {
        Timer.builder("flink.operator.operations")
                .description("Operations that have ended and their duration, by name and outcome.")
                .tag("operation", String.valueOf(operation.name()))
                .tag("outcome", String.valueOf(operation.outcome()))
                .register(registry)
                .record(Duration.ofSeconds(seconds(operation)));
    }

    private static long seconds(OperationRecord operation) {
        return Optional.ofNullable(operation.durationSeconds()).map(Number::longValue).orElse(0L);
    }

    void acted(Action action) {
        Counter.builder("flink.operator.actions")
                .description("Actions done, by kind.")
                .tag("action", action.getClass().getSimpleName())
                .register(registry)
                .increment();
    }
}

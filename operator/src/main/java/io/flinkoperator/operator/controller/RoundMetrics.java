package io.flinkoperator.operator.controller;

import io.flinkoperator.core.model.Action;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/** Counts what the rounds do. */
public final class RoundMetrics {
    private final MeterRegistry registry;
    private final Timer rounds;
    private final Counter failures;
    private final Counter statusWrites;

    /** Metrics in a registry. */
    public RoundMetrics(MeterRegistry registry) {
        this.registry = registry;
        rounds =
                Timer.builder("flink.operator.rounds")
                        .description("Reconcile rounds and their duration.")
                        .register(registry);
        failures =
                Counter.builder("flink.operator.round.failures")
                        .description("Rounds that failed and are retried.")
                        .register(registry);
        statusWrites =
                Counter.builder("flink.operator.status.writes")
                        .description("Writes of a FlinkCluster's status.")
                        .register(registry);
    }

    <T> T timed(Supplier<T> round) {
        return rounds.record(round);
    }

    void failed() {
        failures.increment();
    }

    void statusWritten() {
        statusWrites.increment();
    }

    void acted(Action action) {
        Counter.builder("flink.operator.actions")
                .description("Actions done, by kind.")
                .tag("action", action.getClass().getSimpleName())
                .register(registry)
                .increment();
    }
}

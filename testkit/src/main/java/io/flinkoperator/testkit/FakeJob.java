package io.flinkoperator.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job at one moment; never changes, each transition makes a new one. */
public record FakeJob(
        FakeSubmission submission,
        FakeJobState state,
        Map<FakeJobState, Instant> entered,
        List<FakeFailure> failures) {

    public FakeJob {
        entered = Map.copyOf(entered);
        failures = List.copyOf(failures);
    }

    /** A job that has just been started, and runs. */
    static FakeJob started(FakeSubmission submission, Instant now) {
        return new FakeJob(
                        submission,
                        FakeJobState.INITIALIZING,
                        Map.of(FakeJobState.INITIALIZING, now),
                        List.of())
                .in(FakeJobState.CREATED, now)
                .in(FakeJobState.RUNNING, now);
    }

    public String id() {
        return submission.jobId();
    }

    FakeJob in(FakeJobState next, Instant now) {
        var times = new EnumMap<>(entered);
        times.put(next, now);
        return new FakeJob(submission, next, times, failures);
    }

    FakeJob with(FakeFailure failure) {
        var newestFirst = new ArrayList<FakeFailure>();
        newestFirst.add(failure);
        newestFirst.addAll(failures);
        return new FakeJob(submission, state, entered, newestFirst);
    }

    Instant start() {
        return entered.getOrDefault(FakeJobState.INITIALIZING, Instant.EPOCH);
    }

    Instant lastModification() {
        return entered.values().stream().max(Instant::compareTo).orElseThrow();
    }

    Optional<Instant> end() {
        return state.isTerminal() ? Optional.ofNullable(entered.get(state)) : Optional.empty();
    }
}

package io.flinkoperator.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A JobManager at one moment; never changes. */
record FlinkSituation(
        String version,
        int taskManagers,
        int slots,
        List<FakeJob> newestFirst,
        Optional<String> submissionFailure,
        Instant now) {

    long jobsIn(FakeJobState state) {
        return newestFirst.stream().filter(job -> job.state() == state).count();
    }

    long jobsNotOver() {
        return newestFirst.stream().filter(job -> !job.state().isTerminal()).count();
    }

    int freeSlots() {
        return slots - newestFirst.stream().mapToInt(this::slotsOf).sum();
    }

    /** Older jobs have their slots before younger ones. */
    int slotsOf(FakeJob job) {
        if (job.state() != FakeJobState.RUNNING) {
            return 0;
        }
        var older = newestFirst.subList(newestFirst.indexOf(job) + 1, newestFirst.size());
        var taken = older.stream().mapToInt(this::slotsOf).sum();
        return Math.min(job.submission().parallelism(), slots - taken);
    }

    FlinkJson json(FakeJob job) {
        return new FlinkJson(job, slotsOf(job), now);
    }
}

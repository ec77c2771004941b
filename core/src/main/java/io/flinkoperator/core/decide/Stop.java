package io.flinkoperator.core.decide;

import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a running job is stopped so that nothing is lost.
 *
 * @param kind With a savepoint, by cancellation, or not yet.
 * @param reason Why not yet, as a CamelCase word.
 * @param message Why not yet, and what to do.
 */
record Stop(Kind kind, String reason, String message) {
    enum Kind {
        WAIT,
        WITH_SAVEPOINT,
        CANCEL
    }

    private static final Stop WITH_SAVEPOINT = new Stop(Kind.WITH_SAVEPOINT, null, null);

    static final Stop CANCEL = new Stop(Kind.CANCEL, null, null);

    static Stop waits(String reason, String message) {
        return new Stop(Kind.WAIT, reason, message);
    }

    /**
     * For a cancellation, a suspension or a deletion.
     *
     * @param failures How often in a row a savepoint has failed.
     */
    static Stop forGood(
            ValidCluster cluster, Optional<Checkpoints> checkpoints, int failures, Wish wish) {
        if (cluster.savepointFolder().isEmpty()) {
            return CANCEL;
        }
        boolean isHopeless = failures >= Savepoints.ATTEMPTS && wish != Wish.DELETE;
        return isHopeless && checkpoints.filter(Stop::outlives).isPresent()
                ? CANCEL
                : WITH_SAVEPOINT;
    }

    /** For another revision, whose run is to begin where this one ends. */
    static Stop forUpdate(
            ValidCluster cluster, JobDraft job, Optional<Checkpoints> checkpoints, Instant now) {
        JobSpec spec = cluster.job().orElseThrow();
        boolean wantsSavepoint = !Boolean.FALSE.equals(spec.takeSavepointOnUpdate());
        if (wantsSavepoint && cluster.savepointFolder().isPresent()) {
            return WITH_SAVEPOINT;
        }
        if (checkpoints.isEmpty()) {
            return waits(
                    "StateUnknown",
                    "The JobManager does not say whether the job makes checkpoints.");
        }
        if (!checkpoints.get().enabled()) {
            return CANCEL;
        }
        Optional<Instant> newest =
                outlives(checkpoints.get())
                        ? checkpoints.get().checkpoint().map(it -> it.time())
                        : Status.time(job.savepointTime).filter(it -> !wantsSavepoint);
        if (newest.isEmpty()) {
            return waits(
                    "NoStateKept",
                    "The spec has changed, but the running job would lose its state: set"
                            + " job.savepointsDir, or keep checkpoints with option"
                            + " execution.checkpointing.externalized-checkpoint-retention:"
                            + " RETAIN_ON_CANCELLATION, or set the spec back.");
        }
        Integer most = spec.maxStateAgeToRestoreSeconds();
        long age = Duration.between(newest.get(), now).toSeconds();
        return most == null || age <= most
                ? CANCEL
                : waits(
                        "StateTooOld",
                        "The spec has changed, but the newest savepoint or checkpoint is from "
                                + Status.text(newest.get())
                                + ", older than maxStateAgeToRestoreSeconds ("
                                + most
                                + "); take a savepoint, or set takeSavepointOnUpdate: true.");
    }

    private static boolean outlives(Checkpoints checkpoints) {
        return checkpoints.retention() == Checkpoints.Retention.ALWAYS
                && checkpoints.checkpoint().isPresent();
    }
}

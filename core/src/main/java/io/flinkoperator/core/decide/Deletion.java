package io.flinkoperator.core.decide;

import io.flinkoperator.api.JobSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a FlinkCluster that is being deleted may go. It never hangs. */
final class Deletion {
    private Deletion() {}

    /** Whether nothing is lost that somebody wanted to be saved. */
    static boolean isSafe(Optional<JobRound> job) {
        return job.filter(it -> it.after() == JobState.RUNNING)
                .filter(it -> it.status().stopReason() != null)
                .filter(it -> !Boolean.TRUE.equals(it.status().finalSavepoint()))
                .filter(it -> !it.hasNothingToSave())
                .isEmpty();
    }

    /** Why it may go; empty as long as it may not. */
    static Optional<String> why(Plan plan, JobRound job) {
        JobSpec spec = plan.deployed().asked().job().orElseThrow();
        if (!spec.savepointOnDeletion() || plan.running().savepointFolder().isEmpty()) {
            return Optional.of("No final savepoint is wanted.");
        }
        if (Boolean.TRUE.equals(job.status().finalSavepoint())) {
            return Optional.of("The final savepoint is " + job.status().savepointLocation() + ".");
        }
        if (job.after() != JobState.RUNNING && !mayHaveStarted(job)) {
            return Optional.of("The job is " + job.after().word() + ".");
        }
        if (job.hasNothingToSave()) {
            return Optional.of(
                    "There is nothing to save: no task of the job runs, and it has completed no"
                            + " checkpoint.");
        }
        boolean isComing =
                job.after() == JobState.DEPLOYING
                        && List.of(Submitter.State.STARTING, Submitter.State.ACTIVE)
                                .contains(job.facts().submitter());
        if (job.facts().job() == Facts.Job.ABSENT && !isComing) {
            return Optional.of("The JobManager is gone.");
        }
        return deadline(plan, spec).isAfter(plan.seen().now())
                ? Optional.empty()
                : Optional.of(
                        "No final savepoint was made within "
                                + spec.deletionTimeoutSeconds()
                                + " s"
                                + failure(job)
                                + ".");
    }

    /** Its submission has begun or can begin, and nobody knows yet what came of it. */
    private static boolean mayHaveStarted(JobRound job) {
        return job.after() == JobState.DEPLOYING
                && switch (job.facts().submitter()) {
                    case STARTING, ACTIVE, SUCCEEDED, FAILED -> true;
                    case NONE, STALE, UNSEARCHED -> false;
                };
    }

    private static String failure(JobRound job) {
        var latest = job.savepoints().latest();
        return latest == null || latest.message() == null ? "" : ": " + latest.message();
    }

    private static Instant deadline(Plan plan, JobSpec spec) {
        return Status.time(plan.seen().cluster().getMetadata().getDeletionTimestamp())
                .orElse(plan.seen().now())
                .plusSeconds(spec.deletionTimeoutSeconds());
    }
}

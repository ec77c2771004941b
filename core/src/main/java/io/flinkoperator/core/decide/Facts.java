package io.flinkoperator.core.decide;

import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What matters for the job's next state; all parsing of Kubernetes' and Flink's shapes ends here.
 *
 * @param job The Flink job.
 * @param submitter The Kubernetes Job that brings it in.
 * @param isApplication Whether that Kubernetes Job is the JobManager.
 * @param wish What should become of the job.
 * @param stopped Whether the job ended because the operator stopped it, and left its state.
 * @param resumes Whether what it was stopped or suspended for holds no longer.
 * @param restartable Whether a failed job is to be started again.
 * @param restartDue Whether the pause before that is over.
 * @param hasState Whether it is known what state the next run starts from.
 * @param givenUp Whether what is being deployed is to be replaced although it never ran.
 * @param podsStay Whether the pods that are there serve the next run, too.
 * @param canTakeJob Whether the cluster is there and has the slots.
 * @param otherJobManager Whether a JobManager is there that is not the submitter.
 * @param anyWorkload Whether anything of a cluster still runs or could.
 */
record Facts(
        Job job,
        Submitter.State submitter,
        boolean isApplication,
        Wish wish,
        boolean stopped,
        boolean resumes,
        boolean restartable,
        boolean restartDue,
        boolean hasState,
        boolean givenUp,
        boolean podsStay,
        boolean canTakeJob,
        boolean otherJobManager,
        boolean anyWorkload) {

    /** A JobManager that has ended runs no job, whatever it said when it was last asked. */
    Facts {
        boolean hasEnded =
                isApplication
                        && (submitter == Submitter.State.FAILED
                                || submitter == Submitter.State.SUCCEEDED);
        if (hasEnded && (job == Job.ACTIVE || job == Job.UNSURE || job == Job.UNREACHABLE)) {
            job = Job.ABSENT;
        }
    }

    /** What is known of the Flink job. */
    enum Job {
        /** The JobManager does not answer: nothing is known. */
        UNREACHABLE,
        /** It is not listed, but that may change any moment. */
        UNSURE,
        /** It is not listed, and has not been for long enough. */
        ABSENT,
        ACTIVE,
        FINISHED,
        FAILED,
        CANCELED
    }

    /** A JobManager that just came up may not have recovered its jobs yet. */
    private static final Duration ABSENT_AFTER = Duration.ofSeconds(5);

    private static final Duration ABSENT_AFTER_WITH_HA = Duration.ofSeconds(60);

    static Job job(
            ValidCluster cluster,
            Observation seen,
            Components components,
            Submitter submitter,
            String jobId) {
        if (seen.flink() instanceof FlinkView.Reachable up) {
            return up.job(jobId)
                    .map(Facts::of)
                    .orElseGet(() -> missing(cluster, up, submitter.endTime()));
        }
        boolean gone =
                components.jobManager().isEmpty()
                        && components.jobManagerJob().isEmpty()
                        && !components.anyJobManagerPod();
        return gone ? Job.ABSENT : Job.UNREACHABLE;
    }

    static Job of(FlinkJob job) {
        return switch (job.state()) {
            case FINISHED -> Job.FINISHED;
            case FAILED -> Job.FAILED;
            case CANCELED -> Job.CANCELED;
            case INITIALIZING,
                    CREATED,
                    RUNNING,
                    FAILING,
                    CANCELLING,
                    RESTARTING,
                    SUSPENDED,
                    RECONCILING,
                    UNKNOWN ->
                    Job.ACTIVE;
        };
    }

    private static Job missing(
            ValidCluster cluster, FlinkView.Reachable up, Optional<Instant> submitted) {
        Duration patience = HighAvailability.isOn(cluster) ? ABSENT_AFTER_WITH_HA : ABSENT_AFTER;
        Instant since = submitted.filter(up.jobsSince()::isBefore).orElse(up.jobsSince());
        return up.asOf().isBefore(since.plus(patience)) ? Job.UNSURE : Job.ABSENT;
    }

    static boolean canTakeJob(ValidCluster cluster, Observation seen, Components components) {
        if (!(seen.flink() instanceof FlinkView.Reachable up) || cluster.job().isEmpty()) {
            return false;
        }
        return components.jobManagerIsReady()
                && (components.taskManagersAreReady()
                        || up.slots() >= Jobs.parallelism(cluster, cluster.job().get()));
    }
}

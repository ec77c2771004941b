package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.Preflight;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Instant;
import java.util.Optional;

/**
 * What is wanted of a cluster in a round, and what stands in the way.
 *
 * @param seen What was seen.
 * @param recorded The status that was recorded.
 * @param components The observed objects.
 * @param deployed Which revision is deployed, and which one is to be.
 * @param control The word of the user.
 * @param wish What should become of the job.
 * @param preflight The check of a revision before the job is stopped for it.
 */
record Plan(
        Observation seen,
        FlinkClusterStatus recorded,
        Components components,
        Deployed deployed,
        Control control,
        Wish wish,
        Submitter preflight) {
    static final String CANCEL_REQUESTED = "cancelRequested";

    static Plan of(ValidCluster asked, Observation seen, FlinkClusterStatus recorded) {
        Components components = Components.of(seen);
        Optional<JobStatus> job = RecordedStatus.job(recorded);
        Control control = Control.of(recorded.control(), seen);
        Deployed deployed = Deployed.of(asked, seen, revision(recorded, control, seen.now()), job);
        Submitter preflight =
                Submitter.bounded(seen, components.preflight(), Preflight.id(deployed.target()));
        return new Plan(
                seen,
                recorded,
                components,
                deployed,
                control,
                wish(asked, seen, control, deployed.changed(), isStarting(recorded)),
                preflight);
    }

    private static Wish wish(
            ValidCluster asked,
            Observation seen,
            Control control,
            boolean changed,
            boolean starting) {
        if (seen.cluster().getMetadata().getDeletionTimestamp() != null) {
            return Wish.DELETE;
        }
        if (asked.job().isPresent() && asked.spec().suspend()) {
            return Wish.SUSPEND;
        }
        boolean cancel = asked.job().filter(job -> job.cancelRequested()).isPresent();
        if (cancel || control.wants(Control.CANCEL)) {
            return Wish.CANCEL;
        }
        if (starting && control.wants(Control.ABORT)) {
            return Wish.CANCEL;
        }
        return changed ? Wish.UPDATE : Wish.RUN;
    }

    /** Whether a job that was over is being started again, and does not run yet. */
    private static boolean isStarting(FlinkClusterStatus recorded) {
        JobState state =
                RecordedStatus.job(recorded)
                        .map(it -> JobState.of(it.state()))
                        .orElse(JobState.NONE);
        return JobOperation.isStart(recorded.operation())
                && (state == JobState.UPDATING
                        || state == JobState.RESTARTING
                        || state == JobState.PENDING
                        || state == JobState.DEPLOYING);
    }

    /** Whether a job that is being started again is to stay as it was. */
    boolean abortsStart() {
        return control.wants(Control.ABORT) && isStarting(recorded);
    }

    Optional<JobStatus> job() {
        return RecordedStatus.job(recorded);
    }

    Optional<RevisionStatus> revision() {
        return revision(recorded, control, seen.now());
    }

    private static Optional<RevisionStatus> revision(
            FlinkClusterStatus recorded, Control control, Instant now) {
        return Optional.ofNullable(recorded.revision())
                .map(it -> control.wants(Control.RETRY) ? retried(it, now) : it);
    }

    /** It was never given up, and if it is still there, it has all the time again. */
    private static RevisionStatus retried(RevisionStatus revision, Instant now) {
        String failed = revision.failedRevision();
        boolean isThere = failed != null && failed.equals(revision.currentRevision());
        return new RevisionStatus(
                revision.currentRevision(),
                revision.nextRevision(),
                revision.stableRevision(),
                null,
                null,
                isThere ? Status.text(now) : revision.updateTime());
    }

    /** The cluster as it was deployed; else, if nobody knows that any more, as it is to be. */
    ValidCluster running() {
        return deployed.current().orElse(deployed.target());
    }

    /** Why the operator stops the job, so that it can tell when that holds no longer. */
    String stopReason() {
        boolean byField = deployed.asked().job().filter(job -> job.cancelRequested()).isPresent();
        return wish == Wish.CANCEL && byField ? CANCEL_REQUESTED : wish.reason();
    }

    /** Whether another revision than the one that is asked for is to be deployed. */
    boolean rollsBack() {
        return !deployed.target().revision().equals(deployed.asked().revision());
    }

    /** Whether the deployed revision was given up. */
    boolean isGivenUp() {
        return rollsBack()
                && revision()
                        .filter(it -> it.failedRevision().equals(it.currentRevision()))
                        .isPresent();
    }

    /** Whether the deployed revision has not proven yet that it works. */
    boolean isUnproven() {
        return revision()
                .filter(it -> it.currentRevision() != null)
                .filter(it -> !it.currentRevision().equals(it.stableRevision()))
                .isPresent();
    }

    /** Whether there is an earlier revision to go back to if the deployed one fails. */
    boolean canGoBack() {
        return isUnproven()
                && revision().map(RevisionStatus::stableRevision).filter(deployed::has).isPresent();
    }

    /** When the deployed revision has to have proven that it works. */
    Instant provenBy() {
        int seconds = deployed.asked().job().orElseThrow().updateTimeoutSeconds();
        return revision()
                .map(RevisionStatus::updateTime)
                .flatMap(Status::time)
                .orElse(seen.now())
                .plusSeconds(seconds);
    }

    /** Whether the pods that are there serve what is to be deployed, too. */
    boolean podsStay() {
        return !deployed.asked().spec().recreateOnUpdate()
                || deployed.current()
                        .filter(it -> DesiredResources.needSamePods(it, deployed.target()))
                        .isPresent();
    }

    /** Whether a revision is to be checked before the job is stopped for it. */
    boolean needsPreflight() {
        return wish == Wish.UPDATE && !rollsBack() && revision().isPresent();
    }

    /** The check of what is to be deployed. */
    Job preflightJob() {
        ValidCluster target = deployed.target();
        boolean elsewhere = Deployed.startsElsewhere(target, job());
        return Preflight.of(
                target,
                elsewhere ? target.job().orElseThrow().fromSavepoint() : null,
                job().flatMap(Restore::place).orElse(null));
    }

    /** Why the job must not be stopped for an update yet. */
    Optional<Stop> obstacle() {
        if (!needsPreflight() || preflight.state() == Submitter.State.SUCCEEDED) {
            return Optional.empty();
        }
        String trouble =
                PodTrouble.first(components.preflightPods())
                        .map(it -> " " + it.message() + ".")
                        .orElse("");
        return Optional.of(
                preflight.state() == Submitter.State.FAILED
                        ? Stop.waits(
                                "PreflightFailed",
                                "The new revision cannot start: "
                                        + preflight.failure().orElse("see the pod's logs"))
                        : Stop.waits(
                                "Preflight",
                                "It is being checked whether the new revision can start."
                                        + trouble));
    }
}

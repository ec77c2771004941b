package io.flinkoperator.core.decide;

import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.spec.Problem;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of revisions in one round: proven, or given up for another.
 *
 * @param plan What is wanted.
 * @param isProven Whether the deployed revision has proven that it works.
 * @param isResumed Whether a job that was over is started again, and has all its time to do so.
 * @param instead The revision that takes the place of the one that is given up now.
 * @param why Why it is given up now.
 */
record RevisionChange(
        Plan plan,
        boolean isProven,
        boolean isResumed,
        Optional<String> instead,
        Optional<String> why) {
    static RevisionChange of(Plan plan, Optional<JobRound> job) {
        // A job that comes to its own end while it is being given up needs nothing in its place.
        boolean hasSucceeded =
                plan.isGivenUp() && job.filter(JobRound::hasJustSucceeded).isPresent();
        boolean works = job.filter(JobRound::isProven).isPresent() && plan.wish() == Wish.RUN;
        boolean isProven = works || hasSucceeded;
        boolean isResumed =
                job.filter(it -> it.before().isOver() && !it.after().isOver()).isPresent();
        Optional<String> byHand =
                wanted(plan)
                        .filter(name -> plan.deployed().has(name))
                        .filter(name -> !name.equals(plan.deployed().asked().revision()));
        if (byHand.isPresent()) {
            return new RevisionChange(
                    plan, isProven, isResumed, byHand, Optional.of("rolled back by hand"));
        }
        Optional<String> why = job.flatMap(round -> failure(plan, round));
        return new RevisionChange(plan, isProven, isResumed, why.flatMap(it -> instead(plan)), why);
    }

    private static Optional<String> wanted(Plan plan) {
        var annotations = plan.seen().cluster().getMetadata().getAnnotations();
        return Optional.ofNullable(annotations).map(all -> all.get(Control.ROLL_BACK_TO));
    }

    /** Before the old job is stopped, it just runs on; after, the last good revision comes back. */
    private static Optional<String> instead(Plan plan) {
        return plan.revision()
                .map(it -> isDeployed(plan) ? it.stableRevision() : it.currentRevision());
    }

    /** Whether what is asked for has taken the place of what ran before. */
    private static boolean isDeployed(Plan plan) {
        return plan.revision()
                .filter(it -> plan.deployed().asked().revision().equals(it.currentRevision()))
                .isPresent();
    }

    private static Optional<String> failure(Plan plan, JobRound job) {
        boolean isTriedAgain = plan.control().wants(Control.RETRY);
        if (plan.rollsBack() || isTriedAgain || plan.wish() == Wish.DELETE) {
            return Optional.empty();
        }
        return isDeployed(plan) ? failureOfDeployed(plan, job) : failureBefore(plan, job);
    }

    private static Optional<String> failureBefore(Plan plan, JobRound job) {
        if (plan.wish() == Wish.UPDATE && plan.control().wants(Control.ABORT)) {
            return Optional.of("aborted");
        }
        if (plan.wish() != Wish.UPDATE || job.after() != JobState.RUNNING) {
            return Optional.empty();
        }
        boolean isLate = isPreflightLate(plan);
        return job.howItStops()
                .filter(it -> it.kind() == Stop.Kind.WAIT)
                .filter(
                        it ->
                                it.reason().equals("PreflightFailed")
                                        || (it.reason().equals("Preflight") && isLate))
                .map(Stop::message);
    }

    /**
     * Whether the check of a revision takes too long. Its time begins with its container: a node is
     * waited for, and trouble with the pod itself, such as an image that cannot be pulled, is
     * waited for as long as the update may take.
     */
    private static boolean isPreflightLate(Plan plan) {
        int seconds = plan.deployed().asked().job().orElseThrow().updateTimeoutSeconds();
        Instant now = plan.seen().now();
        Optional<Instant> begun = plan.preflight().begun();
        return begun.isPresent()
                ? begun.get().plusSeconds(seconds).isBefore(now)
                : isUpdateOverdue(plan)
                        && PodTrouble.first(plan.components().preflightPods())
                                .filter(it -> !it.reason().equals(PodTrouble.UNSCHEDULABLE))
                                .isPresent();
    }

    private static boolean isUpdateOverdue(Plan plan) {
        boolean isOfThis =
                plan.revision()
                        .map(RevisionStatus::nextRevision)
                        .filter(plan.deployed().asked().revision()::equals)
                        .isPresent();
        return isOfThis
                && Optional.ofNullable(plan.recorded().operation())
                        .filter(it -> JobOperation.UPDATE.equals(it.name()))
                        .flatMap(it -> Status.time(it.deadline()))
                        .filter(it -> it.isBefore(plan.seen().now()))
                        .isPresent();
    }

    private static Optional<String> failureOfDeployed(Plan plan, JobRound job) {
        if (!plan.canGoBack()) {
            return Optional.empty();
        }
        if (plan.control().wants(Control.ABORT)) {
            return Optional.of("aborted");
        }
        if (job.after() == JobState.FAILED) {
            return Optional.of(
                    "The job failed: "
                            + job.status().failureReasons().stream()
                                    .findFirst()
                                    .orElse("no reason is known"));
        }
        boolean isLate = plan.provenBy().isBefore(plan.seen().now());
        boolean isProven = job.isProven();
        boolean isTrying =
                job.after() == JobState.PENDING
                        || job.after() == JobState.DEPLOYING
                        || job.after() == JobState.RUNNING
                        || job.after() == JobState.LOST
                        || job.after() == JobState.RESTARTING;
        return isLate && isTrying && !isProven
                ? Optional.of(
                        "The job did not run and complete a checkpoint within "
                                + plan.deployed().asked().job().orElseThrow().updateTimeoutSeconds()
                                + " s"
                                + trouble(plan))
                : Optional.empty();
    }

    private static String trouble(Plan plan) {
        return PodTrouble.first(plan.seen()).map(it -> ": " + it.message()).orElse(".");
    }

    /** What becomes of a word, if it was to end an update that cannot be taken back. */
    String outcome(String outcome) {
        boolean hasNoOther =
                plan.control().wants(Control.ABORT)
                        && (plan.wish() == Wish.RUN || plan.wish() == Wish.UPDATE)
                        && plan.recorded().operation() != null
                        && JobOperation.UPDATE.equals(plan.recorded().operation().name())
                        && instead.isEmpty();
        return hasNoOther ? "no earlier revision has proven itself; change the spec" : outcome;
    }

    /** Why the annotation has no effect; empty if it has, or says nothing. */
    Optional<ClusterEvent> refusal() {
        return wanted(plan)
                .filter(name -> !plan.deployed().has(name))
                .map(
                        name ->
                                new ClusterEvent(
                                        true,
                                        "RollbackRefused",
                                        Control.ROLL_BACK_TO
                                                + ": there is no ControllerRevision "
                                                + Problem.quoted(name)
                                                + " of this cluster; list them with"
                                                + " kubectl get controllerrevisions -l cluster="
                                                + plan.deployed().asked().name()));
    }

    /** Takes the annotation away when it has been acted on, or names nothing. */
    Optional<Action> removal() {
        return wanted(plan)
                .filter(
                        name ->
                                !plan.deployed().has(name)
                                        || name.equals(plan.deployed().asked().revision())
                                        || plan.revision()
                                                .filter(it -> name.equals(it.targetRevision()))
                                                .isPresent())
                .map(name -> new Action.RemoveAnnotation(Control.ROLL_BACK_TO, name));
    }

    /** What is needed to know what may be forgotten. */
    RevisionStatus next() {
        return of(plan.revision().map(RevisionStatus::currentRevision).orElse(null), false);
    }

    /** What is recorded. */
    RevisionStatus of(String current, boolean begins) {
        String asked = plan.deployed().asked().revision();
        Optional<RevisionStatus> before = plan.revision();
        boolean stillFailed =
                before.map(RevisionStatus::failedRevision).filter(asked::equals).isPresent()
                        && !(isProven && asked.equals(current));
        String target = instead.orElseGet(() -> stillFailed ? before.get().targetRevision() : null);
        boolean isNew =
                begins
                        && !java.util.Objects.equals(
                                current, before.map(RevisionStatus::currentRevision).orElse(null));
        return new RevisionStatus(
                current,
                asked,
                isProven ? current : before.map(RevisionStatus::stableRevision).orElse(null),
                target == null ? null : asked,
                target,
                isNew || isResumed
                        ? Status.text(plan.seen().now())
                        : before.map(RevisionStatus::updateTime).orElse(null));
    }
}

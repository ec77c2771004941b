package io.flinkoperator.core.decide;

import static io.flinkoperator.core.decide.JobState.CANCELLED;
import static io.flinkoperator.core.decide.JobState.DEPLOYING;
import static io.flinkoperator.core.decide.JobState.FAILED;
import static io.flinkoperator.core.decide.JobState.LOST;
import static io.flinkoperator.core.decide.JobState.NONE;
import static io.flinkoperator.core.decide.JobState.PENDING;
import static io.flinkoperator.core.decide.JobState.RESTARTING;
import static io.flinkoperator.core.decide.JobState.RUNNING;
import static io.flinkoperator.core.decide.JobState.SUCCEEDED;
import static io.flinkoperator.core.decide.JobState.SUSPENDED;
import static io.flinkoperator.core.decide.JobState.UPDATING;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The life of a job as a table: the first row that matches applies, and no match means to stay.
 *
 * <p>Deploying records the intent to submit a job id. As long as its effect is not seen, the
 * submission is done again, which is harmless: the id is the same, and Flink refuses it twice.
 */
final class JobTransitions {

    /**
     * A row of the table.
     *
     * @param from States that it applies in.
     * @param when What must be true.
     * @param to The next state.
     * @param reason Why, as a CamelCase word for events and conditions.
     * @param words What must be true, in words.
     */
    record Row(
            Set<JobState> from, Predicate<Facts> when, JobState to, String reason, String words) {}

    /** Reason of the row after a search for state that could not be made. */
    static final String SEARCH_FAILED = "JobStateSearchFailed";

    static final List<Row> TABLE =
            List.of(
                    // What Flink says of the job comes first, whatever else is going on.
                    row(
                            in(NONE, PENDING, DEPLOYING, LOST, RESTARTING),
                            is(Facts.Job.ACTIVE),
                            RUNNING,
                            "JobRunning",
                            "Flink has the job"),
                    row(
                            in(RUNNING, LOST),
                            facts ->
                                    isStopped(facts)
                                            && (facts.wish() == Wish.CANCEL
                                                    || facts.wish() == Wish.DELETE),
                            CANCELLED,
                            "JobCancelled",
                            "the operator stopped it, to cancel it or since the cluster is deleted"),
                    row(
                            in(RUNNING, LOST),
                            facts -> isStopped(facts) && facts.wish() == Wish.SUSPEND,
                            SUSPENDED,
                            "JobSuspended",
                            "the operator stopped it, to suspend it"),
                    row(
                            in(RUNNING, LOST),
                            JobTransitions::isStopped,
                            UPDATING,
                            "JobStopped",
                            "the operator stopped it, to start it again"),
                    row(
                            alive(),
                            is(Facts.Job.FINISHED),
                            SUCCEEDED,
                            "JobSucceeded",
                            "Flink says FINISHED"),
                    row(alive(), is(Facts.Job.FAILED), FAILED, "JobFailed", "Flink says FAILED"),
                    row(
                            alive(),
                            is(Facts.Job.CANCELED),
                            CANCELLED,
                            "JobCancelled",
                            "Flink says CANCELED"),
                    // What is not wanted is not begun.
                    row(
                            in(PENDING),
                            facts -> !isSubmitted(facts) && facts.wish() == Wish.CANCEL,
                            CANCELLED,
                            "JobCancelled",
                            "it was not submitted yet and is not wanted"),
                    row(
                            in(PENDING),
                            facts -> !isSubmitted(facts) && facts.wish() == Wish.SUSPEND,
                            SUSPENDED,
                            "JobSuspended",
                            "it was not submitted yet and is suspended"),
                    row(
                            in(DEPLOYING),
                            facts -> isNotSubmittedYet(facts) && facts.wish() == Wish.CANCEL,
                            CANCELLED,
                            "JobCancelled",
                            "its submission has not begun and is not wanted"),
                    row(
                            in(DEPLOYING),
                            facts -> isNotSubmittedYet(facts) && facts.wish() == Wish.SUSPEND,
                            SUSPENDED,
                            "JobSuspended",
                            "its submission has not begun and it is suspended"),
                    row(
                            in(RESTARTING, SUSPENDED),
                            facts -> facts.wish() == Wish.CANCEL,
                            CANCELLED,
                            "JobCancelled",
                            "it is not wanted"),
                    row(
                            in(FAILED, CANCELLED, LOST, RESTARTING),
                            facts -> facts.wish() == Wish.SUSPEND,
                            SUSPENDED,
                            "JobSuspended",
                            "it is suspended"),
                    // A job that is over, or has never run, is started again from its state.
                    row(
                            in(SUCCEEDED, FAILED, CANCELLED, LOST, SUSPENDED, RESTARTING),
                            facts -> facts.wish() == Wish.UPDATE && facts.hasState(),
                            UPDATING,
                            "SpecChanged",
                            "the spec was changed or is rolled back, and its state is known"),
                    row(
                            in(DEPLOYING),
                            facts ->
                                    facts.wish() == Wish.UPDATE
                                            && isNotSubmittedYet(facts)
                                            && facts.hasState(),
                            UPDATING,
                            "SpecChanged",
                            "the spec was changed before it was submitted"),
                    row(
                            in(DEPLOYING),
                            facts -> isNotSubmittedYet(facts) && !facts.hasState(),
                            LOST,
                            "JobLost",
                            "it is not submitted, and what it was to start from is forgotten"),
                    row(
                            in(PENDING),
                            Facts::givenUp,
                            UPDATING,
                            "RevisionGivenUp",
                            "the revision was given up"),
                    row(
                            in(SUCCEEDED, FAILED, CANCELLED, LOST, SUSPENDED),
                            facts ->
                                    facts.resumes() && facts.hasState() && facts.wish() == Wish.RUN,
                            UPDATING,
                            "JobResumed",
                            "it is wanted again, and its state is known"),
                    row(
                            in(FAILED, LOST),
                            facts ->
                                    facts.restartable()
                                            && facts.hasState()
                                            && facts.wish() == Wish.RUN,
                            RESTARTING,
                            "JobRestarting",
                            "restartPolicy wants it, and its state is known"),
                    row(
                            in(RESTARTING),
                            facts -> facts.restartDue() && facts.wish() == Wish.RUN,
                            PENDING,
                            "JobRestarted",
                            "the pause is over"),
                    row(
                            in(UPDATING),
                            facts ->
                                    facts.wish() != Wish.DELETE
                                            && (!facts.anyWorkload() || facts.podsStay()),
                            PENDING,
                            "ClusterRemoved",
                            "pods that cannot stay are gone"),
                    // Submission.
                    row(in(NONE), facts -> true, PENDING, "JobAccepted", "it is new"),
                    row(
                            in(PENDING),
                            facts -> canSubmit(facts) && mayRun(facts),
                            DEPLOYING,
                            "JobSubmitting",
                            "the cluster can take it"),
                    row(
                            in(PENDING),
                            JobTransitions::isSubmitted,
                            DEPLOYING,
                            "JobSubmissionFound",
                            "it is being submitted already"),
                    row(
                            in(DEPLOYING),
                            JobTransitions::submissionFailed,
                            FAILED,
                            "JobSubmissionFailed",
                            "its submission failed"),
                    row(
                            in(DEPLOYING),
                            facts ->
                                    !facts.isApplication()
                                            && facts.submitter() == Submitter.State.SUCCEEDED
                                            && facts.job() == Facts.Job.ABSENT,
                            LOST,
                            "JobLost",
                            "it was submitted, and Flink does not know it"),
                    // A JobManager that ended took its job along; one that failed leaves it absent.
                    row(
                            in(DEPLOYING, RUNNING),
                            facts ->
                                    facts.isApplication()
                                            && facts.submitter() == Submitter.State.SUCCEEDED,
                            SUCCEEDED,
                            "JobSucceeded",
                            "its JobManager ended well"),
                    row(
                            in(RUNNING),
                            is(Facts.Job.ABSENT),
                            LOST,
                            "JobLost",
                            "Flink does not know it any more"),
                    row(
                            in(DEPLOYING),
                            facts ->
                                    facts.submitter() == Submitter.State.UNSEARCHED
                                            && (facts.isApplication()
                                                    || facts.job() == Facts.Job.ABSENT),
                            RESTARTING,
                            SEARCH_FAILED,
                            "the state to start from could not be looked for, which is no failure"
                                    + " of the job"));

    private JobTransitions() {}

    static Optional<Row> next(List<Row> table, JobState from, Facts facts) {
        return table.stream()
                .filter(row -> row.from().contains(from) && row.when().test(facts))
                .findFirst();
    }

    /** It has ended, and left its state; a job that finished by itself is no such job. */
    private static boolean isStopped(Facts facts) {
        return facts.stopped()
                && (facts.job() == Facts.Job.FINISHED || facts.job() == Facts.Job.CANCELED);
    }

    private static boolean mayRun(Facts facts) {
        return facts.wish() == Wish.RUN || facts.wish() == Wish.UPDATE;
    }

    private static boolean canSubmit(Facts facts) {
        return facts.submitter() == Submitter.State.NONE
                && (facts.isApplication() ? !facts.otherJobManager() : facts.canTakeJob());
    }

    /** And cannot be any more: a pod that has not started yet may do so at any moment. */
    private static boolean isNotSubmittedYet(Facts facts) {
        return facts.submitter() == Submitter.State.NONE && facts.job() == Facts.Job.ABSENT;
    }

    /** The status was lost after the submission. */
    private static boolean isSubmitted(Facts facts) {
        return facts.submitter() != Submitter.State.NONE
                && facts.submitter() != Submitter.State.STALE;
    }

    private static boolean submissionFailed(Facts facts) {
        return facts.submitter() == Submitter.State.FAILED
                && (facts.isApplication() || facts.job() == Facts.Job.ABSENT);
    }

    private static Set<JobState> alive() {
        return in(NONE, PENDING, DEPLOYING, RUNNING, LOST);
    }

    private static Set<JobState> in(JobState first, JobState... others) {
        return EnumSet.of(first, others);
    }

    private static Predicate<Facts> is(Facts.Job job) {
        return facts -> facts.job() == job;
    }

    private static Row row(
            Set<JobState> from, Predicate<Facts> when, JobState to, String reason, String words) {
        return new Row(from, when, to, reason, words);
    }
}

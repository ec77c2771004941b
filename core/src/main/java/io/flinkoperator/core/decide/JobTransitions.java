package io.flinkoperator.core.decide;

import static io.flinkoperator.core.decide.JobState.CANCELLED;
import static io.flinkoperator.core.decide.JobState.DEPLOYING;
import static io.flinkoperator.core.decide.JobState.FAILED;
import static io.flinkoperator.core.decide.JobState.LOST;
import static io.flinkoperator.core.decide.JobState.NONE;
import static io.flinkoperator.core.decide.JobState.PENDING;
import static io.flinkoperator.core.decide.JobState.RUNNING;
import static io.flinkoperator.core.decide.JobState.SUCCEEDED;
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
     */
    record Row(Set<JobState> from, Predicate<Facts> when, JobState to, String reason) {}

    static final List<Row> TABLE =
            List.of(
                    // What Flink says of the job comes first, whatever else is going on.
                    row(
                            in(NONE, PENDING, DEPLOYING, LOST),
                            is(Facts.Job.ACTIVE),
                            RUNNING,
                            "JobRunning"),
                    row(alive(), is(Facts.Job.FINISHED), SUCCEEDED, "JobSucceeded"),
                    row(alive(), is(Facts.Job.FAILED), FAILED, "JobFailed"),
                    row(alive(), is(Facts.Job.CANCELED), CANCELLED, "JobCancelled"),
                    // A changed spec replaces a job that is over, or that has never run.
                    row(
                            in(SUCCEEDED, FAILED, CANCELLED, LOST),
                            Facts::specChanged,
                            UPDATING,
                            "SpecChanged"),
                    row(
                            in(DEPLOYING),
                            facts -> facts.specChanged() && isNotSubmittedYet(facts),
                            UPDATING,
                            "SpecChanged"),
                    row(in(UPDATING), facts -> !facts.anyWorkload(), PENDING, "ClusterRemoved"),
                    // Submission.
                    row(in(NONE), facts -> true, PENDING, "JobAccepted"),
                    row(in(PENDING), JobTransitions::canSubmit, DEPLOYING, "JobSubmitting"),
                    row(in(PENDING), JobTransitions::isSubmitted, DEPLOYING, "JobSubmissionFound"),
                    row(
                            in(DEPLOYING),
                            JobTransitions::submissionFailed,
                            FAILED,
                            "JobSubmissionFailed"),
                    row(
                            in(DEPLOYING),
                            facts ->
                                    !facts.isApplication()
                                            && facts.submitter() == Submitter.State.SUCCEEDED
                                            && facts.job() == Facts.Job.ABSENT,
                            LOST,
                            "JobLost"),
                    // A JobManager that ended took its job along.
                    row(
                            in(DEPLOYING, RUNNING),
                            facts ->
                                    facts.isApplication()
                                            && facts.submitter() == Submitter.State.SUCCEEDED,
                            SUCCEEDED,
                            "JobSucceeded"),
                    row(
                            in(RUNNING),
                            facts ->
                                    facts.isApplication()
                                            && facts.submitter() == Submitter.State.FAILED,
                            LOST,
                            "JobLost"),
                    row(in(RUNNING), is(Facts.Job.ABSENT), LOST, "JobLost"));

    private JobTransitions() {}

    static Optional<Row> next(JobState from, Facts facts) {
        return TABLE.stream()
                .filter(row -> row.from().contains(from) && row.when().test(facts))
                .findFirst();
    }

    private static boolean canSubmit(Facts facts) {
        return facts.submitter() == Submitter.State.NONE
                && (facts.isApplication() ? !facts.otherJobManager() : facts.canTakeJob());
    }

    private static boolean isNotSubmittedYet(Facts facts) {
        return facts.submitter() == Submitter.State.STARTING
                || (facts.submitter() == Submitter.State.NONE && facts.job() == Facts.Job.ABSENT);
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

    private static Row row(Set<JobState> from, Predicate<Facts> when, JobState to, String reason) {
        return new Row(from, when, to, reason);
    }
}

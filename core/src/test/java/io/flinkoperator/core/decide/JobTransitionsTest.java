package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks all states and all facts: there are few enough to look at every one. */
class JobTransitionsTest {
    private static final List<Facts> ALL_FACTS = allFacts();

    @Test
    void submissionIsOnlyBegunWhenTheClusterCanTakeTheJobAndNothingWasSubmitted() {
        each(
                (from, facts) -> {
                    boolean begins = from == JobState.PENDING && row(from, facts, "JobSubmitting");
                    if (begins) {
                        assertThat(facts.submitter()).isEqualTo(Submitter.State.NONE);
                        assertThat(facts.canTakeJob() || facts.isApplication()).isTrue();
                        assertThat(facts.isApplication() && facts.otherJobManager()).isFalse();
                    }
                });
    }

    @Test
    void anUnreachableJobManagerNeverEndsAJob() {
        each(
                (from, facts) -> {
                    boolean unreachable =
                            facts.job() == Facts.Job.UNREACHABLE || facts.job() == Facts.Job.UNSURE;
                    boolean jobManagerEnded =
                            facts.isApplication()
                                    && (facts.submitter() == Submitter.State.FAILED
                                            || facts.submitter() == Submitter.State.SUCCEEDED);
                    if (from == JobState.RUNNING && unreachable && !jobManagerEnded) {
                        assertThat(JobTransitions.next(JobTransitions.TABLE, from, facts))
                                .isEmpty();
                    }
                });
    }

    @Test
    void aRunningJobIsNeverReplaced() {
        each(
                (from, facts) -> {
                    if (facts.job() == Facts.Job.ACTIVE
                            && !from.isOver()
                            && from != JobState.UPDATING) {
                        assertThat(after(from, facts)).isEqualTo(JobState.RUNNING);
                    }
                });
    }

    @Test
    void aJobThatIsOverIsRunAgainOnlyIfThatIsWantedAndItsStateIsKnown() {
        each(
                (from, facts) -> {
                    JobState to = after(from, facts);
                    boolean found = from == JobState.LOST && facts.job() == Facts.Job.ACTIVE;
                    if (from.isOver() && !to.isOver() && !found && !facts.stopped()) {
                        assertThat(facts.hasState()).isTrue();
                        assertThat(
                                        facts.wish() == Wish.UPDATE
                                                || (facts.wish() == Wish.RUN
                                                        && (facts.resumes()
                                                                || facts.restartable())))
                                .isTrue();
                    }
                });
    }

    @Test
    void whatIsBeingDeletedOrIsNotWantedIsNotSubmitted() {
        each(
                (from, facts) -> {
                    boolean isWanted = facts.wish() == Wish.RUN || facts.wish() == Wish.UPDATE;
                    if (!isWanted) {
                        assertThat(row(from, facts, "JobSubmitting")).isFalse();
                        assertThat(row(from, facts, "JobRestarted")).isFalse();
                        assertThat(row(from, facts, "JobResumed")).isFalse();
                    }
                });
    }

    @Test
    void nothingIsSubmittedAgainBeforeTheOldClusterIsGone() {
        each(
                (from, facts) -> {
                    if (from == JobState.UPDATING && facts.anyWorkload() && !facts.podsStay()) {
                        assertThat(JobTransitions.next(JobTransitions.TABLE, from, facts))
                                .isEmpty();
                    }
                });
    }

    @Test
    void aJobManagerThatIsAJobTakesItsJobAlong() {
        each(
                (from, facts) -> {
                    if (from == JobState.RUNNING && facts.isApplication() && isUnknown(facts)) {
                        if (facts.submitter() == Submitter.State.SUCCEEDED) {
                            assertThat(after(from, facts)).isEqualTo(JobState.SUCCEEDED);
                        }
                        if (facts.submitter() == Submitter.State.FAILED) {
                            assertThat(after(from, facts)).isEqualTo(JobState.LOST);
                        }
                    }
                });
    }

    @Test
    void aSubmissionThatNobodyRemembersIsFound() {
        each(
                (from, facts) -> {
                    boolean isSubmitted =
                            facts.submitter() != Submitter.State.NONE
                                    && facts.submitter() != Submitter.State.STALE;
                    if (from == JobState.PENDING
                            && isSubmitted
                            && isUnknown(facts)
                            && !facts.givenUp()) {
                        assertThat(after(from, facts)).isEqualTo(JobState.DEPLOYING);
                    }
                });
    }

    @Test
    void constantFactsLeadToRestInAFewSteps() {
        each(
                (from, facts) -> {
                    Set<JobState> visited = new HashSet<>();
                    JobState state = from;
                    while (visited.add(state)) {
                        state = after(state, facts);
                    }
                    boolean replaces =
                            visited.contains(JobState.UPDATING)
                                    || visited.contains(JobState.RESTARTING);
                    assertThat(after(state, facts) == state || replaces)
                            .as("%s under %s ends in a circle", from, facts)
                            .isTrue();
                });
    }

    @Test
    void everyRowIsReached() {
        Set<JobTransitions.Row> reached = new HashSet<>();
        each(
                (from, facts) ->
                        JobTransitions.next(JobTransitions.TABLE, from, facts)
                                .ifPresent(reached::add));

        assertThat(reached).containsExactlyInAnyOrderElementsOf(JobTransitions.TABLE);
    }

    private interface Check {
        void of(JobState from, Facts facts);
    }

    private static void each(Check check) {
        for (JobState from : JobState.values()) {
            ALL_FACTS.forEach(facts -> check.of(from, facts));
        }
    }

    private static JobState after(JobState from, Facts facts) {
        return JobTransitions.next(JobTransitions.TABLE, from, facts)
                .map(JobTransitions.Row::to)
                .orElse(from);
    }

    private static boolean isUnknown(Facts facts) {
        return facts.job() == Facts.Job.ABSENT
                || facts.job() == Facts.Job.UNREACHABLE
                || facts.job() == Facts.Job.UNSURE;
    }

    private static boolean row(JobState from, Facts facts, String reason) {
        return JobTransitions.next(JobTransitions.TABLE, from, facts)
                .filter(row -> row.reason().equals(reason))
                .isPresent();
    }

    private static List<Facts> allFacts() {
        List<Facts> all = new ArrayList<>();
        for (Facts.Job job : Facts.Job.values()) {
            for (Submitter.State submitter : Submitter.State.values()) {
                for (Wish wish : Wish.values()) {
                    for (int bits = 0; bits < 2048; bits++) {
                        all.add(facts(job, submitter, wish, bits));
                    }
                }
            }
        }
        return all;
    }

    private static Facts facts(Facts.Job job, Submitter.State submitter, Wish wish, int bits) {
        return new Facts(
                job,
                submitter,
                (bits & 1) != 0,
                wish,
                (bits & 2) != 0,
                (bits & 4) != 0,
                (bits & 8) != 0,
                (bits & 16) != 0,
                (bits & 32) != 0,
                (bits & 64) != 0,
                (bits & 128) != 0,
                (bits & 256) != 0,
                (bits & 512) != 0,
                (bits & 1024) != 0);
    }
}

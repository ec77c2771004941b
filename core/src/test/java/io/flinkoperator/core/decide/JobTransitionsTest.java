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
                        assertThat(JobTransitions.next(from, facts)).isEmpty();
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
    void aJobThatIsOverIsRunAgainOnlyForAChangedSpec() {
        each(
                (from, facts) -> {
                    if (from.isOver() && !facts.specChanged()) {
                        JobState to = after(from, facts);
                        boolean found = from == JobState.LOST && facts.job() == Facts.Job.ACTIVE;
                        assertThat(to.isOver() || found).isTrue();
                    }
                });
    }

    @Test
    void nothingIsSubmittedAgainBeforeTheOldClusterIsGone() {
        each(
                (from, facts) -> {
                    if (from == JobState.UPDATING && facts.anyWorkload()) {
                        assertThat(JobTransitions.next(from, facts)).isEmpty();
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
                    boolean replaces = facts.specChanged() && visited.contains(JobState.UPDATING);
                    assertThat(after(state, facts) == state || replaces)
                            .as("%s under %s ends in a circle", from, facts)
                            .isTrue();
                });
    }

    @Test
    void everyRowIsReached() {
        Set<JobTransitions.Row> reached = new HashSet<>();
        each((from, facts) -> JobTransitions.next(from, facts).ifPresent(reached::add));

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
        return JobTransitions.next(from, facts).map(JobTransitions.Row::to).orElse(from);
    }

    private static boolean row(JobState from, Facts facts, String reason) {
        return JobTransitions.next(from, facts)
                .filter(row -> row.reason().equals(reason))
                .isPresent();
    }

    private static List<Facts> allFacts() {
        List<Facts> all = new ArrayList<>();
        for (Facts.Job job : Facts.Job.values()) {
            for (Submitter.State submitter : Submitter.State.values()) {
                for (int bits = 0; bits < 32; bits++) {
                    all.add(
                            new Facts(
                                    job,
                                    submitter,
                                    (bits & 1) != 0,
                                    (bits & 2) != 0,
                                    (bits & 4) != 0,
                                    (bits & 8) != 0,
                                    (bits & 16) != 0));
                }
            }
        }
        return all;
    }
}

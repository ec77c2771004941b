package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The search of the model; docs/reliability.md tells what it is and what it has found. */
class ProofTest {
    /** What is wrong about an operator, and does no harm in the model, by the start of its name. */
    private static final Map<String, String> HARMLESS =
            Map.of(
                    "without row 16",
                    "it takes a failure, a lost status and a lost submission, which is deeper than"
                            + " this search; RecollectionTest catches it",
                    "without row 17",
                    "what is gone back to replaces pods of which none runs a job",
                    "always row 20",
                    "the pause is about time, which stands still; JobLifeTest catches it",
                    "always row 21",
                    "the submission waits for the new pods; JobTransitionsTest catches it",
                    "always row 22",
                    "it is the same row",
                    "always row 23",
                    "the submission waits for the cluster once more",
                    "without row 24",
                    "no status is ever put back; JobTransitionsTest catches it",
                    "always row 24",
                    "the submission waits for the cluster once more",
                    "without row 27",
                    "no JobManager is a Job; JobTransitionsTest catches it",
                    "without row 29",
                    "no search fails; JobSearchTest catches it");

    private static final ProofSpecs SPECS = ProofSpecs.of("savepointsDir: \"s3://sp\"");

    @ParameterizedTest(name = "{0} faults, {1} edits")
    @CsvSource({"1, 0", "0, 1"})
    void holds(int faults, int edits) {
        ProofSearch.Result result = search(faults, edits, 100_000);

        assertThat(result.isComplete()).isTrue();
    }

    @ParameterizedTest(name = "{0} faults, {1} edits, {2} moments")
    @CsvSource({"2, 0, 1000000", "1, 1, 4000000", "2, 3, 1000000"})
    @EnabledIfSystemProperty(named = "prove", matches = "true")
    void holdsInFull(int faults, int edits, int most) {
        search(faults, edits, most);
    }

    @ParameterizedTest(name = "{0} faults, {1} edits, {2} moments")
    @CsvSource({"1, 1, 2000000", "0, 2, 2000000", "1, 2, 1000000", "2, 1, 1000000"})
    @EnabledIfSystemProperty(named = "prove", matches = "true")
    void holdsWhileAJobRuns(int faults, int edits, int most) {
        search(faults, edits, most, rests(0, 0));
    }

    /** From wherever everything can have come to rest after one fault or one edit. */
    @Test
    @EnabledIfSystemProperty(named = "prove", matches = "true")
    void holdsFromEveryRest() {
        List<Moment> starts = new ArrayList<>(rests(1, 0));
        starts.addAll(rests(0, 1));
        search(2, 3, 1_000_000, starts);
    }

    private static List<Moment> rests(int faults, int edits) {
        ProofSearch search = new ProofSearch(steps(faults, edits), 100_000);
        search.run(ProofSearch.beginning());
        return search.rests();
    }

    private static ProofSteps steps(int faults, int edits) {
        return new ProofSteps(SPECS, JobTransitions.TABLE, Set.of(), faults, edits);
    }

    private static ProofSearch.Result search(int faults, int edits, int most) {
        return search(faults, edits, most, List.of(ProofSearch.beginning()));
    }

    private static ProofSearch.Result search(int faults, int edits, int most, List<Moment> starts) {
        long begun = System.nanoTime();
        ProofSteps steps = steps(faults, edits);
        ProofSearch.Result result = new ProofSearch(steps, most).run(starts);
        System.out.printf(
                "model: %d faults, %d edits, %d starts: %d moments%s, %d steps, depth %d, %d at rest, %d"
                        + " decisions, %d s%n",
                faults,
                edits,
                starts.size(),
                result.moments(),
                result.isComplete() ? " (all)" : "",
                result.edges(),
                result.depth(),
                result.bottoms(),
                steps.thoughts(),
                (System.nanoTime() - begun) / 1_000_000_000);
        assertThat(result.violation()).as(String.join("\n", result.trace())).isEmpty();
        return result;
    }

    /** A way in which the operator could be wrong. */
    private record Mutant(String name, List<JobTransitions.Row> table, Set<ProofHabit> habits) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "prove", matches = "true")
    void findsNothingInTheSameSearches() {
        search(2, 0, 60_000, rests(0, 0));
        search(0, 2, 100_000, rests(0, 0));
        search(1, 1, 100_000, rests(0, 0));
        search(2, 1, 300_000, rests(0, 0));
        search(1, 2, 100_000, rests(0, 0));
    }

    static Stream<Mutant> mutants() {
        Stream<Mutant> rows =
                IntStream.range(0, JobTransitions.TABLE.size())
                        .boxed()
                        .flatMap(index -> Stream.of(without(index), always(index)));
        Stream<Mutant> habits =
                Stream.of(ProofHabit.values())
                        .map(
                                habit ->
                                        new Mutant(
                                                habit.name(),
                                                JobTransitions.TABLE,
                                                EnumSet.of(habit)));
        String some = System.getProperty("mutant", "");
        return Stream.concat(habits, rows).filter(mutant -> mutant.name().contains(some));
    }

    private static Mutant without(int index) {
        List<JobTransitions.Row> table = new ArrayList<>(JobTransitions.TABLE);
        JobTransitions.Row row = table.remove(index);
        return new Mutant("without row " + (index + 1) + ": " + row.words(), table, Set.of());
    }

    /** The row applies whatever the facts are. */
    private static Mutant always(int index) {
        List<JobTransitions.Row> table = new ArrayList<>(JobTransitions.TABLE);
        JobTransitions.Row row = table.get(index);
        table.set(
                index,
                new JobTransitions.Row(
                        row.from(), facts -> true, row.to(), row.reason(), row.words()));
        return new Mutant("always row " + (index + 1) + ": " + row.words(), table, Set.of());
    }

    @ParameterizedTest
    @MethodSource("mutants")
    @EnabledIfSystemProperty(named = "prove", matches = "true")
    void catches(Mutant mutant) {
        List<Moment> beginning = List.of(ProofSearch.beginning());
        List<Moment> running = rests(0, 0);
        Optional<String> found =
                violation(mutant, beginning, 0, 0)
                        .or(() -> violation(mutant, beginning, 1, 0))
                        .or(() -> violation(mutant, beginning, 0, 1))
                        .or(() -> violation(mutant, running, 2, 0))
                        .or(() -> violation(mutant, running, 0, 2))
                        .or(() -> violation(mutant, running, 1, 1))
                        .or(() -> violation(mutant, running, 1, 2));
        String why = HARMLESS.get(mutant.name().replaceFirst(":.*", ""));
        String uncaught = why == null ? "not caught" : "harmless, since " + why;
        System.out.printf("mutant: %s: %s%n", mutant, found.orElse(uncaught));
        assertThat(found.isPresent()).as("%s: %s", mutant, found).isEqualTo(why == null);
    }

    private static Optional<String> violation(
            Mutant mutant, List<Moment> starts, int faults, int edits) {
        ProofSteps steps = new ProofSteps(SPECS, mutant.table(), mutant.habits(), faults, edits);
        ProofSearch.Result result = new ProofSearch(steps, 100_000).run(starts);
        return result.violation().map(it -> "%s (%d moments)".formatted(it, result.moments()));
    }

    @Test
    void catchesAnOperatorThatActsBeforeItWrites() {
        ProofSteps steps =
                new ProofSteps(
                        SPECS,
                        JobTransitions.TABLE,
                        Set.of(ProofHabit.ACTS_BEFORE_IT_WRITES),
                        1,
                        0);

        assertThat(new ProofSearch(steps, 60_000).run(ProofSearch.beginning()).violation())
                .contains("I3: a job is submitted whose id is not recorded");
    }
}

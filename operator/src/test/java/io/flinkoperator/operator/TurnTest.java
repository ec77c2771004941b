package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code make test} leaves out today, it runs with one of the next commits. */
class TurnTest {

    @Test
    void everyElementRunsOnceInAsManyCommitsAsThereAreParts() {
        List<Integer> ran =
                IntStream.range(100, 104)
                        .mapToObj(Turn::new)
                        .flatMap(turn -> turn.of(10, 4).boxed())
                        .sorted()
                        .toList();

        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void allRunWithoutATurn() {
        assertThat(new Turn(-1).of(3, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void eachRowOfALongTestIsOneElement() {
        assertThat(InTurn.Condition.all(LedgerE2E.class))
                .contains("afterUpdatesThatCannotWork#1", "afterUpdatesThatCannotWork#2")
                .doesNotHaveDuplicates()
                .noneMatch(element -> element.startsWith("afterPodsAreKilled#"));
    }
}

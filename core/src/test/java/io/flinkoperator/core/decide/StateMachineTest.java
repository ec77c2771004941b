package io.flinkoperator.core.decide;

import io.flinkoperator.core.GeneratedPage;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateMachineTest {
    @Test
    void pageIsMadeFromTheTable() throws IOException {
        GeneratedPage.isUpToDate("state-machine.md", page());
    }

    private static String page() {
        return """
        # The states of a job

        Made by `make generate` from the table in `JobTransitions`; do not edit. In each round the first row that matches applies;
        if none does, the job stays as it is. `New` is a job that nothing is recorded of.
        A failure or a loss that a restart follows is not published: the status goes on to `Restarting` at once.

        ```mermaid
        stateDiagram-v2
            [*] --> New
        %s
        ```

        | # | from | if | to | reason |
        |---|---|---|---|---|
        %s
        """
                .formatted(arrows(), rows());
    }

    private static String arrows() {
        return JobTransitions.TABLE.stream()
                .flatMap(
                        row ->
                                row.from().stream()
                                        .map(
                                                from ->
                                                        "    %s --> %s: %s"
                                                                .formatted(
                                                                        name(from),
                                                                        name(row.to()),
                                                                        row.reason())))
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static String rows() {
        StringBuilder rows = new StringBuilder();
        for (JobTransitions.Row row : JobTransitions.TABLE) {
            rows.append(
                    "| %d | %s | %s | %s | %s |\n"
                            .formatted(
                                    JobTransitions.TABLE.indexOf(row) + 1,
                                    row.from().stream()
                                            .map(StateMachineTest::name)
                                            .collect(Collectors.joining(", ")),
                                    row.words(),
                                    name(row.to()),
                                    row.reason()));
        }
        return rows.toString().stripTrailing();
    }

    private static String name(JobState state) {
        return state == JobState.NONE ? "New" : state.word();
    }
}

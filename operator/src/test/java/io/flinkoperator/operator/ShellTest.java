package io.flinkoperator.operator;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void runsAtTheRootOfTheRepositoryWithItsVariables() {
        // When
        var outcome = new Shell(Map.of("WORD", "said")).run("ls README.md; echo $WORD >&2", LONG);

        // Then
        assertThat(outcome).isEqualTo(new Shell.Outcome(0, "README.md\nsaid\n"));
    }

    @Test
    void stopsAtTheFirstCommandThatFails() {
        // When
        var outcome = new Shell(Map.of()).run("echo before\n(exit 3)\necho behind", LONG);

        // Then
        assertThat(outcome).isEqualTo(new Shell.Outcome(3, "before\n"));
    }

    @Test
    void endsWhatDoesNotEnd() {
        // When
        String endless = "sleep 1000." + System.nanoTime();
        var outcome = new Shell(Map.of()).run(endless, Duration.ofSeconds(1));

        // Then
        assertThat(outcome.exitCode()).isEqualTo(124);
        eventually(
                () ->
                        assertThat(ProcessHandle.allProcesses())
                                .noneMatch(
                                        it ->
                                                it.info()
                                                        .commandLine()
                                                        .orElse("")
                                                        .contains(endless)));
    }
}

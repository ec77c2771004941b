package io.flinkoperator.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds for all verbs. */
class VerbsTest {
    private static final Path DOCUMENTATION = Path.of("../docs/kubectl-flink.md");

    private static Set<String> verbs() {
        var names = new TreeSet<>(Verbs.names());
        names.removeIf(name -> name.startsWith("_"));
        return names;
    }

    @TestFactory
    Stream<DynamicTest> eachHasHelpWithExamples() {
        return verbs().stream().map(verb -> DynamicTest.dynamicTest(verb, () -> hasHelp(verb)));
    }

    private static void hasHelp(String verb) {
        // When
        Played help = Played.of("", false, verb, "--help");

        // Then
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .startsWith("Usage: kubectl flink " + verb)
                .containsPattern("Examples:\\R.*kubectl flink " + verb);
        assertThat(help.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    }

    @Test
    void eachIsInTheTableOfTheDocumentation() throws IOException {
        // When
        Set<String> described = new TreeSet<>();
        Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("[` ]", 4)[2])
                .forEach(described::add);

        // Then
        assertThat(described).containsExactlyElementsOf(verbs());
    }

    @Test
    void aWrongVerbIsToldWithItsNeighbours() {
        // When
        Played played = Played.of("", false, "savepont");

        // Then
        assertThat(played.exitCode()).isEqualTo(Failure.USAGE);
        assertThat(played.err())
                .startsWith("error: There is no verb 'savepont'.")
                .contains("kubectl flink savepoint ");
    }

    @Test
    void anErrorIsOneSentenceUnlessMoreIsAskedFor() {
        // When
        Played brief = Played.of("", false, "status", "nobody");
        Played verbose = Played.of("", false, "status", "nobody", "-v");

        // Then
        assertThat(brief.exitCode()).isEqualTo(Failure.UNHEALTHY);
        assertThat(brief.err().lines()).hasSize(1);
        assertThat(verbose.err()).contains("\tat io.flinkoperator.kubectl.");
    }

    @Test
    void coloursAreLeftOutUnlessAskedFor() throws IOException {
        // Given
        String seen = Files.readString(Path.of("src/test/resources/golden/seen.yaml"));

        // When
        Played plain = Played.of(seen, false, "list");
        Played coloured = Played.of(seen, true, "list");

        // Then
        assertThat(plain.out()).doesNotContain("\u001b").contains("orders");
        assertThat(coloured.out().replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain.out());
        assertThat(coloured.out()).contains("\u001b[32mTrue\u001b[0m");
    }

    @Test
    void theCompletionScriptKnowsAllVerbs() {
        // When
        Played bash = Played.of("", false, "completion", "bash");

        // Then
        assertThat(bash.exitCode()).isZero();
        assertThat(verbs()).allSatisfy(verb -> assertThat(bash.out()).contains(verb));
    }
}

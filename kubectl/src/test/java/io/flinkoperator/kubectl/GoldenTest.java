package io.flinkoperator.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Commands and all that they say. A scenario is a folder with "command"; FOLDER in it is the folder
 * itself. seen.yaml is what there is in Kubernetes; without it, that of the folder "seen" beside.
 * {@code -Dgolden.update=true} writes the files out.txt anew: look at the difference.
 */
class GoldenTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/golden");

    @TestFactory
    Stream<DynamicTest> commandsSayWhatWasReviewed() throws IOException {
        try (Stream<Path> scenarios = Files.list(SCENARIOS)) {
            return scenarios.filter(Files::isDirectory).sorted().toList().stream()
                    .map(
                            scenario ->
                                    DynamicTest.dynamicTest(
                                            scenario.getFileName().toString(),
                                            () -> check(scenario)));
        }
    }

    private static void check(Path scenario) throws IOException {
        // Given
        List<String> commands = Files.readAllLines(scenario.resolve("command"));

        // When
        StringBuilder said = new StringBuilder();
        for (String command : commands) {
            said.append(said(scenario, command));
        }

        // Then
        Path out = scenario.resolve("out.txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(out, said);
        }
        assertThat(out).hasContent(said.toString());
    }

    private static String said(Path scenario, String command) throws IOException {
        Path own = scenario.resolve("seen.yaml");
        Path seen = Files.exists(own) ? own : SCENARIOS.resolve("seen.yaml");
        String[] args =
                Stream.of(command.split(" "))
                        .map(word -> word.replace("FOLDER", scenario.toString()))
                        .toArray(String[]::new);
        Played played = Played.of(Files.readString(seen), false, args);
        StringBuilder said = new StringBuilder("$ kubectl flink " + command + "\n" + played.out());
        if (!played.err().isEmpty()) {
            said.append("--- standard error\n").append(played.err());
        }
        if (!played.asked().isEmpty()) {
            said.append("--- asked of Kubernetes\n");
            played.asked().forEach(line -> said.append(line).append('\n'));
        }
        said.append("--- exit code ").append(played.exitCode()).append("\n\n");
        return said.toString().replace(scenario.toString(), "FOLDER");
    }
}

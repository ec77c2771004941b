package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/reliability.md name tests: each has to be there. */
class UsersWorldPageTest {
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w*(?:Test|IT|E2E))(?:#(\\w+))?`");

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        // Given
        String page = World.read(Path.of("../docs/reliability.md"));
        Map<String, String> tests = tests();

        // When
        Set<String> missing = new TreeSet<>();
        Set<String> named = new TreeSet<>();
        NAMED.matcher(page)
                .results()
                .forEach(
                        name -> {
                            named.add(name.group());
                            String source = tests.getOrDefault(name.group(1), "");
                            boolean isThere =
                                    name.group(2) == null
                                            ? !source.isEmpty()
                                            : source.contains(" " + name.group(2) + "(");
                            if (!isThere) {
                                missing.add(name.group());
                            }
                        });

        // Then
        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(30);
    }

    /** The sources of all tests, by the names of their classes. */
    private static Map<String, String> tests() throws IOException {
        Map<String, String> tests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of(".."), 16)) {
            files.filter(file -> file.toString().contains("/src/test/java/"))
                    .filter(file -> file.toString().matches(".*(Test|IT|E2E)\\.java"))
                    .forEach(
                            file ->
                                    tests.put(
                                            file.getFileName().toString().replace(".java", ""),
                                            World.read(file)));
        }
        return tests;
    }
}

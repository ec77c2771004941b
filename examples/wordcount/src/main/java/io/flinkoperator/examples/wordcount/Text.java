package io.flinkoperator.examples.wordcount;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads the text to count, line by line, and leaves out blank lines; never changes a line. */
final class Text {

    private static final String OPTICKS = "opticks.txt";

    private Text() {}

    /** Newton's <i>Opticks</i>, which is shipped in the jar. */
    static List<String> opticks() throws IOException {
        var resource = Objects.requireNonNull(Text.class.getResourceAsStream(OPTICKS), OPTICKS);
        try (var reader =
                new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank())
                    .collect(Collectors.toUnmodifiableList());
        }
    }

    /** A file of the machine on which {@code main} runs. */
    static List<String> file(Path path) throws IOException {
        try (var lines = Files.lines(path, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank()).collect(Collectors.toUnmodifiableList());
        }
    }
}

package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.kubectl.KubectlFlink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * kubectl flink, as a user of a namespace runs it.
 *
 * @param connection Options that say where it is.
 */
record Plugin(List<String> connection) {

    /** What came of a command. */
    record Said(int exitCode, String out, String err) {
        /** The same, of a command that has to work. */
        Said well() {
            assertThat(exitCode).as(out + err).isZero();
            return this;
        }
    }

    Said run(String input, String... words) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        String[] args = Stream.concat(Stream.of(words), connection.stream()).toArray(String[]::new);
        int exitCode =
                KubectlFlink.run(
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        args);
        return new Said(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8));
    }

    /** A command that has to work; each word is one. */
    Said run(List<String> words) {
        return run("", words.toArray(String[]::new)).well();
    }

    /** A command that has to work. */
    Said say(String command) {
        return run(List.of(command.split(" ")));
    }
}

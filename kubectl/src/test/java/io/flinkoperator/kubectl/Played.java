package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.text.Ink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a command.
 *
 * @param exitCode Its exit code.
 * @param out What it wrote to standard output.
 * @param err What it wrote to standard error.
 * @param asked What it asked Kubernetes to change.
 */
record Played(int exitCode, String out, String err, List<String> asked) {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** Plays a command over what was seen of a Kubernetes cluster. */
    static Played of(String seen, boolean hasColours, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        List<String> asked = new ArrayList<>();
        Shell shell =
                new Shell(
                        new ByteArrayInputStream(seen.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new Ink(hasColours),
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        connection -> kubernetes(connection, seen, asked));
        int exitCode = Verbs.run(shell, args);
        asked.removeIf("closed"::equals);
        return new Played(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                asked);
    }

    private static Kubernetes kubernetes(Connection connection, String seen, List<String> asked) {
        try {
            String namespace = connection.namespace == null ? "shop" : connection.namespace;
            return new SeenKubernetes(namespace, seen, asked);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

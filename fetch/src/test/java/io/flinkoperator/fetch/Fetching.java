package io.flinkoperator.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run of the program in a folder of its own. Names ending in ".test" lead to loopback, which is
 * allowed for them; DNS knows none of them, so that whatever is connected to went through here.
 */
final class Fetching {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final List<String> lookups = Collections.synchronizedList(new ArrayList<>());
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Resolver resolver = Fetching::loopbackOfTests;
    private Pause pause = pauses::add;
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    Fetching(Path folder, String uri) {
        this.folder = folder;
        variables.put("FETCH_URI", uri);
        variables.put("FETCH_TARGET", target().toString());
        variables.put("FETCH_ALLOWED_HOSTS", "127.0.0.1, repo.test, cdn.test");
    }

    Fetching with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Fetching without(String variable) {
        variables.remove(variable);
        return this;
    }

    Fetching resolving(Resolver other) {
        resolver = other;
        return this;
    }

    Fetching pausing(Pause other) {
        pause = other;
        return this;
    }

    /** For servers that do not believe that it is always the same instant. */
    Fetching today() {
        clock = Clock.systemUTC();
        return this;
    }

    Path target() {
        return folder.resolve("job.jar");
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    List<String> lookups() {
        return List.copyOf(lookups);
    }

    /** Runs it, and finds the jar with a sentence on standard output. */
    void succeeds(String content, String sentence) throws IOException {
        assertThat(run()).describedAs(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(target()).hasContent(content);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(sentence + "\n");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(files()).containsExactlyInAnyOrder("job.jar", "termination-log");
    }

    /** Runs it, and finds nothing but one sentence, in the log and for Kubernetes. */
    void fails(int exitCode, String sentence) throws IOException {
        int code = run();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(sentence + "\n");
        assertThat(folder.resolve("termination-log")).hasContent(sentence);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(code).isEqualTo(exitCode);
        assertThat(files()).containsExactly("termination-log");
    }

    /** What it has said of its failure. */
    String error() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    int run() throws IOException {
        Path terminationLog = Files.writeString(folder.resolve("termination-log"), "");
        Outside outside =
                new Outside(
                        this::lookUp,
                        clock,
                        pause,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        terminationLog);
        return new Fetch(variables, outside).run();
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        lookups.add(host);
        return resolver.addresses(host);
    }

    /** No name is asked of DNS, which may take its time. */
    static List<InetAddress> loopbackOfTests(String host) throws UnknownHostException {
        if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host + ": Name or service not known");
        }
        return host.endsWith(".test")
                ? List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}))
                : List.of(InetAddress.getAllByName(host));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

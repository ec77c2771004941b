package io.flinkoperator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One server of the control plane and its log file; never outlives {@code close}. */
final class ServerProcess implements AutoCloseable {

    /** Who has not ended by then is killed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private static final int TAIL_LINES = 25;

    private final String name;
    private final Path log;
    private final List<String> command;
    private final Process process;

    private ServerProcess(String name, Path log, List<String> command, Process process) {
        this.name = name;
        this.log = log;
        this.command = command;
        this.process = process;
    }

    static ServerProcess start(String name, Path logFolder, List<String> command) {
        var log = logFolder.resolve(name + ".log");
        var builder =
                new ProcessBuilder(command)
                        .directory(logFolder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .redirectInput(Path.of("/dev/null").toFile());
        try {
            return new ServerProcess(name, log, command, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to start " + name, e);
        }
    }

    String name() {
        return name;
    }

    /** Kills it, and starts it again in the same way. */
    ServerProcess killedAndRestarted() {
        kill();
        return start(name, log.getParent(), command);
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "%s ended with exit code %d\n%s".formatted(name, process.exitValue(), tail()));
        }
    }

    /** The last lines of the log, headed by the server's name. */
    String tail() {
        try {
            var lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
            var last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
            return "--- last lines of %s:\n%s".formatted(log, String.join("\n", last));
        } catch (IOException e) {
            return "--- no log of %s: %s".formatted(name, e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        if (!endsWithin(GRACE)) {
            kill();
        }
    }

    private void kill() {
        process.destroyForcibly();
        if (!endsWithin(Eventually.BOUND)) {
            throw new IllegalStateException(name + " was killed and does not end");
        }
    }

    private boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

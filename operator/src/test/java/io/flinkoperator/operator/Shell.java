package io.flinkoperator.operator;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a reader types: bash, at the root of the repository. Nothing of it outlives its bound.
 *
 * @param environment Variables that differ from those of this process.
 */
record Shell(Map<String, String> environment) {

    /** How commands ended, and all that they printed. */
    record Outcome(int exitCode, String output) {}

    /** Runs commands one after the other until one fails. */
    Outcome run(String commands, Duration bound) {
        try {
            Path output = Files.createTempFile("shell", ".txt");
            try {
                int exitCode = exitCode(start(commands, output.toFile()), bound);
                return new Outcome(exitCode, Files.readString(output));
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while bash ran", stopped);
        }
    }

    /** A file takes the output: a pipe would be kept open by what is left in the background. */
    private Process start(String commands, File output) throws IOException {
        var builder =
                new ProcessBuilder("bash", "-eu", "-c", commands)
                        .directory(Page.ROOT.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(output);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** As the program timeout has it if the bound is reached. */
    private static int exitCode(Process process, Duration bound) throws InterruptedException {
        try {
            return process.waitFor(bound.toSeconds(), TimeUnit.SECONDS) ? process.exitValue() : 124;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
    }
}

package io.flinkoperator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder for one control plane; gone after {@code close}. */
record TemporaryFolder(Path path) implements AutoCloseable {

    static TemporaryFolder create() {
        try {
            return new TemporaryFolder(Files.createTempDirectory("control-plane-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to make a temporary folder", e);
        }
    }

    @Override
    public void close() {
        try (var content = Files.walk(path)) {
            for (var file : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to remove \"%s\"".formatted(path), e);
        }
    }
}

package io.flinkoperator.operator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * Keeps to the log level that a file names, which Kubernetes brings up to date from a ConfigMap.
 */
final class LogLevel {
    private static final Logger OWN = (Logger) LoggerFactory.getLogger("io.flinkoperator");

    private final Path file;

    /** Without the file the level stays. */
    LogLevel(Path file) {
        this.file = file;
    }

    void look() {
        if (!Files.isReadable(file)) {
            return;
        }
        Level wanted = Level.toLevel(text(), OWN.getEffectiveLevel());
        if (!wanted.equals(OWN.getEffectiveLevel())) {
            OWN.setLevel(wanted);
            OWN.atInfo().addKeyValue("level", wanted).log("Log level changed");
        }
    }

    private String text() {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

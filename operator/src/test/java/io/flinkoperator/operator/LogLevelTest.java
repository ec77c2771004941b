package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LogLevelTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.flinkoperator");
    private final Level before = logger.getLevel();

    @TempDir Path folder;

    @AfterEach
    void restore() {
        logger.setLevel(before);
    }

    @Test
    void followsTheFile() throws IOException {
        // Given
        logger.setLevel(Level.INFO);
        Path file = folder.resolve("log-level");
        LogLevel level = new LogLevel(file);

        // When, then
        level.look();
        assertThat(logger.getLevel()).isEqualTo(Level.INFO);

        Files.writeString(file, "DEBUG\n");
        level.look();
        assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);

        Files.writeString(file, "loud");
        level.look();
        assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);

        Files.writeString(file, "warn");
        level.look();
        assertThat(logger.getLevel()).isEqualTo(Level.WARN);
    }
}

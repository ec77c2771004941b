package io.flinkoperator.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExceptionsTest {

    @Test
    void theLastCauseTellsMost() {
        assertThat(
                        Exceptions.mostTelling(
                                """
                                org.apache.flink.runtime.JobException: Recovery is suppressed
                                \tat org.apache.flink.Some.method(Some.java:1)
                                Caused by: java.lang.RuntimeException: wrapper
                                \t... 3 more
                                Caused by: java.lang.ArithmeticException: / by zero
                                \tat com.example.Job.map(Job.java:7)
                                """))
                .contains("java.lang.ArithmeticException: / by zero");
    }

    @Test
    void theHelpOfTheCommandLineTellsNothing() {
        assertThat(
                        Exceptions.mostTelling(
                                """
                                Starts from no state
                                JAR file does not exist: /opt/flink/job.jar

                                Use the help option (-h or --help) to get help on the command.
                                """))
                .contains("JAR file does not exist: /opt/flink/job.jar");
    }

    @Test
    void aNestedClassCanBeTheCause() {
        assertThat(
                        Exceptions.mostTelling(
                                """
                                org.apache.flink.util.FlinkException: Failed to execute job
                                Caused by: org.apache.flink.shaded.netty4.io.netty.channel\
                                .AbstractChannel$AnnotatedConnectException: finishConnect failed
                                \tat java.base/java.lang.Thread.run(Thread.java:840)
                                """))
                .contains(
                        "org.apache.flink.shaded.netty4.io.netty.channel"
                                + ".AbstractChannel$AnnotatedConnectException:"
                                + " finishConnect failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one line                                | one line",
                "java.io.IOException                     | java.io.IOException",
                "java.lang.NoClassDefFoundError: a/B     | java.lang.NoClassDefFoundError: a/B",
            })
    void aLineIsTakenAsItIs(String text, String line) {
        assertThat(Exceptions.mostTelling(text)).contains(line);
    }

    @Test
    void withoutExceptionTheLastLineTellsMost() {
        assertThat(Exceptions.mostTelling("first\n  second  \n\n")).contains("second");
    }

    @Test
    void linesThatALogAlwaysHasTellNothing() {
        String chatter =
                "2026-11-23 06:12:01,415 INFO  org.apache.flink.runtime.Master [] - Stopping.\n";

        assertThat(Exceptions.mostTelling("jar is missing\n" + chatter)).contains("jar is missing");
        assertThat(Exceptions.mostTelling(chatter)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n\t\n"})
    void nothingTellsNothing(String text) {
        assertThat(Exceptions.mostTelling(text)).isEqualTo(Optional.empty());
    }

    @Test
    void aLongLineIsCut() {
        assertThat(Exceptions.mostTelling("x".repeat(10_000)).orElseThrow()).hasSize(403);
    }

    @Test
    void aHostileLineTakesNoTime() {
        assertThat(Exceptions.mostTelling("a.".repeat(20_000) + "!")).isPresent();
        assertThat(Exceptions.mostTelling("a." + "Error".repeat(4_000) + "!")).isPresent();
    }
}

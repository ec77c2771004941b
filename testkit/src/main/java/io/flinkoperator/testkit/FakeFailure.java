package io.flinkoperator.testkit;

import java.time.Instant;

/**
 * A failure as Flink shows it: the text starts with the exception's class, as a stack trace does.
 */
public record FakeFailure(Instant time, String stackTrace) {

    String exceptionName() {
        return stackTrace.split("[:\\s]", 2)[0];
    }
}

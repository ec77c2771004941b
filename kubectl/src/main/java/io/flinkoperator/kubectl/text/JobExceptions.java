package io.flinkoperator.kubectl.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.model.Exceptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads what /jobs/:id/exceptions answers. */
final class JobExceptions {
    /** What is longer ago has nothing to do with how it is now. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private JobExceptions() {}

    /** The latest failure that Flink itself has dealt with, if that was lately. */
    static Optional<String> latest(Sight sight) {
        return sight.exceptions()
                .map(it -> it.path("exceptionHistory").path("entries").path(0))
                .filter(it -> isRecent(it, sight.now()))
                .flatMap(it -> Exceptions.mostTelling(it.path("stacktrace").asText()));
    }

    private static boolean isRecent(JsonNode entry, Instant now) {
        Instant time = Instant.ofEpochMilli(entry.path("timestamp").asLong());
        return time.isAfter(now.minus(RECENT));
    }
}

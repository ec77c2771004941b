package io.flinkoperator.core.decide;

import java.time.Duration;
import java.time.Instant;

/** How often to look. */
final class Pace {
    static final Duration FASTEST = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofSeconds(30);

    /** When nothing is awaited, only lost events would be found. */
    static final Duration STEADY = Duration.ofMinutes(5);

    /** What was just decided is often followed by another step. */
    static final Duration AT_ONCE = Duration.ofMillis(200);

    /** Deadlines and patience run out without an event. */
    static final Duration UNDER_WAY = Duration.ofSeconds(3);

    /** How many pods are ready is told no more often. */
    static final Duration PROGRESS = Duration.ofSeconds(5);

    /** A JobManager whose pod is not ready will not answer; its getting ready starts a round. */
    static final Duration NOT_READY = Duration.ofSeconds(5);

    private Pace() {}

    /** What has just begun changes soon, what has gone on for long does not. */
    static Duration polling(Instant since, Instant now) {
        Duration tenthOfAge = Duration.between(since, now).dividedBy(10);
        if (tenthOfAge.compareTo(FASTEST) < 0) {
            return FASTEST;
        }
        return tenthOfAge.compareTo(SLOWEST) > 0 ? SLOWEST : tenthOfAge;
    }
}

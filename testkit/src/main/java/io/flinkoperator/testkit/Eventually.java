package io.flinkoperator.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.awaitility.pollinterval.IterativePollInterval;

/**
 * Waits for what has to come, on a machine of any speed. A bound ends a test that would hang; it
 * never says how fast something has to be.
 */
public final class Eventually {
    /** Longer than anything takes that comes at all, in this process or another one. */
    public static final Duration BOUND = Duration.ofMinutes(3);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private Eventually() {}

    /** Waits until an assertion holds. */
    public static void eventually(ThrowingRunnable assertion) {
        eventually(BOUND, assertion);
    }

    /** The same with another bound, of what takes minutes on any machine. */
    public static void eventually(Duration bound, ThrowingRunnable assertion) {
        await(bound).untilAsserted(() -> look(assertion));
    }

    /** Waits until an answer is as wanted, and returns it. */
    public static <T> T eventually(Callable<T> question, Predicate<? super T> isWanted) {
        return await(BOUND).ignoreExceptions().until(question, isWanted);
    }

    /** What cannot be asked is not there yet, or is being replaced. */
    private static void look(ThrowingRunnable assertion) throws Throwable {
        try {
            assertion.run();
        } catch (Exception notYet) {
            throw new AssertionError("cannot be asked: " + notYet, notYet);
        }
    }

    /** What fails in threads of others is theirs: they try again. */
    static ConditionFactory await(Duration bound) {
        return Awaitility.await()
                .atMost(bound)
                .pollDelay(Duration.ZERO)
                .pollInterval(IterativePollInterval.iterative(Eventually::longer, FIRST_PAUSE))
                .dontCatchUncaughtExceptions();
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.multipliedBy(5).dividedBy(4);
        return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
    }
}

package io.flinkoperator.operator;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does for itself every so often, in one thread, as long as it lives. */
final class Chores {
    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Chores::daemon);

    /** Does it now and again. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void every(Duration interval, Runnable chore) {
        thread.scheduleWithFixedDelay(
                () -> tried(chore), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One that failed would not be done again. */
    private static void tried(Runnable chore) {
        try {
            chore.run();
        } catch (RuntimeException failure) {
            LOG.atWarn().setCause(failure).log("Chore failed, it is tried again");
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "chores");
        thread.setDaemon(true);
        return thread;
    }
}

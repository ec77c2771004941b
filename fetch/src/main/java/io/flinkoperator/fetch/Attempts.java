package io.flinkoperator.fetch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Tries a download again when that may help, and ends it when its time is over. */
final class Attempts {
    private static final int MOST = 3;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_GROWTH = 4;
    private static final long MILLIS_TO_CLEAN_UP = 1_000;

    private final Download download;
    private final Pause pause;
    private final AtomicReference<Optional<FetchException>> last =
            new AtomicReference<>(Optional.empty());

    Attempts(Download download, Pause pause) {
        this.download = download;
        this.pause = pause;
    }

    /** Works on another thread: a name lookup or a silent server does not look at the clock. */
    Fetched run(Duration limit) throws FetchException {
        FutureTask<Fetched> task = new FutureTask<>(this::tryAndTryAgain);
        Thread worker = new Thread(task, "download");
        worker.setDaemon(true);
        worker.start();
        try {
            return task.get(limit.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            FetchException tooLate = tooLate(limit);
            task.cancel(true);
            throw tooLate;
        } catch (ExecutionException failure) {
            throw FetchException.of(failure.getCause());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw FetchException.of(told);
        } finally {
            letCleanUp(worker);
        }
    }

    private Fetched tryAndTryAgain() throws FetchException, InterruptedException {
        Duration next = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                return download.attempt();
            } catch (FetchException failure) {
                if (!failure.isPassing() || attempt == MOST) {
                    throw failure.afterAttempts(attempt);
                }
                last.set(Optional.of(failure));
            }
            pause.take(next);
            next = next.multipliedBy(PAUSE_GROWTH);
        }
    }

    private FetchException tooLate(Duration limit) {
        String before = last.get().map(it -> ", after " + it.getMessage()).orElse("");
        return FetchException.lasting(
                String.format(
                        Locale.ROOT,
                        "it took longer than %d s; %,d bytes had come%s",
                        limit.toSeconds(),
                        download.received(),
                        before),
                "check the server or raise spec.job.jarFetch.timeoutSeconds");
    }

    /** The interrupted download removes its file; one that hangs cannot, and ends with the JVM. */
    private static void letCleanUp(Thread worker) {
        try {
            worker.join(MILLIS_TO_CLEAN_UP);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.flinkoperator.operator;

import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills the operator again and again, at times that the printed seed gives. */
final class OperatorKills implements AutoCloseable {
    private static final int LONGEST_PAUSE_MILLISECONDS = 15_000;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger kills = new AtomicInteger();
    private final Runnable kill;
    private final Random random;

    OperatorKills(Runnable kill) {
        long seed = System.nanoTime();
        System.out.println("ledger: the operator is killed by seed " + seed);
        this.kill = kill;
        random = new Random(seed);
        next();
    }

    private void next() {
        var unused =
                timer.schedule(
                        () -> {
                            try {
                                kill.run();
                                kills.incrementAndGet();
                            } finally {
                                next();
                            }
                        },
                        random.nextInt(LONGEST_PAUSE_MILLISECONDS),
                        TimeUnit.MILLISECONDS);
    }

    int count() {
        return kills.get();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

package io.flinkoperator.fetch;

import java.time.Duration;

/** Lets some time pass between two attempts. */
@FunctionalInterface
interface Pause {
    Pause REAL = duration -> Thread.sleep(duration.toMillis());

    void take(Duration duration) throws InterruptedException;
}

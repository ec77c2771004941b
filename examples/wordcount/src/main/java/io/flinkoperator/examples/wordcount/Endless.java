package io.flinkoperator.examples.wordcount;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job that runs until it is cancelled, or fails at once when it is told to: something to try an
 * operator on. Arguments: the job's name, and optionally the message of the failure.
 */
public final class Endless {
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private Endless() {}

    public static void main(String[] args) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        String failure = args.length > 1 ? args[1] : "";
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .map(number -> slowly(number, failure))
                .sinkTo(new DiscardingSink<>());
        environment.execute(args.length > 0 ? args[0] : "endless");
    }

    private static Long slowly(Long number, String failure) {
        if (!failure.isEmpty()) {
            throw new IllegalStateException(failure);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return number;
    }
}

package io.flinkoperator.examples.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Passes everything on and makes the trouble that the arguments ask for; has no state. */
final class Trouble extends RichMapFunction<String, String> implements CheckpointedFunction {

    private static final long serialVersionUID = 1;

    private final long failAfterNanos;
    private final long failEvery;
    private final boolean hangsInCheckpoints;
    private transient long begun;
    private transient long passed;

    Trouble(Settings settings) {
        failAfterNanos =
                TimeUnit.SECONDS.toNanos(settings.failAfterSeconds().orElse(Integer.MAX_VALUE));
        failEvery = settings.failEvery().orElse(Long.MAX_VALUE);
        hangsInCheckpoints = settings.hangsInCheckpoints();
    }

    @Override
    public void open(OpenContext context) {
        begun = System.nanoTime();
    }

    @Override
    public String map(String entry) {
        passed++;
        if (passed >= failEvery) {
            throw new IllegalStateException("Failed after " + passed + " records, as told");
        }
        if (System.nanoTime() - begun >= failAfterNanos) {
            throw new IllegalStateException(
                    "Failed after "
                            + TimeUnit.NANOSECONDS.toSeconds(failAfterNanos)
                            + " seconds, as told");
        }
        return entry;
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
        if (hangsInCheckpoints) {
            new CountDownLatch(1).await();
        }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}
}

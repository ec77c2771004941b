package io.flinkoperator.core.decide;

import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.Observation;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The decision about a job cluster in which nothing has happened, with the compiler of the image.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SteadyRound {
    private Observation seen;

    /** A job that has run for an hour. */
    @Setup
    public void settle() {
        Scene scene = Scene.running(Clusters.JOB).checkpoints(1).settle();
        scene.owned.forEach(
                it -> {
                    it.getMetadata().setUid(it.getKind() + it.getMetadata().getName());
                    it.getMetadata().setResourceVersion("1");
                });
        seen = scene.after(Duration.ofHours(1)).seen();
    }

    /** What most rounds are. */
    @Benchmark
    public Decision decide() {
        return Decider.decide(seen);
    }
}

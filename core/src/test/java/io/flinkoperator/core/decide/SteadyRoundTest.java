package io.flinkoperator.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.flinkoperator.core.model.Observation;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a round costs in which nothing has happened; bench's SteadyRound measures its time. */
class SteadyRoundTest {
    private static final long BUDGET = 50_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aRoundOverAClusterAtRestAllocatesLittle() {
        Observation seen = Scene.atRest();
        assertThat(Decider.decide(seen).actions()).isEmpty();

        long least = LongStream.range(0, 200).map(round -> allocatedBy(seen)).min().orElseThrow();

        assertThat(least).isBetween(1L, BUDGET);
    }

    private long allocatedBy(Observation seen) {
        long before = threads.getCurrentThreadAllocatedBytes();
        Decider.decide(seen);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}

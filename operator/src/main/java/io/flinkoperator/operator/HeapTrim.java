package io.flinkoperator.operator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Gives memory back to the system when there is little to do. Java's serial collector does that
 * only when it collects everything, and that only when it has to: what a burst took, it would keep.
 */
final class HeapTrim {
    /** Share of all processors; to collect everything takes less than a second of one. */
    private static final double IDLE = 0.1;

    private static final double WORTH_IT = 1.3;

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long trimmed;

    void look() {
        look(system.getProcessCpuLoad());
    }

    /** Tells whether it was worth it; the load is that since it looked before. */
    @SuppressWarnings("ExplicitGarbageCollection")
    boolean look(double load) {
        boolean isWorthIt = load > 0 && load < IDLE && committed() > WORTH_IT * trimmed;
        if (isWorthIt) {
            System.gc();
            trimmed = committed();
        }
        return isWorthIt;
    }

    private static long committed() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}

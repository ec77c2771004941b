package io.flinkoperator.operator;

import com.sun.management.HotSpotDiagnosticMXBean;
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

    /** Java's options for the shares of the heap that stay free, in percent. */
    private static final String LEAST = "MinHeapFreeRatio";

    private static final String MOST = "MaxHeapFreeRatio";

    private final HotSpotDiagnosticMXBean jvm =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private long trimmed;

    void look() {
        look(system.getProcessCpuLoad());
    }

    /** Tells whether it was worth it; the load is that since it looked before. */
    boolean look(double load) {
        boolean isWorthIt = load > 0 && load < IDLE && committed() > WORTH_IT * trimmed;
        if (isWorthIt) {
            trim();
            trimmed = committed();
        }
        return isWorthIt;
    }

    /** Little stays free, but when the heap has to grow, it grows as it did before. */
    @SuppressWarnings("ExplicitGarbageCollection")
    private void trim() {
        String least = jvm.getVMOption(LEAST).getValue();
        String most = jvm.getVMOption(MOST).getValue();
        jvm.setVMOption(LEAST, "10");
        jvm.setVMOption(MOST, "15");
        System.gc();
        jvm.setVMOption(MOST, most);
        jvm.setVMOption(LEAST, least);
    }

    private static long committed() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}

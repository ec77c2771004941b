package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.flinkoperator.api.FlinkPodSettings;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/** The memory of a Flink process, in MiB. The limits were found by starting Flink 2.3. */
public enum FlinkMemory {
    JOB_MANAGER("jobmanager", Feature.JOB_MANAGER_PROCESS_SIZE, 640, 1600),
    TASK_MANAGER("taskmanager", Feature.TASK_MANAGER_PROCESS_SIZE, 982, 1728);

    /** Percent of a container's memory that Flink may plan with, unless a user says otherwise. */
    public static final int PROCESS_RATIO = 80;

    private static final BigDecimal MEBIBYTE = new BigDecimal(1 << 20);
    private static final int OFF_HEAP_RATIO = 25;
    private static final BigDecimal OFF_HEAP_MIN = new BigDecimal("600000000");

    private static final FlinkVersion FLINK_2 = new FlinkVersion(2, 0);

    private final String component;
    private final Feature processSize;
    private final int least;
    private final int withoutLimit;

    FlinkMemory(String component, Feature processSize, int least, int withoutLimit) {
        this.component = component;
        this.processSize = processSize;
        this.least = least;
        this.withoutLimit = withoutLimit;
    }

    /** As Flink's options begin. */
    public String component() {
        return component;
    }

    /** Whether a version has an option for the size of the process. */
    public boolean hasProcessSize(Optional<FlinkVersion> version) {
        return processSize.isIn(version);
    }

    /**
     * Whether a user gave Flink what it derives all else from. With a size of the process beside,
     * it would not start unless both fit.
     */
    public boolean isPlanned(ValidCluster cluster) {
        boolean isByOlderOption =
                cluster.flinkVersion().filter(it -> it.compareTo(FLINK_2) < 0).isPresent()
                        && (cluster.option(component + ".heap.size").isPresent()
                                || cluster.option(component + ".heap.mb").isPresent());
        return isByOlderOption
                || plans().stream()
                        .anyMatch(
                                plan ->
                                        plan.stream()
                                                .map(it -> component + ".memory." + it)
                                                .allMatch(it -> cluster.option(it).isPresent()));
    }

    /** What Flink plans from instead of the size of the process: one of these, each complete. */
    private List<List<String>> plans() {
        return this == JOB_MANAGER
                ? List.of(List.of("flink.size"), List.of("heap.size"))
                : List.of(List.of("flink.size"), List.of("task.heap.size", "managed.size"));
    }

    /** Bytes that a container may use: the limit, else the request. */
    public static Optional<BigDecimal> of(ResourceRequirements resources) {
        return Amounts.limitOrRequest(resources, "memory");
    }

    /** With less, the process does not start unless its memory options are set by hand. */
    public int least() {
        return least;
    }

    /** The distribution's own default. */
    public int withoutLimit() {
        return withoutLimit;
    }

    /** The share of the memory, or as much of it as is needed to start. */
    public int processSize(BigDecimal bytes, int percent) {
        int share = mebibytes(percentOf(bytes, percent));
        int all = bytes.divide(MEBIBYTE, 0, RoundingMode.FLOOR).intValue();
        return Math.max(share, Math.min(all, least));
    }

    /** Before Flink 1.10: what is left on the heap; empty if nothing is. */
    public static Optional<Integer> heapSize(BigDecimal bytes, FlinkPodSettings own) {
        int percent = Optional.ofNullable(own.memoryOffHeapRatio()).orElse(OFF_HEAP_RATIO);
        BigDecimal least =
                Optional.ofNullable(own.memoryOffHeapMin())
                        .flatMap(Amounts::of)
                        .orElse(OFF_HEAP_MIN);
        BigDecimal offHeap = percentOf(bytes, percent).max(least);
        int heap = bytes.subtract(offHeap).divide(MEBIBYTE, 0, RoundingMode.FLOOR).intValue();
        return heap > 0 ? Optional.of(heap) : Optional.empty();
    }

    private static BigDecimal percentOf(BigDecimal bytes, int percent) {
        return bytes.multiply(new BigDecimal(percent)).movePointLeft(2);
    }

    private static int mebibytes(BigDecimal bytes) {
        return bytes.divide(MEBIBYTE, 0, RoundingMode.CEILING).intValue();
    }
}

package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** The memory of a Flink process, in MiB. The limits were found by starting Flink 2.3. */
public enum FlinkMemory {
    JOB_MANAGER(640, 1600),
    TASK_MANAGER(982, 1728);

    private static final BigDecimal MEBIBYTE = new BigDecimal(1 << 20);

    private final int least;
    private final int withoutLimit;

    FlinkMemory(int least, int withoutLimit) {
        this.least = least;
        this.withoutLimit = withoutLimit;
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
        int share = mebibytes(bytes.multiply(new BigDecimal(percent)).movePointLeft(2));
        int all = bytes.divide(MEBIBYTE, 0, RoundingMode.FLOOR).intValue();
        return Math.max(share, Math.min(all, least));
    }

    private static int mebibytes(BigDecimal bytes) {
        return bytes.divide(MEBIBYTE, 0, RoundingMode.CEILING).intValue();
    }
}

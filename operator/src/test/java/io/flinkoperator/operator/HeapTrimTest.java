package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HeapTrimTest {
    private final HeapTrim trim = new HeapTrim();

    @Test
    void whoIsBusyIsLeftAlone() {
        assertThat(trim.look(0.5)).isFalse();
    }

    @Test
    void theHeapIsTrimmedOnceUntilItHasGrown() {
        assertThat(trim.look(0.01)).isTrue();
        assertThat(trim.look(0.01)).isFalse();
    }

    @Test
    void theHeapGrowsAfterwardsAsBefore() {
        List<String> before = ratios();
        trim.look(0.01);
        assertThat(ratios()).isEqualTo(before).doesNotContain("10", "15");
    }

    private static List<String> ratios() {
        var jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return Stream.of("MinHeapFreeRatio", "MaxHeapFreeRatio")
                .map(option -> jvm.getVMOption(option).getValue())
                .toList();
    }
}

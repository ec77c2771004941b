package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

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
}

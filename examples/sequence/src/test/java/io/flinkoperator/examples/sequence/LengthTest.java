package io.flinkoperator.examples.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LengthTest {

    @Test
    void isTheCount() {
        Length length = Length.of("--count", "1000");

        assertThat(length.last).isEqualTo(1000);
        assertThat(length.isEndless).isFalse();
    }

    @Test
    void hasNoEndIfEndless() {
        Length length = Length.of("--endless");

        assertThat(length.last).isEqualTo(Long.MAX_VALUE);
        assertThat(length.isEndless).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--count", "--count 0", "--count -1", "--count ten", "--endless 5"})
    void isRefusedWithTheUsage(String args) {
        assertThatThrownBy(() -> Length.of(args.split(" ")))
                .hasMessage("Usage: sequence --count N | --endless, got \"" + args + "\"");
    }
}

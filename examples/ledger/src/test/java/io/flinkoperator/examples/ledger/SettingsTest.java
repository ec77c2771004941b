package io.flinkoperator.examples.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void askForNoTroubleUnlessTold() {
        Settings settings = Settings.of("--output", "file:///ledger/a");

        assertThat(settings.output()).isEqualTo("file:///ledger/a");
        assertThat(settings.jobName()).isEqualTo("ledger");
        assertThat(settings.records()).isEmpty();
        assertThat(settings.checkpointInterval()).isEmpty();
        assertThat(settings.isWithoutCheckpoints()).isFalse();
        assertThat(settings.failEvery()).isEmpty();
        assertThat(settings.failAfterSeconds()).isEmpty();
        assertThat(settings.hangsInCheckpoints()).isFalse();
        assertThat(settings.crashes()).isFalse();
    }

    @Test
    void areReadInAnyOrder() {
        Settings settings =
                Settings.of(
                        ("--hang-checkpoints --records 7 --output out --splits 3 --rate 5 --crash"
                                        + " --fail-every 9 --fail-after-seconds 8 --tag two"
                                        + " --checkpointing 500")
                                .split(" "));

        assertThat(settings.records()).hasValue(7);
        assertThat(settings.splits()).isEqualTo(3);
        assertThat(settings.rate()).isEqualTo(5);
        assertThat(settings.failEvery()).hasValue(9);
        assertThat(settings.failAfterSeconds()).hasValue(8);
        assertThat(settings.checkpointInterval()).hasValue(500);
        assertThat(settings.hangsInCheckpoints()).isTrue();
        assertThat(settings.crashes()).isTrue();
        assertThat(settings.jobName()).isEqualTo("ledger two");
    }

    @Test
    void turnCheckpointsOff() {
        Settings settings = Settings.of("--output", "out", "--checkpointing", "off");

        assertThat(settings.isWithoutCheckpoints()).isTrue();
        assertThat(settings.checkpointInterval()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--rate 5",
                "--output out --rate",
                "--output out --rate 0",
                "--output out --splits ten",
                "--output out --checkpointing on",
                "--output out --unknown 5",
                "out"
            })
    void areRefusedWithTheUsage(String arguments) {
        assertThatThrownBy(() -> Settings.of(arguments.split(" ")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Usage: ledger --output URI");
    }
}

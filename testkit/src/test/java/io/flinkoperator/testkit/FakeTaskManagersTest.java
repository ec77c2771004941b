package io.flinkoperator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeTaskManagersTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = START.plusSeconds(1);
    private static final Instant MUCH_LATER = START.plusSeconds(2);

    private final FakeTaskManagers all = new FakeTaskManagers();

    @Test
    void registerAWhileAfterTheirPodsAreReady() {
        // When
        all.start("pod", START);
        all.setSlotsEach(3);

        // Then
        assertThat(all.registered(START)).isZero();
        assertThat(all.registered(LATER)).isEqualTo(1);
        assertThat(all.slots(LATER)).isEqualTo(3);

        // When
        all.end("pod");

        // Then
        assertThat(all.registered(LATER)).isZero();
    }

    @Test
    void registerAgainAtANewJobManager() {
        // Given
        all.start("pod", START);

        // When
        all.loseAll(LATER);

        // Then
        assertThat(all.registered(LATER)).isZero();
        assertThat(all.registered(MUCH_LATER)).isEqualTo(1);
    }

    @Test
    void doNotRegisterAsLongAsTheyDoNotGetThrough() {
        // Given
        all.start("pod", START);

        // When
        all.close();

        // Then
        assertThat(all.registered(LATER)).isZero();

        // When
        all.open(LATER);

        // Then
        assertThat(all.registered(LATER)).isZero();
        assertThat(all.registered(MUCH_LATER)).isEqualTo(1);
    }
}

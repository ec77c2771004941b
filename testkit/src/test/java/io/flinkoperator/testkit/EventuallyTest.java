package io.flinkoperator.testkit;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void whatCannotBeAskedWhileItIsReplacedIsAskedAgain() {
        // Given
        Iterator<Object> answers =
                List.<Object>of("not this", new IllegalStateException(), "this").iterator();

        // When
        eventually(() -> assertThat((String) answers.next()).isEqualTo("this"));

        // Then
        assertThat(answers).isExhausted();
    }

    @Test
    void whatNeverComesIsToldAsItWasSeenLast() {
        assertThatThrownBy(() -> eventually(SHORT, () -> assertThat("this").isEqualTo("that")))
                .hasMessageContaining("\"that\"");
        assertThatThrownBy(
                        () ->
                                eventually(
                                        SHORT,
                                        () -> {
                                            throw new IllegalStateException("no pod");
                                        }))
                .hasMessageContaining("cannot be asked: java.lang.IllegalStateException: no pod");
    }
}

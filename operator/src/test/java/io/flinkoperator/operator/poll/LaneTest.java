package io.flinkoperator.operator.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> begun = new ArrayList<>();
    private final Map<String, CompletableFuture<Void>> looks = new HashMap<>();

    @Test
    void whoFindsNoPlaceWaitsInLine() {
        // Given
        Lane lane = new Lane(2, scheduler);
        enter(lane, "first");
        enter(lane, "second");
        enter(lane, "third");
        enter(lane, "fourth");
        assertThat(begun).containsExactly("first", "second");

        // When
        looks.get("second").complete(null);
        scheduler.runWaiting();
        assertThat(begun).containsExactly("first", "second", "third");
        looks.get("first").completeExceptionally(new IllegalStateException("no answer"));
        scheduler.runWaiting();

        // Then
        assertThat(begun).containsExactly("first", "second", "third", "fourth");
    }

    @Test
    void aPlaceThatNobodyWaitsForIsKeptForTheNextOne() {
        // Given
        Lane lane = new Lane(1, scheduler);
        enter(lane, "first");
        looks.get("first").complete(null);
        assertThat(scheduler.waiting()).isEmpty();

        // When
        enter(lane, "second");
        enter(lane, "third");

        // Then
        assertThat(begun).containsExactly("first", "second");
    }

    private void enter(Lane lane, String name) {
        lane.enter(
                () -> {
                    begun.add(name);
                    return looks.computeIfAbsent(name, it -> new CompletableFuture<>());
                });
    }
}

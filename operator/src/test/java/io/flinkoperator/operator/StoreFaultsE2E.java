package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A store that answers slowly, refuses, is down or has lost something costs time, and no record:
 * the operator says what is wrong, tries again, and starts no job without its state.
 */
class StoreFaultsE2E {
    private LedgerCluster ledger;

    @AfterEach
    void removeNamespace() {
        if (ledger != null) {
            ledger.close();
        }
    }

    @InTurn
    @Test
    void aStoreThatAnswersAfterFiveSeconds() {
        // Given
        ledger = started("slow", "Application");

        // When
        ledger.orderStore("slow 5s");
        ledger.order("savepoint");

        // Then
        eventually(() -> assertThat(ledger.status("/savepoint/state")).isEqualTo("Succeeded"));
        ledger.killPods("jobmanager");
        ledger.goesOnExactly();
    }

    @InTurn
    @Test
    void aStoreThatRefuses() {
        // Given
        ledger = started("refuses", "Detached");

        // When
        ledger.orderStore("refuse 403");
        ledger.order("savepoint");

        // Then
        eventually(() -> assertThat(ledger.status("/savepoint/state")).isEqualTo("Failed"));
        assertThat(ledger.status("/savepoint/message")).isNotEmpty();
        eventually(
                () -> assertThat(ledger.told()).contains("its last three checkpoints have failed"));
        eventually(
                () ->
                        assertThat(ledger.events())
                                .contains("SavepointFailed", "CheckpointsFailing"));

        // When
        ledger.killPods("jobmanager");

        // Then
        eventually(() -> assertThat(ledger.told()).contains("403"));
        assertThat(ledger.runs()).isFalse();
        eventually(() -> assertThat(ledger.doctor()).contains("403"));

        // When
        ledger.orderStore();

        // Then
        ledger.goesOnExactly();
    }

    @InTurn
    @Test
    void aStoreThatIsDownForTwoMinutes() {
        // Given
        ledger = started("down", "Application");

        // When
        ledger.orderStore("down");
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        ledger.killPods("jobmanager");

        // Then
        eventually(() -> assertThat(ledger.told()).contains("Failed to look for checkpoints"));
        eventually(() -> assertThat(ledger.events()).contains("JobStateSearchFailed"));
        eventually(() -> assertThat(ledger.doctor()).contains("Failed to look for checkpoints"));
        eventually(() -> assertThat(Instant.now()).isAfter(end));
        assertThat(ledger.runs()).isFalse();

        // When
        ledger.orderStore();

        // Then
        ledger.goesOnExactly();
    }

    @InTurn
    @Test
    void aStoreThatHasLostTheNewestCheckpoint() throws IOException {
        // Given
        ledger = started("lost", "Detached");
        ledger.killPods("taskmanager");
        ledger.goesOnExactly();

        // When
        ledger.orderStore("refuse 403 PUT /state/checkpoints");
        Path metadata = newestMetadata(ledger.stored("checkpoints"));
        Path away = ledger.stored("away");
        Files.move(metadata, away);
        ledger.killPods("jobmanager");

        // Then
        eventually(() -> assertThat(ledger.degraded()).contains("chk-"));
        assertThat(ledger.runs()).isFalse();
        ledger.isExact();

        // When
        Files.move(away, metadata);
        ledger.orderStore();

        // Then
        ledger.goesOnExactly();
    }

    private static LedgerCluster started(String scenario, String mode) {
        return new LedgerCluster(scenario, "2.3.0", mode, StateStore.S3_PRESTO).started();
    }

    private static Path newestMetadata(Path checkpoints) throws IOException {
        try (var files = Files.walk(checkpoints)) {
            List<Path> all =
                    files.filter(it -> it.endsWith("_metadata"))
                            .sorted(Comparator.comparing(it -> it.toFile().lastModified()))
                            .toList();
            return all.get(all.size() - 1);
        }
    }
}

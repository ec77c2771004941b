package io.flinkoperator.operator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ledger in the stores whose servers are not built for {@code make test}. */
@EnabledIfSystemProperty(
        named = "turn",
        matches = "all",
        disabledReason = "make test-ledger runs it")
class OtherStoresE2E {
    private static final String FLINK = "2.3.0";

    private final LedgerE2E ledger = new LedgerE2E();

    @AfterEach
    void removeNamespace() {
        ledger.removeNamespace();
    }

    @ParameterizedTest
    @EnumSource(names = {"GCS", "AZURE"})
    void afterPodsAreKilled(StateStore store) {
        ledger.afterPodsAreKilled(FLINK, "Application", store);
    }

    @ParameterizedTest
    @EnumSource(names = {"GCS", "AZURE"})
    void afterASavepointAndCancelAndResume(StateStore store) {
        ledger.afterASavepointAndCancelAndResume(FLINK, "Detached", store);
    }

    @ParameterizedTest
    @EnumSource(names = {"GCS", "AZURE"})
    void afterTheJobManagerIsKilledWithHighAvailability(StateStore store) {
        ledger.afterTheJobManagerIsKilledWithHighAvailability(FLINK, "Detached", store);
    }
}

package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

class OperatorClientTest {
    /** As an API server says it after a restart. */
    private static final String TOO_OLD =
            """
            {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "metadata": {},\
             "status": "Failure", "message": "too old resource version: 231 (1486)",\
             "reason": "Expired", "code": 410}}""";

    @Test
    void aWatchThatIsTooOldIsNotTakenUpForEver() {
        try (KubernetesClient client = OperatorClient.of(Config.empty())) {
            WatchEvent event =
                    client.getKubernetesSerialization().unmarshal(TOO_OLD, WatchEvent.class);

            assertThat(event.getObject())
                    .isInstanceOfSatisfying(
                            Status.class, status -> assertThat(status.getCode()).isEqualTo(410));
        }
    }
}

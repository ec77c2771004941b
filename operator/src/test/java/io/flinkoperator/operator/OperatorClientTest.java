package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.flinkoperator.api.FlinkCluster;
import java.util.Map;
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

    @Test
    void whoOwnsFieldsIsReadOnlyOfWhatWasWrittenAsV1alpha1() {
        // Given
        String cluster =
                """
                {"apiVersion": "flinkoperator.k8s.io/v1beta1", "kind": "FlinkCluster", "metadata": {"name": "lab",
                 "managedFields": [
                  {"manager": "a", "apiVersion": "flinkoperator.k8s.io/v1beta1", "fieldsV1": {"f:spec": {"f:job": {}}}},
                  {"manager": "b", "apiVersion": "flinkoperator.k8s.io/v1alpha1", "fieldsV1": {"f:spec": {"f:old": {}}}},
                  {"manager": "c", "apiVersion": "flinkoperator.k8s.io/v1alpha1", "fieldsV1": {"f:status": {}},
                   "subresource": "status"}], "uid": "1"}}""";

        try (KubernetesClient client = OperatorClient.of(Config.empty())) {
            // When
            ObjectMeta metadata =
                    client.getKubernetesSerialization()
                            .unmarshal(cluster, FlinkCluster.class)
                            .getMetadata();

            // Then
            assertThat(metadata.getManagedFields())
                    .singleElement()
                    .satisfies(
                            it ->
                                    assertThat(it.getFieldsV1().getAdditionalProperties())
                                            .isEqualTo(
                                                    Map.of("f:spec", Map.of("f:old", Map.of()))));
            assertThat(metadata.getUid()).isEqualTo("1");
        }
    }
}

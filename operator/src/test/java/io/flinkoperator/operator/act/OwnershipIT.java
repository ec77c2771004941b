package io.flinkoperator.operator.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that are created, and applied later, against a real API server. */
@ExtendWith(ControlPlaneExtension.class)
class OwnershipIT {
    private KubernetesClient client;
    private String namespace;
    private Ownership ownership;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace own) {
        client = controlPlane.client();
        namespace = own.name();
        ownership = new Ownership(client);
    }

    @Test
    void whatIsNoLongerAppliedGoesAndWhatOthersAddStays() {
        // Given
        ownership.create(configMap("lab", Map.of("a", "1", "b", "2")));
        client.configMaps()
                .inNamespace(namespace)
                .withName("lab")
                .edit(it -> new ConfigMapBuilder(it).addToData("c", "3").build());

        // When
        apply(configMap("lab", Map.of("a", "4")));
        apply(configMap("lab", Map.of("a", "5")));

        // Then
        ConfigMap now = client.configMaps().inNamespace(namespace).withName("lab").get();
        assertThat(now.getData()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "5", "c", "3"));
        assertThat(now.getMetadata().getManagedFields())
                .filteredOn(entry -> entry.getManager().equals(Executor.FIELD_MANAGER))
                .extracting(ManagedFieldsEntry::getOperation)
                .containsExactly("Apply");
    }

    @Test
    void whatIsThereIsNotTouched() {
        // Given
        client.resource(configMap("taken", Map.of("a", "1"))).create();

        // Then
        assertThatThrownBy(() -> ownership.create(configMap("taken", Map.of("a", "2"))))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        failure -> assertThat(failure.getCode()).isEqualTo(409));
    }

    @Test
    void aNamespaceThatIsGoneIsAFailure() {
        ConfigMap lost = configMap("lost", Map.of());
        lost.getMetadata().setNamespace("gone");

        assertThatThrownBy(() -> ownership.create(lost))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("\"gone\" not found");
    }

    private void apply(ConfigMap desired) {
        ownership.claim(desired);
        client.resource(desired)
                .fieldManager(Executor.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
    }

    private ConfigMap configMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withData(data)
                .build();
    }
}

package io.flinkoperator.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class ControlPlaneIT {

    @Test
    void storesObjectsInAFreshNamespace(KubernetesClient client, TestNamespace namespace) {
        // Given
        var data = new ConfigMapBuilder().withNewMetadata().withName("colours").endMetadata();

        // When
        client.configMaps()
                .inNamespace(namespace.name())
                .resource(data.addToData("blue", "refracted most").build())
                .create();

        // Then
        var stored = client.configMaps().inNamespace(namespace.name()).withName("colours").get();
        assertThat(stored.getData()).containsEntry("blue", "refracted most");
        assertThat(client.pods().inNamespace(namespace.name()).list().getItems()).isEmpty();
    }

    @Test
    void givesEveryMethodItsOwnNamespaceThatTellsTheTest(TestNamespace one, TestNamespace same) {
        assertThat(one).isEqualTo(same);
        assertThat(one.name()).startsWith("t-controlplaneit-giveseverymethod");
    }

    @Test
    void letsOthersInByConfigAndByKubeconfigFile(ControlPlane controlPlane) {
        // Given
        var config = controlPlane.config();

        // When
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            var namespaces = client.namespaces().list().getItems();

            // Then
            assertThat(namespaces).extracting(Namespace::getMetadata).isNotEmpty();
        }
        assertThat(controlPlane.kubeconfig()).content().contains("server: https://127.0.0.1:");
    }

    @Test
    void leavesNothingBehindWhenClosed() {
        // Given
        var controlPlane = ControlPlane.startWithoutControllerManager();
        var folder = controlPlane.kubeconfig().getParent();
        assertThat(serversIn(folder)).isEqualTo(2);

        // When
        controlPlane.close();

        // Then
        assertThat(serversIn(folder)).isZero();
        assertThat(folder).doesNotExist();
    }

    private static long serversIn(Path folder) {
        return ProcessHandle.current()
                .children()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains(folder.toString()))
                .count();
    }
}

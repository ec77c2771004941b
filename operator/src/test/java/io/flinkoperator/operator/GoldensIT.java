package io.flinkoperator.operator;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.operator.act.Executor;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether Kubernetes takes the objects that core's golden files show. */
@ExtendWith(ControlPlaneExtension.class)
class GoldensIT {
    private static final Path GOLDENS = Path.of("../core/src/test/resources/DesiredResourcesTest");

    private final KubernetesClient client;
    private final String namespace;

    GoldensIT(KubernetesClient client, TestNamespace namespace) {
        this.client = client;
        this.namespace = namespace.name();
        World.install(client, "podgroups.scheduling.volcano.sh", "PodGroup", "v1beta1");
        World.install(client, "httproutes.gateway.networking.k8s.io", "HTTPRoute", "v1");
    }

    @TestFactory
    Stream<DynamicTest> kubernetesTakesEveryGolden() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDENS)) {
            return files
                    .filter(file -> file.getFileName().toString().startsWith("out-"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(
                            file ->
                                    DynamicTest.dynamicTest(
                                            GOLDENS.relativize(file).toString(),
                                            () -> isTaken(file)));
        }
    }

    private void isTaken(Path file) {
        HasMetadata object = Serialization.unmarshal(World.read(file), HasMetadata.class);
        object.getMetadata().setNamespace(namespace);
        try {
            client.resource(object)
                    .dryRun()
                    .fieldManager(Executor.FIELD_MANAGER)
                    .forceConflicts()
                    .serverSideApply();
        } catch (KubernetesClientException refusal) {
            boolean isTooNew = refusal.getMessage().contains("field not declared in schema");
            assumeFalse(isTooNew && isOld(), "a user's field is newer than this API server");
            throw refusal;
        }
    }

    /** Older than the fields of pods that some goldens have. */
    private boolean isOld() {
        return Integer.parseInt(client.getKubernetesVersion().getMinor()) < 34;
    }
}

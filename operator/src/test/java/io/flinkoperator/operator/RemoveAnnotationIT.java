package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.operator.act.Executor;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was asked by an annotation is asked once, and a later wish is not lost. */
@ExtendWith(ControlPlaneExtension.class)
class RemoveAnnotationIT {
    private static final String KEY = "flinkclusters.flinkoperator.k8s.io/user-control";
    private static final Action.RemoveAnnotation REMOVE =
            new Action.RemoveAnnotation(KEY, "savepoint");

    private final ControlPlane controlPlane;
    private final KubernetesClient client;
    private final String namespace;

    RemoveAnnotationIT(ControlPlane controlPlane, TestNamespace namespace) {
        this.controlPlane = controlPlane;
        client = controlPlane.client();
        this.namespace = namespace.name();
        World.installCrd(client);
    }

    @Test
    void itGoesIfItHasTheValueThatWasSeenAndOthersStay() {
        // Given
        FlinkCluster seen = create("seen", "savepoint");

        // When
        executor(client, seen).run(REMOVE);
        executor(client, seen).run(REMOVE);

        // Then
        assertThat(annotations("seen")).containsOnly(Map.entry("other", "1"));
    }

    @Test
    void itStaysIfItHasGotAnotherValue() {
        // Given
        FlinkCluster seen = create("changed", "job-cancel");

        // When
        executor(client, seen).run(REMOVE);

        // Then
        assertThat(annotations("changed")).containsEntry(KEY, "job-cancel");
    }

    @Test
    void itNeedsNoRemovingFromWhatIsGone() {
        // Given
        FlinkCluster seen = create("gone", "savepoint");
        client.resource(seen).delete();

        // Then
        assertThatCode(() -> executor(client, seen).run(REMOVE)).doesNotThrowAnyException();
    }

    @Test
    void aServerThatDoesNotAnswerIsAnError() {
        // Given
        FlinkCluster seen = create("unheard", "savepoint");
        var config = new io.fabric8.kubernetes.client.ConfigBuilder(controlPlane.config());
        config.withMasterUrl("http://127.0.0.1:1").withRequestRetryBackoffLimit(0);

        // Then
        try (KubernetesClient deaf =
                new KubernetesClientBuilder().withConfig(config.build()).build()) {
            assertThatThrownBy(() -> executor(deaf, seen).run(REMOVE))
                    .isInstanceOf(KubernetesClientException.class);
        }
    }

    private Executor executor(KubernetesClient through, FlinkCluster seen) {
        return new Executor(
                through, new FlinkClient(), seen, URI.create("http://127.0.0.1:1"), created -> {});
    }

    private FlinkCluster create(String name, String value) {
        String yaml =
                """
                apiVersion: flinkoperator.k8s.io/v1beta1
                kind: FlinkCluster
                metadata:
                  name: %s
                  namespace: %s
                  annotations: {%s: %s, other: "1"}
                spec:
                  image: {name: "flink:2.3.0"}
                """;
        client.resource(yaml.formatted(name, namespace, KEY, value)).create();
        return cluster(name);
    }

    private FlinkCluster cluster(String name) {
        return client.resources(FlinkCluster.class).inNamespace(namespace).withName(name).get();
    }

    private Map<String, String> annotations(String name) {
        return cluster(name).getMetadata().getAnnotations();
    }
}

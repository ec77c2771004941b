package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.testkit.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;

/** A namespace on a real node where the operator is installed: the cluster of KUBECONFIG. */
final class RealCluster implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    static final String OPERATOR_NAMESPACE = "flink-operator-system";

    /** Pods with Flink take a minute to come where two share a processor with others. */
    static final Duration BOUND = Eventually.BOUND.multipliedBy(3);

    final KubernetesClient client;
    final String namespace;

    /** On the node and here the same folder; two nodes on one machine have one each. */
    final Path folder;

    private final List<LocalPortForward> forwards = new ArrayList<>();

    RealCluster(String namespace) {
        if (System.getenv("KUBECONFIG") == null) {
            throw new IllegalStateException(
                    "Set KUBECONFIG to a cluster with the operator, or run `make test-e2e`");
        }
        this.namespace = namespace;
        client = new KubernetesClientBuilder().build();
        String node = client.nodes().list().getItems().get(0).getMetadata().getName();
        folder = Path.of("/tmp/flink-operator-" + node + "-" + namespace);
        // One of this name may still be about to go.
        eventually(() -> assertThat(client.namespaces().withName(namespace).get()).isNull());
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
    }

    /** Applies an example's FlinkCluster, changed as the test likes. */
    String apply(String example, UnaryOperator<String> change) {
        return apply(change.apply(read(Path.of("../examples/" + example + "/flinkcluster.yaml"))));
    }

    /** Applies a FlinkCluster. */
    String apply(String yaml) {
        FlinkCluster cluster = Serialization.unmarshal(yaml, FlinkCluster.class);
        cluster.getMetadata().setNamespace(namespace);
        client.resource(cluster).create();
        return cluster.getMetadata().getName();
    }

    FlinkCluster cluster(String name) {
        return client.resources(FlinkCluster.class).inNamespace(namespace).withName(name).get();
    }

    void annotate(String name, String key, String value) {
        client.resources(FlinkCluster.class)
                .inNamespace(namespace)
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"annotations\": {\"%s\": \"%s\"}}}"
                                .formatted(key, value));
    }

    String status(String name, String pointer) {
        JsonNode status = cluster(name).getStatus();
        return status == null ? "" : status.at(pointer).asText();
    }

    String jobState(String name) {
        return status(name, "/components/job/state");
    }

    Optional<JsonNode> condition(String name, String type) {
        JsonNode status = cluster(name).getStatus();
        List<JsonNode> found = new ArrayList<>();
        if (status != null) {
            status.path("conditions")
                    .forEach(
                            condition -> {
                                if (condition.path("type").asText().equals(type)) {
                                    found.add(condition);
                                }
                            });
        }
        return found.stream().findFirst();
    }

    /** Address of a cluster's JobManager from here. */
    URI jobManager(String name) {
        LocalPortForward forward =
                client.services()
                        .inNamespace(namespace)
                        .withName(name + "-jobmanager")
                        .portForward(8081);
        forwards.add(forward);
        return URI.create("http://127.0.0.1:" + forward.getLocalPort());
    }

    /** A GET of Flink's REST API, through the API server; what is not found is a missing node. */
    JsonNode rest(String name, String path) {
        String url =
                client.getMasterUrl()
                        + "api/v1/namespaces/"
                        + namespace
                        + "/services/"
                        + name
                        + "-jobmanager:8081/proxy"
                        + path;
        try {
            String answer = client.raw(URI.create(url).getPath());
            return answer == null ? MissingNode.getInstance() : MAPPER.readTree(answer);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What a command in the Flink container of a pod prints. */
    String run(String pod, String command) {
        var output = new ByteArrayOutputStream();
        try (ExecWatch running =
                client.pods()
                        .inNamespace(namespace)
                        .withName(pod)
                        .inContainer(pod.contains("jobmanager") ? "jobmanager" : "taskmanager")
                        .writingOutput(output)
                        .writingError(output)
                        .exec("sh", "-c", command)) {
            assertThat(running.exitCode().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join())
                    .as("exit code of %s: %s", command, output)
                    .isZero();
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /** What the TaskManagers have printed. */
    List<String> output(String name) {
        return client
                .pods()
                .inNamespace(namespace)
                .withLabels(Map.of("cluster", name, "component", "taskmanager"))
                .list()
                .getItems()
                .stream()
                .map(pod -> log(pod))
                .flatMap(String::lines)
                .toList();
    }

    /** Everything in the namespace that carries a cluster's label. */
    List<String> objects(String name) {
        List<List<? extends HasMetadata>> all =
                List.of(
                        client.pods().inNamespace(namespace).list().getItems(),
                        client.configMaps().inNamespace(namespace).list().getItems(),
                        client.services().inNamespace(namespace).list().getItems(),
                        client.apps().statefulSets().inNamespace(namespace).list().getItems(),
                        client.apps()
                                .controllerRevisions()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.batch().v1().jobs().inNamespace(namespace).list().getItems());
        return all.stream()
                .flatMap(List::stream)
                .filter(object -> object.getMetadata().getName().startsWith(name + "-"))
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    /** Kills the operator at once, as a node that breaks would. */
    void killOperator() {
        client.pods()
                .inNamespace(OPERATOR_NAMESPACE)
                .withLabel("app.kubernetes.io/name", "flink-operator")
                .withGracePeriod(0)
                .delete();
    }

    static void eventually(ThrowingRunnable assertion) {
        Eventually.eventually(BOUND, assertion);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Waits until the namespace and all that ran in it are gone. */
    void closeCompletely() {
        client.namespaces().withName(namespace).delete();
        eventually(() -> assertThat(client.namespaces().withName(namespace).get()).isNull());
        close();
    }

    /** The next test need not wait until the namespace is gone. */
    @Override
    public void close() {
        forwards.forEach(
                forward -> {
                    try {
                        forward.close();
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                });
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    private String log(Pod pod) {
        return client.pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .inContainer("taskmanager")
                .getLog();
    }
}

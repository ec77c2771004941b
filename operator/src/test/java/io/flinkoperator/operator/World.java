package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.NodeStandIn;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TaskManagerPods;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;

/** An operator in this process, a real API server, and stand-ins for nodes and Flink. */
final class World implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final KubernetesClient client;
    final String namespace;
    final FakeFlink flink = FakeFlink.start();
    final NodeStandIn node;
    private final TaskManagerPods taskManagers;
    private final ControlPlane controlPlane;
    private FlinkOperator operator;
    private KubernetesClient operatorClient;

    World(ControlPlane controlPlane, TestNamespace namespace) {
        this.controlPlane = controlPlane;
        this.namespace = namespace.name();
        client = controlPlane.client();
        installCrd(client);
        node = NodeStandIn.start(client, namespace);
        taskManagers = TaskManagerPods.start(flink, client.pods().inNamespace(this.namespace));
    }

    static void installCrd(KubernetesClient client) {
        installCrd(client, read(Path.of("../helm/flink-operator/crds/flinkclusters.yaml")));
    }

    static void installCrd(KubernetesClient client, String yaml) {
        CustomResourceDefinition crd =
                Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        client.resource(crd).serverSideApply();
        client.resource(crd)
                .waitUntilCondition(
                        seen ->
                                Optional.ofNullable(seen.getStatus().getConditions())
                                        .orElse(List.of())
                                        .stream()
                                        .anyMatch(
                                                c ->
                                                        c.getType().equals("Established")
                                                                && c.getStatus().equals("True")),
                        Eventually.BOUND.toSeconds(),
                        java.util.concurrent.TimeUnit.SECONDS);
        // It is not served in the same moment.
        eventually(() -> client.resources(FlinkCluster.class).inAnyNamespace().list());
    }

    /** Installs a kind of somebody else's, of which only the name matters here. */
    void install(String name, String kind, String version) {
        install(client, name, kind, version);
    }

    static void install(KubernetesClient client, String name, String kind, String version) {
        String plural = name.substring(0, name.indexOf('.'));
        String yaml =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata:
                  name: %1$s
                  annotations: {api-approved.kubernetes.io: unapproved}
                spec:
                  group: %2$s
                  scope: Namespaced
                  names: {kind: %3$s, plural: %4$s, singular: %5$s}
                  versions:
                    - name: %6$s
                      served: true
                      storage: true
                      schema:
                        openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """
                        .formatted(
                                name,
                                name.substring(name.indexOf('.') + 1),
                                kind,
                                plural,
                                kind.toLowerCase(java.util.Locale.ROOT),
                                version);
        client.resource(yaml).serverSideApply();
    }

    /** Other tests with the same API server may have installed it. */
    void uninstall(String name) {
        var crd = client.apiextensions().v1().customResourceDefinitions().withName(name);
        crd.delete();
        eventually(() -> assertThat(crd.get()).isNull());
    }

    World startOperator() {
        return startOperator(Map.of());
    }

    /** One with settings of its own, and with the rights that the chart gives. */
    World startOperator(Map<String, String> more) {
        Rights.grant(client, namespace);
        operatorClient =
                OperatorClient.of(
                        Config.fromKubeconfig(controlPlane.operatorKubeconfig().toFile()));
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "WATCH_NAMESPACES",
                                namespace,
                                "LEADER_ELECTION",
                                "false",
                                "HTTP_PORT",
                                "0",
                                "FLINK_REST_URL",
                                template()));
        settings.putAll(more);
        operator = new FlinkOperator(OperatorConfig.of(settings), operatorClient);
        operator.start();
        return this;
    }

    World stopOperator() {
        operator.close();
        operatorClient.close();
        operator = null;
        return this;
    }

    int fleetPagePort() {
        return operator.fleetPagePort().orElseThrow();
    }

    int httpPort() {
        return operator.httpPort();
    }

    /** Number of rounds so far. */
    double rounds() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + httpPort() + "/metrics");
        return HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("flink_operator_rounds_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    String template() {
        return flink.uri("NAMESPACE", "NAME")
                .toString()
                .replace("NAMESPACE", "{namespace}")
                .replace("NAME", "{name}");
    }

    /** Creates a FlinkCluster of a name and spec, past the schema if it is of version v1alpha1. */
    FlinkCluster create(String version, String name, String spec) {
        String yaml =
                """
                apiVersion: flinkoperator.k8s.io/%s
                kind: FlinkCluster
                metadata: {name: %s, namespace: %s}
                spec:
                """
                                .formatted(version, name, namespace)
                        + spec.indent(2);
        client.resource(yaml).create();
        return cluster(name);
    }

    FlinkCluster create(String name, String spec) {
        return create("v1beta1", name, spec);
    }

    FlinkCluster cluster(String name) {
        return client.resources(FlinkCluster.class).inNamespace(namespace).withName(name).get();
    }

    /** Merges something into a FlinkCluster, and returns the version of what has become of it. */
    String patch(String name, String patch) {
        return client.genericKubernetesResources("flinkoperator.k8s.io/v1beta1", "FlinkCluster")
                .inNamespace(namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch)
                .getMetadata()
                .getResourceVersion();
    }

    /** As somebody does with kubectl, or a backup. */
    static void emptyStatus(Resource<FlinkCluster> cluster) {
        cluster.subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":null}");
    }

    /** A place in the status, for example /components/job/state. */
    String status(String name, String pointer) {
        JsonNode status = cluster(name).getStatus();
        return status == null ? "" : status.at(pointer).asText();
    }

    JsonNode condition(String name, String type) {
        return condition(cluster(name), type);
    }

    static JsonNode condition(FlinkCluster cluster, String type) {
        JsonNode status = cluster.getStatus();
        if (status != null) {
            for (JsonNode condition : status.path("conditions")) {
                if (condition.path("type").asText().equals(type)) {
                    return condition;
                }
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    String condition(String name, String type, String field) {
        return condition(name, type).path(field).asText();
    }

    /** A JobManager whose TaskManagers are those of pods, with so many slots each. */
    FakeJobManager jobManager(String name, int slots) {
        return flink.add(namespace, name).version("2.3.0").slotsEach(slots);
    }

    StatefulSet statefulSet(String name) {
        return client.apps().statefulSets().inNamespace(namespace).withName(name).get();
    }

    Service service(String name) {
        return client.services().inNamespace(namespace).withName(name).get();
    }

    Job job(String name) {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
    }

    /** Plays the submitter of a cluster, once it was created: the job runs, the pod completes. */
    String submitted(String name) {
        String submitter = Names.submitter(name);
        eventually(
                () ->
                        assertThat(job(submitter).getMetadata().getLabels())
                                .containsEntry(Names.JOB_ID, status(name, "/components/job/id")));
        String id = job(submitter).getMetadata().getLabels().get(Names.JOB_ID);
        flink.find(namespace, name).orElseThrow().submit(id, "job of " + name);
        node.treat(Pods.ofJob(submitter), Fate.completed());
        return id;
    }

    /** Brings a job cluster to the state Running. */
    String running(String name, String spec) {
        jobManager(name, 2);
        create(name, spec);
        String id = submitted(name);
        eventually(() -> assertThat(status(name, "/components/job/state")).isEqualTo("Running"));
        eventually(() -> assertThat(status(name, "/state")).isEqualTo("Running"));
        return id;
    }

    List<Event> events(String name) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getInvolvedObject().getName().equals(name))
                .filter(event -> "FlinkCluster".equals(event.getInvolvedObject().getKind()))
                .toList();
    }

    /** Resource versions of everything that the operator writes. */
    Map<String, String> versions() {
        return new Versions(client, namespace).now();
    }

    /** The same once nobody has anything left to do. */
    Map<String, String> versionsAtRest() {
        return new Versions(client, namespace).atRest();
    }

    static void eventually(ThrowingRunnable assertion) {
        Eventually.eventually(assertion);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    @Override
    public void close() {
        if (operator != null) {
            stopOperator();
        }
        taskManagers.close();
        node.close();
        flink.close();
    }
}

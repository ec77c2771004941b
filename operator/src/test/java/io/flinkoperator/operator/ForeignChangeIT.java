package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Admission policies that change what the operator writes, in the API server itself. */
@ExtendWith(ControlPlaneExtension.class)
class ForeignChangeIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            jobManager: {resources: {requests: {cpu: 100m, memory: 2Gi}}}
            taskManager: {replicas: 1, resources: {requests: {cpu: 100m, memory: 2Gi}}}
            """;
    private static final String POLICY =
            """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicy
                metadata: {name: %1$s}
                spec:
                  failurePolicy: Fail
                  reinvocationPolicy: Never
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                    resourceRules: [{apiGroups: ["%3$s"], apiVersions: [v1], operations: %4$s, resources: [%5$s]}]
                  mutations:
                    - patchType: JSONPatch
                      jsonPatch: {expression: '[JSONPatch{op: "replace", path: "%6$s", value: "%7$s"}]'}
              - apiVersion: admissionregistration.k8s.io/v1
                kind: MutatingAdmissionPolicyBinding
                metadata: {name: %1$s}
                spec: {policyName: %1$s}
            """;
    private static final String PROBE =
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: probe}
            spec:
              serviceName: probe
              selector: {matchLabels: {app: probe}}
              template:
                metadata: {labels: {app: probe}}
                spec: {containers: [{name: a, image: a, resources: {requests: {cpu: 100m}}}]}
            """;
    private static final String CPU = "/spec/template/spec/containers/0/resources/requests/cpu";

    private final List<HasMetadata> policies = new ArrayList<>();
    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
        assumeTrue(
                world.client.supports("admissionregistration.k8s.io/v1", "MutatingAdmissionPolicy"),
                "this API server has no MutatingAdmissionPolicy");
    }

    @AfterEach
    void stopWorld() {
        policies.forEach(it -> world.client.resource(it).delete());
        world.close();
    }

    @Test
    void whatAPolicyChangesWheneverItIsWrittenIsToldAndNotAppliedInEveryRound() throws Exception {
        // Given
        enforce("cpu", "apps", "[CREATE, UPDATE]", "statefulsets", CPU, "250m");
        enforce("app", "", "[CREATE, UPDATE]", "services", "/metadata/labels/app", "policy");
        awaitPolicies();
        world.startOperator();
        world.jobManager("lab", 2);

        // When
        world.create("lab", SPEC);
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        eventually(
                () ->
                        assertThat(world.condition("lab", "Overridden", "message"))
                                .contains(
                                        "StatefulSet lab-taskmanager:"
                                                + " spec.template.spec.containers[0].resources"
                                                + ".requests.cpu was changed while the object was created")
                                .contains(
                                        "Service lab-jobmanager: metadata.labels.app is changed by"
                                                + " somebody else again and again"));
        List<String> pods = pods();
        double applied = applied();
        Nudge.of(world, "lab", 20);

        // Then
        // Each Service is set back after pauses that double, each round would be 40 times.
        assertThat(applied() - applied).isLessThan(20);
        assertThat(pods()).isEqualTo(pods);
        assertThat(world.events("lab"))
                .filteredOn(event -> event.getReason().equals("ChangedByOthers"))
                .isNotEmpty();
    }

    @Test
    void podsAreNotReplacedForWhatAPolicyChangesAtCreationOnly() throws Exception {
        // Given
        enforce("cpu", "apps", "[CREATE]", "statefulsets", CPU, "250m");
        awaitPolicies();
        world.startOperator();
        world.jobManager("lab", 2);
        world.create("lab", SPEC);
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        eventually(
                () ->
                        assertThat(world.condition("lab", "Overridden", "message"))
                                .contains("lab-taskmanager", "lab-jobmanager"));
        List<String> pods = pods();

        // When
        world.patch("lab", "{\"spec\": {\"taskManager\": {\"replicas\": 2}}}");

        // Then
        eventually(() -> assertThat(pods()).hasSize(3).containsAll(pods));
        Nudge.of(world, "lab", 1);
        assertThat(pods()).containsAll(pods);
        assertThat(world.condition("lab", "Overridden", "message")).contains("lab-taskmanager");
    }

    private void enforce(
            String name, String group, String operations, String resources, String... change) {
        String yaml =
                POLICY.formatted(
                        name + "-" + world.namespace,
                        world.namespace,
                        group,
                        operations,
                        resources,
                        change[0],
                        change[1]);
        world.client
                .load(
                        new java.io.ByteArrayInputStream(
                                yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .items()
                .forEach(it -> policies.add(world.client.resource(it).create()));
    }

    private void awaitPolicies() {
        eventually(
                () ->
                        assertThat(
                                        world.client
                                                .resource(
                                                        Serialization.unmarshal(
                                                                PROBE, StatefulSet.class))
                                                .inNamespace(world.namespace)
                                                .dryRun()
                                                .create()
                                                .getSpec()
                                                .getTemplate()
                                                .getSpec()
                                                .getContainers()
                                                .get(0)
                                                .getResources()
                                                .getRequests())
                                .containsEntry("cpu", new Quantity("250m")));
    }

    private List<String> pods() {
        return world.client.pods().inNamespace(world.namespace).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(Pod::getMetadata)
                .map(it -> it.getName() + "/" + it.getUid())
                .sorted()
                .toList();
    }

    /** How many objects the operator has applied. */
    private double applied() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + world.httpPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith("flink_operator_actions_total"))
                .filter(line -> line.contains("\"Apply\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}

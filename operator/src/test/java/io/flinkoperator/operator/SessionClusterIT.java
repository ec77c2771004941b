package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ControlPlaneExtension.class)
class SessionClusterIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            jobManager: {resources: {limits: {cpu: "1", memory: 1024Mi}}}
            taskManager: {replicas: 2, resources: {limits: {cpu: 4000m, memory: 2Gi}}}
            envVars: [{name: EMPTY, value: ""}, {name: GREETING, value: hello}]
            """;

    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
    }

    @AfterEach
    void stopWorld() {
        world.close();
    }

    @Test
    void becomesReadyAndShowsWhatItIs() {
        // When
        ready();

        // Then
        assertThat(world.status("lab", "/components/taskManager/ready")).isEqualTo("2/2");
        assertThat(world.status("lab", "/components/jobManagerService/url"))
                .isEqualTo("http://lab-jobmanager." + world.namespace + ".svc:8081");
        assertThat(world.status("lab", "/observedGeneration")).isEqualTo("1");
        var configuration =
                world.client
                        .configMaps()
                        .inNamespace(world.namespace)
                        .withName("lab-configmap")
                        .get()
                        .getData()
                        .get("config.yaml");
        assertThat(configuration)
                .contains("jobmanager.memory.process.size: \"820m\"")
                .contains("taskmanager.memory.process.size: \"1639m\"")
                .contains("taskmanager.numberOfTaskSlots: \"2\"")
                .contains("jobmanager.rpc.address: \"lab-jobmanager\"");
    }

    @Test
    void isNotReadyAsLongAsNoTaskManagerRegisters() {
        // Given
        var jobManager = world.jobManager("lab", 4).refuseTaskManagers();

        // When
        world.create("lab", SPEC);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Ready", "message"))
                                .isEqualTo(
                                        "Waits for 2 of 2 TaskManagers to register at the"
                                                + " JobManager."));
        assertThat(world.status("lab", "/state")).isEqualTo("Creating");
        eventually(
                () ->
                        assertThat(world.condition("lab", "TaskManagersRegistered", "message"))
                                .isEqualTo(
                                        "0 of 2 TaskManagers whose pods are ready have registered"
                                                + " at the JobManager."));
        assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False");

        // When: an operator comes back that has been away for longer than a minute.
        world.stopOperator();
        var cluster = world.cluster("lab");
        ((ObjectNode) World.condition(cluster, "TaskManagersRegistered"))
                .put("lastTransitionTime", Instant.now().minusSeconds(90).toString());
        world.client.resource(cluster).updateStatus();
        world.startOperator();

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "reason"))
                                .isEqualTo("TaskManagersNotRegistered"));
        eventually(
                () ->
                        assertThat(world.events("lab"))
                                .filteredOn(it -> it.getType().equals("Warning"))
                                .extracting(Event::getReason)
                                .containsExactly("TaskManagersNotRegistered"));

        // When
        jobManager.acceptTaskManagers();

        // Then
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False");
        assertThat(world.condition("lab", "TaskManagersRegistered").isMissingNode()).isTrue();
    }

    @Test
    void anotherRoundOverAnUnchangedClusterWritesNothing() {
        // Given
        ready();
        world.stopOperator();
        Map<String, String> before = world.versionsAtRest();

        // When
        world.startOperator();
        world.jobManager("other", 4);
        world.create("other", SPEC);
        eventually(() -> assertThat(world.status("other", "/state")).isEqualTo("Running"));

        // Then
        assertThat(world.versions()).containsAllEntriesOf(before);
    }

    @Test
    void whatSomebodyChangesOrDeletesIsRepaired() {
        // Given
        ready();

        // When
        world.client.services().inNamespace(world.namespace).withName("lab-jobmanager").delete();
        eventually(
                () ->
                        world.client
                                .configMaps()
                                .inNamespace(world.namespace)
                                .withName("lab-configmap")
                                .edit(
                                        map -> {
                                            map.getData().put("config.yaml", "rest.port: 1");
                                            return map;
                                        }));

        // Then
        eventually(
                () -> {
                    assertThat(
                                    world.client
                                            .services()
                                            .inNamespace(world.namespace)
                                            .withName("lab-jobmanager")
                                            .get())
                            .isNotNull();
                    assertThat(
                                    world.client
                                            .configMaps()
                                            .inNamespace(world.namespace)
                                            .withName("lab-configmap")
                                            .get()
                                            .getData()
                                            .get("config.yaml"))
                            .contains("rest.port: \"8081\"");
                });
    }

    @Test
    void aChangedSpecIsRolledOut() {
        // Given
        ready();

        // When
        world.patch("lab", "{\"spec\":{\"flinkProperties\":{\"a.b\":\"c\"}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.status("lab", "/revision/currentRevision"))
                                .isEqualTo(world.status("lab", "/revision/nextRevision"))
                                .isNotEqualTo(""));
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        assertThat(
                        world.statefulSet("lab-taskmanager")
                                .getMetadata()
                                .getLabels()
                                .get("flinkoperator.k8s.io/revision-name"))
                .isEqualTo(world.status("lab", "/revision/nextRevision"));
    }

    @Test
    void itsServiceCanBecomeHeadlessAndBack() {
        // Given
        ready();
        for (String scope : List.of("Headless", "NodePort", "Cluster")) {
            // When
            world.patch("lab", "{\"spec\":{\"jobManager\":{\"accessScope\":\"" + scope + "\"}}}");

            // Then
            eventually(
                    () -> {
                        var service = world.service("lab-jobmanager");
                        assertThat(service).isNotNull();
                        assertThat("None".equals(service.getSpec().getClusterIP()))
                                .isEqualTo(scope.equals("Headless"));
                        assertThat(service.getSpec().getType())
                                .isEqualTo(scope.equals("NodePort") ? "NodePort" : "ClusterIP");
                    });
        }
    }

    @Test
    void whatOthersAddIsLeftAloneAndDoesNotKeepTheOperatorBusy() {
        // Given
        ready();
        eventually(
                () -> {
                    var service = world.service("lab-jobmanager");
                    service.getSpec()
                            .getPorts()
                            .add(
                                    new ServicePortBuilder()
                                            .withName("extra")
                                            .withPort(9249)
                                            .withProtocol("TCP")
                                            .build());
                    service.getMetadata().getLabels().put("team", "sales");
                    world.client.resource(service).update();
                });

        // When: another change shows that a round has looked at it.
        world.client.configMaps().inNamespace(world.namespace).withName("lab-configmap").delete();
        eventually(
                () ->
                        assertThat(
                                        world.client
                                                .configMaps()
                                                .inNamespace(world.namespace)
                                                .withName("lab-configmap")
                                                .get())
                                .isNotNull());

        // Then
        assertThat(world.service("lab-jobmanager").getSpec().getPorts()).hasSize(5);
        assertThat(world.service("lab-jobmanager").getMetadata().getLabels())
                .containsEntry("team", "sales");
    }

    @Test
    void anObjectOfSomebodyElseIsNotTakenOver() {
        // Given
        var theirs =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("lab-configmap")
                        .withNamespace(world.namespace)
                        .endMetadata()
                        .addToData("theirs", "true")
                        .build();
        world.client.resource(theirs).create();

        // When
        world.create("lab", SPEC);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .isEqualTo(
                                        "Failed to apply ConfigMap lab-configmap: ConfigMap"
                                                + " lab-configmap exists and belongs to something"
                                                + " else; delete it, or create the FlinkCluster"
                                                + " under another name"));
        assertThat(world.client.resource(theirs).get().getData()).isEqualTo(theirs.getData());
        world.client.resource(theirs).delete();
        world.jobManager("lab", 4);
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
    }

    @Test
    void deletingItRemovesEveryObject() {
        // Given
        ready();

        // When
        world.client.resource(world.cluster("lab")).delete();

        // Then
        eventually(
                () ->
                        assertThat(world.versions().keySet())
                                .filteredOn(name -> !name.startsWith("Event/"))
                                .containsOnly("ConfigMap/kube-root-ca.crt"));
    }

    @Test
    void canBeDeletedAndCreatedAgainAtOnce() {
        // Given
        ready();
        String before = world.cluster("lab").getMetadata().getUid();

        // When
        world.client.resource(world.cluster("lab")).delete();
        eventually(() -> assertThat(world.cluster("lab")).isNull());
        world.create("lab", SPEC);

        // Then
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        assertThat(world.statefulSet("lab-taskmanager").getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isNotEqualTo(before));
        assertThat(world.events("lab")).extracting(Event::getReason).doesNotContain("ActionFailed");
    }

    @Test
    void aRefusedSpecChangesNothingThatRuns() {
        // Given: an older version of the resource has no schema that would refuse it.
        ready();
        Map<String, String> before = world.versionsAtRest();

        // When
        eventually(
                () ->
                        world.client
                                .genericKubernetesResources(
                                        "flinkoperator.k8s.io/v1alpha1", "FlinkCluster")
                                .inNamespace(world.namespace)
                                .withName("lab")
                                .edit(
                                        lab -> {
                                            Map<String, Object> spec = lab.get("spec");
                                            spec.put(
                                                    "taskManager",
                                                    Map.of("memoryProcessRatio", "most"));
                                            return lab;
                                        }));

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Ready", "message"))
                                .isEqualTo(
                                        "spec.taskManager.memoryProcessRatio: 'most' is"
                                                + " not a whole number"));
        assertThat(world.condition("lab", "Ready", "reason")).isEqualTo("InvalidSpec");
        before.keySet().removeIf(name -> name.startsWith("FlinkCluster/"));
        assertThat(world.versions()).containsAllEntriesOf(before);
        eventually(
                () ->
                        assertThat(world.events("lab"))
                                .extracting(Event::getReason)
                                .contains("InvalidSpec"));
    }

    @Test
    void aSpecThatWasNeverValidIsRefusedWithoutMakingAnything() {
        // When
        world.create("v1alpha1", "odd", "image: 7\njobManager: {replicas: 3}");

        // Then
        eventually(
                () ->
                        assertThat(world.condition("odd", "Ready", "reason"))
                                .isEqualTo("InvalidSpec"));
        assertThat(world.versions().keySet()).noneMatch(name -> name.contains("/odd-"));
    }

    @Test
    void whatKeepsPodsFromStartingIsSaid() {
        // Given
        world.node.treat(Pods.all(), Fate.imagePullBackOff());

        // When
        world.create("lab", SPEC);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "reason"))
                                .isEqualTo("ImagePullBackOff"));
        assertThat(world.condition("lab", "Degraded", "message"))
                .contains("cannot pull image flink:2.3.0");
        assertThat(world.condition("lab", "Ready", "message")).contains("the TaskManagers");
    }

    @Test
    void whatTheApiServerRefusesIsSaid() {
        // Given
        HasMetadata quota =
                new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(world.namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("services", new Quantity("0"))
                        .endSpec()
                        .build();
        world.client.resource(quota).create();
        eventually(
                () ->
                        assertThat(
                                        world.client
                                                .resourceQuotas()
                                                .inNamespace(world.namespace)
                                                .withName("none")
                                                .get()
                                                .getStatus()
                                                .getHard())
                                .isNotEmpty());

        // When
        world.create("lab", SPEC);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .startsWith("Failed to apply Service lab-jobmanager:")
                                .contains("exceeded quota"));
        world.client.resource(quota).delete();
        world.jobManager("lab", 4);
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False");
    }

    @Test
    void servesProbesAndMetrics() throws Exception {
        ready();

        assertThat(get("/healthz")).isEqualTo("ok\n");
        assertThat(get("/readyz")).isEqualTo("ok\n");
        // What a round has come to is counted after its status was written.
        eventually(
                () ->
                        assertThat(get("/metrics"))
                                .contains("flink_operator_rounds_seconds_count{result=\"ok\"}")
                                .contains("flink_operator_clusters{state=\"Running\"} 1.0")
                                .contains(
                                        "flink_operator_flink_requests_seconds_count{method=\"GET\",outcome=\"ok\"}")
                                .contains("flink_operator_actions_total{action=\"Apply\"}")
                                .contains("jvm_memory_used_bytes"));
    }

    private void ready() {
        world.jobManager("lab", 4);
        world.create("lab", SPEC);
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        assertThat(world.status("lab", "/state")).isEqualTo("Running");
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + world.httpPort() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }
}

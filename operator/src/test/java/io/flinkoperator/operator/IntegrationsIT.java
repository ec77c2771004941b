package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressLoadBalancerIngressBuilder;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a cluster has to do with other parts of Kubernetes. */
@ExtendWith(ControlPlaneExtension.class)
class IntegrationsIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            """;

    private final ControlPlane controlPlane;
    private World world;

    IntegrationsIT(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    @BeforeEach
    void startOperator(TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
        world.jobManager("lab", 4);
    }

    @AfterEach
    void stopOperator() {
        world.close();
    }

    @Test
    void taskManagersOfADeploymentAreCountedAndScaled() {
        // Given
        world.create("lab", SPEC.replace("replicas: 2", "replicas: 2, deploymentType: Deployment"));
        eventually(() -> assertThat(ready()).isEqualTo("2/2"));

        // When
        world.client
                .resources(io.flinkoperator.api.FlinkCluster.class)
                .inNamespace(world.namespace)
                .withName("lab")
                .scale(3);

        // Then
        eventually(() -> assertThat(ready()).isEqualTo("3/3"));
        assertThat(world.status("lab", "/components/taskManager/selector"))
                .isEqualTo("app=flink,cluster=lab,component=taskmanager");
        assertThat(world.statefulSet("lab-taskmanager")).isNull();
    }

    @Test
    void aMissingServiceAccountIsNamed() {
        // When
        world.create("lab", SPEC + "serviceAccountName: nobody\n");

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .contains("StatefulSet lab-jobmanager: ")
                                .contains("serviceaccount \"nobody\" not found"));
        assertThat(world.condition("lab", "Degraded", "reason")).isEqualTo("FailedCreate");
    }

    @Test
    void whatVolcanoLacksIsSaidAndHealedByItsInstallation() {
        // Given
        world.uninstall("podgroups.scheduling.volcano.sh");
        world.create("lab", SPEC + "batchSchedulerName: volcano\n");
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .startsWith("Failed to apply PodGroup flink-lab: "));

        // When
        world.install("podgroups.scheduling.volcano.sh", "PodGroup", "v1beta1");

        // Then
        eventually(() -> assertThat(podGroups()).hasSize(1));
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        assertThat(podGroups().get(0).<Integer>get("spec", "minMember")).isEqualTo(3);

        // When
        world.patch("lab", "{\"spec\": {\"batchSchedulerName\": null}}");

        // Then
        eventually(() -> assertThat(podGroups()).isEmpty());
        eventually(
                () ->
                        assertThat(world.status("lab", "/components/podGroup/state"))
                                .isEqualTo("Deleted"));
    }

    @Test
    void entrancesAreMadeShownAndRemoved() {
        // Given
        world.install("httproutes.gateway.networking.k8s.io", "HTTPRoute", "v1");
        world.create(
                "lab",
                SPEC
                        + """
                        jobManager:
                          ingress: {hostFormat: "{{ $clusterName }}.example.com", useTls: true, tlsSecretName: tls}
                          httpRoute: {parentRefs: [{name: public}], hostnames: ["{{$clusterName}}.example.org"]}
                        """);
        eventually(() -> assertThat(entrance("jobManagerIngress", "state")).isEqualTo("NotReady"));

        // When
        eventually(
                () ->
                        world.client
                                .network()
                                .v1()
                                .ingresses()
                                .inNamespace(world.namespace)
                                .withName("lab-jobmanager")
                                .editStatus(
                                        ingress ->
                                                new IngressBuilder(ingress)
                                                        .withNewStatus()
                                                        .withNewLoadBalancer()
                                                        .withIngress(
                                                                new IngressLoadBalancerIngressBuilder()
                                                                        .withIp("192.0.2.1")
                                                                        .build())
                                                        .endLoadBalancer()
                                                        .endStatus()
                                                        .build()));

        // Then
        eventually(() -> assertThat(entrance("jobManagerIngress", "state")).isEqualTo("Ready"));
        assertThat(entrance("jobManagerIngress", "urls/0")).isEqualTo("https://lab.example.com");
        eventually(
                () ->
                        assertThat(entrance("jobManagerRoute", "urls/0"))
                                .isEqualTo("http://lab.example.org"));

        // When
        world.patch(
                "lab", "{\"spec\": {\"jobManager\": {\"ingress\": null, \"httpRoute\": null}}}");

        // Then
        eventually(() -> assertThat(entrance("jobManagerIngress", "state")).isEqualTo("Deleted"));
        eventually(() -> assertThat(entrance("jobManagerRoute", "state")).isEqualTo("Deleted"));
        assertThat(
                        world.client
                                .network()
                                .v1()
                                .ingresses()
                                .inNamespace(world.namespace)
                                .list()
                                .getItems())
                .isEmpty();
    }

    @Test
    void theAddressOfALoadBalancerIsShown() {
        // Given
        world.create("lab", SPEC + "jobManager: {accessScope: External}\n");
        eventually(
                () ->
                        assertThat(world.condition("lab", "Ready", "message"))
                                .contains("the JobManager's Service"));
        eventually(() -> assertThat(world.service("lab-jobmanager")).isNotNull());

        // When
        eventually(
                () ->
                        world.client
                                .services()
                                .inNamespace(world.namespace)
                                .withName("lab-jobmanager")
                                .editStatus(
                                        service ->
                                                service.edit()
                                                        .withNewStatus()
                                                        .withNewLoadBalancer()
                                                        .withIngress(
                                                                new LoadBalancerIngressBuilder()
                                                                        .withHostname(
                                                                                "flink.example.com")
                                                                        .build())
                                                        .endLoadBalancer()
                                                        .endStatus()
                                                        .build()));

        // Then
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        assertThat(world.status("lab", "/components/jobManagerService/loadBalancerIngress/0"))
                .isEqualTo("flink.example.com");
    }

    @Test
    void flinksOwnConfigMapsGoWithTheCluster() {
        // Given
        world.create("lab", SPEC + "highAvailability: {storageDir: \"s3://bucket/ha\"}\n");
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        String id =
                world.client
                        .configMaps()
                        .inNamespace(world.namespace)
                        .withName("lab-configmap")
                        .get()
                        .getData()
                        .get("config.yaml")
                        .lines()
                        .filter(line -> line.startsWith("kubernetes.cluster-id: "))
                        .map(line -> line.replaceAll(".*\"(.*)\"", "$1"))
                        .findFirst()
                        .orElseThrow();

        // When
        var made =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(id + "-cluster-config-map")
                        .withNamespace(world.namespace)
                        .withLabels(Map.of("app", id, "type", "flink-native-kubernetes"))
                        .endMetadata()
                        .build();
        world.client.resource(made).create();
        world.patch("lab", "{\"spec\": {\"taskManager\": {\"replicas\": 1}}}");

        // Then
        eventually(
                () ->
                        assertThat(world.client.resource(made).get().getMetadata())
                                .satisfies(
                                        meta ->
                                                assertThat(meta.getOwnerReferences())
                                                        .extracting("name")
                                                        .containsExactly("lab")));

        // When
        world.client.resource(world.cluster("lab")).delete();

        // Then
        eventually(() -> assertThat(world.client.resource(made).get()).isNull());
    }

    @Test
    void claimTemplatesAreChangedByReplacingTheStatefulSet() {
        // Given
        String claims =
                """
                taskManager:
                  replicas: 1
                  volumeMounts: [{name: data, mountPath: /data}]
                  volumeClaimTemplates:
                    - metadata: {name: data}
                      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """;
        world.create("lab", "image: {name: \"flink:2.3.0\"}\n" + claims);
        eventually(() -> assertThat(world.statefulSet("lab-taskmanager")).isNotNull());
        String before = world.statefulSet("lab-taskmanager").getMetadata().getUid();

        // When
        world.patch(
                "lab",
                """
                {"spec": {"taskManager": {"volumeClaimTemplates": [{"metadata": {"name": "data"},
                  "spec": {"accessModes": ["ReadWriteOnce"],
                           "resources": {"requests": {"storage": "2Gi"}}}}]}}}
                """);

        // Then
        eventually(
                () -> {
                    var set = world.statefulSet("lab-taskmanager");
                    assertThat(set).isNotNull();
                    assertThat(set.getMetadata().getUid()).isNotEqualTo(before);
                    assertThat(
                                    set.getSpec()
                                            .getVolumeClaimTemplates()
                                            .get(0)
                                            .getSpec()
                                            .getResources()
                                            .getRequests()
                                            .get("storage"))
                            .hasToString("2Gi");
                });
    }

    @Test
    void anAutoscalerAndADisruptionBudgetAreMadeAndRemoved() {
        // Given
        world.create(
                "lab",
                """
                image: {name: "flink:2.3.0"}
                podDisruptionBudget: {maxUnavailable: 1}
                taskManager: {replicas: 2, horizontalPodAutoscaler: {maxReplicas: 5}}
                """);

        // When
        eventually(() -> assertThat(scaling()).hasSize(2).doesNotContainNull());

        // Then
        var budget = world.client.policy().v1().podDisruptionBudget();
        assertThat(
                        budget.inNamespace(world.namespace)
                                .withName("flink-lab")
                                .get()
                                .getSpec()
                                .getMaxUnavailable())
                .isEqualTo(new IntOrString(1));

        // When
        world.patch(
                "lab",
                "{\"spec\": {\"podDisruptionBudget\": null,"
                        + " \"taskManager\": {\"horizontalPodAutoscaler\": null}}}");

        // Then
        eventually(() -> assertThat(scaling()).containsOnlyNulls());
    }

    @Test
    void ofSeveralOperatorsEachHasTheClustersWithItsLabels() {
        // Given
        world.stopOperator().startOperator(Map.of("WATCH_LABELS", "team=shop"));
        world.create("other", "image: {name: \"flink:2.3.0\"}");

        // When
        world.create("lab", "image: {name: \"flink:2.3.0\"}");
        world.patch("lab", "{\"metadata\": {\"labels\": {\"team\": \"shop\"}}}");

        // Then
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Creating"));
        assertThat(world.cluster("other").getStatus()).isNull();
        assertThat(world.cluster("other").getMetadata().getFinalizers()).isEmpty();
    }

    @Test
    void aNetworkPolicyIsMadeChangedAndRemovedWithoutTouchingPods() {
        // Given
        world.create("lab", "image: {name: \"flink:2.3.0\"}");
        eventually(() -> assertThat(openedTo()).containsExactly(0));
        String pods = world.status("lab", "/revision/currentRevision");

        // When
        world.patch("lab", "{\"spec\": {\"networkPolicy\": {\"from\": [{\"podSelector\": {}}]}}}");

        // Then
        eventually(() -> assertThat(openedTo()).containsExactly(2));

        // When
        world.patch("lab", "{\"spec\": {\"networkPolicy\": {\"enabled\": false}}}");

        // Then
        eventually(() -> assertThat(openedTo()).isEmpty());
        assertThat(world.status("lab", "/revision/currentRevision")).isEqualTo(pods).isNotEmpty();
    }

    /** How many peers may reach the declared ports, 0 for everybody; empty without a policy. */
    private List<Integer> openedTo() {
        return world
                .client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(world.namespace)
                .list()
                .getItems()
                .stream()
                .map(policy -> policy.getSpec().getIngress().get(1).getFrom().size())
                .toList();
    }

    private List<HasMetadata> scaling() {
        return java.util.Arrays.asList(
                world.client
                        .autoscaling()
                        .v2()
                        .horizontalPodAutoscalers()
                        .inNamespace(world.namespace)
                        .withName("flink-lab")
                        .get(),
                world.client
                        .policy()
                        .v1()
                        .podDisruptionBudget()
                        .inNamespace(world.namespace)
                        .withName("flink-lab")
                        .get());
    }

    private List<GenericKubernetesResource> podGroups() {
        return world.client
                .genericKubernetesResources("scheduling.volcano.sh/v1beta1", "PodGroup")
                .inNamespace(world.namespace)
                .list()
                .getItems();
    }

    private String ready() {
        return world.status("lab", "/components/taskManager/ready");
    }

    private String entrance(String component, String field) {
        return world.status("lab", "/components/" + component + "/" + field);
    }
}

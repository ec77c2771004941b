package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Objects that not every cluster has: changed by somebody, changed by the spec, and removed. */
@ExtendWith(ControlPlaneExtension.class)
class RepairIT {
    private static final Map<String, String> KINDS =
            Map.of(
                    "Ingress", "networking.k8s.io/v1",
                    "HTTPRoute", "gateway.networking.k8s.io/v1",
                    "PodGroup", "scheduling.volcano.sh/v1beta1",
                    "HorizontalPodAutoscaler", "autoscaling/v2",
                    "PodDisruptionBudget", "policy/v1",
                    "Deployment", "apps/v1",
                    "ServiceAccount", "v1",
                    "Role", "rbac.authorization.k8s.io/v1",
                    "RoleBinding", "rbac.authorization.k8s.io/v1");

    private World world;

    @BeforeEach
    void startOperator(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
        world.install("httproutes.gateway.networking.k8s.io", "HTTPRoute", "v1");
        world.install("podgroups.scheduling.volcano.sh", "PodGroup", "v1beta1");
    }

    @AfterEach
    void stopOperator() {
        world.close();
    }

    @Test
    void whatSomebodyChangedIsRepairedAndWhatIsNoLongerWantedGoes() {
        // Given
        world.jobManager("lab", 1);
        world.create(
                "lab",
                """
                image: {name: "flink:2.3.0"}
                batchSchedulerName: volcano
                highAvailability: {storageDir: "s3://bucket/ha"}
                podDisruptionBudget: {maxUnavailable: 1}
                jobManager:
                  ingress: {hostFormat: "{{ $clusterName }}.example.com"}
                  httpRoute: {parentRefs: [{name: public}], hostnames: ["{{$clusterName}}.example.org"]}
                taskManager:
                  replicas: 1
                  deploymentType: Deployment
                  horizontalPodAutoscaler: {maxReplicas: 5}
                """);
        eventually(() -> assertThat(extras()).hasSize(KINDS.size()));

        eventually(
                () ->
                        assertThat(world.status("lab", "/components/jobManager/state"))
                                .isEqualTo("Ready"));

        // When
        extras().forEach(this::takeLabelAway);

        // Then
        eventually(
                () ->
                        assertThat(extras())
                                .hasSize(KINDS.size())
                                .allSatisfy(
                                        it ->
                                                assertThat(it.getMetadata().getLabels())
                                                        .as(it.getKind())
                                                        .containsEntry("app", "flink")));

        // When
        world.patch(
                "lab",
                """
                {"spec": {"batchSchedulerName": null, "highAvailability": null, "podDisruptionBudget": null,
                  "jobManager": {"ingress": null, "httpRoute": null},
                  "taskManager": {"horizontalPodAutoscaler": null}}}
                """);

        // Then
        eventually(() -> assertThat(extras()).extracting("kind").containsExactly("Deployment"));
    }

    @Test
    void ofFormerRevisionsSoManyStayAsAreAskedFor() {
        // Given
        world.jobManager("lab", 1);
        world.create(
                "lab",
                "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}\nrevisionHistoryLimit: 1\n");
        eventually(() -> assertThat(world.status("lab", "/state")).isEqualTo("Running"));
        String first = current();

        // When
        for (String word : List.of("a", "b")) {
            String before = current();
            world.patch(
                    "lab",
                    "{\"spec\": {\"taskManager\": {\"podLabels\": {\"word\": \"%s\"}}}}"
                            .formatted(word));
            eventually(() -> assertThat(current()).isNotEqualTo(before));
        }

        // Then
        eventually(
                () ->
                        assertThat(all("apps/v1", "ControllerRevision"))
                                .extracting(it -> it.getMetadata().getName())
                                .contains(current())
                                .doesNotContain(first));
    }

    private String current() {
        return world.status("lab", "/revision/currentRevision");
    }

    private List<GenericKubernetesResource> extras() {
        return KINDS.entrySet().stream()
                .flatMap(kind -> all(kind.getValue(), kind.getKey()))
                .toList();
    }

    /** The operator's objects of a kind; tests have others of their own. */
    private Stream<GenericKubernetesResource> all(String apiVersion, String kind) {
        return world
                .client
                .genericKubernetesResources(apiVersion, kind)
                .inNamespace(world.namespace)
                .withLabel(Names.MANAGED_BY, Names.OPERATOR)
                .list()
                .getItems()
                .stream();
    }

    private void takeLabelAway(GenericKubernetesResource object) {
        world.client
                .resource(object)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\": {\"labels\": {\"app\": null}}}");
    }
}

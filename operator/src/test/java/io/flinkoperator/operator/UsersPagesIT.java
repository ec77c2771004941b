package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What pages tell users to write for their namespaces, as it stands there. */
@ExtendWith(ControlPlaneExtension.class)
class UsersPagesIT {
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            """;

    private World world;

    @BeforeEach
    void startWorld(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace);
    }

    @AfterEach
    void stopWorld() {
        world.close();
    }

    @Test
    void aMirroredImageIsTakenWherePodSecurityIsRestricted() {
        // Given: the podTemplate of the page
        world.client
                .namespaces()
                .withName(world.namespace)
                .edit(
                        own -> {
                            own.getMetadata()
                                    .getLabels()
                                    .put("pod-security.kubernetes.io/enforce", "restricted");
                            return own;
                        });
        world.startOperator();

        // When
        world.running(
                "lab",
                """
                image: {name: "registry.example.com/mirror/of-flink:2.3.0"}
                taskManager: {replicas: 1}
                job: {jarFile: "https://jars.example.com/a.jar"}
                """
                        + Page.snippet("pods.md", "automountServiceAccountToken"));

        // Then
        assertThat(pods()).hasSize(3);
        assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False");
    }

    @Test
    void aKeytabIsInEveryPod() {
        // Given
        world.startOperator();

        // When
        world.running(
                "lab",
                """
                image: {name: "flink:2.3.0"}
                """
                        + Page.snippet("pods.md", "security.kerberos")
                                .replace("job: {", "job: {jarFile: /j.jar, "));

        // Then
        assertThat(pods())
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(
                        pod ->
                                assertThat(pod.getSpec().getContainers().get(0).getVolumeMounts())
                                        .anyMatch(it -> it.getMountPath().equals("/etc/keytab")));
    }

    @Test
    void policiesOfANamespaceThatDeniesAllFitTheClustersPods() {
        // Given
        String allowed = Page.snippet("session-and-access.md", "flink-egress");
        world.client.resource(allowed).inNamespace(world.namespace).create();
        world.startOperator();

        // When
        world.running("lab", SPEC + "job: {jarFile: /j.jar}\n");

        // Then: all pods are let out by the page's policy, and in by the cluster's own
        var out = Serialization.unmarshal(allowed, NetworkPolicy.class).getSpec().getPodSelector();
        var in =
                world.client
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(world.namespace)
                        .withName("flink-lab")
                        .get()
                        .getSpec()
                        .getPodSelector();
        assertThat(pods())
                .hasSize(3)
                .allSatisfy(
                        pod ->
                                assertThat(pod.getMetadata().getLabels())
                                        .containsAllEntriesOf(out.getMatchLabels())
                                        .containsAllEntriesOf(in.getMatchLabels()));
    }

    @Test
    void oneHostHasAPathForEachCluster() {
        // Given
        world.startOperator();

        // When
        world.create("lab", SPEC + Page.snippet("session-and-access.md", "rewrite-target: /$2"));

        // Then
        eventually(
                () ->
                        assertThat(world.status("lab", "/components/jobManagerIngress/urls/0"))
                                .isEqualTo(
                                        "http://flink.example.com/" + world.namespace + "/lab/"));
    }

    private List<Pod> pods() {
        return world.client
                .pods()
                .inNamespace(world.namespace)
                .withLabel(Names.CLUSTER, "lab")
                .list()
                .getItems();
    }
}

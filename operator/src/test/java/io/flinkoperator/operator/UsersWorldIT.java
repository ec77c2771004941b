package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Namespaces as users have them: crowded, limited, restricted. */
@ExtendWith(ControlPlaneExtension.class)
class UsersWorldIT {
    private static final String SESSION =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            """;
    private static final String RESOURCES =
            "resources: {requests: {cpu: 100m, memory: 2Gi}, limits: {cpu: 500m, memory: 2Gi}}";
    private static final String FETCHED =
            """
            image: {name: "flink:2.3.0"}
            jobManager: {%1$s}
            taskManager: {replicas: 1, %1$s}
            job: {jarFile: "https://jars.example.com/a.jar", %2$s}
            """;
    private static final String QUOTA =
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: limited}
            spec: {hard: {limits.cpu: "40", limits.memory: 90Gi, requests.cpu: "40", requests.memory: 90Gi}}
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
    void podsAmong1500ServicesGetNoVariableOfThem() {
        // Given
        IntStream.range(0, 1500)
                .parallel()
                .forEach(
                        number ->
                                apply(
                                        """
                                        apiVersion: v1
                                        kind: Service
                                        metadata: {name: neighbour-%d}
                                        spec: {type: ExternalName, externalName: example.com}
                                        """
                                                .formatted(number)));
        world.startOperator();
        world.jobManager("lab", 2);
        world.jobManager("linked", 2);

        // When
        world.create("linked", SESSION + "podTemplate: {spec: {enableServiceLinks: true}}\n");
        world.running("lab", SESSION + "job: {jarFile: /j.jar}\n");

        // Then
        assertThat(podsOf("lab"))
                .hasSize(3)
                .allSatisfy(pod -> assertThat(pod.getSpec().getEnableServiceLinks()).isFalse());
        eventually(
                () ->
                        assertThat(podsOf("linked"))
                                .hasSize(2)
                                .allSatisfy(
                                        pod ->
                                                assertThat(pod.getSpec().getEnableServiceLinks())
                                                        .isTrue()));
    }

    @Test
    void aQuotaOnLimitsTakesEveryPodOfAClusterThatHasResources() {
        // Given
        limit(QUOTA);
        world.startOperator();

        // When: the pods of the cluster, of the submission, and of the check before an update
        world.running("lab", FETCHED.formatted(RESOURCES, RESOURCES));
        world.patch("lab", "{\"spec\": {\"job\": {\"args\": [\"changed\"]}}}");

        // Then
        eventually(
                () ->
                        assertThat(podsOf("lab"))
                                .extracting(pod -> pod.getMetadata().getName())
                                .anyMatch(name -> name.startsWith("lab-preflight-")));
    }

    @Test
    void aPodThatAQuotaRefusesIsToldWithTheFieldAndTriedAgain() {
        // Given
        limit(QUOTA);
        world.startOperator();
        world.jobManager("lab", 2);

        // When
        world.create("lab", FETCHED.formatted(RESOURCES, "parallelism: 1"));

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .startsWith("Job lab-job-submitter: ")
                                .contains("must specify limits.cpu for: flink-config")
                                .endsWith(
                                        "; correct spec.job.resources, and those of containers of"
                                                + " your own"));

        // When
        world.client.resourceQuotas().inNamespace(world.namespace).withName("limited").delete();

        // Then
        world.submitted("lab");
        eventually(
                () ->
                        assertThat(world.status("lab", "/components/job/state"))
                                .isEqualTo("Running"));
        eventually(
                () -> assertThat(world.condition("lab", "Degraded", "status")).isEqualTo("False"));
    }

    @Test
    void whatALimitRangeAddsIsNotSetBackAndTooLittleMemoryIsTold() throws Exception {
        // Given
        apply(
                """
                apiVersion: v1
                kind: LimitRange
                metadata: {name: limited}
                spec:
                  limits:
                    - type: Container
                      default: {cpu: "1", memory: 1Gi}
                      defaultRequest: {cpu: 200m, memory: 512Mi}
                      min: {cpu: 200m, memory: 256Mi}
                      max: {cpu: "2", memory: 4Gi}
                """);
        world.startOperator();
        world.jobManager("lab", 2);

        // When
        world.create("lab", SESSION);

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "SpecWarning", "message"))
                                .contains(
                                        "spec.taskManager.resources: has no memory, so Flink is"
                                                + " configured for 1728m, but the container got"
                                                + " 1Gi"));
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));
        eventually(
                () ->
                        assertThat(world.condition("lab", "Progressing", "status"))
                                .isEqualTo("False"));
        Map<String, String> before = world.versions();
        before.put("FlinkCluster/lab", Nudge.of(world, "lab", 3));
        assertThat(world.versions()).isEqualTo(before);
        assertThat(podsOf("lab"))
                .allSatisfy(
                        pod ->
                                assertThat(
                                                pod.getSpec()
                                                        .getContainers()
                                                        .get(0)
                                                        .getResources()
                                                        .getLimits())
                                        .containsEntry("memory", new Quantity("1Gi")));
    }

    @Test
    void aServiceThatSomebodyMadeDualStackStaysSo() throws Exception {
        // Given
        world.startOperator();
        world.jobManager("lab", 2);
        world.create("lab", SESSION);
        eventually(() -> assertThat(world.condition("lab", "Ready", "status")).isEqualTo("True"));

        // When
        world.client
                .services()
                .inNamespace(world.namespace)
                .withName("lab-jobmanager")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"ipFamilyPolicy\": \"PreferDualStack\"}}");
        Nudge.of(world, "lab", 3);

        // Then
        assertThat(world.service("lab-jobmanager").getSpec().getIpFamilyPolicy())
                .isEqualTo("PreferDualStack");
        assertThat(world.condition("lab", "Overridden").isMissingNode()).isTrue();
    }

    @Test
    void aProgramWhoseSecondJobIsRefusedIsTold() {
        // Given
        world.startOperator();
        world.jobManager("lab", 2);
        world.create("lab", SESSION + "job: {jarFile: /j.jar}\n");
        String submitter = Names.submitter("lab");
        eventually(() -> assertThat(world.job(submitter)).isNotNull());

        // When
        world.flink
                .find(world.namespace, "lab")
                .orElseThrow()
                .submit(world.job(submitter).getMetadata().getLabels().get(Names.JOB_ID), "first");
        world.node.treat(
                Pods.ofJob(submitter),
                Fate.failed(
                        1,
                        "Caused by: org.apache.flink.runtime.client.DuplicateJobSubmissionException:"
                                + " Job has already been submitted."));

        // Then
        eventually(
                () ->
                        assertThat(world.condition("lab", "Degraded", "message"))
                                .startsWith("The job is Running, but the program failed")
                                .contains("submits a second job"));
        assertThat(world.condition("lab", "Degraded", "reason")).isEqualTo("ProgramFailed");
    }

    private void apply(String yaml) {
        world.client.resource(yaml).inNamespace(world.namespace).create();
    }

    /** Applies a ResourceQuota, and waits until it counts. */
    private void limit(String quota) {
        apply(quota);
        eventually(
                () ->
                        assertThat(
                                        world.client
                                                .resourceQuotas()
                                                .inNamespace(world.namespace)
                                                .withName("limited")
                                                .get()
                                                .getStatus()
                                                .getHard())
                                .isNotEmpty());
    }

    private List<Pod> podsOf(String cluster) {
        return world.client
                .pods()
                .inNamespace(world.namespace)
                .withLabel(Names.CLUSTER, cluster)
                .list()
                .getItems();
    }
}

package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the chart's admission policy refuses; it is made by helm, for this test's namespace only.
 */
@ExtendWith(ControlPlaneExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionPolicyIT {
    private static final Path SCHEMA = Path.of("src/test/resources/schema");
    private static final String CONTROL = "flinkclusters.flinkoperator.k8s.io/user-control";
    private static final String IMAGE = "image: {name: 'flink:2.3.0'}\n";
    private static final String JOB = IMAGE + "job: {jarFile: /j.jar}\n";

    private final KubernetesClient client;
    private final String namespace;
    private final List<HasMetadata> policy = new ArrayList<>();

    AdmissionPolicyIT(KubernetesClient client, TestNamespace namespace) {
        this.client = client;
        this.namespace = namespace.name();
    }

    @BeforeEach
    void installPolicy() {
        if (!policy.isEmpty()) {
            return;
        }
        World.installCrd(client);
        policy.addAll(policyOf("1.30.0"));
        policy.forEach(object -> client.resource(object).create());
        eventually(
                () ->
                        assertThatThrownBy(() -> create("v1beta1", IMAGE, "probe"))
                                .hasMessageContaining("'probe' is not known"));
    }

    @AfterAll
    void removePolicy() {
        policy.forEach(object -> client.resource(object).delete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1beta1", "v1alpha1"})
    void whatTheSchemaCannotSeeIsRefused(String version) {
        isRefused(
                version,
                JOB,
                "stop",
                "metadata.annotations["
                        + CONTROL
                        + "]: 'stop' is not known; set it to savepoint, job-cancel, job-resume,"
                        + " abort, retry-update or start-without-state, or remove it");
        isRefused(
                version,
                IMAGE,
                "job-cancel",
                "metadata.annotations["
                        + CONTROL
                        + "]: 'job-cancel' is not possible for a session"
                        + " cluster; remove it, and control its jobs in Flink's web UI");
        isRefused(
                version,
                IMAGE + "jobManager: {resources: {requests: {cpu: 2}, limits: {cpu: 1500m}}}",
                null,
                "spec.jobManager.resources.requests.cpu: '2' is more than the limit '1500m'; lower"
                        + " it or raise the limit");
        isRefused(
                version,
                IMAGE + "taskManager: {resources: {requests: {memory: 8Gi}, limits: {memory: 4G}}}",
                null,
                "spec.taskManager.resources.requests.memory: '8Gi' is more than the limit '4G';"
                        + " lower it or raise the limit");
        isRefused(
                version,
                IMAGE + "job: {jarFile: /j, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}",
                null,
                "spec.job.resources.requests.cpu: '2' is more than the limit '1'; lower it or raise"
                        + " the limit");
        isRefused(
                version,
                IMAGE + "envVars: [{name: A, value: '8675309'}, {name: B}, {name: A}]",
                null,
                "spec.envVars: 'A' is there twice; choose another");
        isRefused(
                version,
                IMAGE + "taskManager: {volumes: [{name: flink-config-volume, emptyDir: {}}]}",
                null,
                "spec.taskManager.volumes: 'flink-config-volume' is the name of a volume of the"
                        + " operator; choose another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1beta1", "v1alpha1"})
    void whatIsRightIsTaken(String version) throws IOException {
        try (Stream<Path> files = Files.list(SCHEMA)) {
            for (Path file : files.filter(it -> it.toString().contains("valid-")).toList()) {
                if (file.getFileName().toString().startsWith("valid-")) {
                    JsonNode manifest = Serialization.unmarshal(World.read(file), JsonNode.class);
                    assertThatCode(
                                    () ->
                                            create(
                                                    version,
                                                    Serialization.asYaml(manifest.path("spec")),
                                                    null))
                            .as(file.toString())
                            .doesNotThrowAnyException();
                }
            }
        }
        create(version, JOB, "savepoint");
        create(version, JOB, "job-cancel");
        create(version, IMAGE + "taskManager: {resources: {limits: {cpu: 1}}}", null);
        create(
                version,
                IMAGE + "taskManager: {resources: {requests: {cpu: 1000m}, limits: {cpu: 1}}}",
                null);
    }

    /** What the policy cannot make sense of it leaves to the operator. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobManager: many",
                "envVars: {A: b}",
                "envVars: [{value: b}, 7]",
                "jobManager: {resources: [], volumes: {}}",
                "jobManager: {resources: {requests: {cpu: lots}, limits: {cpu: 1}}}",
            })
    void whatHasNoShapeIsLeftToTheOperator(String spec) {
        assertThatCode(() -> create("v1alpha1", IMAGE + spec, null)).doesNotThrowAnyException();
    }

    @Test
    void whatWasTakenOnceCanBeLabelledAndDeleted() {
        // Given
        String bad = IMAGE + "envVars: [{name: A}, {name: A}]";
        client.resource(policy.get(1)).delete();
        eventually(
                () ->
                        assertThatCode(() -> create("v1beta1", bad, null))
                                .doesNotThrowAnyException());
        GenericKubernetesResource older = manifest("v1beta1", bad, null);
        older.getMetadata().setName("older");
        client.resource(older).create();
        client.resource(policy.get(1)).create();
        eventually(() -> assertThatThrownBy(() -> create("v1beta1", bad, null)).isNotNull());

        // When
        patch("{\"metadata\": {\"labels\": {\"team\": \"a\"}, \"finalizers\": [\"a.b/c\"]}}");
        client.resource(older).delete();
        patch("{\"metadata\": {\"finalizers\": null}}");

        // Then
        assertThat(client.resource(older).get()).isNull();
    }

    @Test
    void kubernetesFindsNoMistakeInItsExpressions() {
        eventually(
                () -> {
                    var seen =
                            client.resources(ValidatingAdmissionPolicy.class)
                                    .withName(policy.get(0).getMetadata().getName())
                                    .get();
                    assertThat(seen.getStatus().getObservedGeneration())
                            .isEqualTo(seen.getMetadata().getGeneration());
                    assertThat(seen.getStatus().getTypeChecking().getExpressionWarnings())
                            .isEmpty();
                });
    }

    @Test
    void kubernetesThatDoesNotKnowPoliciesGetsNone() {
        assertThat(policyOf("1.29.14")).isEmpty();
        assertThat(policyOf("1.30.14-gke.100")).hasSize(2);
        assertThat(policyOf("1.31.0", "--set=admissionPolicy.create=false")).isEmpty();
    }

    private void isRefused(String version, String spec, String control, String message) {
        assertThatThrownBy(() -> create(version, spec, control))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refusal ->
                                assertThat(refusal.getStatus().getMessage())
                                        .isEqualTo(
                                                "flinkclusters.flinkoperator.k8s.io \"lab\" is"
                                                        + " forbidden: ValidatingAdmissionPolicy"
                                                        + " 'test-flink-operator' with binding"
                                                        + " 'test-flink-operator' denied request: "
                                                        + message));
    }

    private void create(String version, String spec, String control) {
        client.resource(manifest(version, spec, control)).dryRun().create();
    }

    private GenericKubernetesResource manifest(String version, String spec, String control) {
        GenericKubernetesResource manifest =
                new Draft(version, "lab", Serialization.unmarshal(spec, JsonNode.class))
                        .written(namespace);
        Optional.ofNullable(control)
                .ifPresent(value -> manifest.getMetadata().setAnnotations(Map.of(CONTROL, value)));
        return manifest;
    }

    private void patch(String patch) {
        client.genericKubernetesResources("flinkoperator.k8s.io/v1beta1", "FlinkCluster")
                .inNamespace(namespace)
                .withName("older")
                .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    /** The policy and its binding, as helm makes them for a version of Kubernetes. */
    private List<HasMetadata> policyOf(String kubernetes, String... settings) {
        List<String> all = new ArrayList<>(List.of("--set=watchNamespaces={" + namespace + "}"));
        all.addAll(List.of(settings));
        return Chart.objects(client, kubernetes, all).stream()
                .filter(object -> object.getKind().startsWith("ValidatingAdmissionPolicy"))
                .toList();
    }
}

package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the API server takes and refuses. A file valid-*.yaml is taken; a file invalid-*.yaml is
 * refused with a message that holds what its first line expects.
 */
@ExtendWith(ControlPlaneExtension.class)
class SchemaIT {
    private static final Platform PLATFORM =
            new Platform("default", "flink-operator:dev", "UEsDBA==");
    private static final Path FILES = Path.of("src/test/resources/schema");
    private static final Path WILD = Path.of("../core/src/test/resources/wild");
    private static final String EXPECT = "# expect: ";
    private static final String SCHEMA = "# schema: ";

    /** Fields whose inside is Kubernetes' own. */
    private static final Set<String> NOT_OURS =
            Set.of("resources", "securityContext", "affinity", "nodeAffinity");

    private final KubernetesClient client;
    private final String namespace;

    SchemaIT(KubernetesClient client, TestNamespace namespace) {
        this.client = client;
        this.namespace = namespace.name();
    }

    @BeforeEach
    void installCrd() {
        World.installCrd(client);
    }

    @TestFactory
    Stream<DynamicTest> validFilesAreTaken() throws IOException {
        return files("valid-").stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> isTaken(file)));
    }

    private void isTaken(Path file) {
        FlinkCluster cluster = Serialization.unmarshal(World.read(file), FlinkCluster.class);
        cluster.getMetadata().setNamespace(namespace);
        FlinkCluster taken = client.resource(cluster).dryRun().create();

        assertThat(SpecParser.parse(cluster, PLATFORM))
                .as("as written")
                .isInstanceOf(Parsed.Valid.class);
        assertThat(SpecParser.parse(taken, PLATFORM))
                .as("with the schema's defaults")
                .isEqualTo(withUidOf(taken, cluster));
    }

    /** Defaults of the schema and of the parser must be the same. */
    private static Parsed withUidOf(FlinkCluster taken, FlinkCluster cluster) {
        cluster.getMetadata().setUid(taken.getMetadata().getUid());
        return SpecParser.parse(cluster, PLATFORM);
    }

    @TestFactory
    Stream<DynamicTest> invalidFilesAreRefused() throws IOException {
        return files("invalid-").stream()
                .map(file -> DynamicTest.dynamicTest(name(file), () -> isRefused(file)));
    }

    private void isRefused(Path file) {
        String yaml = World.read(file);
        String first = yaml.lines().findFirst().orElse("");
        assertThat(first).startsWith(EXPECT);

        assertThatThrownBy(() -> create(yaml))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(first.substring(EXPECT.length()));
    }

    /** As kubectl does it; a line "# schema:" has what is said of a file that is refused. */
    @TestFactory
    Stream<DynamicTest> manifestsThatPeopleHaveAreTakenOrRefusedInASentence() throws IOException {
        try (Stream<Path> files = Files.list(WILD)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(name(file), () -> isAnswered(file)));
        }
    }

    private void isAnswered(Path file) {
        String yaml = World.read(file);
        Optional<String> refusal =
                yaml.lines()
                        .filter(line -> line.startsWith(SCHEMA))
                        .map(line -> line.substring(SCHEMA.length()))
                        .findFirst();
        GenericKubernetesResource object =
                Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        object.getMetadata().setUid(null);
        Throwable thrown =
                catchThrowable(
                        () ->
                                client.resource(object)
                                        .dryRun()
                                        .fieldValidation(Validation.STRICT)
                                        .create());

        assertThat(thrown == null).as(String.valueOf(thrown)).isEqualTo(refusal.isEmpty());
        refusal.ifPresent(it -> assertThat(thrown).hasMessageContaining(it));
    }

    /** As it is written, also where our own types would not let it be written so. */
    private void create(String yaml) {
        GenericKubernetesResource object =
                Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        object.getMetadata().setNamespace(namespace);
        client.resource(object).dryRun().create();
    }

    @Test
    void aJobCanBeNeitherAddedNorRemoved() throws IOException {
        // Given
        for (String file : List.of("valid-session.yaml", "valid-job.yaml")) {
            FlinkCluster cluster =
                    Serialization.unmarshal(World.read(FILES.resolve(file)), FlinkCluster.class);
            cluster.getMetadata().setNamespace(namespace);
            client.resource(cluster).create();
        }

        // When and then
        for (String patch :
                List.of(
                        "session {\"spec\":{\"job\":{\"jarFile\":\"j.jar\"}}}",
                        "job {\"spec\":{\"job\":null}}")) {
            String[] nameAndPatch = patch.split(" ", 2);
            assertThatThrownBy(
                            () ->
                                    client.resources(FlinkCluster.class)
                                            .inNamespace(namespace)
                                            .withName(nameAndPatch[0])
                                            .patch(
                                                    PatchContext.of(PatchType.JSON_MERGE),
                                                    nameAndPatch[1]))
                    .as(nameAndPatch[0])
                    .hasMessageContaining("spec.job can be neither added nor removed");
        }
    }

    @Test
    void anObjectIsServedInBothVersions() {
        // Given
        String yaml =
                """
                apiVersion: flinkoperator.k8s.io/v1alpha1
                kind: FlinkCluster
                metadata: {name: older}
                spec: {image: {name: f}, unknownField: {a: [1]}, jobManager: {replicas: 3}}
                """;
        GenericKubernetesResource older =
                Serialization.unmarshal(yaml, GenericKubernetesResource.class);
        older.getMetadata().setNamespace(namespace);
        client.resource(older).create();

        // When
        GenericKubernetesResource alpha = get("v1alpha1", "older");
        GenericKubernetesResource beta = get("v1beta1", "older");

        // Then
        assertThat(alpha.<Object>get("spec", "jobManager", "replicas")).isEqualTo(3);
        assertThat(alpha.<Object>get("spec", "image", "name")).isEqualTo("f");
        assertThat(beta.<Object>get("spec", "image", "name")).isEqualTo("f");
        assertThat(beta.getMetadata().getUid()).isEqualTo(alpha.getMetadata().getUid());
    }

    @Test
    void everyFieldIsExplained() {
        // When
        JSONSchemaProps schema =
                client
                        .apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("flinkclusters.flinkoperator.k8s.io")
                        .get()
                        .getSpec()
                        .getVersions()
                        .stream()
                        .filter(version -> version.getName().equals("v1beta1"))
                        .findFirst()
                        .orElseThrow()
                        .getSchema()
                        .getOpenAPIV3Schema();

        // Then
        List<String> fields = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        for (String part : List.of("spec", "status")) {
            visit(part, schema.getProperties().get(part), fields, unexplained);
        }
        assertThat(fields).hasSizeGreaterThan(60);
        assertThat(unexplained).isEmpty();
    }

    private static void visit(
            String path, JSONSchemaProps field, List<String> fields, List<String> unexplained) {
        fields.add(path);
        String description = field.getDescription();
        if (description == null || !description.strip().endsWith(".")) {
            unexplained.add(path);
        }
        boolean isOurs = !NOT_OURS.contains(path.substring(path.lastIndexOf('.') + 1));
        if (field.getProperties() != null && isOurs) {
            for (Map.Entry<String, JSONSchemaProps> inner : field.getProperties().entrySet()) {
                visit(path + "." + inner.getKey(), inner.getValue(), fields, unexplained);
            }
        }
    }

    private GenericKubernetesResource get(String version, String name) {
        return client.genericKubernetesResources("flinkoperator.k8s.io/" + version, "FlinkCluster")
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    private static List<Path> files(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> name(file).startsWith(prefix)).sorted().toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}

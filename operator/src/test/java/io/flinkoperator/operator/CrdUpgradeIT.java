package io.flinkoperator.operator;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.testkit.ControlPlane;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Resources that were stored under the CRDs of earlier commits, and the CRD of today. */
class CrdUpgradeIT {
    private static final String CRD = "helm/flink-operator/crds/flinkclusters.yaml";
    private static final String EXAMPLES = "examples";

    @Test
    void whatWasValidUnderAnEarlierCrdCanBeReadAndWrittenUnderThatOfToday() throws Exception {
        // Given
        List<String> commits = lines("log", "--format=%H", "--", CRD);
        assumeThat(commits).as("commits with a CRD: is this a clone with history?").isNotEmpty();
        try (ControlPlane plane = ControlPlane.startWithoutControllerManager()) {
            int resources = 0;
            for (String commit : commits) {
                // When
                resources += upgrade(plane.client(), commit);
            }

            // Then
            System.out.printf("CRDs: %d, resources: %d%n", commits.size(), resources);
            assertThat(resources).isPositive();
        }
    }

    /** How many resources there were. */
    private static int upgrade(KubernetesClient client, String commit) throws Exception {
        World.installCrd(client, git("show", commit + ":" + CRD));
        List<GenericKubernetesResource> stored = create(client, commit);

        // When
        World.installCrd(client);

        // Then
        for (GenericKubernetesResource before : stored) {
            GenericKubernetesResource now = client.resource(before).get();
            assertThat(holds(spec(now), spec(before)))
                    .as("%s is %s now, and was %s", path(before), spec(now), spec(before))
                    .isTrue();
            now.getMetadata().setManagedFields(null);
            assertThat(client.resource(now).update().getMetadata().getUid())
                    .isEqualTo(before.getMetadata().getUid());
            client.resource(now).delete();
        }
        return stored.size();
    }

    /** The examples as they were then. */
    private static List<GenericKubernetesResource> create(KubernetesClient client, String commit)
            throws Exception {
        return lines("ls-tree", "-r", "--name-only", commit, EXAMPLES).stream()
                .filter(path -> path.endsWith(".yaml"))
                .flatMap(path -> clusters(client, commit, path))
                .map(cluster -> client.resource(named(cluster)))
                // Until the API server goes by the definition of then.
                .map(cluster -> eventually(cluster::create, Objects::nonNull))
                .toList();
    }

    private static String path(GenericKubernetesResource cluster) {
        return cluster.getMetadata().getNamespace() + "/" + cluster.getMetadata().getName();
    }

    private static JsonNode spec(GenericKubernetesResource cluster) {
        return Serialization.unmarshal(Serialization.asJson(cluster), JsonNode.class).path("spec");
    }

    /** Whether everything is there that was; fields may have got a default since. */
    private static boolean holds(JsonNode now, JsonNode before) {
        if (before.isObject()) {
            return StreamSupport.stream(
                            Spliterators.spliteratorUnknownSize(before.fieldNames(), 0), false)
                    .allMatch(name -> holds(now.path(name), before.get(name)));
        }
        return before.isArray()
                ? now.size() == before.size()
                        && IntStream.range(0, before.size())
                                .allMatch(i -> holds(now.get(i), before.get(i)))
                : now.equals(before);
    }

    /** Two examples may be of the same name. */
    private static GenericKubernetesResource named(GenericKubernetesResource cluster) {
        cluster.getMetadata().setName(null);
        cluster.getMetadata().setGenerateName("example-");
        cluster.getMetadata().setNamespace("default");
        return cluster;
    }

    private static Stream<GenericKubernetesResource> clusters(
            KubernetesClient client, String commit, String path) {
        try {
            byte[] yaml = git("show", commit + ":" + path).getBytes(StandardCharsets.UTF_8);
            return client.load(new ByteArrayInputStream(yaml)).items().stream()
                    .filter(object -> object.getKind().equals("FlinkCluster"))
                    .map(Serialization::asJson)
                    .map(json -> Serialization.unmarshal(json, GenericKubernetesResource.class));
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException("Failed to read " + path + " of " + commit, failure);
        }
    }

    private static List<String> lines(String... arguments) throws Exception {
        return git(arguments).lines().toList();
    }

    /** Its output; blank where there is no history. */
    private static String git(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("git", "-C", ".."), Stream.of(arguments)).toList();
        Process git = new ProcessBuilder(command).start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return git.waitFor() == 0 ? output : "";
    }
}

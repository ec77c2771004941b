package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * All objects of a cluster, as files. A scenario is a folder with in.yaml; a line "# kinds: A, B"
 * in it keeps the others out. {@code -Dgolden.update=true} writes the files anew: look at the
 * difference, every line of it reaches a user's pods.
 */
class DesiredResourcesTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/DesiredResourcesTest");
    private static final String KINDS = "# kinds: ";

    @TestFactory
    Stream<DynamicTest> objectsAreAsReviewed() throws IOException {
        return list(SCENARIOS).stream()
                .map(
                        scenario ->
                                DynamicTest.dynamicTest(
                                        scenario.getFileName().toString(), () -> check(scenario)));
    }

    @TestFactory
    Stream<DynamicTest> objectsAreTheSameEveryTime() throws IOException {
        return list(SCENARIOS).stream()
                .map(scenario -> scenario.resolve("in.yaml"))
                .map(
                        in ->
                                DynamicTest.dynamicTest(
                                        in.getParent().getFileName().toString(),
                                        () -> assertThat(objects(in)).isEqualTo(objects(in))));
    }

    private static void check(Path scenario) throws IOException {
        // Given
        Path in = scenario.resolve("in.yaml");

        // When
        Map<String, String> objects = objects(in);

        // Then
        if (Boolean.getBoolean("golden.update")) {
            write(scenario, objects);
        }
        Set<String> files = new HashSet<>();
        list(scenario).forEach(file -> files.add(file.getFileName().toString()));
        files.remove("in.yaml");
        assertThat(objects.keySet()).as("files in %s", scenario).isEqualTo(files);
        for (Map.Entry<String, String> object : objects.entrySet()) {
            assertThat(scenario.resolve(object.getKey())).hasContent(object.getValue());
        }
    }

    private static void write(Path scenario, Map<String, String> objects) throws IOException {
        for (Path file : list(scenario)) {
            if (!file.endsWith("in.yaml")) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> object : objects.entrySet()) {
            Files.writeString(scenario.resolve(object.getKey()), object.getValue());
        }
    }

    private static Map<String, String> objects(Path in) throws IOException {
        String yaml = Files.readString(in);
        ValidCluster cluster = Clusters.valid(Serialization.unmarshal(yaml, FlinkCluster.class));
        List<HasMetadata> all = new ArrayList<>(DesiredResources.all(cluster));
        cluster.job()
                .map(
                        job ->
                                Jobs.of(
                                        cluster,
                                        job,
                                        Revision.jobId(cluster.uid(), cluster.revision(), 0),
                                        Optional.ofNullable(job.fromSavepoint())
                                                .map(path -> new RestoreStatus(path, null, null))))
                .ifPresent(all::add);
        List<String> kinds =
                yaml.lines()
                        .filter(line -> line.startsWith(KINDS))
                        .flatMap(line -> Stream.of(line.substring(KINDS.length()).split(", ")))
                        .toList();
        Map<String, String> files = new TreeMap<>();
        all.stream()
                .filter(object -> kinds.isEmpty() || kinds.contains(object.getKind()))
                .forEach(
                        object ->
                                files.put(
                                        "out-%s-%s.yaml"
                                                .formatted(
                                                        object.getKind(),
                                                        object.getMetadata().getName()),
                                        Serialization.asYaml(object)));
        return files;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

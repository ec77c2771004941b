package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.FlinkVersion;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Manifests of the kinds that people have. The comments of a file say what its author needs:
 * "refused" is the one sentence, "warning" each warning in their order; "option", "no option" and
 * "option ends" are about Flink's configuration, "argument" about the container that brings the job
 * in, "mount" about all containers of Flink, "savepoints" about the time between them, "open" about
 * the NetworkPolicy, "version" about Flink.
 */
class WildManifestsTest {
    private static final Path FILES = Path.of("src/test/resources/wild");

    @TestFactory
    Stream<DynamicTest> aManifestDoesWhatItsAuthorMeantOrIsRefusedInASentence() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().toList().stream()
                    .map(
                            it ->
                                    DynamicTest.dynamicTest(
                                            it.getFileName().toString(), () -> check(it)));
        }
    }

    private static void check(Path file) throws IOException {
        // Given
        String yaml = Files.readString(file);
        FlinkCluster cluster = Serialization.unmarshal(yaml, FlinkCluster.class);

        // When
        List<String> problems = Clusters.problems(cluster);

        // Then
        assertThat(said(yaml, "kind")).hasSize(1);
        assertThat(problems).isEqualTo(said(yaml, "refused"));
        if (problems.isEmpty()) {
            isAsMeant(yaml, Clusters.valid(cluster));
        }
    }

    private static void isAsMeant(String yaml, ValidCluster cluster) {
        assertThat(cluster.warnings())
                .extracting(Problem::toString)
                .isEqualTo(said(yaml, "warning"));
        Map<String, String> options = FlinkConfiguration.of(cluster);
        assertThat(options.entrySet())
                .extracting(it -> it.getKey() + ": " + it.getValue())
                .containsAll(said(yaml, "option"));
        assertThat(options).doesNotContainKeys(said(yaml, "no option").toArray(String[]::new));
        said(yaml, "option ends").stream()
                .map(it -> it.split(": ", 2))
                .forEach(it -> assertThat(options.get(it[0])).endsWith(it[1]));
        said(yaml, "version")
                .forEach(
                        it ->
                                assertThat(cluster.flinkVersion().map(FlinkVersion::toString))
                                        .isEqualTo(Optional.of(it).filter(v -> !v.isEmpty())));
        said(yaml, "argument").forEach(it -> assertThat(arguments(cluster)).contains(it));
        said(yaml, "mount")
                .forEach(it -> assertThat(pods(cluster)).allMatch(pod -> hasMount(pod, it)));
        said(yaml, "savepoints")
                .forEach(
                        it ->
                                assertThat(cluster.job().orElseThrow().autoSavepointSeconds())
                                        .isEqualTo(Integer.valueOf(it)));
        said(yaml, "open").forEach(it -> assertThat(open(cluster)).contains(it));
    }

    private static List<String> said(String yaml, String what) {
        String mark = "# " + what + ":";
        return yaml.lines()
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()).strip())
                .toList();
    }

    private static Stream<PodSpec> pods(ValidCluster cluster) {
        Stream<PodSpec> workloads =
                DesiredResources.all(cluster).stream()
                        .filter(StatefulSet.class::isInstance)
                        .map(it -> ((StatefulSet) it).getSpec().getTemplate().getSpec());
        return Stream.concat(workloads, Stream.of(job(cluster)));
    }

    private static PodSpec job(ValidCluster cluster) {
        var job = cluster.job().orElseThrow();
        Optional<RestoreStatus> restore =
                Optional.ofNullable(job.fromSavepoint())
                        .map(path -> new RestoreStatus(path, List.of(), null));
        return Jobs.of(cluster, job, "0".repeat(32), restore).getSpec().getTemplate().getSpec();
    }

    private static boolean hasMount(PodSpec pod, String path) {
        return pod.getContainers().get(0).getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .anyMatch(path::equals);
    }

    private static String arguments(ValidCluster cluster) {
        return String.join(" ", job(cluster).getContainers().get(0).getArgs());
    }

    private static String open(ValidCluster cluster) {
        HasMetadata policy =
                DesiredResources.all(cluster).stream()
                        .filter(NetworkPolicy.class::isInstance)
                        .findFirst()
                        .orElseThrow();
        return ((NetworkPolicy) policy)
                .getSpec().getIngress().get(1).getPorts().stream()
                        .map(WildManifestsTest::range)
                        .collect(Collectors.joining(", "));
    }

    private static String range(NetworkPolicyPort port) {
        return port.getPort().getIntVal()
                + (port.getEndPort() == null ? "" : "-" + port.getEndPort());
    }
}

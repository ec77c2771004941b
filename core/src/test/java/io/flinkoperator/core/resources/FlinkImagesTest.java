package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the entrypoint of an official image must not change of a cluster. */
class FlinkImagesTest {
    private static final String CONFIGURATION = "/opt/flink/conf";

    /** It would set the address of the JobManager to its own host name, in a TaskManager, too. */
    @ParameterizedTest
    @CsvSource({"1.12", "1.17", "1.20", "2.3", "latest"})
    void anEntrypointThatEditsTheConfigurationCannot(String version) {
        List<PodSpec> pods = pods("image: {name: 'flink:%s'}".formatted(version));

        assertThat(pods)
                .hasSize(2)
                .allSatisfy(
                        pod ->
                                assertThat(configuration(pod.getContainers().get(0)).getReadOnly())
                                        .isTrue());
    }

    @Test
    void anInitContainerOfTheUsersCanCompleteTheConfiguration() {
        PodSpec pod =
                pods(Clusters.SESSION + "jobManager: {initContainers: [{name: own, image: a}]}")
                        .get(0);

        Container own = pod.getInitContainers().get(1);
        assertThat(own.getName()).isEqualTo("own");
        assertThat(configuration(own).getReadOnly()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            1.17 | a#b    | -D,k=a#b
            1.17 | ' a '  | -D,'k= a '
            1.20 | ''     | -D,k=
            1.20 | #$HOME | -D,k=#$$HOME
            1.20 | a $b"c |
            1.15 | ''     |
            2.3  | ' #'   |
            """)
    void aValueThatTheFileOfFlink1CannotCarryIsAnArgument(
            String version, String value, String words) {
        // Given
        ValidCluster cluster =
                Clusters.valid(
                        "image: {name: 'flink:%s'}\nflinkProperties: {k: '%s'}"
                                .formatted(version, value));

        // When
        List<String> jobManager = container(cluster, "jobmanager").getArgs();
        List<String> taskManager = container(cluster, "taskmanager").getArgs();

        // Then
        List<String> expected =
                words == null ? List.of() : List.of(words.replace("'", "").split(","));
        assertThat(jobManager.subList(1, jobManager.size())).isEqualTo(expected);
        assertThat(taskManager.subList(1, taskManager.size())).isEqualTo(expected);
    }

    private static Container container(ValidCluster cluster, String component) {
        return pods(cluster).stream()
                .map(pod -> pod.getContainers().get(0))
                .filter(it -> it.getName().equals(component))
                .findFirst()
                .orElseThrow();
    }

    private static List<PodSpec> pods(String spec) {
        return pods(Clusters.valid(spec));
    }

    private static List<PodSpec> pods(ValidCluster cluster) {
        List<HasMetadata> objects = DesiredResources.all(cluster);
        return objects.stream()
                .filter(StatefulSet.class::isInstance)
                .map(it -> ((StatefulSet) it).getSpec().getTemplate().getSpec())
                .toList();
    }

    private static VolumeMount configuration(Container container) {
        Optional<VolumeMount> found =
                container.getVolumeMounts().stream()
                        .filter(it -> it.getMountPath().equals(CONFIGURATION))
                        .findFirst();
        return found.orElseThrow();
    }
}

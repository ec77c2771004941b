package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator that is upgraded while a job runs, on a real node with real Flink. */
@Tag("alone")
class UpgradeE2E {
    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: endless}
            spec:
              flinkVersion: "2.3"
              image: {name: "flink-operator/wordcount:dev"}
              flinkProperties: {execution.checkpointing.interval: 1s}
              jobManager:
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
              job:
                jarFile: /opt/flink/usrlib/wordcount.jar
                className: io.flinkoperator.examples.wordcount.Endless
                savepointsDir: file:///tmp/savepoints
                parallelism: 1
            """;

    @TempDir Path folder;

    @Test
    void aRunningJobIsNotTouchedByAnUpgradeFromTheChartOfTheCommitBefore() throws Exception {
        try (RealCluster real = new RealCluster("e2e-upgrade")) {
            // Given
            Release release = new Release(real.client);
            release.replace(chartBefore(), "--set=podAnnotations.chart=before");
            String name = real.apply(SPEC);
            eventually(() -> assertThat(real.jobState(name)).isEqualTo("Running"));
            eventually(() -> assertThat(real.status(name, "/state")).isEqualTo("Running"));
            String id = real.status(name, "/components/job/id");
            Map<String, String> before = pods(real);
            String operator = release.pods().get(0).getMetadata().getUid();

            // When
            release.upgrade("--set=podAnnotations.chart=today");

            // Then: the new operator acts,
            assertThat(release.pods().get(0).getMetadata().getUid()).isNotEqualTo(operator);
            real.annotate(name, "flinkclusters.flinkoperator.k8s.io/user-control", "savepoint");
            eventually(
                    () -> assertThat(real.status(name, "/savepoint/state")).isEqualTo("Succeeded"));

            // And: the job has noticed nothing.
            assertThat(pods(real)).isEqualTo(before);
            eventually(
                    () -> {
                        assertThat(real.rest(name, "/jobs/overview").path("jobs")).hasSize(1);
                        assertThat(real.rest(name, "/jobs/" + id).path("state").asText())
                                .isEqualTo("RUNNING");
                    });
        }
    }

    /** Of each pod its id, and how often its containers were restarted. */
    private static Map<String, String> pods(RealCluster real) {
        return real.client.pods().inNamespace(real.namespace).list().getItems().stream()
                .collect(
                        Collectors.toMap(
                                pod -> pod.getMetadata().getName(),
                                pod -> pod.getMetadata().getUid() + " " + restarts(pod),
                                (one, other) -> one,
                                TreeMap::new));
    }

    private static int restarts(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .mapToInt(ContainerStatus::getRestartCount)
                .sum();
    }

    private Path chartBefore() throws Exception {
        Path archive = folder.resolve("chart.tar");
        Release.run(
                List.of(
                        "git",
                        "-C",
                        "..",
                        "archive",
                        "--output=" + archive,
                        "HEAD~1",
                        "helm/flink-operator"));
        Release.run(List.of("tar", "-xf", archive.toString(), "-C", folder.toString()));
        Path chart = folder.resolve("helm/flink-operator");
        assertThat(Files.exists(chart.resolve("Chart.yaml"))).isTrue();
        return chart;
    }
}

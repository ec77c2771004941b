package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs that survive their JobManager, on a real node with real Flink. */
class HighAvailabilityE2E {
    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: ha}
            spec:
              flinkVersion: "2.3"
              image: {name: "flink-operator/wordcount:dev"}
              highAvailability: {storageDir: "file:///state/ha", replicas: %d}
              flinkProperties:
                execution.checkpointing.interval: 1s
                execution.checkpointing.dir: file:///state/checkpoints
                restart-strategy.type: fixed-delay
                restart-strategy.fixed-delay.attempts: "100"
                restart-strategy.fixed-delay.delay: 1s
              podTemplate:
                spec:
                  initContainers:
                    - {name: state-folder, image: "flink-operator/wordcount:dev", command: [chmod, "777", /state], securityContext: {runAsUser: 0}, volumeMounts: [{name: state, mountPath: /state}]}
                  volumes:
                    - {name: state, hostPath: {path: %s, type: DirectoryOrCreate}}
              jobManager:
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
                volumeMounts: [{name: state, mountPath: /state}]
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
                volumeMounts: [{name: state, mountPath: /state}]
              job:
                mode: %s
                jarFile: /opt/flink/usrlib/wordcount.jar
                className: io.flinkoperator.examples.wordcount.Endless
                parallelism: 1
                volumeMounts: [{name: state, mountPath: /state}]
            """;

    private RealCluster real;

    @BeforeEach
    void makeNamespace(TestInfo test) {
        String mode = test.getDisplayName().replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
        real = new RealCluster("e2e-ha-" + mode);
    }

    @AfterEach
    void removeNamespace() {
        real.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"Detached, 2", "Application, 1"})
    void aJobGoesOnFromItsLastCheckpointWhenItsJobManagersAreKilled(String mode, int jobManagers) {
        // Given
        String name = real.apply(SPEC.formatted(jobManagers, real.folder, mode));
        eventually(() -> assertThat(real.jobState(name)).isEqualTo("Running"));
        String id = real.status(name, "/components/job/id");
        eventually(() -> assertThat(completedCheckpoints(name, id)).isGreaterThan(3));

        // When
        real.client
                .pods()
                .inNamespace(real.namespace)
                .withLabels(Map.of("cluster", name, "component", "jobmanager"))
                .withGracePeriod(0)
                .delete();

        // Then
        eventually(() -> assertThat(restoredCheckpoint(name, id)).isGreaterThanOrEqualTo(3));
        eventually(() -> assertThat(real.status(name, "/state")).isEqualTo("Running"));
        eventually(
                () -> {
                    assertThat(real.rest(name, "/jobs/overview").path("jobs")).hasSize(1);
                    assertThat(real.rest(name, "/jobs/" + id).path("state").asText())
                            .isEqualTo("RUNNING");
                    assertThat(real.jobState(name)).isEqualTo("Running");
                });

        // When
        real.client.resource(real.cluster(name)).delete();

        // Then
        eventually(() -> assertThat(real.objects(name)).isEmpty());
    }

    private int completedCheckpoints(String name, String id) {
        return real.rest(name, "/jobs/" + id + "/checkpoints").at("/counts/completed").asInt();
    }

    private int restoredCheckpoint(String name, String id) {
        return real.rest(name, "/jobs/" + id + "/checkpoints").at("/latest/restored/id").asInt();
    }
}

package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same job on older Flink versions, on a real node with real Flink. */
class FlinkVersionsE2E {
    private static final int COUNT = 1000;

    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: %s}
            spec:
              flinkVersion: "%s"
              image: {name: "flink-operator/sequence:%s"}
              jobManager:
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
              job:
                mode: %s
                jarFile: /opt/flink/usrlib/sequence.jar
                className: io.flinkoperator.examples.sequence.Sequence
                args: [--count, "%d"]
                parallelism: 1
                cleanupPolicy: {afterJobSucceeds: KeepCluster}
            """;

    private static RealCluster real;

    @BeforeAll
    static void makeNamespace() {
        real = new RealCluster("e2e-versions");
    }

    @AfterAll
    static void removeNamespace() {
        real.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1.20.5, Detached, 1.20.5",
        "1.20.5, Application, 1.20.5",
        "1.17.2, Detached, 1.17.2",
        "1.17.2, Application, 1.17.2",
        "1.12.5, Detached, 1.12.5",
        "1.12.5, Blocking, 1.12.5",
        // Its JobManager may end with the job before anybody has asked it.
        "1.12.5, Application, "
    })
    void runsAJobToItsEnd(String version, String mode, String shown) {
        // When
        String name =
                "v" + version.replace('.', '-') + "-" + mode.toLowerCase(java.util.Locale.ROOT);
        real.apply(SPEC.formatted(name, version, version, mode, COUNT));

        // Then
        eventually(() -> assertThat(real.jobState(name)).isEqualTo("Succeeded"));
        if (shown != null) {
            assertThat(real.status(name, "/flinkVersion")).isEqualTo(shown);
        }
        eventually(() -> assertThat(real.output(name)).containsAll(sums()));
        // Every field has an effect; an old Flink may have what was published of it since.
        assertThat(real.condition(name, "SpecWarning"))
                .matches(
                        it ->
                                it.map(condition -> condition.path("reason").asText())
                                        .filter(reason -> !reason.equals("KnownVulnerability"))
                                        .isEmpty());

        // When
        real.client.resource(real.cluster(name)).delete();

        // Then
        eventually(() -> assertThat(real.objects(name)).isEmpty());
    }

    /** The last lines that the job prints, computed in another way. */
    private static List<String> sums() {
        return LongStream.range(0, 4)
                .mapToObj(
                        remainder ->
                                "end\t%d\t%d"
                                        .formatted(
                                                remainder,
                                                LongStream.rangeClosed(1, COUNT)
                                                        .filter(n -> n % 4 == remainder)
                                                        .sum()))
                .toList();
    }
}

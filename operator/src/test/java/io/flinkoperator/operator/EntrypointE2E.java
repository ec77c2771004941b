package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.spec.FlinkVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clusters of images whose entrypoint edits the configuration, as that of the official images does,
 * on a real node with real Flink: what the operator decided reaches Flink nevertheless.
 */
class EntrypointE2E {
    private static final List<String> VERSIONS = List.of("2.3.0", "1.20.5", "1.17.2", "1.12.5");

    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: %1$s}
            spec:
              flinkVersion: "%2$s"
              image: {name: "%3$s:%2$s"}
              envVars:
                - {name: FLINK_PROPERTIES, value: "own.variable: v w\\nblob.server.port: 9"}
              jobManager:
                ports: {blob: 7124, query: 7125}
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
                volumeMounts: [%4$s]
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
                volumeMounts: [%4$s]
              flinkProperties:
                taskmanager.numberOfTaskSlots: "3"
                own.dollar: a$b ${HOME} $(id) $PATH
                own.quote: it's "so"
                own.space: a  b
            """;

    /** What the file of Flink 1 cannot carry; Flink before 1.16 takes it in no other way. */
    private static final String MORE =
            """
                own.hash: "a#b $HOME # c"
                own.empty: ""
                own.around: " a "
            """;

    private static final String JOB =
            """
              job:
                mode: %s
                jarFile: /opt/flink/usrlib/sequence.jar
                className: io.flinkoperator.examples.sequence.Sequence
                args: [--endless]
                parallelism: 3
                volumeMounts: [%s]
            """;

    private static final String HIGH_AVAILABILITY =
            """
              highAvailability: {storageDir: "file:///state/ha", replicas: %1$d}
              podTemplate:
                spec:
                  volumes:
                    - {name: state, hostPath: {path: /tmp/flink-operator-%2$s, type: DirectoryOrCreate}}
                  initContainers:
                    - {name: state-folder, image: "%3$s", command: [chmod, "777", /state], securityContext: {runAsUser: 0}, volumeMounts: [{name: state, mountPath: /state}]}
            """;

    private RealCluster real;

    @BeforeEach
    void makeNamespace(TestInfo test) {
        String id = test.getDisplayName().replaceAll("[^A-Za-z0-9]+", "-");
        real =
                new RealCluster(
                        "e2e-entrypoint-" + id.toLowerCase(Locale.ROOT).replaceAll("-$", ""));
    }

    @AfterEach
    void removeNamespace() {
        real.close();
    }

    @Test
    void sessionClusters() {
        // When
        VERSIONS.forEach(version -> real.apply(spec(version, "flink", "")));

        // Then
        for (String version : VERSIONS) {
            eventually(() -> assertRegistered(name(version)));
            assertArrived(name(version), version);
        }
    }

    @InTurn
    @ParameterizedTest(name = "{0} {1}{2}")
    @CsvSource({
        "2.3.0, Detached, 0", "2.3.0, Blocking, 0", "2.3.0, Application, 0",
        "2.3.0, Session, 2", "2.3.0, Detached, 2", "2.3.0, Application, 2",
        "1.20.5, Detached, 0", "1.20.5, Blocking, 0", "1.20.5, Application, 0",
        "1.20.5, Session, 2", "1.20.5, Detached, 2", "1.20.5, Application, 2",
        "1.17.2, Detached, 0", "1.17.2, Blocking, 0", "1.17.2, Application, 0",
        "1.17.2, Session, 2", "1.17.2, Detached, 2", "1.17.2, Application, 2",
        "1.12.5, Detached, 0", "1.12.5, Blocking, 0", "1.12.5, Application, 0",
        "1.12.5, Session, 2", "1.12.5, Detached, 2", "1.12.5, Application, 2",
    })
    void everyMode(String version, String mode, int jobManagers) {
        // Given
        boolean isSession = mode.equals("Session");
        String image = isSession ? "flink" : "flink-operator/sequence";
        String mount = jobManagers == 0 ? "" : "{name: state, mountPath: /state}";
        String name = name(version);

        // When
        real.apply(
                spec(version, image, mount)
                        + (isSession ? "" : JOB.formatted(mode, mount))
                        + (jobManagers == 0
                                ? ""
                                : HIGH_AVAILABILITY.formatted(
                                        jobManagers, real.namespace, image + ":" + version)));

        // Then
        eventually(() -> assertRegistered(name));
        if (!isSession) {
            eventually(() -> assertThat(real.jobState(name)).isEqualTo("Running"));
        }
        assertArrived(name, version);
    }

    private static String spec(String version, String image, String mount) {
        String spec = SPEC.formatted(name(version), version, image, mount);
        return takesAll(version) ? spec + MORE : spec;
    }

    private static boolean takesAll(String version) {
        return FlinkVersion.parse(version).orElseThrow().isAtLeast(1, 16);
    }

    private static String name(String version) {
        return "v" + version.replace('.', '-');
    }

    private void assertRegistered(String name) {
        var overview = real.rest(name, "/overview");
        assertThat(overview.path("taskmanagers").asInt()).isEqualTo(1);
        assertThat(overview.path("slots-total").asInt()).isEqualTo(3);
    }

    private void assertArrived(String name, String version) {
        Map<String, String> options = new TreeMap<>();
        real.rest(name, "/jobmanager/config")
                .forEach(it -> options.put(it.path("key").asText(), it.path("value").asText()));
        assertThat(options)
                .containsEntry("own.dollar", "a$b ${HOME} $(id) $PATH")
                .containsEntry("own.quote", "it's \"so\"")
                .containsEntry("own.space", "a  b")
                .containsEntry("own.variable", "v w")
                .containsEntry("blob.server.port", "7124")
                .containsEntry("query.server.port", "7125");
        if (takesAll(version)) {
            assertThat(options)
                    .containsEntry("own.hash", "a#b $HOME # c")
                    .containsEntry("own.empty", "")
                    .containsEntry("own.around", " a ");
        }
    }
}

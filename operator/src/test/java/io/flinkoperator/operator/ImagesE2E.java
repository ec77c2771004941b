package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.spec.FlinkVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the official images do at build time and before Flink starts, line by line of that
 * description, with the images that stand for them here. One pod for each version does it all.
 */
class ImagesE2E {
    private static final String POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: %1$s}
            spec:
              restartPolicy: Never
              volumes: [{name: conf, emptyDir: {}}]
              initContainers:
                - {name: fill, image: "flink:%2$s", command: [sh, -c, "cp -r /opt/flink/conf/. /conf/"], volumeMounts: [{name: conf, mountPath: /conf}]}
              containers:
                - {name: built, image: "flink:%2$s", command: [bash, -c, %3$s]}
                - {name: started, image: "flink:%2$s", args: [bash, -c, %3$s]}
                - name: asked
                  image: "flink:%2$s"
                  args: [bash, -c, %3$s]
                  env:
                    - {name: JOB_MANAGER_RPC_ADDRESS, value: boss}
                    - {name: TASK_MANAGER_NUMBER_OF_TASK_SLOTS, value: "3"}
                    - {name: DISABLE_JEMALLOC, value: "true"}
                    - {name: ENABLE_BUILT_IN_PLUGINS, value: "%4$s"}
                    - {name: FOO, value: bar}
                    - {name: FLINK_PROPERTIES, value: "own.key: a  b $FOO${NOPE}\\nblob.server.port: 7\\n"}
                - {name: read-only, image: "flink:%2$s", args: [bash, -c, %3$s], volumeMounts: [{name: conf, mountPath: /opt/flink/conf, readOnly: true}]}
                - {name: lacking, image: "flink:%2$s", args: [bash, -c, echo on], env: [{name: ENABLE_BUILT_IN_PLUGINS, value: none.jar}]}
                - {name: help, image: "flink:%2$s"}
            """;

    private static final String FACTS =
            """
            echo "user: $(id -u):$(id -g)"; getent passwd flink; echo "owner: $(stat -c %u:%g /opt/flink)"
            echo "folder: $PWD"; echo "home: $FLINK_HOME"; echo "path: :$PATH:"; echo "host: $(hostname -f)"
            for tool in envsubst gpg gosu java; do command -v $tool > /dev/null && echo "has: $tool"; done
            ls /usr/lib/*-linux-gnu/libjemalloc.so /usr/lib/*-linux-gnu/libsnappy.so.1
            echo "preload: $LD_PRELOAD"; ls -d /docker-entrypoint.sh
            cd /opt/flink/plugins; for jar in */*.jar; do echo "plugin: $jar $(readlink $jar)"; done
            cd /opt/flink/conf; for file in flink-conf.yaml config.yaml; do
              [ ! -e $file ] || sed "s/^/$file: /" $file
            done
            """;

    private static final String CONFIG = "config.yaml: ";
    private static final String FLINK_CONF = "flink-conf.yaml: ";

    private static RealCluster real;

    static Stream<String> versions() {
        return Stream.of("2.3.0", "1.20.5", "1.17.2", "1.12.5");
    }

    @BeforeAll
    static void runEveryImage() {
        real = new RealCluster("e2e-images");
        var accounts = real.client.serviceAccounts().inNamespace(real.namespace);
        eventually(() -> assertThat(accounts.withName("default").get()).isNotNull());
        versions().forEach(ImagesE2E::start);
    }

    @AfterAll
    static void removeNamespace() {
        real.close();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theImageIsBuiltLikeTheOfficialOne(String version) {
        String user = isAtLeast(version, 2, 2) ? "9999:9999" : "0:0";
        boolean isNested = isAtLeast(version, 1, 19);

        String seen = output(version, "built", 0);

        assertThat(seen)
                .contains("user: " + user, "flink:x:9999:9999:", ":/opt/flink:")
                .contains("owner: 9999:9999", "folder: /opt/flink\n", "home: /opt/flink\n")
                .contains(":/opt/flink/bin:", "/docker-entrypoint.sh")
                .contains("has: envsubst", "has: gpg", "has: java")
                .contains("/libjemalloc.so\n", "/libsnappy.so.1\n", "preload: \n")
                .contains(isNested ? CONFIG : FLINK_CONF);
        assertThat(plugins(seen))
                .isNotEmpty()
                .allMatch(it -> it.startsWith("metrics-") || it.startsWith("external-resource-"));
        Map<String, List<String>> options = options(seen);
        assertThat(options.remove("jobmanager.rpc.address")).containsExactly("localhost");
        assertThat(options).doesNotContainKey("taskmanager.host");
        assertThat(options.values()).noneMatch(it -> it.contains("localhost"));
        if (isAtLeast(version, 1, 15)) {
            assertThat(options)
                    .containsEntry("rest.address", List.of("0.0.0.0"))
                    .containsEntry("jobmanager.bind-host", List.of("0.0.0.0"))
                    .containsEntry("taskmanager.bind-host", List.of("0.0.0.0"));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theEntrypointEditsTheConfigurationLikeTheOfficialOne(String version) {
        String seen = output(version, "started", 0);

        String host = seen.lines().filter(it -> it.startsWith("host: ")).findFirst().orElseThrow();
        assertThat(seen).contains("user: 9999:9999");
        assertThat(seen).containsPattern("preload: \\S*/libjemalloc\\.so\n");
        assertThat(options(seen))
                .containsEntry("jobmanager.rpc.address", List.of(host.substring(6)))
                .containsEntry("blob.server.port", List.of("6124"))
                .containsEntry("query.server.port", List.of("6125"))
                .containsEntry("taskmanager.numberOfTaskSlots", List.of("1"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theEntrypointReadsVariablesLikeTheOfficialOne(String version) {
        boolean isByFlink = isAtLeast(version, 1, 19);

        String seen = output(version, "asked", 0);

        assertThat(seen).contains("preload: \n");
        assertThat(plugins(seen))
                .containsAll(
                        jars(version).stream()
                                .map(
                                        jar ->
                                                jar.replace(".jar", "")
                                                        + "/"
                                                        + jar
                                                        + " /opt/flink/opt/"
                                                        + jar)
                                .toList());
        assertThat(options(seen))
                .containsEntry("jobmanager.rpc.address", List.of("boss"))
                .containsEntry("taskmanager.numberOfTaskSlots", List.of("3"))
                .containsEntry("own.key", List.of(isByFlink ? "abbar" : "a  b bar"))
                .containsEntry("blob.server.port", isByFlink ? List.of("7") : List.of("6124", "7"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theEntrypointGoesOnWhereItCannotEditTheConfiguration(String version) {
        String seen = output(version, "read-only", 0);

        assertThat(seen).contains("user: 9999:9999");
        assertThat(options(seen))
                .containsEntry("jobmanager.rpc.address", List.of("localhost"))
                .doesNotContainKeys("blob.server.port", "query.server.port");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aPlugInThatIsNotThereEndsTheContainer(String version) {
        assertThat(output(version, "lacking", 1)).contains("none.jar").doesNotContain("on\n");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void withoutACommandTheEntrypointHelps(String version) {
        assertThat(output(version, "help", 0)).contains("jobmanager", "taskmanager");
    }

    private static void start(String version) {
        String script =
                "'" + FACTS.replace("'", "''").replace("\n", "\n\n                  ") + "'";
        Pod pod =
                Serialization.unmarshal(
                        POD.formatted(
                                name(version), version, script, String.join(";", jars(version))),
                        Pod.class);
        real.client.pods().inNamespace(real.namespace).resource(pod).create();
    }

    /** Two of those that every version has. */
    private static List<String> jars(String version) {
        String scala = version.startsWith("1.12.") ? "_2.11-" : "-";
        return List.of(
                "flink-sql-client" + scala + version + ".jar",
                "flink-python" + scala + version + ".jar");
    }

    private static String name(String version) {
        return "flink-" + version.replace('.', '-');
    }

    private static boolean isAtLeast(String version, int major, int minor) {
        return FlinkVersion.parse(version).orElseThrow().isAtLeast(major, minor);
    }

    /** What a container printed, when it has ended with an exit code. */
    private static String output(String version, String container, int exitCode) {
        var pod = real.client.pods().inNamespace(real.namespace).withName(name(version));
        eventually(
                () ->
                        assertThat(pod.get().getStatus().getContainerStatuses())
                                .filteredOn(it -> it.getName().equals(container))
                                .allSatisfy(
                                        it ->
                                                assertThat(it.getState().getTerminated())
                                                        .as("end of %s", container)
                                                        .isNotNull()
                                                        .extracting(end -> end.getExitCode())
                                                        .isEqualTo(exitCode))
                                .hasSize(1));
        return pod.inContainer(container).getLog();
    }

    private static List<String> plugins(String seen) {
        return seen.lines()
                .filter(it -> it.startsWith("plugin: "))
                .map(it -> it.substring("plugin: ".length()).strip())
                .toList();
    }

    /** Each line of a file has its name before it: what is printed meanwhile may stand between. */
    private static Stream<String> linesOf(String seen, String file) {
        return seen.lines()
                .filter(it -> it.startsWith(file))
                .map(it -> it.substring(file.length()));
    }

    /** Options of the configuration file, each with all values that it has there. */
    private static Map<String, List<String>> options(String seen) {
        Map<String, List<String>> options = new TreeMap<>();
        if (seen.contains(CONFIG)) {
            String text = linesOf(seen, CONFIG).collect(Collectors.joining("\n"));
            flatten("", Serialization.unmarshal(text, JsonNode.class), options);
        } else {
            linesOf(seen, FLINK_CONF)
                    .filter(it -> it.matches("[a-z].*: .*"))
                    .map(it -> it.split(": ", 2))
                    .forEach(it -> add(options, it[0], it[1]));
        }
        return options;
    }

    private static void flatten(String path, JsonNode node, Map<String, List<String>> options) {
        if (node.isObject()) {
            String prefix = path.isEmpty() ? "" : path + ".";
            node.properties().forEach(it -> flatten(prefix + it.getKey(), it.getValue(), options));
        } else {
            add(options, path, node.asText());
        }
    }

    private static void add(Map<String, List<String>> options, String key, String value) {
        options.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
    }
}

package io.flinkoperator.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.testkit.FreePorts;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This operator, with the JVM settings that it is shipped with. */
final class OurDriver implements Driver {
    private static final Path CLASSES = TARGET.resolve("classes.jsa");

    private final FreePorts ports = FreePorts.take(1);

    /** Every setting of the image's that changes speed or memory. */
    private final List<String> jvm;

    OurDriver(List<String> jvm) {
        // The image's own classes are of its own Java.
        this.jvm = jvm.stream().filter(it -> !it.contains("SharedArchiveFile")).toList();
    }

    @Override
    public String name() {
        return "flink-operator";
    }

    @Override
    public List<Path> definitions() {
        return List.of(ROOT.resolve("helm/flink-operator/crds/flinkclusters.yaml"));
    }

    @Override
    public String kind() {
        return "FlinkCluster";
    }

    @Override
    public String apiVersion() {
        return "flinkoperator.k8s.io/v1beta1";
    }

    @Override
    public String resource(String namespace, String name) {
        return """
        apiVersion: flinkoperator.k8s.io/v1beta1
        kind: FlinkCluster
        metadata: {name: %s, namespace: %s}
        spec:
          image: {name: "flink:2.3.0"}
          jobManager: {resources: {limits: {memory: 1Gi, cpu: 500m}}}
          taskManager: {replicas: 1, resources: {limits: {memory: 2Gi, cpu: "1"}}}
          flinkProperties:
            execution.checkpointing.interval: 1 min
            execution.checkpointing.dir: s3://bucket/checkpoints
          job:
            jarFile: /opt/flink/usrlib/job.jar
            className: com.example.Job
            args: [--input, s3://bucket/in]
            savepointsDir: s3://bucket/savepoints
            restartPolicy: FromSavepointOnFailure
        """
                .formatted(name, namespace);
    }

    @Override
    public String scale(int taskManagers) {
        return "{\"spec\":{\"taskManager\":{\"replicas\":%d}}}".formatted(taskManagers);
    }

    @Override
    public String jobManager(String cluster) {
        return cluster + "-jobmanager";
    }

    @Override
    public String taskManager(String cluster) {
        return cluster + "-taskmanager";
    }

    @Override
    public boolean isRunning(JsonNode resource) {
        return resource.at("/status/state").asText().equals("Running")
                && resource.at("/status/components/job/state").asText().equals("Running");
    }

    @Override
    public boolean isUpToDate(JsonNode resource) {
        int wanted = resource.at("/spec/taskManager/replicas").asInt();
        return resource.at("/status/components/taskManager/ready")
                .asText()
                .equals(wanted + "/" + wanted);
    }

    @Override
    public List<String> settings() {
        return jvm;
    }

    @Override
    public List<String> command() {
        return command("-XX:SharedArchiveFile=" + CLASSES);
    }

    /** The image's build does the same. */
    @Override
    public Optional<List<String>> training() {
        return Optional.of(command("-XX:ArchiveClassesAtExit=" + CLASSES));
    }

    private List<String> command(String classes) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(
                List.of(
                        classes,
                        "-Dlogback.configurationFile=logback.xml",
                        "-cp",
                        jars(),
                        "io.flinkoperator.operator.Main"));
        return command;
    }

    /** Classes of folders could not be shared. */
    private static String jars() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .filter(it -> it.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public Map<String, String> environment(Path kubeconfig, URI flink) {
        return Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "POD_NAME",
                "bench",
                "HTTP_PORT",
                String.valueOf(port()),
                "MALLOC_ARENA_MAX",
                "2",
                "FLINK_REST_URL",
                flink + "{namespace}/{name}");
    }

    private int port() {
        return ports.ports().get(0);
    }

    @Override
    public URI ready() {
        return URI.create("http://127.0.0.1:" + port() + "/readyz");
    }

    @Override
    public URI metrics() {
        return URI.create("http://127.0.0.1:" + port() + "/metrics");
    }

    @Override
    public String rounds() {
        return "flink_operator_rounds_seconds_count";
    }
}

package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.TestNamespace;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An operator in a process of its own, which can be killed; its log is kept under target. */
final class OperatorProcess implements AutoCloseable {
    private static final Path LOGS = Path.of("target", "operator-process");
    private static final Pattern PORT = Pattern.compile("httpPort=\"?(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Path classData;

    private final String name;
    private final Path log;
    private final Process process;

    private OperatorProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
        // Of a test that is cut off, too.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts an operator; further variables of the environment may replace those given here. */
    static OperatorProcess start(
            String name, ControlPlane controlPlane, String namespace, Map<String, String> more) {
        String classes = "-XX:SharedArchiveFile=" + classData(controlPlane);
        return start(name, controlPlane, namespace, more, classes);
    }

    /** Classes as they are in memory after a first round, for all to come. */
    private static synchronized Path classData(ControlPlane controlPlane) {
        if (classData == null) {
            // Another process may run other tests at the same time.
            String own = "classes-%d".formatted(ProcessHandle.current().pid());
            Path archive = LOGS.resolve(own + ".jsa").toAbsolutePath();
            String classes = "-XX:ArchiveClassesAtExit=" + archive;
            TestNamespace namespace = TestNamespace.create(controlPlane, own);
            try (var first = start("first", controlPlane, namespace.name(), Map.of(), classes);
                    World world = new World(controlPlane, namespace)) {
                world.create(
                        "first", "image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 1}\n");
                String jobManager = Names.jobManager("first");
                World.eventually(() -> assertThat(world.statefulSet(jobManager)).isNotNull());
                first.awaitStart().terminate();
            }
            classData = archive;
        }
        return classData;
    }

    private static OperatorProcess start(
            String name,
            ControlPlane controlPlane,
            String namespace,
            Map<String, String> more,
            String classes) {
        Path log = LOGS.resolve(namespace + "-" + name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx192m",
                                classes,
                                // Its own logging, not that of tests.
                                "-Dlogback.configurationFile=logback.xml",
                                "-cp",
                                jars(),
                                Main.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "KUBECONFIG",
                                controlPlane.operatorKubeconfig().toString(),
                                "WATCH_NAMESPACES",
                                namespace,
                                "POD_NAMESPACE",
                                namespace,
                                "POD_NAME",
                                name,
                                "HTTP_PORT",
                                "0"));
        builder.environment().putAll(more);
        Stream.of("WATCH_NAMESPACES", "POD_NAMESPACE")
                .flatMap(it -> Stream.of(builder.environment().get(it).split(",")))
                .distinct()
                .forEach(it -> Rights.grant(controlPlane.client(), it));
        try {
            Files.createDirectories(LOGS);
            return new OperatorProcess(name, log, builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("Failed to start operator " + name, failure);
        }
    }

    /** Without folders, whose classes cannot be shared. */
    private static String jars() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(path.split(File.pathSeparator))
                .filter(it -> it.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    String name() {
        return name;
    }

    String log() {
        return World.read(log);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it says that it has started. */
    OperatorProcess awaitStart() {
        World.eventually(() -> assertThat(log()).contains("Operator started"));
        return this;
    }

    /** SIGKILL: no hook runs, no lease is given back. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGSTOP: it does nothing until it is told to go on. */
    void pause() {
        signal("STOP");
    }

    void goOn() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start();
            assertThat(ends(kill)).as("kill -%s", signal).isTrue();
        } catch (IOException failure) {
            throw new UncheckedIOException("Failed to send " + signal, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM, as Kubernetes sends it. */
    int terminate() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        Matcher port = PORT.matcher(log());
        assertThat(port.find()).as("port in %s", log).isTrue();
        URI uri = URI.create("http://127.0.0.1:" + port.group(1) + path);
        return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Number of rounds over clusters so far; an assertion fails if it does not say so yet. */
    double rounds() throws InterruptedException {
        try {
            return get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("flink_operator_rounds_seconds_count"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                    .sum();
        } catch (IOException unreachable) {
            throw new AssertionError(name + " cannot be asked", unreachable);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    private static boolean ends(Process process) throws InterruptedException {
        return process.waitFor(Eventually.BOUND.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitEnd() {
        try {
            assertThat(ends(process)).as("end of %s", name).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

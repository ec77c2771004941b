package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator in a process of its own, which can be killed; its log is kept under target. */
final class OperatorProcess implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("httpPort=\"?(\\d+)");

    private final String name;
    private final Path log;
    private final Process process;

    private OperatorProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /** Starts an operator; further variables of the environment may replace those given here. */
    static OperatorProcess start(
            String name, ControlPlane controlPlane, String namespace, Map<String, String> more) {
        Path log = Path.of("target", "operator-process", namespace + "-" + name + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx192m"));
        String classes =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        // Its own logging, not that of tests.
        command.add("-Dlogback.configurationFile=logback.xml");
        command.addAll(List.of("-cp", classes, Main.class.getName()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(
                        Map.of(
                                "KUBECONFIG",
                                controlPlane.kubeconfig().toString(),
                                "WATCH_NAMESPACES",
                                namespace,
                                "POD_NAMESPACE",
                                namespace,
                                "POD_NAME",
                                name,
                                "HTTP_PORT",
                                "0"));
        builder.environment().putAll(more);
        try {
            Files.createDirectories(log.getParent());
            return new OperatorProcess(name, log, builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException("Failed to start operator " + name, failure);
        }
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
            assertThat(kill.waitFor(10, TimeUnit.SECONDS)).as("kill -%s", signal).isTrue();
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
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Number of rounds over clusters so far. */
    double rounds() throws IOException, InterruptedException {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("flink_operator_rounds_seconds_count"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("end of %s", name).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

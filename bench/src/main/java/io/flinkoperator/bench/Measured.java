package io.flinkoperator.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** An operator process that is being measured. */
final class Measured implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TICKS_PER_SECOND = 100;
    private static final Duration START = Duration.ofMinutes(5);

    private final Driver driver;
    private final Process process;
    private final long begun;

    private Measured(Driver driver, Process process, long begun) {
        this.driver = driver;
        this.process = process;
        this.begun = begun;
    }

    static Measured start(Driver driver, List<String> command, Path kubeconfig, URI flink, Path log)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(driver.environment(kubeconfig, flink));
        return new Measured(driver, builder.start(), System.nanoTime());
    }

    /** Waits until it says that it is ready; the result is how many milliseconds that took. */
    double awaitReady() {
        await(() -> get(driver.ready()).statusCode() == 200);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Waits until it has looked at so many clusters; how many milliseconds after its start. */
    double awaitRounds(long clusters) {
        await(() -> rounds() >= clusters);
        return (System.nanoTime() - begun) / 1e6;
    }

    private void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(START)
                .ignoreExceptions()
                .failFast("the operator has ended", () -> !process.isAlive())
                .until(condition);
    }

    private double rounds() throws IOException, InterruptedException {
        return metric(driver.rounds());
    }

    /** Sum of all series of a metric. */
    double metric(String name) throws IOException, InterruptedException {
        return get(driver.metrics())
                .body()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    /** Resident memory in MiB. */
    double memory() throws IOException {
        for (String line : proc("status")) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("The process has no VmRSS");
    }

    /** Memory of the heap in MiB that is still in use after a full garbage collection. */
    double heap() throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                String.valueOf(process.pid()),
                                "GC.run")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        jcmd.waitFor();
        return metric("jvm_memory_used_bytes{area=\"heap\"") / (1 << 20);
    }

    /** Seconds of all processors together that it has used. */
    double cpu() throws IOException {
        String stat = proc("stat").get(0);
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(11)) + Long.parseLong(fields.get(12)))
                / (double) TICKS_PER_SECOND;
    }

    private List<String> proc(String file) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), file));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

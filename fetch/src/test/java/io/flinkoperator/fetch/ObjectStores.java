package io.flinkoperator.fetch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Servers of Google's and Amazon's protocols on loopback, each with a bucket "jars" that has one
 * object. They are other people's Go programs, put together in {@code src/test/go}.
 */
final class ObjectStores implements AutoCloseable {
    static final String OBJECT = "jars/team%20a/job%2B1.jar";

    private static final Path SOURCES = Path.of("src/test/go").toAbsolutePath();
    private static final Path PROGRAM = Path.of("target/objectstores").toAbsolutePath();
    private static final long MINUTES_TO_BUILD = 10;
    private static final long SECONDS_TO_START = 60;

    private final Process process;
    private final String google;
    private final String amazon;

    private ObjectStores(Process process, String google, String amazon) {
        this.process = process;
        this.google = google;
        this.amazon = amazon;
    }

    static ObjectStores with(Path content, String accessKey, String secretKey) throws Exception {
        build();
        Process process =
                new ProcessBuilder(PROGRAM.toString(), content.toString(), accessKey, secretKey)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        List<String> addresses =
                CompletableFuture.supplyAsync(() -> process.inputReader().lines().limit(2).toList())
                        .get(SECONDS_TO_START, TimeUnit.SECONDS);
        if (addresses.size() < 2) {
            throw new IOException("The object stores did not start; their output is above");
        }
        return new ObjectStores(process, addresses.get(0), addresses.get(1));
    }

    String google() {
        return google;
    }

    String amazon() {
        return amazon;
    }

    /** The program ends with its standard input, thus also when the test's JVM does. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
    }

    /** Go keeps what it built: only the first time takes long. */
    private static void build() throws InterruptedException, IOException {
        Process go = startBuild();
        if (!go.waitFor(MINUTES_TO_BUILD, TimeUnit.MINUTES)) {
            go.destroyForcibly();
            throw new IOException(
                    "Building the object stores took more than " + MINUTES_TO_BUILD + " minutes");
        } else if (go.exitValue() != 0) {
            throw new IOException("Building the object stores failed; go's output is above");
        }
    }

    private static Process startBuild() throws IOException {
        try {
            return new ProcessBuilder(
                            "go",
                            "build",
                            "-trimpath",
                            "-buildvcs=false",
                            "-o",
                            PROGRAM.toString(),
                            ".")
                    .directory(SOURCES.toFile())
                    .inheritIO()
                    .start();
        } catch (IOException missing) {
            throw new IOException(
                    "The object stores of this test are built from Go modules: install Go 1.26 or"
                            + " newer",
                    missing);
        }
    }
}

package io.flinkoperator.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code make dist} makes works where there is no checkout. */
class DistIT {
    /** It ends what hangs; no program has to be fast. */
    private static final Duration BOUND = Duration.ofMinutes(3);

    @TempDir Path folder;

    private Path archive;
    private Path home;

    /** What a program said. */
    private record Ran(int exitCode, String said) {}

    @BeforeEach
    void make() throws Exception {
        Ran dist =
                run(Path.of("../local"), "", Map.of("PACKAGED", "1"), "bash", "dist", folder + "");
        assertThat(dist.exitCode()).as(dist.said()).isZero();
        try (var files = Files.newDirectoryStream(folder, "kubectl-flink-*.tar.gz")) {
            archive = files.iterator().next();
        }
        run(folder, "", Map.of(), "tar", "-xzf", archive.toString());
        home = folder.resolve(archive.getFileName().toString().replace(".tar.gz", ""));
    }

    @Test
    void theArchiveNeedsNothingBeside() throws Exception {
        // When
        Ran version = run(home, "", Map.of(), "./kubectl-flink", "version");
        Ran valid = run(home, manifest("2"), Map.of(), "./kubectl-flink", "validate", "-f", "-");
        Ran invalid = run(home, manifest("0"), Map.of(), "./kubectl-flink", "validate", "-f", "-");
        Ran completed = run(home, "", Map.of(), "./kubectl_complete-flink", "rol");

        // Then
        assertThat(version.said()).isEqualTo("kubectl flink " + version() + "\n");
        assertThat(valid).isEqualTo(new Ran(0, "orders: valid\n"));
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.said()).contains("spec.taskManager.replicas: '0'");
        assertThat(completed).isEqualTo(new Ran(0, "rollback\n:4\n"));
        assertThat(home.resolve("LICENSE")).exists();
    }

    @Test
    void itIsFoundThroughALink() throws Exception {
        // Given
        Path link = Files.createSymbolicLink(folder.resolve("link"), home.resolve("kubectl-flink"));

        // When
        Ran version = run(folder, "", Map.of(), link.toString(), "version");

        // Then
        assertThat(version.said()).startsWith("kubectl flink ");
    }

    @Test
    void theManifestOfKrewNamesTheArchive() throws Exception {
        // When
        String manifest = Files.readString(folder.resolve("flink.yaml"));

        // Then
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(archive));
        assertThat(manifest)
                .contains("sha256: " + HexFormat.of().formatHex(digest))
                .contains("version: v" + version())
                .doesNotContain("URL", "VERSION", "SHA256");
    }

    private String version() {
        return home.getFileName().toString().replace("kubectl-flink-", "");
    }

    private static String manifest(String replicas) {
        return """
        apiVersion: flinkoperator.k8s.io/v1beta1
        kind: FlinkCluster
        metadata: {name: orders}
        spec: {image: {name: "flink:2.3.0"}, taskManager: {replicas: %s}}
        """
                .formatted(replicas);
    }

    /** With a home of its own, so that nothing is there from before. */
    private Ran run(Path in, String input, Map<String, String> environment, String... words)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(folder, "said", "");
        Path given = Files.writeString(Files.createTempFile(folder, "given", ""), input);
        ProcessBuilder builder =
                new ProcessBuilder(List.of(words))
                        .directory(in.toFile())
                        .redirectInput(given.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS))
                .as("%s ends", builder.command())
                .isTrue();
        return new Ran(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
    }
}

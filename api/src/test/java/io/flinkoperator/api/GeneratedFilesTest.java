package io.flinkoperator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps what is generated from the records as they are; {@code make generate} writes it anew. */
class GeneratedFilesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final RecordJavadoc JAVADOC =
            RecordJavadoc.of(Path.of("src/main/java/io/flinkoperator/api"));

    @Test
    void committedCrdIsTheGeneratedOne() throws IOException {
        String crd =
                "# Made by `make generate`; do not edit.\n" + Serialization.asYaml(Crd.of(JAVADOC));

        isUpToDate(ROOT.resolve("helm/flink-operator/crds/flinkclusters.yaml"), crd);
    }

    @Test
    void clientSideApplyCanAnnotateTheCrd() {
        assertThat(Serialization.asJson(Crd.of(JAVADOC)).length()).isLessThan(256 * 1024);
    }

    @Test
    void committedReferenceIsTheGeneratedOne() throws IOException {
        isUpToDate(ROOT.resolve("docs/crd.md"), Reference.of(Crd.of(JAVADOC)));
    }

    private static void isUpToDate(Path file, String content) throws IOException {
        if (Boolean.getBoolean("generate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(file).as("run make generate").hasContent(content);
    }
}

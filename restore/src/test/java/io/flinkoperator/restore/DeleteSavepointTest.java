package io.flinkoperator.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.local.LocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteSavepointTest {
    @TempDir private Path configuration;
    @TempDir private Path folder;

    @BeforeEach
    void writeConfiguration() throws IOException {
        Files.writeString(configuration.resolve("flink-conf.yaml"), "parallelism.default: 1\n");
    }

    @Test
    void deletesItWithAllThatIsInIt() throws IOException {
        // Given
        Path savepoint = Files.createDirectories(folder.resolve("savepoint-1/nested"));
        Files.createFile(savepoint.resolve("data"));
        Files.createFile(folder.resolve("savepoint-1/_metadata"));

        // When
        int exitCode = run("file://" + folder + "/savepoint-1");

        // Then
        assertThat(exitCode).isZero();
        assertThat(folder).isEmptyDirectory();
        assertThat(run(folder + "/savepoint-1")).as("once more").isZero();
    }

    @Test
    void aDeletionThatAStoreInterruptsCannotBeRepeated() throws IOException {
        // Given
        Path savepoint = Files.createDirectories(folder.resolve("savepoint-1"));
        Files.createFile(savepoint.resolve("_metadata"));
        Files.createFile(savepoint.resolve("data"));
        var path = new org.apache.flink.core.fs.Path(savepoint.toUri());
        assertThatThrownBy(() -> DeleteSavepoint.delete(new InterruptedStore(), path))
                .hasMessage("refused");

        // When
        int exitCode = run("file://" + savepoint);

        // Then
        assertThat(exitCode).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    /** Deletes object by object, and refuses after the first. */
    private static final class InterruptedStore extends LocalFileSystem {
        private boolean isInterrupted;

        @Override
        public boolean delete(org.apache.flink.core.fs.Path path, boolean recursive)
                throws IOException {
            if (getFileStatus(path).isDir()) {
                FileStatus[] parts = listStatus(path);
                Arrays.sort(parts, Comparator.comparing(part -> part.getPath().getName()));
                for (FileStatus part : parts) {
                    delete(part.getPath(), true);
                }
            }
            if (isInterrupted) {
                throw new IOException("refused");
            }
            isInterrupted = true;
            return super.delete(path, false);
        }
    }

    @Test
    void leavesWhatIsNoSavepoint() throws IOException {
        Files.createDirectories(folder.resolve("data"));

        assertThat(run(folder.toString())).isEqualTo(1);
        assertThat(folder.resolve("data")).exists();
    }

    @Test
    void saysSoIfItCannot() {
        assertThat(run("nowhere://bucket/savepoint")).isEqualTo(1);
    }

    private int run(String path) {
        return DeleteSavepoint.run(new String[] {path}, configuration.toString());
    }
}

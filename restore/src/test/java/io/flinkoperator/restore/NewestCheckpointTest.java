package io.flinkoperator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewestCheckpointTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    @TempDir private Path configuration;
    @TempDir private Path folder;

    @BeforeEach
    void writeConfiguration() throws IOException {
        Files.writeString(configuration.resolve("flink-conf.yaml"), "parallelism.default: 1\n");
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "-1"})
    void isTheHighestByNumber(String after) throws IOException {
        // Given
        completed("chk-9");
        completed("chk-10");
        completed("chk-2");

        // When
        int exitCode = run(folder.toString(), after);

        // Then
        assertThat(exitCode).isZero();
        assertThat(printed()).isEqualTo("10 " + folder + "/chk-10\n");
    }

    @Test
    void keepsTheFoldersSpelling() throws IOException {
        completed("chk-1");

        run("file://" + folder + "//", "0");

        assertThat(printed()).isEqualTo("1 file://" + folder + "/chk-1\n");
    }

    @Test
    void isNotOneWithoutMetadata() throws IOException {
        // Given
        completed("chk-3");
        Files.createDirectories(folder.resolve("chk-4"));
        Files.createFile(folder.resolve("chk-4/_metadata.inprogress"));

        // When
        run(folder.toString(), "2", "older");

        // Then
        assertThat(printed()).isEqualTo("3 " + folder + "/chk-3\n");
    }

    @Test
    void isTheOtherwiseIfNoneIsNewer() throws IOException {
        // Given
        completed("chk-3");
        completed("shared");
        completed("chk-4-copy");
        Files.createFile(folder.resolve("chk-8"));

        // When
        run(folder.toString(), "3", "s3://bucket/savepoint-1");

        // Then
        assertThat(printed()).isEqualTo("3 s3://bucket/savepoint-1\n");
    }

    @Test
    void isTheFolderItselfIfThatIsASavepoint() throws IOException {
        saved("savepoint-ab12", 7);

        run(folder + "/savepoint-ab12", "0");

        assertThat(printed()).isEqualTo("7 " + folder + "/savepoint-ab12\n");
    }

    @Test
    void isTheSavepointOfAJobWithTheHighestNumber() throws IOException {
        // Given
        saved("savepoint-0abcde-111111111111", 12);
        saved("savepoint-0abcde-222222222222", 9);
        saved("savepoint-0abcdf-333333333333", 40);
        Files.createDirectories(folder.resolve("savepoint-0abcde-444444444444"));

        // When
        run(folder + "/savepoint-0abcde-*", "11", "older");
        run(folder + "/savepoint-0abcde-*", "12", "older");

        // Then
        assertThat(printed())
                .isEqualTo("12 " + folder + "/savepoint-0abcde-111111111111\n12 older\n");
    }

    @Test
    void isNothingIfItsMetadataCannotBeRead() throws IOException {
        completed("savepoint-0abcde-111111111111");

        assertThat(run(folder + "/savepoint-0abcde-*", "0", "older")).isEqualTo(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void isNothingIfTheFolderOfAKnownOneIsNotThere() {
        int exitCode = run(folder + "/missing", "4", folder + "/missing/chk-4");

        assertThat(exitCode).isEqualTo(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void isAnEmptyLineIfThereIsNone() {
        int exitCode = run(folder.toString(), "0");

        assertThat(exitCode).isZero();
        assertThat(printed()).isEqualTo("\n");
    }

    @Test
    void isTheOtherwiseIfThereIsNoFolder() {
        int exitCode = run(folder + "/missing", "0", "older");

        assertThat(exitCode).isZero();
        assertThat(printed()).isEqualTo("0 older\n");
    }

    @ParameterizedTest
    @CsvSource({"nowhere://bucket/folder, 0", "'', 0", "/tmp, first"})
    void isNothingIfItCannotLook(String folder, String after) {
        int exitCode = run(folder, after, "older");

        assertThat(exitCode).isEqualTo(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void isNothingWithoutFlinksConfiguration() throws IOException {
        // Given
        completed("chk-1");
        Files.delete(configuration.resolve("flink-conf.yaml"));

        // When
        int exitCode = run(folder.toString(), "0", "older");

        // Then
        assertThat(exitCode).isEqualTo(1);
        assertThat(printed()).isEmpty();
    }

    @Test
    void fitsIntoAnArgumentOfAPod() throws Exception {
        Path classes =
                Path.of(
                        NewestCheckpoint.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());

        try (var files = Files.list(classes.resolve("io/flinkoperator/restore"))) {
            assertThat(files.filter(file -> !file.endsWith("package-info.class")))
                    .as("what the operator packs")
                    .hasSize(2)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(11000));
        }
    }

    private void completed(String checkpoint) throws IOException {
        Files.createDirectories(folder.resolve(checkpoint));
        Files.createFile(folder.resolve(checkpoint).resolve("_metadata"));
    }

    /** As Flink writes it: a magic number, a version, the id, and more. */
    private void saved(String savepoint, long id) throws IOException {
        completed(savepoint);
        Files.write(
                folder.resolve(savepoint).resolve("_metadata"),
                ByteBuffer.allocate(24).putInt(0x4960672d).putInt(5).putLong(id).array());
    }

    private int run(String... args) {
        return NewestCheckpoint.run(
                args,
                configuration.toString(),
                new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}

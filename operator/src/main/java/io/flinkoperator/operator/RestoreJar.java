package io.flinkoperator.operator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The small programs that look for and delete state, as they go to Flink's pods. */
final class RestoreJar {
    private static final List<String> CLASSES =
            List.of(
                    "io/flinkoperator/restore/DeleteSavepoint.class",
                    "io/flinkoperator/restore/NewestCheckpoint.class");

    /** A jar in Base64, the same at every making. */
    static final String BASE64 = Base64.getEncoder().encodeToString(jar());

    private RestoreJar() {}

    private static byte[] jar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
            for (String name : CLASSES) {
                add(jar, name);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void add(ZipOutputStream jar, String name) throws IOException {
        try (InputStream program = RestoreJar.class.getClassLoader().getResourceAsStream(name)) {
            if (program == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            jar.putNextEntry(entry);
            program.transferTo(jar);
        }
    }
}

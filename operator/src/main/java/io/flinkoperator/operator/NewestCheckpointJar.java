package io.flinkoperator.operator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The small program that finds the newest checkpoint, as it goes to Flink's pods. */
final class NewestCheckpointJar {
    private static final String CLASS = "io/flinkoperator/restore/NewestCheckpoint.class";

    /** A jar in Base64, the same at every making. */
    static final String BASE64 = Base64.getEncoder().encodeToString(jar());

    private NewestCheckpointJar() {}

    private static byte[] jar() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream program =
                        NewestCheckpointJar.class.getClassLoader().getResourceAsStream(CLASS);
                ZipOutputStream jar = new ZipOutputStream(bytes)) {
            if (program == null) {
                throw new IllegalStateException(CLASS + " is not on the class path");
            }
            ZipEntry entry = new ZipEntry(CLASS);
            entry.setTime(0);
            jar.putNextEntry(entry);
            program.transferTo(jar);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}

package io.flinkoperator.fetch;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file on its way: it gets its name when it is complete, and is gone if that never happens. */
final class PartFile implements Closeable {
    private final Path target;
    private final Path part;
    private final FileOutputStream out;
    private final MessageDigest digest;
    private long size;

    PartFile(Path target) throws FetchException {
        this.target = target;
        part = target.resolveSibling(target.getFileName() + ".part");
        try {
            out = new FileOutputStream(part.toFile());
            digest = MessageDigest.getInstance("SHA-256");
        } catch (IOException failure) {
            throw unwritable(failure);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void write(byte[] bytes, int length) throws FetchException {
        try {
            out.write(bytes, 0, length);
            digest.update(bytes, 0, length);
            size += length;
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    long size() {
        return size;
    }

    /** Of all that was written; can be asked once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Under its name, even should the machine lose power now. */
    void complete() throws FetchException {
        try {
            out.getFD().sync();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    @Override
    public void close() {
        try (out) {
            Files.deleteIfExists(part);
        } catch (IOException leftBehind) {
            // It is overwritten by the next attempt and never read.
        }
    }

    private FetchException unwritable(IOException failure) {
        return FetchException.lasting(
                "cannot write \"" + target + "\": " + failure.getMessage(),
                "give its volume room and write access");
    }
}

package io.flinkoperator.restore;

import java.io.IOException;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

/**
 * Deletes a savepoint, as a JobManager would if there was one. Argument: its path. One that is not
 * there any more counts as deleted; what has no metadata of a savepoint is left alone.
 */
public final class DeleteSavepoint {

    private DeleteSavepoint() {}

    public static void main(String[] args) {
        System.exit(run(args, System.getenv("FLINK_CONF_DIR")));
    }

    static int run(String[] args, String configurationFolder) {
        if (args.length != 1) {
            System.err.println("Usage: DeleteSavepoint PATH");
            return 1;
        }
        try {
            NewestCheckpoint.initialize(configurationFolder);
            Path savepoint = new Path(args[0]);
            delete(savepoint.getFileSystem(), savepoint);
            return 0;
        } catch (Throwable failure) {
            String reason = failure.toString().replaceAll("\\s+", " ");
            System.err.println("Failed to delete savepoint \"" + args[0] + "\": " + reason);
            return 1;
        }
    }

    /** A store deletes object by object: what is left of an attempt still has to be a savepoint. */
    static void delete(FileSystem files, Path savepoint) throws IOException {
        if (!files.exists(savepoint)) {
            return;
        }
        if (!files.exists(new Path(savepoint, NewestCheckpoint.METADATA))) {
            throw new IOException("it has no " + NewestCheckpoint.METADATA);
        }
        for (FileStatus part : files.listStatus(savepoint)) {
            if (!part.getPath().getName().equals(NewestCheckpoint.METADATA)) {
                files.delete(part.getPath(), true);
            }
        }
        files.delete(savepoint, true);
        if (files.exists(savepoint)) {
            throw new IOException("it is still there");
        }
    }
}

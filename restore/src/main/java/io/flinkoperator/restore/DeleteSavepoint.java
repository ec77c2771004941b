package io.flinkoperator.restore;

import java.io.IOException;
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
            delete(new Path(args[0]));
            return 0;
        } catch (Throwable failure) {
            String reason = failure.toString().replaceAll("\\s+", " ");
            System.err.println("Failed to delete savepoint \"" + args[0] + "\": " + reason);
            return 1;
        }
    }

    private static void delete(Path savepoint) throws IOException {
        FileSystem files = savepoint.getFileSystem();
        if (!files.exists(savepoint)) {
            return;
        }
        if (!files.exists(new Path(savepoint, NewestCheckpoint.METADATA))) {
            throw new IOException("it has no " + NewestCheckpoint.METADATA);
        }
        files.delete(savepoint, true);
        if (files.exists(savepoint)) {
            throw new IOException("it is still there");
        }
    }
}

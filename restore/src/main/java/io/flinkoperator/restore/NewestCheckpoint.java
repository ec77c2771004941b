package io.flinkoperator.restore;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Prints the path of the newest completed checkpoint in the checkpoint folder of a job. Arguments:
 * the folder, the id that the checkpoint has to be above, and optionally what to print if there is
 * no such checkpoint. A folder that is a savepoint or checkpoint itself is printed as it is.
 *
 * <p>Exits with 1 and prints nothing if it cannot look: a job that then starts from an older state
 * would write records twice. It has to stay small, and to run on each Flink from 1.10 on.
 */
public final class NewestCheckpoint {

    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d{1,18})");
    static final String METADATA = "_metadata";
    private static final String DEFAULT_CONFIGURATION = "/opt/flink/conf";

    private NewestCheckpoint() {}

    public static void main(String[] args) {
        PrintStream answer = System.out;
        // Before Flink's log takes hold of it.
        System.setOut(System.err);
        // Not by returning: file systems leave threads behind.
        System.exit(run(args, System.getenv("FLINK_CONF_DIR"), answer));
    }

    static int run(String[] args, String configurationFolder, PrintStream answer) {
        if (args.length < 2 || args.length > 3 || !args[1].matches("-?\\d{1,18}")) {
            System.err.println("Usage: NewestCheckpoint FOLDER AFTER_ID [OTHERWISE]");
            return 1;
        }
        try {
            initialize(configurationFolder);
            String newest = newest(args[0], Long.parseLong(args[1]));
            if (newest.isEmpty() && args.length == 3) {
                expectFolderOf(args[2], args[0]);
            }
            answer.println(newest.isEmpty() && args.length == 3 ? args[2] : newest);
            return answer.checkError() ? 1 : 0;
        } catch (Throwable failure) {
            String reason = failure.toString().replaceAll("\\s+", " ");
            System.err.println("Failed to look for checkpoints in \"" + args[0] + "\": " + reason);
            return 1;
        }
    }

    /** As Flink's own processes do it, so that what they can reach can be reached here. */
    static void initialize(String configurationFolder) {
        Configuration configuration =
                GlobalConfiguration.loadConfiguration(
                        configurationFolder == null ? DEFAULT_CONFIGURATION : configurationFolder);
        FileSystem.initialize(
                configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
    }

    /** Where a checkpoint is known to be there must be something, unless this is another place. */
    private static void expectFolderOf(String known, String folder) throws IOException {
        FileSystem files = new Path(folder).getFileSystem();
        boolean isInside = known.startsWith(folder.replaceAll("/+$", "") + "/");
        if (isInside && list(files, new Path(folder)).length == 0) {
            throw new IOException(
                    "nothing is there, although Flink has completed \""
                            + known
                            + "\"; mount the volume into this pod, too");
        }
    }

    private static String newest(String folder, long after) throws IOException {
        FileSystem files = new Path(folder).getFileSystem();
        TreeMap<Long, String> checkpoints = new TreeMap<>();
        for (FileStatus found : list(files, new Path(folder))) {
            if (found.getPath().getName().equals(METADATA)) {
                return folder;
            }
            Matcher name = CHECKPOINT.matcher(found.getPath().getName());
            if (name.matches() && Long.parseLong(name.group(1)) > after) {
                checkpoints.put(
                        Long.parseLong(name.group(1)),
                        folder.replaceAll("/+$", "") + "/" + name.group());
            }
        }
        for (Map.Entry<Long, String> checkpoint : checkpoints.descendingMap().entrySet()) {
            for (FileStatus found : list(files, new Path(checkpoint.getValue()))) {
                // Flink writes it last of all.
                if (found.getPath().getName().equals(METADATA)) {
                    return checkpoint.getValue();
                }
            }
        }
        return "";
    }

    /** What is in a folder; nothing if there is no such folder. */
    private static FileStatus[] list(FileSystem files, Path folder) throws IOException {
        FileStatus[] found = null;
        try {
            found = files.listStatus(folder);
        } catch (FileNotFoundException missing) {
            return new FileStatus[0];
        }
        // Flink's local file system says null for a folder that is missing and for one it may not
        // read.
        if (found == null && files.exists(folder)) {
            throw new IOException("\"" + folder + "\" cannot be listed");
        }
        return found == null ? new FileStatus[0] : found;
    }
}

package io.flinkoperator.restore;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.plugin.PluginUtils;

/**
 * Prints id and path of the newest completed checkpoint of a job. Arguments: where to look, the id
 * that it has to be above, and optionally what to print, with that id, if there is none.
 *
 * <p>Where to look is the checkpoint folder of the job; or the beginning of the paths of its
 * savepoints, with a star; or one savepoint or checkpoint.
 *
 * <p>Exits with 1 and prints nothing if it cannot look: a job that then starts from an older state
 * would write records twice. It has to stay small, and to run on each Flink from 1.10 on.
 */
public final class NewestCheckpoint {

    private static final Pattern CHECKPOINT = Pattern.compile("chk-(\\d{1,18})");
    static final String METADATA = "_metadata";
    private static final int MAGIC = 0x4960672d;
    private static final int READERS = 32;
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
                newest = args[1] + " " + args[2];
            }
            answer.println(newest);
            return answer.checkError() ? 1 : 0;
        } catch (Throwable failure) {
            Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
            String reason = cause.toString().replaceAll("\\s+", " ");
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
                            + "\": this pod does not see the storage that Flink's pods see");
        }
    }

    private static String newest(String place, long after) throws Exception {
        boolean isPattern = place.endsWith("*");
        int end = isPattern ? place.lastIndexOf('/') : place.length();
        String folder = place.substring(0, end).replaceAll("/+$", "");
        FileSystem files = new Path(folder).getFileSystem();
        TreeMap<Long, String> candidates = new TreeMap<>();
        List<String> savepoints = new ArrayList<>();
        for (FileStatus found : list(files, new Path(folder))) {
            String name = found.getPath().getName();
            if (name.equals(METADATA)) {
                return id(files, folder) + " " + folder;
            }
            String path = folder + "/" + name;
            Matcher checkpoint = CHECKPOINT.matcher(name);
            if (isPattern && path.startsWith(place.substring(0, place.length() - 1))) {
                savepoints.add(path);
            } else if (!isPattern && checkpoint.matches()) {
                candidates.put(Long.parseLong(checkpoint.group(1)), path);
            }
        }
        candidates.putAll(completed(files, savepoints));
        for (Map.Entry<Long, String> candidate : candidates.descendingMap().entrySet()) {
            if (candidate.getKey() > after && isComplete(files, candidate.getValue())) {
                return candidate.getKey() + " " + candidate.getValue();
            }
        }
        return "";
    }

    /** Many are read at a time: a slow store takes half a minute for each. */
    private static Map<Long, String> completed(FileSystem files, List<String> paths)
            throws Exception {
        List<Callable<Long>> reads = new ArrayList<>();
        for (String path : paths) {
            reads.add(() -> isComplete(files, path) ? (Long) id(files, path) : null);
        }
        Map<Long, String> completed = new TreeMap<>();
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            Iterator<String> savepoints = paths.iterator();
            for (Future<Long> read : readers.invokeAll(reads)) {
                String savepoint = savepoints.next();
                Long id = read.get();
                if (id != null) {
                    completed.put(id, savepoint);
                }
            }
        } finally {
            readers.shutdown();
        }
        return completed;
    }

    /** Flink writes its metadata last of all. */
    private static boolean isComplete(FileSystem files, String path) throws IOException {
        for (FileStatus found : list(files, new Path(path))) {
            if (found.getPath().getName().equals(METADATA)) {
                return true;
            }
        }
        return false;
    }

    /** The metadata of each version begin with a magic number, the version, and the id. */
    private static long id(FileSystem files, String path) throws IOException {
        try (DataInputStream metadata = new DataInputStream(files.open(new Path(path, METADATA)))) {
            if (metadata.readInt() != MAGIC) {
                throw new IOException("\"" + path + "\" has metadata that are not Flink's");
            }
            metadata.readInt();
            return metadata.readLong();
        }
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

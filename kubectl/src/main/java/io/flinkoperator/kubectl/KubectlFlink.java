package io.flinkoperator.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.kubectl.text.Ink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;

/** The entry: runs the verb that is asked for. What goes wrong is told in one sentence. */
public final class KubectlFlink {
    private KubectlFlink() {}

    /**
     * Runs a verb and ends the process with its exit code.
     *
     * @param args The verb and its options.
     */
    public static void main(String... args) {
        if (Boolean.getBoolean("kubectl.flink.rehearsal")) {
            Rehearsal.run();
            System.exit(Failure.NONE);
        }
        if (Arrays.stream(args).anyMatch(KubectlFlink::namesFile)) {
            Thread ahead = new Thread(KubectlFlink::learnSpecs, "ahead");
            ahead.setDaemon(true);
            ahead.start();
        }
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int exitCode = run(System.in, out, err, args);
        out.flush();
        err.flush();
        System.exit(exitCode);
    }

    /**
     * Runs a verb.
     *
     * @return The exit code.
     */
    public static int run(InputStream in, PrintStream out, PrintStream err, String... args) {
        Ink ink = new Ink(Boolean.getBoolean("kubectl.flink.colours"));
        return Verbs.run(new Shell(in, out, err, ink, Clock.systemUTC(), LiveKubernetes::of), args);
    }

    private static boolean namesFile(String word) {
        return word.startsWith("-f") || word.startsWith("--filename");
    }

    /**
     * What a spec looks like takes a third of the start to learn; the command is read meanwhile.
     */
    private static void learnSpecs() {
        try {
            Json.read(JsonNodeFactory.instance.objectNode(), FlinkClusterSpec.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Nothing is required of a record", impossible);
        }
    }

    /** Trees have lines that not every locale has. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

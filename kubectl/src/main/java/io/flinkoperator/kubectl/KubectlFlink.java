package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.text.Ink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

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

    /** Trees have lines that not every locale has. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}

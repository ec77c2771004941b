package io.flinkoperator.kubectl;

import io.flinkoperator.kubectl.text.Ink;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Loads the classes that verbs need, so that the launcher can keep them as they are in memory. */
final class Rehearsal {
    private static final String MANIFEST =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: rehearsal}
            spec:
              image: {name: "flink:2.3.0"}
              flinkProperties: {taskmanager.numberOfTaskSlots: "1"}
              job: {jarFile: /job.jar, savepointsDir: "file:///savepoints"}
            """;

    private Rehearsal() {}

    static void run() {
        play("validate", "-f", "-");
        play("render", "-f", "-");
        play("convert", "-f", "-");
        play("version");
        play("list", "--help");
        LiveKubernetes.of(new Connection()).close();
    }

    private static void play(String... args) {
        PrintStream nowhere =
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(MANIFEST.getBytes(StandardCharsets.UTF_8));
        Verbs.run(
                new Shell(
                        in,
                        nowhere,
                        nowhere,
                        new Ink(false),
                        Clock.systemUTC(),
                        LiveKubernetes::of),
                args);
    }
}

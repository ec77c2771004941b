package io.flinkoperator.operator;

import static io.flinkoperator.operator.RealCluster.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.kubectl.KubectlFlink;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each verb that asks a cluster, on a real node with real Flink. */
class KubectlE2E {
    private static final String SPEC =
            """
            apiVersion: flinkoperator.k8s.io/v1beta1
            kind: FlinkCluster
            metadata: {name: endless}
            spec:
              flinkVersion: "2.3"
              image: {name: "flink-operator/wordcount:dev"}
              flinkProperties:
                execution.checkpointing.interval: 1s
                execution.checkpointing.dir: file:///state/checkpoints
              podTemplate:
                spec:
                  initContainers:
                    - {name: state-folder, image: "flink-operator/wordcount:dev", command: [chmod, "777", /state], securityContext: {runAsUser: 0}, volumeMounts: [{name: state, mountPath: /state}]}
                  volumes:
                    - {name: state, hostPath: {path: FOLDER, type: DirectoryOrCreate}}
              jobManager:
                resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}
                volumeMounts: [{name: state, mountPath: /state}]
              taskManager:
                replicas: 1
                resources: {requests: {cpu: 100m}, limits: {memory: 1200Mi}}
                volumeMounts: [{name: state, mountPath: /state}]
              job:
                jarFile: /opt/flink/usrlib/wordcount.jar
                className: io.flinkoperator.examples.wordcount.Endless
                args: [first]
                parallelism: 1
                savepointsDir: file:///state/savepoints
                volumeMounts: [{name: state, mountPath: /state}]
                cleanupPolicy: {afterJobCancelled: KeepCluster}
            """;

    private RealCluster real;
    private Plugin plugin;
    private String name;
    private String spec;

    @BeforeEach
    void begin() {
        real = new RealCluster("e2e-kubectl");
        plugin = new Plugin(List.of("-n", real.namespace));
        spec = SPEC.replace("FOLDER", real.folder.toString());
    }

    @AfterEach
    void end() {
        real.close();
    }

    @Test
    void aDayWithTheVerbs() throws Exception {
        // Given
        assertThat(plugin.run(spec, "plan", "-f", "-").well().out())
                .contains("the cluster would be made", "StatefulSet/endless-taskmanager");
        name = real.apply(spec);
        eventually(() -> assertThat(real.jobState(name)).isEqualTo("Running"));
        eventually(() -> assertThat(plugin.run("", "status", name).exitCode()).isZero());

        // When, Then
        looks();
        showsTheUi();
        takesASavepoint();
        stopsAndGoesOn();
        updatesAndGoesBack();
        findsOutWhatIsWrong();
    }

    private void looks() {
        assertThat(plugin.say("list -o wide").out())
                .containsPattern("endless +Running +True +Running +2.3.0 +1/1");
        assertThat(plugin.say("status endless").out())
                .contains("Pod endless-jobmanager-0   Running   1/1 ready", "Flink 2.3.0");
        assertThat(plugin.say("events endless").out()).contains("Pod/endless-jobmanager-0");
        // A pod that has started slowly has had troubles a minute ago.
        eventually(
                () ->
                        assertThat(plugin.run("", "doctor", name).out())
                                .contains("nothing is wrong"));
        assertThat(plugin.say("logs endless --tail 1000").out())
                .contains("org.apache.flink.runtime");
        assertThat(plugin.say("logs endless --component taskmanager --tail 3").out().lines())
                .hasSize(3);
        assertThat(plugin.say("logs endless --component submitter").out())
                .contains(real.status(name, "/components/job/id"));
    }

    private void showsTheUi() throws Exception {
        var out = new ByteArrayOutputStream();
        Thread ui =
                new Thread(
                        () ->
                                KubectlFlink.run(
                                        InputStream.nullInputStream(),
                                        new PrintStream(out, true, StandardCharsets.UTF_8),
                                        new PrintStream(
                                                OutputStream.nullOutputStream(),
                                                true,
                                                StandardCharsets.UTF_8),
                                        "ui",
                                        name,
                                        "-n",
                                        real.namespace));
        ui.start();
        eventually(() -> assertThat(out.toString(StandardCharsets.UTF_8)).contains("http://"));
        RealFlink flink = new RealFlink(URI.create(out.toString(StandardCharsets.UTF_8).strip()));
        eventually(() -> assertThat(flink.get("/")).contains("Apache Flink Web Dashboard"));
        ui.interrupt();
        ui.join(RealCluster.BOUND.toMillis());
        assertThat(ui.isAlive()).isFalse();
    }

    private void takesASavepoint() {
        String path = plugin.say("savepoint endless --wait").out().strip();

        assertThat(path).startsWith("file:/state/savepoints/savepoint-");
        assertThat(plugin.say("savepoints endless").out()).contains(path);
        plugin.run("", "abort", name, "--wait");
        assertThat(real.status(name, "/control/message"))
                .isEqualTo("nothing is under way that could be aborted");
    }

    private void stopsAndGoesOn() {
        plugin.say("cancel endless --wait");
        assertThat(real.jobState(name)).isEqualTo("Cancelled");
        plugin.say("resume endless --wait");
        plugin.say("suspend endless --wait");
        eventually(
                () ->
                        assertThat(real.objects(name))
                                .noneMatch(object -> object.startsWith("Pod/")));
        plugin.say("resume endless --wait");
        String before = real.status(name, "/components/job/id");

        plugin.say("restart endless --wait");

        assertThat(real.status(name, "/components/job/id")).isNotEqualTo(before);
        assertThat(real.status(name, "/components/job/fromSavepoint"))
                .startsWith("file:/state/savepoints/savepoint-");
    }

    private void updatesAndGoesBack() {
        String first = real.status(name, "/revision/currentRevision");
        String edited = spec.replace("[first]", "[second]");
        assertThat(plugin.run(edited, "plan", "-f", "-").well().out())
                .contains("the job would be started anew", "stopped with a savepoint")
                .contains("stay; only the job is submitted again");
        String lossy = edited.replace("    savepointsDir: file:///state/savepoints\n", "");
        // The run is young: until its first checkpoint, cancelling it would lose state.
        eventually(
                () ->
                        assertThat(plugin.run(lossy, "plan", "-f", "-").out())
                                .contains("the job is cancelled")
                                .contains("the newest checkpoint in file:/state"));
        change("{\"job\":{\"args\":[\"second\"]}}");
        eventually(
                () ->
                        assertThat(real.status(name, "/revision/stableRevision"))
                                .isNotEqualTo(first)
                                .isEqualTo(real.status(name, "/revision/currentRevision")));

        plugin.say("rollback endless --to-revision 1 --wait");

        eventually(
                () -> assertThat(real.status(name, "/revision/currentRevision")).isEqualTo(first));
        eventually(
                () ->
                        assertThat(plugin.say("history endless").out())
                                .contains("UpdateJob", "given up"));
    }

    private void change(String spec) {
        real.client
                .resources(FlinkCluster.class)
                .inNamespace(real.namespace)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    private void findsOutWhatIsWrong() {
        real.apply(
                spec.replace("name: endless", "name: broken")
                        .replace("wordcount:dev", "nowhere:dev"));
        eventually(
                () -> {
                    Plugin.Said doctor = plugin.run("", "doctor", "broken");
                    assertThat(doctor.exitCode()).isEqualTo(1);
                    assertThat(doctor.out())
                            .contains("cannot pull image flink-operator/nowhere:dev")
                            .contains("Check spec.image.name");
                });
    }
}

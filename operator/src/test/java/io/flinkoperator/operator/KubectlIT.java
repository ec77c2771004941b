package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.ControlPlaneExtension;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeJob;
import io.flinkoperator.testkit.TestNamespace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What kubectl flink asks for, an operator does; what it shows is what there is. */
@ExtendWith(ControlPlaneExtension.class)
class KubectlIT {
    private static final String WAIT = " --wait --timeout " + Eventually.BOUND.toSeconds() + "s";

    private Life life;
    private Plugin plugin;

    @BeforeEach
    void begin(ControlPlane controlPlane, TestNamespace namespace) {
        life = new Life(controlPlane, namespace);
        plugin =
                new Plugin(
                        List.of(
                                "-n",
                                namespace.name(),
                                "--kubeconfig",
                                controlPlane.kubeconfig().toString()));
    }

    @AfterEach
    void end() {
        life.close();
    }

    @Test
    void showsWhatThereIs() {
        // Given
        String job = life.begin("");
        eventually(() -> assertThat(life.condition("Ready", "status")).isEqualTo("True"));

        // When, Then
        assertThat(plugin.say("list").out()).containsPattern("sales +Running +True +Running");
        assertThat(plugin.say("list -A -o name").out().lines())
                .contains("flinkcluster.flinkoperator.k8s.io/sales");
        assertThat(plugin.say("list -A -o wide").out()).contains("NAMESPACE", "flink:2.3.0");
        assertThat(plugin.say("status sales").out())
                .contains(job, "JobManager   1/1 ready", "TaskManagers   2/2 ready")
                .contains("Pod sales-jobmanager-0", "Latest events");
        assertThat(plugin.say("status sales -o yaml").out()).contains("kind: \"FlinkCluster\"");
        assertThat(plugin.say("events sales").out()).contains("FlinkCluster/sales");
        assertThat(plugin.say("history sales").out()).contains("deployed, asked for, proven");
        assertThat(plugin.say("doctor sales").out()).contains("nothing is wrong");
    }

    @Test
    void takesASavepointAndWaitsForIt() {
        // Given
        String job = life.begin("");

        // When
        String path = plugin.say("savepoint sales" + WAIT).out().strip();

        // Then
        assertThat(life.flink.savepoints()).containsExactly(path);
        assertThat(plugin.say("savepoints sales").out()).contains(path, "user requested");
        assertThat(life.flink.jobs()).extracting(FakeJob::id).containsExactly(job);
    }

    @Test
    void tellsThatASavepointHasFailed() {
        // Given
        life.begin("");
        life.change("{\"job\":{\"savepointsDir\":null}}");

        // When
        Plugin.Said said = plugin.run("", ("savepoint sales" + WAIT).split(" "));

        // Then
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).contains("job.savepointsDir is missing");
    }

    @Test
    void cancelsAndResumes() {
        // Given
        String job = life.begin("");

        // When
        plugin.say("cancel sales" + WAIT);

        // Then
        assertThat(life.status(Life.STATE)).isEqualTo("Cancelled");
        String savepoint = life.status("/components/job/savepointLocation");

        // When
        plugin.say("resume sales");
        String next = life.run();

        // Then
        assertThat(next).isNotEqualTo(job);
        assertThat(life.status("/components/job/fromSavepoint")).isEqualTo(savepoint);
        assertThat(plugin.say("resume sales").err()).contains("nothing to resume");
    }

    @Test
    void suspendsAndResumes() {
        // Given
        life.begin("");

        // When
        plugin.say("suspend sales" + WAIT);

        // Then
        assertThat(life.status(Life.STATE)).isEqualTo("Suspended");
        eventually(() -> assertThat(life.world.statefulSet("sales-taskmanager")).isNull());

        // When
        CompletableFuture<Plugin.Said> resumed =
                CompletableFuture.supplyAsync(() -> plugin.say("resume sales" + WAIT));
        life.run();

        // Then
        assertThat(resumed.join().err()).contains("The job is Running.");
    }

    @Test
    void restartsFromTheSavepointThatTheJobWasStoppedWith() {
        // Given
        String job = life.begin("");

        // When
        CompletableFuture<Plugin.Said> restarted =
                CompletableFuture.supplyAsync(() -> plugin.say("restart sales" + WAIT));
        String next = life.run();

        // Then
        assertThat(restarted.join().err()).contains("The job is Running.");
        assertThat(next).isNotEqualTo(job);
        assertThat(life.status("/components/job/fromSavepoint"))
                .isEqualTo(life.flink.savepoints().get(0));
    }

    @Test
    void foretellsAnUpdateAndGoesBack() {
        // Given
        life.begin("");
        String first = life.status("/revision/currentRevision");
        String edited = edited("args: [--fast]");

        // When
        String plan = plugin.run(edited, "plan", "-f", "-").well().out();

        // Then
        assertThat(plan)
                .contains("the job would be started anew", "stay; only the job is submitted again")
                .contains("stopped with a savepoint", "else " + first + " comes back");
        assertThat(life.triggers()).as("a plan changes nothing").isZero();

        // When
        life.change("{\"job\":{\"args\":[\"--fast\"]}}");
        life.run();
        life.assertStable();

        // Then
        assertThat(life.status("/revision/currentRevision")).isNotEqualTo(first);
        assertThat(plugin.run(edited, "plan", "-f", "-").well().out())
                .contains("nothing would happen");

        // When
        plugin.say("rollback sales --to-revision 1");
        life.run();

        // Then
        eventually(() -> assertThat(life.status("/revision/currentRevision")).isEqualTo(first));
        eventually(
                () ->
                        assertThat(plugin.say("history sales").out())
                                .contains("RollBackJob", "given up"));
    }

    @Test
    void abortsASavepoint() {
        // Given
        life.begin("");
        life.flink.holdSavepoints();
        plugin.say("savepoint sales");
        life.awaitSavepointRequest();

        // When
        plugin.say("abort sales" + WAIT);

        // Then
        assertThat(life.status("/savepoint/message")).isEqualTo("aborted");
        assertThat(life.status(Life.STATE)).isEqualTo("Running");
    }

    @Test
    void saysWhyAClusterIsNotReady() {
        // Given
        life.begin("");
        life.flink.fail(life.status("/components/job/id"), "java.io.IOException: no disk");
        life.awaitState("Failed");

        // When
        Plugin.Said status = plugin.run("", "status", "sales");
        Plugin.Said doctor = plugin.run("", "doctor", "sales");

        // Then
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).contains("failed: java.io.IOException: no disk");
        assertThat(doctor.exitCode()).isEqualTo(1);
        assertThat(doctor.out())
                .startsWith("The job failed: java.io.IOException: no disk")
                .contains("kubectl flink resume sales");
    }

    @Test
    void completesTheNamesOfClusters() {
        // Given
        life.begin("");
        List<String> words = new ArrayList<>(List.of("__complete", "--", "status"));
        words.addAll(plugin.connection());

        // When
        words.add("sa");
        String names = new Plugin(List.of()).run(words).out();

        // Then
        assertThat(names).isEqualTo("sales\n:4\n");
    }

    @Test
    void anApiServerThatDoesNotAnswerIsToldOfInOneSentence() {
        // When
        Plugin.Said said =
                new Plugin(List.of("--kubeconfig", "src/test/resources/nobody.kubeconfig"))
                        .run("", "list");

        // Then
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err().lines()).singleElement().asString().contains("does not answer");
    }

    private static String edited(String line) {
        return """
        apiVersion: flinkoperator.k8s.io/v1beta1
        kind: FlinkCluster
        metadata: {name: sales}
        spec:
        """
                + Life.spec(line).indent(2);
    }
}

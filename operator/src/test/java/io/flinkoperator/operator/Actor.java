package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.testkit.Eventually;
import io.flinkoperator.testkit.FakeJobManager;
import java.time.Duration;
import java.util.Map;
import org.awaitility.core.ThrowingRunnable;

/** A user of one FlinkCluster, and what befalls its job. */
final class Actor {
    private static final String WORD = "flinkclusters.flinkoperator.k8s.io/user-control";
    private static final String JOB =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "file:///cp"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: file:///sp
              parallelism: 2
              %s
            %s
            """;

    final String name;
    private final World world;
    private final Stage stage;
    private Duration patience = Eventually.BOUND;
    private long written;

    Actor(String name, World world, Stage stage) {
        this.name = name;
        this.world = world;
        this.stage = stage;
    }

    /** Waits so long at most for what has to come. */
    Actor patient(Duration longest) {
        patience = longest;
        return this;
    }

    void eventually(ThrowingRunnable assertion) {
        Eventually.eventually(patience, assertion);
    }

    /** A session cluster, with fields added to the spec. */
    void createSession(String more) {
        create("image: {name: \"flink:2.3.0\"}\ntaskManager: {replicas: 2}\n" + more + "\n");
    }

    /** A job cluster, with fields added to the job and to the spec. */
    void createJob(String ofJob, String more) {
        create(JOB.formatted(ofJob, more));
    }

    void createJob(String ofJob) {
        createJob(ofJob, "");
    }

    private void create(String spec) {
        written = version(world.create(name, spec));
    }

    /** As it was seen last, which is after the last write of this user. */
    private FlinkCluster cluster() {
        FlinkCluster seen = stage.cluster(name).orElseThrow(() -> new AssertionError("Not seen"));
        assertThat(version(seen)).as("version").isGreaterThanOrEqualTo(written);
        return seen;
    }

    private static long version(FlinkCluster cluster) {
        return Long.parseLong(cluster.getMetadata().getResourceVersion());
    }

    private void patch(String patch) {
        written = Long.parseLong(world.patch(name, patch));
    }

    void change(String spec) {
        eventually(() -> patch("{\"spec\":" + spec + "}"));
    }

    /** Writes a word, once the one before has been heard. */
    void say(String word) {
        String patch = "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(WORD, word);
        eventually(() -> assertThat(word()).isNotEqualTo(word));
        eventually(
                () -> {
                    if (!word().equals(word)) {
                        patch(patch);
                    }
                });
    }

    private String word() {
        Map<String, String> annotations = cluster().getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(WORD, "");
    }

    void delete() {
        eventually(() -> world.client.resource(world.cluster(name)).delete());
    }

    String status(String pointer) {
        return cluster().getStatus() == null ? "" : cluster().getStatus().at(pointer).asText();
    }

    void await(String pointer, String value) {
        eventually(() -> assertThat(status(pointer)).as(pointer).isEqualTo(value));
    }

    /** Waits until the job runs, its revision has proven itself, and nothing is under way. */
    void awaitRunning(int runs) {
        eventually(() -> assertThat(stage.runs(name)).hasSizeGreaterThanOrEqualTo(runs));
        eventually(() -> assertThat(status("/components/job/id")).isEqualTo(job()));
        await("/components/job/state", "Running");
        eventually(
                () ->
                        assertThat(status("/revision/stableRevision"))
                                .isEqualTo(status("/revision/currentRevision"))
                                .isNotEmpty());
        awaitRest();
    }

    /** Waits until the newest spec is acted on and nothing is under way. */
    void awaitRest() {
        eventually(
                () -> {
                    assertThat(status("/observedGeneration"))
                            .isEqualTo("" + cluster().getMetadata().getGeneration());
                    assertThat(World.condition(cluster(), "Progressing").path("status").asText())
                            .isEqualTo("False");
                    assertThat(status("/control/state")).isNotEqualTo("InProgress");
                });
    }

    /** Waits until the newest spec is acted on. */
    void awaitObserved() {
        eventually(
                () ->
                        assertThat(status("/observedGeneration"))
                                .isEqualTo("" + cluster().getMetadata().getGeneration()));
    }

    /** Waits until so many savepoints are recorded. */
    void awaitSavepoints(int number) {
        eventually(() -> assertThat(cluster().getStatus().path("savepoints")).hasSize(number));
    }

    void awaitWord(String word) {
        eventually(
                () -> {
                    assertThat(status("/control/name")).isEqualTo(word);
                    assertThat(status("/control/state")).isEqualTo("Succeeded");
                });
        awaitRest();
    }

    /** Kills the JobManager's pod, and waits until there is another. */
    void killJobManager() {
        String before = stage.jobManager(name);
        eventually(
                () ->
                        world.client
                                .pods()
                                .inNamespace(world.namespace)
                                .withLabels(Map.of("cluster", name, "component", "jobmanager"))
                                .withGracePeriod(0)
                                .delete());
        eventually(() -> assertThat(stage.jobManager(name)).isNotEqualTo(before));
    }

    /** However it ends. */
    void awaitEndOfWord() {
        eventually(
                () -> {
                    assertThat(status("/control/state")).isIn("Succeeded", "Failed");
                    assertThat(cluster().getMetadata().getAnnotations()).isNullOrEmpty();
                });
        awaitRest();
    }

    void awaitGone() {
        eventually(() -> assertThat(world.cluster(name)).isNull());
    }

    /** Id of the newest run. */
    String job() {
        var runs = stage.runs(name);
        return runs.get(runs.size() - 1);
    }

    FakeJobManager flink() {
        return world.flink.find(world.namespace, name).orElseThrow();
    }

    Stage stage() {
        return stage;
    }
}

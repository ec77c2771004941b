package io.flinkoperator.operator;

import static io.flinkoperator.operator.World.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.ControlPlane;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.FlinkRequest;
import io.flinkoperator.testkit.Pods;
import io.flinkoperator.testkit.TestNamespace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A job cluster {@code sales} in a {@link World}, whose job is helped through its life. */
final class Life implements AutoCloseable {
    static final String NAME = "sales";
    static final String STATE = "/components/job/state";
    private static final String WORD = "flinkclusters.flinkoperator.k8s.io/user-control";
    private static final String SPEC =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 2}
            flinkProperties: {execution.checkpointing.dir: "file:///cp"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              savepointsDir: file:///sp
              parallelism: 2
              cleanupPolicy: {afterJobCancelled: KeepCluster, afterJobFails: KeepCluster}
              %s
            """;

    final World world;
    final FakeJobManager flink;

    private String latest = "";

    /** Pods that check a revision complete; those that bring the job in wait for {@link #run}. */
    Life(ControlPlane controlPlane, TestNamespace namespace) {
        world = new World(controlPlane, namespace).startOperator();
        flink = world.jobManager(NAME, 2).checkpointing(FakeCheckpointing.RETAINED);
        world.node.treat(Pods.ofJob(NAME + "-preflight"), Fate.completed());
    }

    /** Its spec, with another line in its job. */
    static String spec(String job) {
        return SPEC.formatted(job);
    }

    /** Has a cluster whose job runs and has completed a checkpoint; returns the job's id. */
    String begin(String job) {
        world.create(NAME, SPEC.formatted(job));
        String id = run();
        assertStable();
        return id;
    }

    /** Waits until another job is brought in, takes it, and lets it run. */
    String run() {
        String id = take();
        flink.completeCheckpoint(id, "file:///cp/" + id + "/chk-1");
        eventually(() -> assertThat(status(STATE)).isEqualTo("Running"));
        return id;
    }

    String take() {
        String id = takeJob();
        world.node.treat(Pods.labelled(Names.JOB_ID, id), Fate.completed());
        return id;
    }

    /** The job alone: what becomes of the pod that brings it in is the test's to say. */
    String takeJob() {
        eventually(() -> assertThat(submitted()).isNotEmpty().isNotEqualTo(latest));
        String id = submitted();
        latest = id;
        flink.submit(id, "job of " + NAME);
        return id;
    }

    /** The id of the job that is being brought in; blank if none is. */
    private String submitted() {
        return Optional.ofNullable(world.job(Names.submitter(NAME)))
                .map(job -> job.getMetadata().getLabels().get(Names.JOB_ID))
                .orElse("");
    }

    void assertStable() {
        eventually(
                () ->
                        assertThat(status("/revision/stableRevision"))
                                .isEqualTo(status("/revision/currentRevision"))
                                .isNotEmpty());
    }

    String status(String pointer) {
        return world.status(NAME, pointer);
    }

    String condition(String type, String field) {
        return world.condition(NAME, type, field);
    }

    /** Merges something into {@code spec}. */
    void change(String spec) {
        world.patch(NAME, "{\"spec\":" + spec + "}");
    }

    void say(String word) {
        world.patch(NAME, "{\"metadata\":{\"annotations\":{\"%s\":\"%s\"}}}".formatted(WORD, word));
    }

    void emptyStatus() {
        World.emptyStatus(world.client.resource(world.cluster(NAME)));
    }

    void awaitState(String state) {
        eventually(() -> assertThat(status(STATE)).isEqualTo(state));
    }

    /** How the word ended, for example {@code "savepoint Succeeded"}. */
    void awaitWord(String outcome) {
        eventually(
                () -> {
                    assertThat(status("/control/name") + " " + status("/control/state"))
                            .isEqualTo(outcome);
                    assertThat(world.cluster(NAME).getMetadata().getAnnotations()).isNullOrEmpty();
                });
    }

    void restartOperator() {
        world.stopOperator().startOperator();
    }

    /** As if so much time had passed since the request for a savepoint; no operator must run. */
    void backdateSavepoint(Duration time) {
        FlinkCluster cluster = world.cluster(NAME);
        backdate(cluster.getStatus().get("savepoint"), "triggerTime", time);
        backdate(cluster.getStatus().path("control"), "updateTime", time);
        world.client.resource(cluster).updateStatus();
    }

    /** Lets the pause after a failed savepoint be over. */
    void endPause() {
        world.stopOperator();
        backdateSavepoint(Duration.ofSeconds(20));
        world.startOperator();
    }

    private static void backdate(JsonNode part, String field, Duration time) {
        if (part instanceof ObjectNode object) {
            Instant recorded = Instant.parse(object.get(field).asText());
            object.put(field, recorded.minus(time).toString());
        }
    }

    /** Requests for savepoints, with or without an end of the job. */
    List<FlinkRequest> savepointRequests() {
        return world.flink.journal().writes().stream().filter(Life::asksForSavepoint).toList();
    }

    static boolean asksForSavepoint(FlinkRequest request) {
        return request.method().equals("POST")
                && (request.path().endsWith("/savepoints") || request.path().endsWith("/stop"));
    }

    long triggers() {
        return savepointRequests().stream()
                .map(request -> request.body().replaceAll(".*\"triggerId\":\"(\\w+)\".*", "$1"))
                .distinct()
                .count();
    }

    void awaitSavepointRequest() {
        eventually(() -> assertThat(savepointRequests()).isNotEmpty());
    }

    /** Reasons of events, in no order. */
    List<String> events() {
        return world.events(NAME).stream().map(event -> event.getReason()).toList();
    }

    List<String> messages(String reason) {
        return world.events(NAME).stream()
                .filter(event -> Objects.equals(event.getReason(), reason))
                .map(event -> event.getMessage())
                .toList();
    }

    @Override
    public void close() {
        world.close();
    }
}

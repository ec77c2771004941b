package io.flinkoperator.testkit;

import static io.flinkoperator.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeFlinkTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final String TRIGGER = "fedcba9876543210fedcba9876543210";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeFlink flink = FakeFlink.start();
    private final FakeJobManager jobManager = flink.add("team", "wordcount").taskManagers(2, 2);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        flink.close();
    }

    @Test
    void tellsVersionAndFeatures() throws Exception {
        // When
        var config = json(get("/config"));

        // Then
        assertThat(config.path("flink-version").asText()).isEqualTo("2.3.0");
        assertThat(config.at("/features/web-submit").asBoolean()).isTrue();
    }

    @Test
    void countsSlotsAndJobs() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount", 3);

        // When
        var overview = json(get("/overview"));

        // Then
        assertThat(overview.path("taskmanagers").asInt()).isEqualTo(2);
        assertThat(overview.path("slots-total").asInt()).isEqualTo(4);
        assertThat(overview.path("slots-available").asInt()).isEqualTo(1);
        assertThat(overview.path("jobs-running").asInt()).isEqualTo(1);
    }

    @Test
    void showsTasksThatWaitForSlotsAsScheduled() throws Exception {
        // Given
        jobManager.taskManagers(1, 1).submit(JOB, "wordcount", 3);

        // When
        var job = json(get("/jobs/overview")).at("/jobs/0");

        // Then
        assertThat(job.path("jid").asText()).isEqualTo(JOB);
        assertThat(job.path("state").asText()).isEqualTo("RUNNING");
        assertThat(job.path("end-time").asLong()).isEqualTo(-1);
        assertThat(job.at("/tasks/running").asInt()).isEqualTo(1);
        assertThat(job.at("/tasks/scheduled").asInt()).isEqualTo(2);
    }

    @Test
    void runsAnUploadedJarOnceOnly() throws Exception {
        // Given
        var jar = json(upload("wordcount.jar")).path("filename").asText().replaceAll(".*/", "");
        var run = "{\"jobId\":\"%s\",\"entryClass\":\"WordCount\"}".formatted(JOB);

        // When
        var first = send("POST", "/jars/" + jar + "/run", run);
        jobManager.finish(JOB);
        var second = send("POST", "/jars/" + jar + "/run", run);

        // Then
        assertThat(json(first).path("jobid").asText()).isEqualTo(JOB);
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.body())
                .contains("Could not execute application.")
                .contains("DuplicateApplicationSubmissionException: Application has already been");
        assertThat(jobManager.jobs()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoJar() throws Exception {
        assertThat(upload("notes.txt").statusCode()).isEqualTo(400);
        assertThat(send("POST", "/jars/none.jar/run", "{}").statusCode()).isEqualTo(500);
    }

    @Test
    void cancelsByWayOfCancelling() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount");

        // When
        var answer = send("PATCH", "/jobs/" + JOB + "?mode=cancel", "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        eventually(() -> assertThat(stateOf(JOB)).isEqualTo(FakeJobState.CANCELED));
        assertThat(send("PATCH", "/jobs/" + JOB, "").statusCode()).isEqualTo(202);
    }

    @Test
    void cannotCancelWhatHasEnded() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").finish(JOB);

        // When
        var answer = send("PATCH", "/jobs/" + JOB + "?mode=cancel", "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("another terminal state (FINISHED)");
        assertThat(stateOf(JOB)).isEqualTo(FakeJobState.FINISHED);
    }

    @Test
    void tellsWhyAJobFailed() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").fail(JOB, "java.io.IOException: disk full\n\tat X");

        // When
        var exceptions = json(get("/jobs/" + JOB + "/exceptions"));

        // Then
        assertThat(exceptions.has("root-exception")).isFalse();
        var entry = exceptions.at("/exceptionHistory/entries/0");
        assertThat(entry.path("exceptionName").asText()).isEqualTo("java.io.IOException");
        assertThat(entry.path("stacktrace").asText()).contains("disk full");
        assertThat(json(get("/jobs/" + JOB)).path("state").asText()).isEqualTo("FAILED");
    }

    @Test
    void answersInFlinksWordsWhatItDoesNotKnow() throws Exception {
        assertThat(get("/jobs/" + JOB).statusCode()).isEqualTo(404);
        assertThat(json(get("/jobs/" + JOB)).at("/errors/0").asText())
                .startsWith("org.apache.flink.runtime.rest.NotFoundException: Job " + JOB);
        assertThat(get("/jobs/nonsense").statusCode()).isEqualTo(400);
        assertThat(get("/nonsense").body())
                .isEqualTo("{\"errors\":[\"Unable to load requested file /nonsense.\"]}");
    }

    @Test
    void takesOneSavepointForEachTrigger() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount");

        // When
        var first = savepoint("savepoints", TRIGGER);
        var second = savepoint("savepoints", TRIGGER);

        // Then
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(json(first).path("request-id").asText()).isEqualTo(TRIGGER);
        assertThat(second.body()).isEqualTo(first.body());
        eventually(() -> assertThat(result().at("/status/id").asText()).isEqualTo("COMPLETED"));
        assertThat(jobManager.savepoints())
                .containsExactly(result().at("/operation/location").asText());
        var statistics = json(get("/jobs/" + JOB + "/checkpoints"));
        assertThat(statistics.at("/counts/completed").asInt()).isEqualTo(1);
        assertThat(statistics.at("/latest/savepoint/id").asInt()).isEqualTo(1);
        assertThat(statistics.at("/latest/completed").isNull()).isTrue();
        assertThat(stateOf(JOB)).isEqualTo(FakeJobState.RUNNING);
    }

    @Test
    void finishesAStoppedJobOnceItsSavepointIsCompleted() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").holdSavepoints();
        savepoint("stop", TRIGGER);
        assertThat(result().at("/status/id").asText()).isEqualTo("IN_PROGRESS");
        assertThat(stateOf(JOB)).isEqualTo(FakeJobState.RUNNING);

        // When
        var path = jobManager.completeSavepoint(JOB, TRIGGER);

        // Then
        assertThat(result().at("/operation/location").asText()).isEqualTo(path);
        assertThat(stateOf(JOB)).isEqualTo(FakeJobState.FINISHED);
    }

    @Test
    void goesOnWithAJobThatCouldNotBeStopped() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").failStops("java.io.IOException: gone");

        // When
        savepoint("stop", TRIGGER);

        // Then
        eventually(
                () ->
                        assertThat(result().at("/operation/failure-cause/stack-trace").asText())
                                .contains("A savepoint has been created at: " + onlySavepoint())
                                .contains("Caused by: java.io.IOException: gone"));
        assertThat(stateOf(JOB)).isEqualTo(FakeJobState.RUNNING);
    }

    @Test
    void aSavepointThatIsUnderWayFailsWithItsJob() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").holdSavepoints();
        savepoint("savepoints", TRIGGER);

        // When
        jobManager.fail(JOB, "java.io.IOException: gone");

        // Then
        assertThat(jobManager.savepoint(JOB, TRIGGER).flatMap(FakeOperation::failure))
                .hasValueSatisfying(
                        trace -> assertThat(trace).contains("Coordinator is suspending"));
    }

    @Test
    void takesNoSavepointOfAJobThatDoesNotRun() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount").setState(JOB, FakeJobState.RESTARTING);

        // When
        var answer = savepoint("savepoints", TRIGGER);

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(result().at("/operation/failure-cause/stack-trace").asText())
                .contains("Not all required tasks are currently running.");
    }

    @Test
    void forgetsTriggersAndKeepsWhatWasWritten() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount");
        savepoint("savepoints", TRIGGER);
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));

        // When
        jobManager.forgetTriggers();

        // Then
        var answer = get("/jobs/" + JOB + "/savepoints/" + TRIGGER);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is no savepoint operation with triggerId=");
        assertThat(jobManager.savepoints()).hasSize(1);
    }

    @Test
    void recoversJobsThatAreNotOverAndCountsTheirCheckpointsOn() throws Exception {
        // Given
        var over = JOB.replace('0', 'f');
        jobManager.submit(over, "over").finish(over).submit(JOB, "wordcount").restarts(JOB, 4);
        jobManager.completeCheckpoint(JOB, "file:/c/chk-1");

        // When
        jobManager.restartWithRecovery().completeCheckpoint(JOB, "file:/c/chk-2");

        // Then
        assertThat(jobManager.job(over)).isEmpty();
        var statistics = json(get("/jobs/" + JOB + "/checkpoints"));
        assertThat(statistics.at("/counts/completed").asInt()).isEqualTo(1);
        assertThat(statistics.at("/latest/completed/id").asInt()).isEqualTo(2);
        assertThat(statistics.at("/latest/restored/external_path").asText())
                .isEqualTo("file:/c/chk-1");
        assertThat(get("/jobs/" + JOB + "/metrics?get=numRestarts,fullRestarts").body())
                .contains("numRestarts")
                .contains("\"0\"");
    }

    @Test
    void refusesWhatAnOldVersionDoesNotKnow() throws Exception {
        // Given
        jobManager.version("1.12.5").submit(JOB, "wordcount");

        // When
        var answer = savepoint("savepoints", TRIGGER);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("expected format SavepointTriggerRequestBody");
        assertThat(send("POST", "/jobs/" + JOB + "/stop", "{\"drain\":false}").statusCode())
                .isEqualTo(202);
    }

    @Test
    void disposesOfASavepointOnce() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount");
        savepoint("savepoints", TRIGGER);
        eventually(() -> assertThat(jobManager.savepoints()).hasSize(1));
        var body = "{\"savepoint-path\":\"%s\"}".formatted(onlySavepoint());

        // When
        var first = json(send("POST", "/savepoint-disposal", body)).path("request-id").asText();
        var second = json(send("POST", "/savepoint-disposal", body)).path("request-id").asText();

        // Then
        assertThat(json(get("/savepoint-disposal/" + first)).at("/operation").isEmpty()).isTrue();
        assertThat(get("/savepoint-disposal/" + second).body())
                .contains("Cannot find checkpoint or savepoint file/directory");
        assertThat(get("/savepoint-disposal/" + TRIGGER).statusCode()).isEqualTo(404);
        assertThat(jobManager.savepoints()).isEmpty();
        assertThat(jobManager.disposed()).hasSize(1);
    }

    @Test
    void forgetsJobsAndTaskManagersWhenRestarted() throws Exception {
        // Given
        jobManager.submit(JOB, "wordcount");

        // When
        jobManager.restart();

        // Then
        assertThat(get("/jobs/" + JOB).statusCode()).isEqualTo(404);
        assertThat(json(get("/overview")).path("slots-total").asInt()).isZero();
    }

    @Test
    void cutsTheConnectionWhenDeadOrNeverThere() {
        // Given
        jobManager.behave(Behaviour.dead());

        // Then
        assertThatThrownBy(() -> get("/overview")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(flink.uri("team", "other") + "/overview", "GET"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void acceptsAJobWhoseAnswerIsLost() throws Exception {
        // Given
        var jar = json(upload("wordcount.jar")).path("filename").asText().replaceAll(".*/", "");
        jobManager.behave(Behaviour.answerLost(), FlinkRequest::isWrite);
        var run = "{\"jobId\":\"%s\"}".formatted(JOB);

        // When
        assertThatThrownBy(() -> send("POST", "/jars/" + jar + "/run", run))
                .isInstanceOf(IOException.class);

        // Then
        assertThat(json(get("/jobs/" + JOB)).path("state").asText()).isEqualTo("RUNNING");
    }

    @Test
    void answersLateWhenSlowAndNonsenseWhenBroken() throws Exception {
        jobManager.behave(Behaviour.slow(Duration.ofMillis(300)));
        var start = System.nanoTime();
        assertThat(get("/overview").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThan(Duration.ofMillis(290));

        jobManager.behave(Behaviour.htmlErrorPage());
        assertThat(get("/overview").body()).startsWith("<html>");

        jobManager.behave(Behaviour.internalError());
        assertThat(get("/overview").statusCode()).isEqualTo(500);

        jobManager.behave(Behaviour.truncatedJson());
        assertThatThrownBy(() -> json(get("/jobs/overview"))).isInstanceOf(IOException.class);
    }

    @Test
    void servesAThousandJobManagersAndKeepsAJournal() {
        // Given
        IntStream.range(0, 1000).forEach(i -> flink.add("fleet", "c" + i).taskManagers(1, 1));

        // When
        var answers =
                IntStream.range(0, 1000)
                        .mapToObj(i -> request(flink.uri("fleet", "c" + i) + "/overview", "GET"))
                        .map(request -> http.sendAsync(request.build(), BodyHandlers.ofString()))
                        .toList();

        // Then
        assertThat(answers)
                .extracting(CompletableFuture::join)
                .allMatch(answer -> answer.statusCode() == 200);
        assertThat(flink.journal().counters()).containsEntry("GET /overview", 1000L);
        assertThat(flink.journal().count(request -> request.cluster().equals("c7"))).isOne();
        assertThat(flink.journal().writes()).isEmpty();
    }

    private HttpResponse<String> savepoint(String kind, String triggerId) throws Exception {
        return send(
                "POST", "/jobs/" + JOB + "/" + kind, "{\"triggerId\":\"%s\"}".formatted(triggerId));
    }

    private JsonNode result() throws Exception {
        return json(get("/jobs/" + JOB + "/savepoints/" + TRIGGER));
    }

    private String onlySavepoint() {
        return String.join(" ", jobManager.savepoints());
    }

    private FakeJobState stateOf(String jobId) {
        return jobManager.job(jobId).orElseThrow().state();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(jobManager.uri() + path, "GET");
    }

    private HttpResponse<String> get(String uri, String method) throws Exception {
        return http.send(request(uri, method).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        var request = request(jobManager.uri() + path, method);
        return http.send(
                request.method(method, BodyPublishers.ofString(body)).build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> upload(String file) throws Exception {
        var part =
                """
                --x\r
                Content-Disposition: form-data; name="jarfile"; filename="%s"\r
                Content-Type: application/x-java-archive\r
                \r
                PK\r
                --x--\r
                """;
        return send("POST", "/jars/upload", part.formatted(file));
    }

    private static HttpRequest.Builder request(String uri, String method) {
        return HttpRequest.newBuilder(URI.create(uri))
                .method(method, BodyPublishers.noBody())
                .timeout(Eventually.BOUND);
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }
}

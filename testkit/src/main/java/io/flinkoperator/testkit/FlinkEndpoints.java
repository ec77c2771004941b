package io.flinkoperator.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a fake JobManager answers to well-formed requests. */
record FlinkEndpoints(FakeJobManager flink) {

    private static final String COMMIT = "c0f8d1a";
    private static final String UPLOADS = "/tmp/flink-web-fake/flink-web-upload/";

    FlinkAnswer config() {
        var json = new LinkedHashMap<String, Object>();
        json.put("refresh-interval", 3000);
        json.put("timezone-name", "Coordinated Universal Time");
        json.put("timezone-offset", 0);
        json.put("flink-version", flink.situation().version());
        json.put("flink-revision", COMMIT + " @ 2026-06-14T16:29:03+02:00");
        json.put(
                "features",
                Map.of(
                        "web-submit", true,
                        "web-cancel", true,
                        "web-rescale", false,
                        "web-history", false));
        return FlinkAnswer.ok(json);
    }

    FlinkAnswer overview() {
        var situation = flink.situation();
        var json = new LinkedHashMap<String, Object>();
        json.put("taskmanagers", situation.taskManagers());
        json.put("slots-total", situation.slots());
        json.put("slots-available", situation.freeSlots());
        json.put("jobs-running", situation.jobsNotOver());
        json.put("jobs-finished", situation.jobsIn(FakeJobState.FINISHED));
        json.put("jobs-cancelled", situation.jobsIn(FakeJobState.CANCELED));
        json.put("jobs-failed", situation.jobsIn(FakeJobState.FAILED));
        json.put("flink-version", situation.version());
        json.put("flink-commit", COMMIT);
        return FlinkAnswer.ok(json);
    }

    FlinkAnswer jobIds() {
        return FlinkAnswer.ok(
                Map.of(
                        "jobs",
                        flink.jobs().stream()
                                .map(job -> Map.of("id", job.id(), "status", job.state().name()))
                                .toList()));
    }

    FlinkAnswer jobsOverview() {
        var situation = flink.situation();
        return FlinkAnswer.ok(
                Map.of(
                        "jobs",
                        situation.newestFirst().stream()
                                .map(job -> situation.json(job).overview())
                                .toList()));
    }

    FlinkAnswer details(String jobId) {
        return ofJob(jobId, FlinkJson::details);
    }

    FlinkAnswer exceptions(String jobId) {
        return ofJob(jobId, FlinkJson::exceptions);
    }

    private FlinkAnswer ofJob(String jobId, Function<FlinkJson, Map<String, Object>> aspect) {
        var situation = flink.situation();
        return flink.job(jobId)
                .map(job -> FlinkAnswer.ok(aspect.apply(situation.json(job))))
                .orElseGet(() -> FlinkAnswer.jobNotFound(jobId));
    }

    /** Cancelling what is already cancelled is fine; what has ended otherwise is a conflict. */
    FlinkAnswer cancel(String jobId) {
        var before = flink.requestCancellation(jobId);
        if (before.isEmpty()) {
            return FlinkAnswer.refused(404, "Job could not be found.");
        }
        var state = before.get();
        if (state == FakeJobState.FINISHED || state == FakeJobState.FAILED) {
            return FlinkAnswer.refused(
                    409,
                    "Job cancellation failed because the job has already reached another"
                            + " terminal state (%s).".formatted(state));
        }
        return FlinkAnswer.json(202, Map.of());
    }

    FlinkAnswer checkpoints(String jobId) {
        return ofKnown(jobId, () -> flink.checkpointStatistics(jobId));
    }

    FlinkAnswer checkpointConfig(String jobId) {
        return ofKnown(jobId, flink::checkpointConfig);
    }

    private FlinkAnswer ofKnown(String jobId, Supplier<Map<String, Object>> answer) {
        return flink.job(jobId)
                .map(job -> FlinkAnswer.ok(answer.get()))
                .orElseGet(() -> FlinkAnswer.jobNotFound(jobId));
    }

    /** Flink answers an empty list for a job that it does not know. */
    FlinkAnswer metrics(String jobId, String query) {
        return FlinkAnswer.ok(flink.metrics(jobId, query.replaceFirst("^get=", "")));
    }

    /** Whatever is wrong with the job, the request is taken; its result tells. */
    FlinkAnswer takeSavepoint(String jobId, boolean stops, String body) {
        return SavepointRequest.parse(jobId, stops, body, flink.situation().version())
                .map(flink::requestSavepoint)
                .map(made -> FlinkAnswer.json(202, Map.of("request-id", made.triggerId())))
                .orElseGet(
                        () ->
                                FlinkAnswer.refused(
                                        400,
                                        "Request did not match expected format "
                                                + (stops
                                                        ? "StopWithSavepointRequestBody."
                                                        : "SavepointTriggerRequestBody.")));
    }

    FlinkAnswer savepoint(String jobId, String triggerId) {
        return flink.savepoint(jobId, triggerId)
                .map(found -> FlinkAnswer.ok(found.json()))
                .orElseGet(
                        () ->
                                FlinkAnswer.refused(
                                        404,
                                        "There is no savepoint operation with triggerId=%s for job"
                                                        .formatted(triggerId)
                                                + " %s.".formatted(jobId)));
    }

    /** Flink draws the id itself, whatever it is given. */
    FlinkAnswer dispose(String body) {
        return SavepointRequest.savepointPath(body)
                .map(path -> flink.dispose(SavepointRequest.randomId(), path))
                .map(made -> FlinkAnswer.ok(Map.of("request-id", made.triggerId())))
                .orElseGet(
                        () ->
                                FlinkAnswer.refused(
                                        400,
                                        "Request did not match expected format"
                                                + " SavepointDisposalRequest."));
    }

    FlinkAnswer disposal(String triggerId) {
        return flink.savepoint("", triggerId)
                .map(found -> FlinkAnswer.ok(found.json()))
                .orElseGet(
                        () ->
                                FlinkAnswer.refused(
                                        404, "Operation not found under key: " + triggerId));
    }

    FlinkAnswer jars() {
        var files =
                flink.jars().stream()
                        .map(id -> Map.of("id", id, "name", id.substring(id.indexOf('_') + 1)))
                        .toList();
        return FlinkAnswer.ok(Map.of("address", flink.uri().toString(), "files", files));
    }

    FlinkAnswer upload(String name) {
        var id = UUID.randomUUID() + "_" + name;
        flink.addJar(id);
        return FlinkAnswer.ok(Map.of("filename", UPLOADS + id, "status", "success"));
    }

    FlinkAnswer deleteJar(String id) {
        return flink.removeJar(id)
                ? FlinkAnswer.ok(Map.of())
                : FlinkAnswer.refused(400, "File %s does not exist in %s.".formatted(id, UPLOADS));
    }

    FlinkAnswer run(FakeSubmission submission) {
        if (!flink.jars().contains(submission.jarId())) {
            return FlinkAnswer.internalError(
                    "Jar file %s%s does not exist".formatted(UPLOADS, submission.jarId()));
        }
        return flink.situation()
                .submissionFailure()
                .map(FlinkEndpoints::mainFailed)
                .or(() -> refusal(submission))
                .orElseGet(
                        () ->
                                FlinkAnswer.ok(
                                        Map.of(
                                                "jobid", submission.jobId(),
                                                "applicationId", submission.jobId())));
    }

    private Optional<FlinkAnswer> refusal(FakeSubmission submission) {
        return flink.accept(submission)
                ? Optional.empty()
                : Optional.of(
                        FlinkAnswer.applicationFailed(
                                "org.apache.flink.client.program.ProgramInvocationException: The"
                                        + " main method caused an error: Failed to execute job '"
                                        + submission.name()
                                        + "'.\nCaused by: org.apache.flink.runtime.client."
                                        + "DuplicateApplicationSubmissionException: Application"
                                        + " has already been submitted."));
    }

    private static FlinkAnswer mainFailed(String stackTrace) {
        return FlinkAnswer.applicationFailed(
                "org.apache.flink.client.program.ProgramInvocationException: The main method"
                        + " caused an error\nCaused by: "
                        + stackTrace);
    }
}

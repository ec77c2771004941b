package io.flinkoperator.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

/** What users do with clusters, and what befalls those; each ends at rest. */
@SuppressWarnings("ImmutableEnumChecker") // The scripts hold nothing.
enum Workload {
    CREATE_SESSION(
            user -> {
                user.createSession("");
                user.await("/state", "Running");
            }),
    CREATE_JOB(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
            }),
    CREATE_APPLICATION(
            user -> {
                user.createJob("mode: Application");
                user.awaitRunning(1);
            }),
    SAVEPOINT(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.say("savepoint");
                user.awaitWord("savepoint");
            }),
    PERIODIC_SAVEPOINT(
            user -> {
                user.stage().holdsSavepoints(user.name);
                user.createJob("autoSavepointSeconds: 5");
                user.await("/savepoint/state", "InProgress");
                user.change("{\"job\":{\"autoSavepointSeconds\":null}}");
                user.awaitObserved();
                user.flink().takeSavepoints();
                user.await("/savepoint/state", "Succeeded");
            }),
    RETENTION(
            user -> {
                user.createJob("savepointRetention: {count: 1}");
                user.awaitRunning(1);
                user.say("savepoint");
                user.awaitWord("savepoint");
                user.say("savepoint");
                user.eventually(() -> assertThat(user.flink().disposed()).hasSize(1));
                user.awaitSavepoints(1);
                user.awaitEndOfWord();
            }),
    CANCEL(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.say("job-cancel");
                user.awaitWord("job-cancel");
                user.await("/state", "Stopped");
            }),
    SUSPEND_AND_RESUME(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.change("{\"suspend\":true}");
                user.await("/components/job/state", "Suspended");
                user.await("/state", "Stopped");
                user.change("{\"suspend\":false}");
                user.awaitRunning(2);
            }),
    UPDATE(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.change("{\"image\":{\"name\":\"flink:2.3.1\"}}");
                user.awaitRunning(2);
            }),
    UPDATE_APPLICATION(
            user -> {
                user.createJob("mode: Application");
                user.awaitRunning(1);
                user.change("{\"job\":{\"args\":[\"b\"]}}");
                user.awaitRunning(2);
            }),
    ROLLBACK(
            user -> {
                user.stage().fails(user.name, "broken");
                user.createJob("");
                user.awaitRunning(1);
                String revision = user.status("/revision/currentRevision");
                user.change("{\"job\":{\"args\":[\"broken\"]}}");
                user.eventually(() -> assertThat(user.stage().runs(user.name)).hasSize(3));
                user.await("/revision/currentRevision", revision);
                user.awaitRunning(3);
            }),
    RESCALE(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.change("{\"taskManager\":{\"replicas\":3}}");
                user.await("/components/taskManager/readyReplicas", "3");
                user.awaitRest();
            }),
    FAILURE_AND_RESTART(
            user -> {
                user.createJob(
                        "restartPolicy: FromSavepointOnFailure\n"
                                + "  restartBackoff: {initialSeconds: 0}");
                user.awaitRunning(1);
                user.flink().fail(user.job(), "java.lang.ArithmeticException: / by zero");
                user.awaitRunning(2);
            }),
    JOB_MANAGER_LOST(
            user -> {
                user.createJob(
                        "restartPolicy: FromSavepointOnFailure\n"
                                + "  restartBackoff: {initialSeconds: 0}");
                user.awaitRunning(1);
                user.killJobManager();
                user.awaitRunning(2);
            }),
    HIGH_AVAILABILITY(
            user -> {
                user.stage().isHighlyAvailable(user.name);
                user.createJob("", "highAvailability: {storageDir: \"file:///ha\"}");
                user.awaitRunning(1);
                user.killJobManager();
                user.awaitRunning(1);
            }),
    SUCCESS_AND_CLEAN_UP(
            user -> {
                user.createJob("cleanupPolicy: {afterJobSucceeds: DeleteCluster}");
                user.awaitRunning(1);
                user.flink().finish(user.job());
                user.await("/components/job/state", "Succeeded");
                user.await("/state", "Stopped");
            }),
    FAILURE_AND_CLEAN_UP(
            user -> {
                user.createJob("cleanupPolicy: {afterJobFails: DeleteTaskManager}");
                user.awaitRunning(1);
                user.flink().fail(user.job(), "java.lang.ArithmeticException: / by zero");
                user.await("/components/job/state", "Failed");
                user.await("/state", "PartiallyStopped");
            }),
    DELETE(
            user -> {
                user.createJob("");
                user.awaitRunning(1);
                user.delete();
                user.awaitGone();
            });

    private final Consumer<Actor> script;

    Workload(Consumer<Actor> script) {
        this.script = script;
    }

    void play(Actor user) {
        script.accept(user);
    }
}

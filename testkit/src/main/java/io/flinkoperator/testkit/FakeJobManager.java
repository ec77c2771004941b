package io.flinkoperator.testkit;

import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One JobManager of {@link FakeFlink}, as a test sees and steers it. It remembers every job until
 * it is restarted, so that an id is never taken twice, as in Flink.
 */
public final class FakeJobManager {

    private record Habit(Predicate<FlinkRequest> requests, Behaviour behaviour) {}

    private final URI uri;
    private final Clock clock;
    private final FakeTaskManagers taskManagers;
    private final Map<String, FakeJob> jobs = new LinkedHashMap<>();
    private final Set<String> jars = new LinkedHashSet<>();
    private String version = "2.3.0";
    private boolean holdsCancellation;
    private long cutOff;
    private final FakeSavepoints savepoints = new FakeSavepoints();
    private FakeCheckpointing checkpointing = FakeCheckpointing.OFF;
    private boolean holdsSavepoints;
    private Optional<String> savepointFailure = Optional.empty();
    private Optional<String> stopFailure = Optional.empty();
    private Optional<String> submissionFailure = Optional.empty();
    private Habit habit = new Habit(request -> true, Behaviour.healthy());

    FakeJobManager(URI uri, Clock clock, FakeTaskManagers taskManagers) {
        this.uri = uri;
        this.clock = clock;
        this.taskManagers = taskManagers;
    }

    /** Where it answers; append a path such as {@code /jobs/overview}. */
    public URI uri() {
        return uri;
    }

    public synchronized FakeJobManager version(String flinkVersion) {
        version = flinkVersion;
        return this;
    }

    /** All TaskManagers there are from now on, besides those of {@link TaskManagerPods}. */
    public FakeJobManager taskManagers(int count, int slotsEach) {
        taskManagers.setOthers(count, slotsEach);
        return this;
    }

    /** How many slots each TaskManager has; one unless told otherwise. */
    public FakeJobManager slotsEach(int slots) {
        taskManagers.setSlotsEach(slots);
        return this;
    }

    /** From now on no TaskManager gets through to it, though their pods may be ready. */
    public FakeJobManager refuseTaskManagers() {
        taskManagers.close();
        return this;
    }

    /** Those of pods register in a while, as in the beginning. */
    public FakeJobManager acceptTaskManagers() {
        taskManagers.open(clock.instant());
        return this;
    }

    /** Behaves like this to every request. */
    public FakeJobManager behave(Behaviour behaviour) {
        return behave(behaviour, request -> true);
    }

    /** Behaves like this to some requests and is healthy to all others. */
    public synchronized FakeJobManager behave(
            Behaviour behaviour, Predicate<FlinkRequest> requests) {
        habit = new Habit(requests, behaviour);
        return this;
    }

    /** From now on a cancelled job stays CANCELLING until the test sets its state. */
    public synchronized FakeJobManager holdCancellation() {
        holdsCancellation = true;
        return this;
    }

    /** From now on {@code main} fails for each run of a jar; the text is a stack trace. */
    public synchronized FakeJobManager failSubmissions(String stackTrace) {
        submissionFailure = Optional.of(stackTrace);
        return this;
    }

    public synchronized FakeJobManager acceptSubmissions() {
        submissionFailure = Optional.empty();
        return this;
    }

    /** A job that came in another way than by this API, such as {@code flink run}. */
    public FakeJobManager submit(String jobId, String name) {
        return submit(jobId, name, 1);
    }

    public FakeJobManager submit(String jobId, String name, int parallelism) {
        if (!accept(FakeSubmission.byTest(jobId, name, parallelism))) {
            throw new IllegalArgumentException("Job \"%s\" has been submitted".formatted(jobId));
        }
        return this;
    }

    public synchronized FakeJobManager setState(String jobId, FakeJobState state) {
        jobs.put(jobId, require(jobId).in(state, clock.instant()));
        if (state.isTerminal()) {
            savepoints.jobIsOver(jobId);
        }
        return this;
    }

    /** How all jobs make checkpoints; off unless told otherwise. */
    public synchronized FakeJobManager checkpointing(FakeCheckpointing how) {
        checkpointing = how;
        return this;
    }

    /** A checkpoint of a job is completed now, at this path. */
    public synchronized FakeJobManager completeCheckpoint(String jobId, String path) {
        savepoints.storeCheckpoint(require(jobId).id(), path, clock.instant());
        return this;
    }

    /** A job has started from what is stored at a path, and numbers its checkpoints on. */
    public synchronized FakeJobManager restore(String jobId, String path) {
        savepoints.restore(require(jobId).id(), path);
        return this;
    }

    /** The number of the checkpoint or savepoint that was completed at a path; 0 if none was. */
    public synchronized long snapshotId(String path) {
        return savepoints.id(path);
    }

    /** From now on a savepoint is under way until the test ends it. */
    public synchronized FakeJobManager holdSavepoints() {
        holdsSavepoints = true;
        return this;
    }

    /** From now on every savepoint fails; the text is a stack trace. */
    public synchronized FakeJobManager failSavepoints(String stackTrace) {
        savepointFailure = Optional.of(stackTrace);
        return this;
    }

    /** From now on a job that is stopped goes on once its savepoint is completed. */
    public synchronized FakeJobManager failStops(String stackTrace) {
        stopFailure = Optional.of(stackTrace);
        return this;
    }

    /** From now on savepoints are completed soon, as in the beginning; so are those held. */
    public synchronized FakeJobManager takeSavepoints() {
        holdsSavepoints = false;
        savepointFailure = Optional.empty();
        stopFailure = Optional.empty();
        completeSavepoints();
        return this;
    }

    /** Completes a savepoint that is held, and returns its path. */
    public synchronized String completeSavepoint(String jobId, String triggerId) {
        return complete(requireOpen(jobId, triggerId));
    }

    /** A savepoint that is held fails; the text is a stack trace. */
    public synchronized FakeJobManager failSavepoint(
            String jobId, String triggerId, String stackTrace) {
        savepoints.fail(requireOpen(jobId, triggerId), stackTrace);
        return this;
    }

    /** Forgets all requests for savepoints and disposals, as Flink does after five minutes. */
    public synchronized FakeJobManager forgetTriggers() {
        savepoints.forgetRequests();
        return this;
    }

    /** How often Flink itself has restarted a job. */
    public synchronized FakeJobManager restarts(String jobId, long count) {
        savepoints.of(require(jobId).id()).setRestarts(count);
        return this;
    }

    /** A request for a savepoint, if the JobManager has heard of it and not forgotten it. */
    public synchronized Optional<FakeOperation> savepoint(String jobId, String triggerId) {
        return savepoints.find(jobId, triggerId);
    }

    /** How many savepoints were under way when their job was cancelled. */
    public synchronized long savepointsCutOff() {
        return cutOff;
    }

    /** Paths of all savepoints that were written and not disposed of, the oldest first. */
    public synchronized List<String> savepoints() {
        return savepoints.stored();
    }

    /** Paths of savepoints that were disposed of. */
    public synchronized List<String> disposed() {
        return savepoints.disposed();
    }

    public FakeJobManager finish(String jobId) {
        return setState(jobId, FakeJobState.FINISHED);
    }

    /** The text starts with the exception's class, such as {@code java.io.IOException: gone}. */
    public synchronized FakeJobManager fail(String jobId, String stackTrace) {
        recordFailure(jobId, stackTrace);
        return setState(jobId, FakeJobState.FAILED);
    }

    /** A failure from which the job may recover: its state stays. */
    public synchronized FakeJobManager recordFailure(String jobId, String stackTrace) {
        var failure = new FakeFailure(clock.instant(), stackTrace);
        jobs.put(jobId, require(jobId).with(failure));
        return this;
    }

    /**
     * Loses jobs, jars and TaskManagers, as a JobManager without high availability does; those of
     * pods register again.
     */
    public synchronized FakeJobManager restart() {
        jobs.clear();
        jars.clear();
        savepoints.restart(Stream.empty());
        taskManagers.loseAll(clock.instant());
        return this;
    }

    /**
     * Goes on with the jobs that are not over, as a JobManager with high availability does, and
     * loses all else.
     */
    public synchronized FakeJobManager restartWithRecovery() {
        jobs.values().removeIf(job -> job.state().isTerminal());
        jobs.replaceAll((id, job) -> FakeJob.started(job.submission(), clock.instant()));
        jars.clear();
        savepoints.restart(jobs.keySet().stream());
        taskManagers.loseAll(clock.instant());
        return this;
    }

    public synchronized Optional<FakeJob> job(String jobId) {
        return Optional.ofNullable(jobs.get(jobId));
    }

    /** The newest first. */
    public synchronized List<FakeJob> jobs() {
        var newestFirst = new ArrayList<>(jobs.values());
        Collections.reverse(newestFirst);
        return List.copyOf(newestFirst);
    }

    /** The ids of uploaded jars. */
    public synchronized Set<String> jars() {
        return Set.copyOf(jars);
    }

    synchronized void addJar(String id) {
        jars.add(id);
    }

    synchronized boolean removeJar(String id) {
        return jars.remove(id);
    }

    /** False if there has ever been a job with this id; Flink does not take it twice. */
    synchronized boolean accept(FakeSubmission submission) {
        var now = clock.instant();
        var job = FakeJob.started(submission, now);
        return jobs.putIfAbsent(submission.jobId(), job) == null;
    }

    synchronized FlinkSituation situation() {
        var now = clock.instant();
        return new FlinkSituation(
                version,
                taskManagers.registered(now),
                taskManagers.slots(now),
                jobs(),
                submissionFailure,
                now);
    }

    synchronized Behaviour behaviourTo(FlinkRequest request) {
        return habit.requests().test(request) ? habit.behaviour() : Behaviour.healthy();
    }

    /** Starts a cancellation unless the job is over; the result is the state before. */
    synchronized Optional<FakeJobState> requestCancellation(String jobId) {
        var before = job(jobId).map(FakeJob::state);
        if (before.filter(state -> !state.isTerminal()).isPresent()) {
            cutOff += savepoints.open().filter(it -> it.jobId().equals(jobId)).count();
            setState(jobId, FakeJobState.CANCELLING);
        }
        return before;
    }

    /** The end of a cancellation, unless the test has decided otherwise meanwhile. */
    synchronized void completeCancellation(String jobId) {
        if (job(jobId).filter(job -> job.state() == FakeJobState.CANCELLING).isPresent()
                && !holdsCancellation) {
            setState(jobId, FakeJobState.CANCELED);
        }
    }

    synchronized FakeOperation requestSavepoint(SavepointRequest asked) {
        return job(asked.jobId())
                .map(job -> savepoints.request(asked, job.state(), clock.instant()))
                .orElseGet(() -> savepoints.unknownJob(asked));
    }

    synchronized FakeOperation dispose(String triggerId, String path) {
        return savepoints.dispose(triggerId, path);
    }

    synchronized Map<String, Object> checkpointStatistics(String jobId) {
        return savepoints.of(jobId).json();
    }

    synchronized Map<String, Object> checkpointConfig() {
        return FakeStatistics.config(checkpointing);
    }

    synchronized List<Map<String, Object>> metrics(String jobId, String ids) {
        return job(jobId).map(job -> savepoints.of(job.id()).metrics(ids)).orElse(List.of());
    }

    /** The end of savepoints that are under way, unless the test wants to decide. */
    synchronized void completeSavepoints() {
        if (!holdsSavepoints) {
            savepoints.open().forEach(this::end);
        }
    }

    private void end(FakeOperation operation) {
        if (operation.isOpen() && savepointFailure.isPresent()) {
            savepoints.fail(operation, savepointFailure.get());
        } else {
            complete(operation);
        }
    }

    private String complete(FakeOperation operation) {
        var path = savepoints.store(operation);
        if (operation.stops() && stopFailure.isPresent()) {
            savepoints.put(operation.failed(stopFailed(operation, path, stopFailure.get())));
        } else {
            savepoints.put(operation.completed(path));
            if (operation.stops()) {
                finish(operation.jobId());
            }
        }
        return path;
    }

    private static String stopFailed(FakeOperation operation, String path, String cause) {
        return """
                org.apache.flink.runtime.scheduler.stopwithsavepoint.StopWithSavepointStoppingException:                 A savepoint has been created at: %s, but the corresponding job %s failed during                 stopping. The savepoint is consistent, but might have uncommitted transactions. If                 you want to commit the transaction please restart a job from this savepoint.
                Caused by: %s"""
                .formatted(path, operation.jobId(), cause);
    }

    private FakeOperation requireOpen(String jobId, String triggerId) {
        return savepoints
                .find(jobId, triggerId)
                .filter(FakeOperation::isOpen)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "No savepoint \"%s\" is under way".formatted(triggerId)));
    }

    private FakeJob require(String jobId) {
        return job(jobId)
                .orElseThrow(() -> new IllegalArgumentException("No job \"%s\"".formatted(jobId)));
    }
}

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

/**
 * One JobManager of {@link FakeFlink}, as a test sees and steers it. It remembers every job until
 * it is restarted, so that an id is never taken twice, as in Flink.
 */
public final class FakeJobManager {

    private record Habit(Predicate<FlinkRequest> requests, Behaviour behaviour) {}

    private final URI uri;
    private final Clock clock;
    private final Map<String, FakeJob> jobs = new LinkedHashMap<>();
    private final Set<String> jars = new LinkedHashSet<>();
    private String version = "2.3.0";
    private int taskManagers;
    private int slots;
    private boolean holdsCancellation;
    private Optional<String> submissionFailure = Optional.empty();
    private Habit habit = new Habit(request -> true, Behaviour.healthy());

    FakeJobManager(URI uri, Clock clock) {
        this.uri = uri;
        this.clock = clock;
    }

    /** Where it answers; append a path such as {@code /jobs/overview}. */
    public URI uri() {
        return uri;
    }

    public synchronized FakeJobManager version(String flinkVersion) {
        version = flinkVersion;
        return this;
    }

    /** All TaskManagers there are from now on. */
    public synchronized FakeJobManager taskManagers(int count, int slotsEach) {
        taskManagers = count;
        slots = count * slotsEach;
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
        return this;
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

    /** Loses jobs, jars and TaskManagers, as a JobManager without high availability does. */
    public synchronized FakeJobManager restart() {
        jobs.clear();
        jars.clear();
        return taskManagers(0, 0);
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
        var job =
                FakeJob.submitted(submission, now)
                        .in(FakeJobState.CREATED, now)
                        .in(FakeJobState.RUNNING, now);
        return jobs.putIfAbsent(submission.jobId(), job) == null;
    }

    synchronized FlinkSituation situation() {
        return new FlinkSituation(
                version, taskManagers, slots, jobs(), submissionFailure, clock.instant());
    }

    synchronized Behaviour behaviourTo(FlinkRequest request) {
        return habit.requests().test(request) ? habit.behaviour() : Behaviour.healthy();
    }

    /** Starts a cancellation unless the job is over; the result is the state before. */
    synchronized Optional<FakeJobState> requestCancellation(String jobId) {
        var before = job(jobId).map(FakeJob::state);
        if (before.filter(state -> !state.isTerminal()).isPresent()) {
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

    private FakeJob require(String jobId) {
        return job(jobId)
                .orElseThrow(() -> new IllegalArgumentException("No job \"%s\"".formatted(jobId)));
    }
}

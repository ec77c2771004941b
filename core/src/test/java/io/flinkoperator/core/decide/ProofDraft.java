package io.flinkoperator.core.decide;

import io.flinkoperator.core.resources.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A moment that is being changed into the next one: what Kubernetes, Flink and the user do. */
final class ProofDraft {
    static final String JOB_MANAGER = "StatefulSet/sales-jobmanager";
    static final String TASK_MANAGER = "StatefulSet/sales-taskmanager";
    static final String SUBMITTER = "Job/sales-job-submitter";
    static final String PREFLIGHT = "Job/sales-preflight";

    private final ProofThings known;
    int spec;
    String word;
    int deleted;
    boolean gone;
    String status;
    final SortedMap<String, Moment.Thing> things;
    boolean jobManager;
    int settled;
    final List<Moment.Job> jobs;
    final SortedMap<String, Integer> retained;
    Moment.Truth truth;
    int paused;
    int faults;
    int edits;
    String violation;

    ProofDraft(Moment from, ProofThings known) {
        this.known = known;
        spec = from.spec();
        word = from.word();
        deleted = from.deleted();
        gone = from.gone();
        status = from.status();
        things = new TreeMap<>(from.things());
        jobManager = from.jobManager();
        settled = from.settled();
        jobs = new ArrayList<>(from.jobs());
        retained = new TreeMap<>(from.retained());
        truth = from.truth();
        paused = from.paused();
        faults = from.faults();
        edits = from.edits();
    }

    Moment moment() {
        return new Moment(
                spec,
                word,
                deleted,
                gone,
                status,
                things,
                jobManager,
                settled,
                List.copyOf(jobs),
                retained,
                truth,
                paused,
                faults,
                edits);
    }

    void violate(String invariant) {
        violation = violation == null ? invariant : violation;
    }

    boolean is(String thing, String tag) {
        return things.containsKey(thing) && things.get(thing).tag().equals(tag);
    }

    void tag(String thing, String tag) {
        things.put(thing, things.get(thing).to(tag));
    }

    String submittedId() {
        return Components.label(known.content(things.get(SUBMITTER).content()), Names.JOB_ID);
    }

    /** A JobManager without high availability starts without jobs. */
    void startJobManager() {
        jobManager = true;
        tag(JOB_MANAGER, "ready");
        loseJobs();
    }

    void stopJobManager() {
        jobManager = false;
        loseJobs();
    }

    private void loseJobs() {
        jobs.clear();
        settled = 0;
    }

    void change(Moment.Job job) {
        jobs.replaceAll(it -> it.id().equals(job.id()) ? job : it);
    }

    void change(String id, UnaryOperator<Moment.Job> how) {
        jobs.replaceAll(it -> it.id().equals(id) ? how.apply(it) : it);
    }

    void completeCheckpoint(Moment.Job job) {
        int number = job.next();
        change(
                new Moment.Job(
                        job.id(),
                        job.state(),
                        job.age(),
                        number,
                        job.savepoint(),
                        job.savepointId(),
                        job.savepointAge(),
                        job.triggers()));
        retained.put(job.id(), number);
        commit(ProofRestore.checkpoint(job.id(), number));
    }

    void completeSavepoint(Moment.Job job, String id) {
        Moment.Trigger trigger = job.triggers().get(id);
        int number = job.next();
        String path = ProofRestore.savepoint(job.id(), number);
        SortedMap<String, Moment.Trigger> triggers = new TreeMap<>(job.triggers());
        triggers.put(id, new Moment.Trigger("COMPLETED", path, trigger.stops()));
        Moment.Job saved =
                new Moment.Job(
                        job.id(),
                        job.state(),
                        job.age(),
                        job.checkpoint(),
                        path,
                        number,
                        0,
                        triggers);
        retained.put(ProofRestore.savepoints(job.id()), number);
        change(trigger.stops() ? saved.in("FINISHED") : saved);
        if (trigger.stops()) {
            retained.remove(job.id());
        }
        commit(path);
        truth =
                new Moment.Truth(
                        path,
                        truth.mayLose(),
                        truth.wanted(),
                        truth.taken() + (trigger.stops() ? 0 : 1),
                        false);
        if (truth.taken() > truth.wanted()) {
            violate("I10: more savepoints than anybody asked for");
        }
    }

    void failSavepoint(Moment.Job job, String id) {
        SortedMap<String, Moment.Trigger> triggers = new TreeMap<>(job.triggers());
        triggers.put(id, new Moment.Trigger("FAILED", "", triggers.get(id).stops()));
        change(
                new Moment.Job(
                        job.id(),
                        job.state(),
                        job.age(),
                        job.checkpoint(),
                        job.savepoint(),
                        job.savepointId(),
                        job.savepointAge(),
                        triggers));
    }

    private void commit(String newest) {
        truth = new Moment.Truth(newest, truth.mayLose(), truth.wanted(), truth.taken(), false);
    }

    /** A job is over; what was being taken of it has failed. */
    void end(Moment.Job job, String state) {
        SortedMap<String, Moment.Trigger> triggers = new TreeMap<>(job.triggers());
        triggers.replaceAll(
                (id, it) ->
                        it.state().equals("IN_PROGRESS")
                                ? new Moment.Trigger("FAILED", "", it.stops())
                                : it);
        change(
                new Moment.Job(
                        job.id(),
                        state,
                        0,
                        job.checkpoint(),
                        job.savepoint(),
                        job.savepointId(),
                        job.savepointAge(),
                        triggers));
        if (state.equals("FINISHED")) {
            retained.remove(job.id());
            truth =
                    new Moment.Truth(
                            truth.newest(), truth.mayLose(), truth.wanted(), truth.taken(), true);
        }
    }

    /** Flink takes a job, and the job starts from what the submitter has found. */
    void accept(String id) {
        if (jobs.stream().anyMatch(Moment.Job::isRunning)) {
            violate("I1: two jobs at once");
        }
        String from = ProofRestore.path(known.content(things.get(SUBMITTER).content()), retained);
        if (!truth.mayLose() && !truth.ended() && !from.equals(truth.newest())) {
            violate("I5: starts from '" + from + "', but '" + truth.newest() + "' is the newest");
        }
        jobs.add(new Moment.Job(id, "RUNNING", 0, 0, "", 0, 0, new TreeMap<>()));
        settled = 0;
        boolean isStillSaid = word.equals(Control.START_EMPTY);
        truth = new Moment.Truth(from, isStillSaid, truth.wanted(), truth.taken(), false);
    }

    /** A word replaces the one before. */
    void say(String next) {
        word = next;
        truth =
                new Moment.Truth(
                        truth.newest(),
                        truth.mayLose() || next.equals(Control.START_EMPTY),
                        truth.wanted() + (next.equals(Control.SAVEPOINT) ? 1 : 0),
                        truth.taken(),
                        truth.ended());
    }

    /** Whether a word was followed already is forgotten, too. */
    void emptyStatus() {
        say(word);
        status = "{}";
    }

    /** The user's leave to start without state was refused. */
    void allowNoLoss() {
        truth =
                new Moment.Truth(
                        truth.newest(), false, truth.wanted(), truth.taken(), truth.ended());
    }

    void age() {
        deleted = deleted < 0 ? deleted : Math.min(deleted + 1, Moment.LONGEST);
        status = ProofClock.older(status);
        things.replaceAll(
                (name, it) -> new Moment.Thing(it.content(), it.tag(), Math.min(it.age() + 1, 1)));
        settled = Math.min(settled + 1, 1);
        jobs.replaceAll(
                it ->
                        new Moment.Job(
                                it.id(),
                                it.state(),
                                Math.min(it.age() + 1, Moment.LONGEST),
                                it.checkpoint(),
                                it.savepoint(),
                                it.savepointId(),
                                Math.min(it.savepointAge() + 1, Moment.LONGEST),
                                it.triggers()));
    }
}

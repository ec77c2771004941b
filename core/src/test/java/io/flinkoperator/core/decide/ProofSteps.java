package io.flinkoperator.core.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What can happen next. */
final class ProofSteps {
    private static final List<String> WORDS =
            List.of(
                    Control.SAVEPOINT,
                    Control.CANCEL,
                    Control.RESUME,
                    Control.ABORT,
                    Control.RETRY,
                    Control.START_EMPTY);

    private final ProofSpecs specs;
    private final ProofThings things;
    private final ProofOperator operator;
    private final Set<ProofHabit> habits;
    private final Map<Fated, Boolean> fates = new ConcurrentHashMap<>();
    private final int faults;
    private final int edits;

    private record Fated(ProofSpecs.Fate fate, int content) {}

    /**
     * The steps of a world.
     *
     * @param faults Faults that may happen.
     * @param edits Times that the user may do something.
     */
    ProofSteps(
            ProofSpecs specs,
            List<JobTransitions.Row> table,
            Set<ProofHabit> habits,
            int faults,
            int edits) {
        this.specs = specs;
        this.habits = habits;
        this.faults = faults;
        this.edits = edits;
        things = specs.things();
        operator = new ProofOperator(specs, table);
    }

    /**
     * What can happen.
     *
     * @param what In words; no two steps from one moment have the same.
     * @param isFree Whether it happens by itself, and costs nothing.
     */
    record Step(String what, boolean isFree, Moment to, String violation) {}

    /** An event in the world outside the operator. */
    private record Event(String what, int faults, int edits, Consumer<ProofDraft> how) {
        static Event free(String what, Consumer<ProofDraft> how) {
            return new Event(what, 0, 0, how);
        }

        static Event fault(String what, Consumer<ProofDraft> how) {
            return new Event(what, 1, 0, how);
        }

        static Event edit(String what, Consumer<ProofDraft> how) {
            return new Event(what, 0, 1, how);
        }
    }

    int thoughts() {
        return operator.thoughts();
    }

    List<Step> from(Moment moment) {
        List<Step> steps = new ArrayList<>();
        if (moment.gone()) {
            return steps;
        }
        ProofOperator.Thought thought = operator.think(moment, ProofOperator.Answer.WHOLE);
        List<Event> events = events(moment, thought.isQuiet());
        for (Event event : events) {
            if (affordable(moment, event.faults(), event.edits())) {
                steps.add(step(moment, event.what(), event, draft -> {}));
            }
        }
        round(moment, thought, events, steps);
        if (moment.jobManager() && affordable(moment, 1, 0)) {
            misled(moment, thought, steps);
        }
        return steps;
    }

    private void misled(Moment moment, ProofOperator.Thought whole, List<Step> steps) {
        boolean hasSavepoint =
                moment.jobs().stream().anyMatch(job -> job.isRunning() && job.savepointId() > 0);
        for (ProofOperator.Answer answer : ProofOperator.Answer.values()) {
            boolean misleads =
                    switch (answer) {
                        case WHOLE -> false;
                        case OLD_STATISTICS, OLD_RESULT -> hasSavepoint;
                        case WITHOUT_DETAILS -> !moment.jobs().isEmpty();
                        case NONE -> true;
                    };
            ProofOperator.Thought thought = operator.think(moment, answer);
            if (misleads && !thought.isQuiet() && !thought.equals(whole)) {
                Event fault = Event.fault("round with the answer " + answer, draft -> {});
                steps.add(step(moment, fault.what(), fault, all(moment, thought)));
            }
        }
    }

    private void round(
            Moment moment, ProofOperator.Thought thought, List<Event> events, List<Step> steps) {
        if (thought.isQuiet()) {
            return;
        }
        steps.add(step(moment, "round", Event.free("", draft -> {}), all(moment, thought)));
        int effects = ProofExecutor.count(thought);
        if (affordable(moment, 1, 0)) {
            for (int done = 1; done < effects; done++) {
                int count = done;
                Event crash = Event.fault("round, killed after " + done, draft -> {});
                steps.add(
                        step(
                                moment,
                                crash.what(),
                                crash,
                                draft -> executor(moment, draft).execute(thought, 0, count)));
            }
        }
        pause(moment, thought, effects, steps);
        for (Event event : events) {
            if (!event.what().equals("time passes")
                    && affordable(moment, event.faults() + 1, event.edits())) {
                Event race =
                        new Event(
                                "round that does not see: " + event.what(),
                                event.faults() + 1,
                                event.edits(),
                                event.how());
                steps.add(step(moment, race.what(), race, all(moment, thought)));
            }
        }
    }

    /** Another operator takes over from one that stops in mid-round, and goes on later. */
    private void pause(
            Moment moment, ProofOperator.Thought thought, int effects, List<Step> steps) {
        if (moment.paused() >= 0 || !affordable(moment, 1, 0)) {
            return;
        }
        for (int done = 0; done < effects; done++) {
            int count = done;
            Event pause = Event.fault("round, paused after " + done, draft -> {});
            steps.add(
                    step(
                            moment,
                            pause.what(),
                            pause,
                            draft -> {
                                executor(moment, draft).execute(thought, 0, count);
                                draft.paused = operator.pause(moment, thought, count);
                            }));
        }
    }

    private void goOn(ProofDraft draft) {
        ProofOperator.Pause pause = operator.pause(draft.paused);
        draft.paused = -1;
        executor(pause.seen(), draft).execute(pause.thought(), pause.done(), Integer.MAX_VALUE);
    }

    private Consumer<ProofDraft> all(Moment seen, ProofOperator.Thought thought) {
        return draft -> executor(seen, draft).execute(thought, 0, Integer.MAX_VALUE);
    }

    private ProofExecutor executor(Moment seen, ProofDraft draft) {
        return new ProofExecutor(things, habits, seen, draft);
    }

    private boolean affordable(Moment moment, int moreFaults, int moreEdits) {
        return moment.faults() + moreFaults <= faults && moment.edits() + moreEdits <= edits;
    }

    private Step step(Moment from, String what, Event event, Consumer<ProofDraft> then) {
        ProofDraft draft = new ProofDraft(from, things);
        event.how().accept(draft);
        then.accept(draft);
        draft.faults += event.faults();
        draft.edits += event.edits();
        boolean isFree = event.faults() == 0 && event.edits() == 0;
        return new Step(what, isFree, draft.moment(), draft.violation);
    }

    private List<Event> events(Moment now, boolean isQuiet) {
        List<Event> events = new ArrayList<>();
        kubernetes(now, events);
        if (now.paused() >= 0) {
            events.add(Event.free("the operator that paused goes on", this::goOn));
        }
        now.jobs().stream().filter(Moment.Job::isRunning).forEach(job -> flink(job, events));
        if (isQuiet) {
            events.add(Event.free("time passes", ProofDraft::age));
        }
        if (!now.status().isEmpty() && !isStopping(now)) {
            events.add(Event.fault("the status is emptied", ProofDraft::emptyStatus));
        }
        if (!now.status().isEmpty() && now.deleted() < 0) {
            user(now, events);
        }
        return events;
    }

    /** Why a job ends is in the status alone. */
    private static boolean isStopping(Moment now) {
        return now.jobs().stream()
                .filter(Moment.Job::isRunning)
                .flatMap(job -> job.triggers().values().stream())
                .anyMatch(it -> it.stops() && it.state().equals("IN_PROGRESS"));
    }

    private void kubernetes(Moment now, List<Event> events) {
        if (is(now, ProofDraft.JOB_MANAGER, "new")) {
            events.add(Event.free("the JobManager starts", ProofDraft::startJobManager));
        }
        if (is(now, ProofDraft.TASK_MANAGER, "new")
                && !has(ProofSpecs.Fate.STUCK, now, ProofDraft.TASK_MANAGER)) {
            events.add(
                    Event.free(
                            "the TaskManager starts",
                            draft -> draft.tag(ProofDraft.TASK_MANAGER, "ready")));
        }
        if (now.jobManager() && !now.things().containsKey(ProofDraft.JOB_MANAGER)) {
            events.add(Event.free("the JobManager's pod goes", ProofDraft::stopJobManager));
        }
        if (now.jobManager() && is(now, ProofDraft.JOB_MANAGER, "ready")) {
            events.add(
                    Event.fault(
                            "the JobManager dies",
                            draft -> {
                                draft.stopJobManager();
                                draft.tag(ProofDraft.JOB_MANAGER, "new");
                            }));
        }
        submitter(now, events);
        if (is(now, ProofDraft.PREFLIGHT, "starting")) {
            boolean isBroken = has(ProofSpecs.Fate.BROKEN, now, ProofDraft.PREFLIGHT);
            events.add(
                    Event.free(
                            "the check ends",
                            draft ->
                                    draft.tag(
                                            ProofDraft.PREFLIGHT,
                                            isBroken ? "failed" : "complete")));
        }
    }

    private boolean has(ProofSpecs.Fate fate, Moment now, String thing) {
        return fates.computeIfAbsent(
                new Fated(fate, now.things().get(thing).content()),
                it -> it.fate().isOf(things.content(it.content())));
    }

    private void submitter(Moment now, List<Event> events) {
        if (is(now, ProofDraft.SUBMITTER, "starting")) {
            events.add(
                    Event.free(
                            "the submitter starts",
                            draft -> draft.tag(ProofDraft.SUBMITTER, "active")));
        }
        if (is(now, ProofDraft.SUBMITTER, "active")) {
            events.add(Event.free("the submitter submits", draft -> submit(draft, true)));
            events.add(
                    Event.fault("the submitter submits and fails", draft -> submit(draft, false)));
            events.add(
                    Event.fault(
                            "the submitter fails",
                            draft -> draft.tag(ProofDraft.SUBMITTER, "failed")));
        }
    }

    private static void submit(ProofDraft draft, boolean ends) {
        String id = draft.submittedId();
        boolean isTaken =
                draft.jobManager && draft.jobs.stream().noneMatch(job -> job.id().equals(id));
        if (isTaken) {
            draft.accept(id);
        }
        draft.tag(ProofDraft.SUBMITTER, isTaken && ends ? "complete" : "failed");
    }

    private static void flink(Moment.Job job, List<Event> events) {
        if (job.checkpoint() == 0) {
            events.add(
                    Event.free(
                            "a checkpoint is completed", draft -> draft.completeCheckpoint(job)));
        }
        job.triggers()
                .forEach(
                        (id, trigger) -> {
                            if (trigger.state().equals("IN_PROGRESS")) {
                                String name = id.substring(0, 4);
                                events.add(
                                        Event.free(
                                                "savepoint " + name + " is completed",
                                                draft -> draft.completeSavepoint(job, id)));
                                events.add(
                                        Event.fault(
                                                "savepoint " + name + " fails",
                                                draft -> draft.failSavepoint(job, id)));
                            }
                        });
        events.add(Event.fault("the job fails", draft -> draft.end(job, "FAILED")));
        events.add(Event.fault("the job finishes", draft -> draft.end(job, "FINISHED")));
        events.add(
                Event.fault(
                        "somebody cancels the job by hand", draft -> draft.end(job, "CANCELED")));
    }

    private void user(Moment now, List<Event> events) {
        for (int index = 0; index < specs.all().size(); index++) {
            int spec = index;
            if (spec != now.spec()) {
                events.add(Event.edit("the user sets spec " + spec, draft -> draft.spec = spec));
            }
        }
        for (String word : WORDS) {
            if (!word.equals(now.word())) {
                events.add(Event.edit("the user writes " + word, draft -> draft.say(word)));
            }
        }
        events.add(Event.edit("the user deletes it", draft -> draft.deleted = 0));
    }

    private static boolean is(Moment now, String thing, String tag) {
        return now.things().containsKey(thing) && now.things().get(thing).tag().equals(tag);
    }
}

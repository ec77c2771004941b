package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.core.model.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Does what was decided, one effect after the other, as the real one does; and watches it. */
final class ProofExecutor implements Action.Runner {
    /** The view was stale, or nobody answers: the round ends here. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused() {
            super(null, null, false, false);
        }
    }

    private final ProofThings things;
    private final Set<ProofHabit> habits;
    private final Moment seen;
    private final ProofDraft world;

    /**
     * An executor.
     *
     * @param seen What the decision was made from.
     * @param world What is the case by now.
     */
    ProofExecutor(ProofThings things, Set<ProofHabit> habits, Moment seen, ProofDraft world) {
        this.things = things;
        this.habits = habits;
        this.seen = seen;
        this.world = world;
    }

    static int count(ProofOperator.Thought thought) {
        return (thought.changes() ? 1 : 0)
                + thought.actions().size()
                + (thought.released() ? 1 : 0);
    }

    /** Does its effects from one to before another. */
    void execute(ProofOperator.Thought thought, int from, int to) {
        try {
            effects(thought)
                    .subList(from, Math.min(to, effects(thought).size()))
                    .forEach(Runnable::run);
        } catch (Refused refused) {
            // What was done is done; the next round sees what is left.
        }
    }

    private List<Runnable> effects(ProofOperator.Thought thought) {
        List<Runnable> effects = new ArrayList<>();
        for (int i = 0; i < thought.actions().size(); i++) {
            Action action = thought.actions().get(i);
            boolean isFirst = i == 0 && !thought.changes();
            effects.add(
                    () -> {
                        if (isFirst || action.isIrreversible()) {
                            requireUnchanged(thought);
                        }
                        action.on(this);
                    });
        }
        if (thought.changes()) {
            boolean writesLate = habits.contains(ProofHabit.ACTS_BEFORE_IT_WRITES);
            effects.add(writesLate ? effects.size() : 0, () -> write(thought.status()));
        }
        if (thought.released()) {
            effects.add(this::releaseUnlessNever);
        }
        return effects;
    }

    /** Nobody has written since it looked, or since it wrote. */
    private void requireUnchanged(ProofOperator.Thought thought) {
        boolean isSame =
                isSameAsSeen()
                        && (world.status.equals(seen.status())
                                || world.status.equals(without(thought.status())));
        if (!isSame && !habits.contains(ProofHabit.ACTS_WITHOUT_LOOKING)) {
            throw new Refused();
        }
    }

    private boolean isSameAsSeen() {
        return seen.spec() == world.spec
                && seen.word().equals(world.word)
                && seen.deleted() == world.deleted;
    }

    private void releaseUnlessNever() {
        if (!habits.contains(ProofHabit.NEVER_RELEASES)) {
            release();
        }
    }

    private void write(String status) {
        boolean changed = !isSameAsSeen() || !seen.status().equals(world.status);
        if (changed && !habits.contains(ProofHabit.WRITES_WITHOUT_LOCK)) {
            throw new Refused();
        }
        String written = without(status);
        ProofInvariants.onWrite(
                world, seen, ProofOperator.status(world.status), ProofOperator.status(written));
        world.status = written;
        if (habits.contains(ProofHabit.RELEASES_AT_ONCE) && world.deleted >= 0) {
            release();
        }
    }

    private String without(String status) {
        ObjectNode tree = (ObjectNode) ProofOperator.status(status);
        if (habits.contains(ProofHabit.FORGETS_SAVEPOINTS)) {
            tree.remove(List.of("savepoint", "savepoints"));
        }
        if (habits.contains(ProofHabit.FORGETS_REVISIONS)) {
            tree.remove("revision");
        }
        return tree.toString();
    }

    private void release() {
        JsonNode status = ProofOperator.status(world.status);
        boolean isSaved = status.at("/components/job/finalSavepoint").asBoolean();
        boolean runs =
                world.jobs.stream()
                        .anyMatch(
                                job -> job.isRunning() && job.checkpoint() + job.savepointId() > 0);
        boolean saves = !status.at("/components/job/id").isMissingNode();
        if (runs && saves && !isSaved && world.deleted < 2) {
            world.violate("I12: a running job is let go without its final savepoint");
        }
        world.gone = true;
    }

    @Override
    public void run(Action.Apply action) {
        String name = ProofThings.name(action.desired());
        int content = things.number(action.desired());
        Moment.Thing before = world.things.get(name);
        boolean isSet = name.startsWith("StatefulSet/");
        boolean rolls =
                isSet && (before == null || !things.sameTemplate(before.content(), content));
        String tag =
                name.startsWith("Job/")
                        ? "starting"
                        : rolls ? "new" : before == null ? "" : before.tag();
        if (before != null && before.content() == content) {
            return;
        }
        world.things.put(name, new Moment.Thing(content, tag, 0));
    }

    @Override
    public void run(Action.Scale action) {
        throw new IllegalStateException("Nobody scales in the model");
    }

    @Override
    public void run(Action.Delete action) {
        String name = ProofThings.name(action.observed());
        Moment.Thing observed = things.origin(action.observed());
        boolean isOther = !observed.equals(world.things.get(name));
        if (isOther && !habits.contains(ProofHabit.DELETES_WITHOUT_LOCK)) {
            throw new Refused();
        }
        if (habits.contains(ProofHabit.NEVER_DELETES)) {
            return;
        }
        if (isOther && world.things.containsKey(name)) {
            world.violate("I17: deletes " + name + ", which has changed");
        }
        world.things.remove(name);
    }

    @Override
    public void run(Action.SubmitJob action) {
        boolean isKnown = world.moment().job(action.jobId()).isPresent();
        if (habits.contains(ProofHabit.NEVER_SUBMITS)) {
            return;
        }
        if (!habits.contains(ProofHabit.SUBMITS_WITHOUT_LOOKING)) {
            if (!world.jobManager) {
                throw new Refused();
            }
            if (isKnown) {
                return;
            }
        } else if (isKnown) {
            world.violate("I3: a job that Flink has is submitted");
        }
        String intent = ProofOperator.status(world.status).at("/components/job/id").asText();
        if (!intent.equals(action.jobId())) {
            world.violate("I3: a job is submitted whose id is not recorded");
        }
        if (world.things.containsKey(ProofDraft.SUBMITTER)) {
            throw new Refused();
        }
        var job =
                habits.contains(ProofHabit.STARTS_WITHOUT_STATE)
                        ? ProofRestore.withoutState(action.job())
                        : action.job();
        world.things.put(ProofDraft.SUBMITTER, new Moment.Thing(things.number(job), "starting", 0));
    }

    @Override
    public void run(Action.Adopt action) {
        // There is no high availability in the model.
    }

    @Override
    public void run(Action.Rescale action) {
        throw new IllegalStateException("Nobody scales in the model");
    }

    @Override
    public void run(Action.TakeSavepoint action) {
        requireJobManager();
        Moment.Job job =
                world.moment().job(action.jobId()).filter(Moment.Job::isRunning).orElse(null);
        if (job == null) {
            return;
        }
        String id =
                habits.contains(ProofHabit.NAMES_EACH_REQUEST_ANEW)
                        ? action.trigger().id().substring(1) + job.triggers().size()
                        : action.trigger().id();
        boolean stops =
                action.trigger().stops() || habits.contains(ProofHabit.STOPS_INSTEAD_OF_SAVING);
        if (stops && habits.contains(ProofHabit.CANCELS_INSTEAD_OF_STOPPING)) {
            cancel(job);
            return;
        }
        if (stops) {
            requireReason();
        }
        if (job.triggers().containsKey(id)) {
            return;
        }
        SortedMap<String, Moment.Trigger> triggers = new TreeMap<>(job.triggers());
        triggers.put(id, new Moment.Trigger("IN_PROGRESS", "", stops));
        world.change(
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

    @Override
    public void run(Action.CancelJob action) {
        requireJobManager();
        world.moment().job(action.jobId()).filter(Moment.Job::isRunning).ifPresent(this::cancel);
    }

    private void cancel(Moment.Job job) {
        requireReason();
        JsonNode status = ProofOperator.status(world.status);
        boolean isTried = status.at("/savepoint/state").asText().equals(Savepoints.FAILED);
        boolean isRollback = status.at("/revision/targetRevision").isTextual();
        if (!isTried && !isRollback) {
            world.violate("I12: a job is cancelled that could have been stopped with a savepoint");
        }
        if (job.triggers().values().stream().anyMatch(it -> it.state().equals("IN_PROGRESS"))) {
            world.violate("I14: a job is cancelled whose savepoint is being taken");
        }
        world.end(job, "CANCELED");
    }

    private void requireJobManager() {
        if (!world.jobManager) {
            throw new Refused();
        }
    }

    /** No job is stopped but for a reason that is recorded, or for what cannot start. */
    private void requireReason() {
        JsonNode status = ProofOperator.status(world.status);
        String reason = stopReason(status);
        if (reason.isEmpty()) {
            world.violate("I11: a job is stopped for no recorded reason");
        }
        boolean isRollback = status.at("/revision/targetRevision").isTextual();
        // What Flink may have been asked for already goes on, whatever the user wants by now.
        boolean isBegun = reason.equals(stopReason(ProofOperator.status(seen.status())));
        if (reason.equals(Wish.UPDATE.reason()) && !isRollback && !isBegun) {
            String target = status.at("/revision/nextRevision").asText();
            boolean isChecked =
                    world.is(ProofDraft.PREFLIGHT, "complete")
                            || status.at("/revision/currentRevision").asText().equals(target);
            if (!isChecked) {
                world.violate("a job is stopped for a revision that was not checked");
            }
        }
    }

    private static String stopReason(JsonNode status) {
        return status.at("/components/job/stopReason").asText();
    }

    @Override
    public void run(Action.DisposeSavepoint action) {
        throw new IllegalStateException("Nothing is disposed of in the model");
    }

    @Override
    public void run(Action.RemoveAnnotation action) {
        if (habits.contains(ProofHabit.NEVER_REMOVES_WORDS)) {
            return;
        }
        boolean isAny = habits.contains(ProofHabit.REMOVES_ANY_WORD);
        if (!world.word.equals(action.value()) && !isAny) {
            return;
        }
        if (!world.word.isEmpty() && !world.word.equals(action.value())) {
            world.violate("a word is removed that nobody has read");
        }
        world.word = "";
    }
}

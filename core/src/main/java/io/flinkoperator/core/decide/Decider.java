package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what to do about a cluster: a function of what was seen, and of nothing else. */
public final class Decider {
    /** Reason of condition Ready when the spec is refused. */
    public static final String INVALID_SPEC = "InvalidSpec";

    private Decider() {}

    /** The decision for what was seen. */
    public static Decision decide(Observation seen) {
        return decide(seen, JobTransitions.TABLE);
    }

    static Decision decide(Observation seen, List<JobTransitions.Row> table) {
        FlinkClusterStatus recorded = RecordedStatus.of(seen.cluster().getStatus());
        Optional<Recollection> lost = Recollection.of(recorded, seen);
        if (lost.isPresent()) {
            return lost.get().decision(seen);
        }
        boolean isDeleted = seen.cluster().getMetadata().getDeletionTimestamp() != null;
        if (Pausing.isAskedFor(seen.cluster()) && !isDeleted) {
            return untouched(
                    Pausing.conditions(seen, recorded),
                    recorded.observedGeneration(),
                    seen,
                    recorded);
        }
        Parsed parsed = SpecParser.parse(seen.cluster(), seen.platform());
        List<Problem> problems =
                parsed instanceof Parsed.Invalid invalid
                        ? invalid.problems()
                        : unacceptable(((Parsed.Valid) parsed).cluster(), seen, recorded);
        if (isDeleted && (!problems.isEmpty() || recorded.state() == null)) {
            // What runs was made from a spec that was valid.
            return Deployed.lastValid(seen, recorded)
                    .map(cluster -> Round.of(cluster, seen, recorded, table).decision())
                    .orElseGet(() -> gone(recorded));
        }
        if (problems.isEmpty()) {
            return Round.of(((Parsed.Valid) parsed).cluster(), seen, recorded, table).decision();
        }
        Decision refusal = refusal(problems, seen, recorded);
        return isBlind(seen, recorded, refusal.pollEvery())
                ? look(recorded, refusal.pollEvery(), refusal.question())
                : refusal;
    }

    /** Nothing of it is ours to save. */
    private static Decision gone(FlinkClusterStatus recorded) {
        return new Decision(
                recorded,
                false,
                List.of(),
                List.of(),
                Pace.STEADY,
                Duration.ZERO,
                Optional.empty(),
                List.of(),
                true);
    }

    static List<Problem> unacceptable(
            ValidCluster cluster, Observation seen, FlinkClusterStatus recorded) {
        List<Problem> problems = notOurs(cluster, seen, recorded);
        return problems.isEmpty()
                ? seen.refusal().map(why -> new Problem("spec", why)).stream().toList()
                : problems;
    }

    /** What another operator has made it must end, and what runs is not touched until then. */
    private static List<Problem> notOurs(
            ValidCluster cluster, Observation seen, FlinkClusterStatus recorded) {
        boolean isOurs =
                Optional.ofNullable(recorded.revision())
                        .map(RevisionStatus::currentRevision)
                        .filter(revision -> Revision.isOne(cluster.name(), revision))
                        .isPresent();
        return recorded.state() == null || isOurs || !seen.owned().isEmpty()
                ? changeOfKind(cluster, recorded)
                : List.of(
                        new Problem(
                                "metadata.name",
                                "'"
                                        + cluster.name()
                                        + "' was made by another operator, and is left as it is;"
                                        + " take a savepoint, delete it, and create it anew with"
                                        + " job.fromSavepoint"));
    }

    /** A cluster stays a session cluster or a job cluster; the schema says so too. */
    private static List<Problem> changeOfKind(ValidCluster cluster, FlinkClusterStatus recorded) {
        boolean wasJobCluster = RecordedStatus.job(recorded).isPresent();
        boolean isKnown = recorded.revision() != null && recorded.state() != null;
        return !isKnown || wasJobCluster == cluster.job().isPresent()
                ? List.of()
                : List.of(
                        new Problem(
                                "spec.job",
                                "can be neither added nor removed; set it back, or create another"
                                        + " FlinkCluster"));
    }

    /** Whether what was recorded would be overwritten before anybody asked the JobManager. */
    static boolean isBlind(Observation seen, FlinkClusterStatus recorded, Duration pollEvery) {
        return seen.flink() instanceof FlinkView.NotAsked
                && recorded.state() != null
                && !pollEvery.isZero();
    }

    /** Nothing is decided before the JobManager was asked. */
    static Decision look(
            FlinkClusterStatus recorded, Duration pollEvery, Optional<Question> question) {
        return new Decision(
                recorded,
                false,
                List.of(),
                List.of(),
                Pace.UNDER_WAY,
                pollEvery,
                question,
                List.of(),
                false);
    }

    private static Decision refusal(
            List<Problem> problems, Observation seen, FlinkClusterStatus recorded) {
        Long generation = seen.cluster().getMetadata().getGeneration();
        return untouched(refused(problems, seen, recorded), generation, seen, recorded);
    }

    /** What runs is left alone, but still watched. */
    private static Decision untouched(
            List<Condition> conditions,
            Long generation,
            Observation seen,
            FlinkClusterStatus recorded) {
        Components components = Components.of(seen);
        JobStatus job = RecordedStatus.job(recorded).map(old -> watched(old, seen)).orElse(null);
        ComponentsStatus componentsStatus =
                ComponentStatuses.of(components, recorded.components(), job);
        FlinkClusterStatus status =
                new FlinkClusterStatus(
                        recorded.state(),
                        recorded.flinkVersion(),
                        componentsStatus,
                        recorded.revision(),
                        recorded.savepoint(),
                        recorded.savepoints(),
                        recorded.control(),
                        recorded.operation(),
                        recorded.history(),
                        conditions,
                        generation,
                        null);
        return decision(
                recorded,
                status,
                seen,
                new Next(
                        List.of(),
                        Optional.empty(),
                        Pace.STEADY,
                        Duration.ofSeconds(30),
                        List.of(),
                        List.of(),
                        Optional.empty()));
    }

    private static List<Condition> refused(
            List<Problem> problems, Observation seen, FlinkClusterStatus recorded) {
        List<Condition> before =
                recorded.conditions().stream()
                        .filter(old -> !Pausing.PAUSED.equals(old.getType()))
                        .toList();
        Conditions conditions =
                new Conditions(before, seen.cluster().getMetadata().getGeneration(), seen.now());
        conditions.set(StatusConditions.READY, false, INVALID_SPEC, Problem.message(problems));
        conditions.set(StatusConditions.STALLED, true, INVALID_SPEC, Problem.message(problems));
        return conditions.allAndOthers();
    }

    private static JobStatus watched(JobStatus old, Observation seen) {
        JobState state = JobState.of(old.state());
        if (!(seen.flink() instanceof FlinkView.Reachable up) || old.id() == null) {
            return old;
        }
        Optional<FlinkJob> job = up.job(old.id());
        JobState now =
                job.map(
                                found ->
                                        switch (Facts.of(found)) {
                                            case FINISHED -> JobState.SUCCEEDED;
                                            case FAILED -> JobState.FAILED;
                                            case CANCELED -> JobState.CANCELLED;
                                            case ACTIVE -> JobState.RUNNING;
                                            case ABSENT, UNSURE, UNREACHABLE -> state;
                                        })
                        .orElse(state);
        JobDraft draft = JobDraft.of(Optional.of(old));
        draft.state = now;
        job.ifPresent(
                found -> {
                    draft.name = found.name();
                    draft.startTime = Status.text(found.startTime());
                    found.endTime().ifPresent(end -> draft.completionTime = Status.text(end));
                    if (draft.failureReasons.isEmpty()) {
                        draft.failureReasons = found.failure().map(List::of).orElse(List.of());
                    }
                });
        return draft.status();
    }

    /** What follows from a round besides the status; a farewell lets a deleted cluster go. */
    record Next(
            List<io.flinkoperator.core.model.Action> actions,
            Optional<JobRound> job,
            Duration recheckAfter,
            Duration pollEvery,
            List<HasMetadata> candidates,
            List<ClusterEvent> farewell,
            Optional<ClusterEvent> refusal) {}

    /** Pods get ready one after the other; each write of that would be of little use. */
    private static boolean canWait(
            FlinkClusterStatus recorded, FlinkClusterStatus status, Instant now) {
        return Status.essence(recorded).equals(Status.essence(status))
                && Status.time(recorded.lastUpdateTime())
                        .filter(it -> now.isBefore(it.plus(Pace.PROGRESS)))
                        .isPresent();
    }

    static Decision decision(
            FlinkClusterStatus recorded, FlinkClusterStatus status, Observation seen, Next next) {
        boolean differs = !Status.withoutTime(recorded).equals(Status.withoutTime(status));
        boolean waits = differs && canWait(recorded, status, seen.now());
        boolean changed = differs && !waits;
        List<ClusterEvent> events = new ArrayList<>(next.farewell());
        next.refusal().ifPresent(events::add);
        if (changed) {
            events.addAll(0, Events.between(recorded, status, next.job()));
        }
        String time = changed ? Status.text(seen.now()) : recorded.lastUpdateTime();
        return new Decision(
                waits ? recorded : Status.withTime(status, time),
                changed,
                next.actions(),
                events,
                waits ? Pace.PROGRESS : next.recheckAfter(),
                next.pollEvery(),
                next.job().flatMap(JobRound::question),
                next.candidates(),
                !next.farewell().isEmpty());
    }
}

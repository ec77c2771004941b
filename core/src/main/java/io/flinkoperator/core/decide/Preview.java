package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.spec.Change;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.Parsed;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an edit of a FlinkCluster would do, as the rounds after it would decide. Nothing is decided
 * here that a round would not decide.
 *
 * @param outcome What would become of the cluster.
 * @param reasons Why it would be refused or held back.
 * @param changes Fields that differ.
 * @param objects Objects that would be made, changed or removed without a pod being touched.
 * @param renewal How the job, or a session cluster, would be started anew; empty unless it would.
 */
public record Preview(
        Outcome outcome,
        List<String> reasons,
        List<Change> changes,
        List<String> objects,
        Optional<Renewal> renewal) {

    /** What would become of the cluster. */
    public enum Outcome {
        REFUSED,
        HELD_BACK,
        CREATED,
        NOTHING,
        IN_PLACE,
        STOPPED,
        RENEWED
    }

    /** What would become of the pods. */
    public enum Pods {
        STAY,
        REPLACED_ONE_BY_ONE,
        REMOVED_FIRST
    }

    /** How the job would end before. */
    public enum End {
        NONE,
        WITH_SAVEPOINT,
        CANCELLED
    }

    /**
     * A new start.
     *
     * @param pods What would become of the pods.
     * @param end How the job would end before.
     * @param start State that it would start from, if that is there already.
     * @param isChecked Whether it would be checked before that the new revision can start.
     * @param fallback The revision that would come back if the new one does not prove itself.
     * @param provenWithin Time for that proof, in seconds.
     */
    public record Renewal(
            Pods pods,
            End end,
            Optional<RestoreStatus> start,
            boolean isChecked,
            Optional<String> fallback,
            int provenWithin) {}

    /** What creating a cluster would do. */
    public static Preview ofNew(FlinkCluster asked, Platform platform) {
        return SpecParser.parse(asked, platform) instanceof Parsed.Valid valid
                ? created(valid.cluster())
                : refused(problems(asked, platform));
    }

    /** What changing what was seen into what is asked for would do. */
    public static Preview of(Observation seen, FlinkCluster asked) {
        return SpecParser.parse(asked, seen.platform()) instanceof Parsed.Valid valid
                ? of(seen, asked, valid.cluster())
                : refused(problems(asked, seen.platform()));
    }

    private static Preview of(Observation seen, FlinkCluster asked, ValidCluster cluster) {
        FlinkClusterStatus recorded = RecordedStatus.of(seen.cluster().getStatus());
        Observation after = edited(seen, asked);
        List<Problem> problems = Decider.unacceptable(cluster, after, recorded);
        if (!problems.isEmpty()) {
            return refused(problems);
        }
        return recorded.revision() == null
                ? created(cluster)
                : of(Round.of(cluster, after, recorded, JobTransitions.TABLE))
                        .comparedWith(before(seen), cluster);
    }

    private static Observation edited(Observation seen, FlinkCluster asked) {
        return new Observation(
                asked,
                seen.owned(),
                seen.pods(),
                seen.warnings(),
                seen.flink(),
                Optional.empty(),
                seen.platform(),
                seen.now());
    }

    private static Optional<ValidCluster> before(Observation seen) {
        return SpecParser.parse(seen.cluster(), seen.platform()) instanceof Parsed.Valid was
                ? Optional.of(was.cluster())
                : Optional.empty();
    }

    private static List<Problem> problems(FlinkCluster asked, Platform platform) {
        return SpecParser.parse(asked, platform) instanceof Parsed.Invalid invalid
                ? invalid.problems()
                : List.of();
    }

    private static Preview created(ValidCluster cluster) {
        return new Preview(
                Outcome.CREATED,
                List.of(),
                List.of(),
                named(cluster).keySet().stream().toList(),
                Optional.empty());
    }

    private static Preview refused(List<Problem> problems) {
        return plain(Outcome.REFUSED, problems.stream().map(Problem::toString).toList());
    }

    private static Preview plain(Outcome outcome, List<String> reasons) {
        return new Preview(outcome, reasons, List.of(), List.of(), Optional.empty());
    }

    private static Preview of(Round round) {
        Plan plan = round.plan();
        boolean isOver = round.job().filter(it -> it.before().isOver()).isPresent();
        return switch (plan.wish()) {
            case DELETE -> plain(Outcome.REFUSED, List.of("The FlinkCluster is being deleted."));
            case CANCEL, SUSPEND -> plain(isOver ? Outcome.IN_PLACE : Outcome.STOPPED, List.of());
            case UPDATE -> round.job().map(it -> update(plan, it)).orElseGet(() -> session(round));
            case RUN ->
                    round.job().filter(it -> isOver && it.after() == JobState.UPDATING).isPresent()
                            ? renewed(plan, End.NONE, round.job().get().restore().status())
                            : plain(Outcome.IN_PLACE, List.of());
        };
    }

    private static Preview session(Round round) {
        return round.heldBack()
                .map(why -> plain(Outcome.HELD_BACK, List.of(why)))
                .orElseGet(() -> renewed(round.plan(), End.NONE, Optional.empty()));
    }

    private static Preview update(Plan plan, JobRound job) {
        Optional<RestoreStatus> start = job.restore().status();
        if (job.before().isOver()) {
            return job.restore()
                    .obstacle()
                    .map(why -> plain(Outcome.HELD_BACK, List.of(why)))
                    .orElseGet(() -> renewed(plan, End.NONE, start));
        }
        if (job.after() != JobState.RUNNING) {
            return renewed(plan, End.NONE, start);
        }
        Stop stop = job.howToStopForUpdate();
        boolean isElsewhere = Deployed.startsElsewhere(plan.deployed().target(), plan.job());
        return switch (stop.kind()) {
            case WAIT -> plain(Outcome.HELD_BACK, List.of(stop.message()));
            case CANCEL -> renewed(plan, End.CANCELLED, start);
            case WITH_SAVEPOINT ->
                    renewed(plan, End.WITH_SAVEPOINT, start.filter(it -> isElsewhere));
        };
    }

    private static Preview renewed(Plan plan, End end, Optional<RestoreStatus> start) {
        Optional<Integer> limit =
                plan.deployed().asked().job().map(job -> job.updateTimeoutSeconds());
        Optional<String> stable =
                plan.revision()
                        .map(RevisionStatus::stableRevision)
                        .filter(it -> limit.isPresent() && plan.wish() == Wish.UPDATE);
        boolean isChecked = end != End.NONE && plan.needsPreflight();
        Renewal renewal = new Renewal(pods(plan), end, start, isChecked, stable, limit.orElse(0));
        return new Preview(Outcome.RENEWED, List.of(), List.of(), List.of(), Optional.of(renewal));
    }

    private static Pods pods(Plan plan) {
        boolean areSame =
                plan.deployed()
                        .current()
                        .filter(it -> DesiredResources.needSamePods(it, plan.deployed().target()))
                        .isPresent();
        if (areSame) {
            return Pods.STAY;
        }
        return plan.podsStay() ? Pods.REPLACED_ONE_BY_ONE : Pods.REMOVED_FIRST;
    }

    /** Names what differs; nothing would happen if nothing does. */
    private Preview comparedWith(Optional<ValidCluster> before, ValidCluster asked) {
        List<Change> differences = before.map(it -> Change.between(it, asked)).orElse(List.of());
        List<String> others =
                outcome == Outcome.IN_PLACE
                        ? before.map(it -> differing(named(it), named(asked))).orElse(List.of())
                        : List.of();
        boolean isNothing = outcome == Outcome.IN_PLACE && before.isPresent();
        return new Preview(
                isNothing && differences.isEmpty() && others.isEmpty() ? Outcome.NOTHING : outcome,
                reasons,
                differences,
                others,
                renewal);
    }

    private static Map<String, HasMetadata> named(ValidCluster cluster) {
        Map<String, HasMetadata> objects = new LinkedHashMap<>();
        DesiredResources.all(cluster)
                .forEach(it -> objects.put(it.getKind() + "/" + it.getMetadata().getName(), it));
        return objects;
    }

    private static List<String> differing(
            Map<String, HasMetadata> before, Map<String, HasMetadata> after) {
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .filter(
                        name ->
                                !Objects.equals(
                                        Json.tree(before.get(name)), Json.tree(after.get(name))))
                .toList();
    }
}

package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Drift;
import io.flinkoperator.core.resources.Names;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What makes the observed objects be the desired ones. */
final class ObjectActions {
    private ObjectActions() {}

    /**
     * Applications in the order of the desired objects, then deletions.
     *
     * @param keep Objects that are neither desired nor to be deleted.
     * @param foreign What others have changed.
     */
    static List<Action> of(
            List<HasMetadata> desired,
            Predicate<HasMetadata> keep,
            Observation seen,
            List<ForeignChange> foreign) {
        List<Action> actions = new ArrayList<>();
        for (HasMetadata object : desired) {
            counterpart(object, seen.owned())
                    .map(actual -> change(object, actual, foreign, seen.now()))
                    .orElseGet(() -> Optional.of(new Action.Apply(object, true)))
                    .ifPresent(actions::add);
        }
        seen.owned().stream()
                .filter(object -> counterpart(object, desired).isEmpty() && !keep.test(object))
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .forEach(object -> actions.add(new Action.Delete(object, "no longer needed")));
        return actions;
    }

    /**
     * Pods are replaced for a new revision or to undo what somebody else did, but never because
     * this operator renders the same revision in another way than the one before it did.
     */
    private static Optional<Action> change(
            HasMetadata desired, HasMetadata actual, List<ForeignChange> foreign, Instant now) {
        if (desired instanceof Service wanted
                && actual instanceof Service service
                && isHeadless(wanted) != isHeadless(service)) {
            return Optional.of(
                    new Action.Delete(
                            actual, "a virtual address can be neither added nor removed"));
        }
        if (desired instanceof StatefulSet wanted
                && actual instanceof StatefulSet set
                && !label(desired).equals(label(actual))
                && claimsDiffer(wanted, set)) {
            return Optional.of(new Action.Delete(actual, "claim templates cannot be changed"));
        }
        boolean sameRevision = label(desired).equals(label(actual));
        Optional<Workload> wanted = Workload.of(desired);
        Optional<Workload> is = Workload.of(actual);
        if (wanted.isPresent() && is.isPresent() && sameRevision) {
            int replicas = wanted.get().wanted();
            if (is.get().wanted() != replicas) {
                return Optional.of(new Action.Scale(actual, replicas));
            }
            if (!isSameRendering(desired, actual)) {
                return Optional.empty();
            }
        }
        return isSameRendering(desired, actual)
                ? setBack(desired, foreign, now)
                : Optional.of(new Action.Apply(desired, false));
    }

    private static Optional<Action> setBack(
            HasMetadata desired, List<ForeignChange> foreign, Instant now) {
        return foreign.stream()
                .filter(change -> change.isOf(desired))
                .findFirst()
                .flatMap(change -> change.setBack(now));
    }

    /** Whether what is there was made as it would be made now, whatever others did to it. */
    static boolean isSameRendering(HasMetadata desired, HasMetadata actual) {
        return applied(desired).equals(applied(actual));
    }

    private static boolean claimsDiffer(StatefulSet desired, StatefulSet actual) {
        var wanted = desired.getSpec().getVolumeClaimTemplates();
        var is = actual.getSpec().getVolumeClaimTemplates();
        return wanted.size() != is.size()
                || IntStream.range(0, is.size())
                        .anyMatch(i -> Drift.between(wanted.get(i), is.get(i)).isPresent());
    }

    private static boolean isHeadless(Service service) {
        return "None".equals(service.getSpec().getClusterIP());
    }

    /** The object of the same kind and name. */
    static Optional<HasMetadata> counterpart(
            HasMetadata object, List<? extends HasMetadata> among) {
        String name = object.getMetadata().getName();
        for (HasMetadata other : among) {
            if (other.getKind().equals(object.getKind())
                    && other.getMetadata().getName().equals(name)) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> label(HasMetadata object) {
        return Optional.ofNullable(Components.label(object, Names.REVISION));
    }

    private static Optional<String> applied(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Names.APPLIED));
    }
}

package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Revisions;
import io.flinkoperator.core.spec.SpecParser;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which revision is deployed, and which one is to be.
 *
 * @param asked The cluster as its spec says.
 * @param target What is to be deployed: what is asked for, unless that was given up.
 * @param current What is deployed; empty if nobody knows any more what it was made from.
 * @param changed Whether they differ, or the job is to start from another state.
 * @param revisions All ControllerRevisions, the oldest first.
 */
record Deployed(
        ValidCluster asked,
        ValidCluster target,
        Optional<ValidCluster> current,
        boolean changed,
        List<ControllerRevision> revisions) {

    static Deployed of(
            ValidCluster asked,
            Observation seen,
            Optional<RevisionStatus> recorded,
            Optional<JobStatus> job) {
        List<ControllerRevision> revisions = revisions(seen);
        ValidCluster target =
                recorded.filter(it -> asked.revision().equals(it.failedRevision()))
                        .map(RevisionStatus::targetRevision)
                        .flatMap(name -> cluster(name, asked, seen, revisions))
                        .orElse(asked);
        String name =
                recorded.map(RevisionStatus::currentRevision)
                        .or(() -> Components.of(seen).revisionOfPods())
                        .orElseGet(target::revision);
        Optional<ValidCluster> current =
                name.equals(target.revision())
                        ? Optional.of(target)
                        : cluster(name, asked, seen, revisions);
        boolean otherState =
                target.revision().equals(asked.revision()) && startsElsewhere(asked, job);
        return new Deployed(
                asked, target, current, !name.equals(target.revision()) || otherState, revisions);
    }

    /** The oldest first. */
    static List<ControllerRevision> revisions(Observation seen) {
        return seen.owned().stream()
                .filter(ControllerRevision.class::isInstance)
                .map(ControllerRevision.class::cast)
                .sorted(Comparator.comparing(ControllerRevision::getRevision))
                .toList();
    }

    /** The deployed cluster, when what is asked for today is not valid. */
    static Optional<ValidCluster> lastValid(Observation seen, FlinkClusterStatus recorded) {
        return Optional.ofNullable(recorded.revision())
                .map(RevisionStatus::currentRevision)
                .flatMap(name -> seen.owned(ControllerRevision.class, name))
                .filter(revision -> String.valueOf(seen.cluster().getSpec()).startsWith("{"))
                .flatMap(
                        revision ->
                                SpecParser.revision(
                                        seen.cluster(),
                                        seen.platform(),
                                        revision.getMetadata().getName(),
                                        Revisions.content(revision)));
    }

    private static Optional<ValidCluster> cluster(
            String name, ValidCluster asked, Observation seen, List<ControllerRevision> revisions) {
        if (name.equals(asked.revision())) {
            return Optional.of(asked);
        }
        return revisions.stream()
                .filter(revision -> revision.getMetadata().getName().equals(name))
                .findFirst()
                .flatMap(
                        revision ->
                                SpecParser.revision(
                                        seen.cluster(),
                                        seen.platform(),
                                        name,
                                        Revisions.content(revision)));
    }

    /** Whether the spec names another state to start from than the one that was used last. */
    static boolean startsElsewhere(ValidCluster asked, Optional<JobStatus> job) {
        String path = asked.job().map(JobSpec::fromSavepoint).orElse(null);
        boolean hasRun = job.map(JobStatus::deployTime).isPresent();
        return path != null
                && !path.isBlank()
                && hasRun
                && !path.equals(job.map(JobStatus::requestedSavepoint).orElse(null));
    }

    boolean has(String name) {
        return revisions.stream().anyMatch(it -> it.getMetadata().getName().equals(name));
    }

    /** The ControllerRevisions that should be there besides those that are. */
    List<HasMetadata> missing() {
        long last = revisions.isEmpty() ? 0 : revisions.get(revisions.size() - 1).getRevision();
        List<HasMetadata> missing = new ArrayList<>();
        Stream.of(current, Optional.of(asked))
                .flatMap(Optional::stream)
                .filter(cluster -> !has(cluster.revision()))
                .map(cluster -> Revisions.of(cluster, last + 1 + missing.size()))
                .filter(it -> missing.stream().noneMatch(other -> isSame(it, other)))
                .forEach(missing::add);
        return missing;
    }

    private static boolean isSame(HasMetadata one, HasMetadata other) {
        return one.getMetadata().getName().equals(other.getMetadata().getName());
    }

    /** Names of the revisions that nobody needs any more: beyond the limit, the oldest first. */
    Set<String> outdated(RevisionStatus status) {
        Set<String> needed =
                Stream.of(
                                status.currentRevision(),
                                status.nextRevision(),
                                status.stableRevision(),
                                status.targetRevision())
                        .collect(Collectors.toSet());
        List<String> others =
                revisions.stream()
                        .map(it -> it.getMetadata().getName())
                        .filter(name -> !needed.contains(name))
                        .toList();
        int limit = asked.spec().revisionHistoryLimit();
        return Set.copyOf(others.subList(0, Math.max(0, others.size() - limit)));
    }
}

package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.Revision;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The memory of a job whose status was emptied, or replaced by an old one: by an edit, or from a
 * backup. Kubernetes and Flink tell which run there is; what state it has is not known until Flink
 * tells that, too.
 *
 * @param status What to go on from.
 * @param run The run that may still go on; empty if there is only proof that there was one.
 */
record Recollection(FlinkClusterStatus status, Optional<Run> run) {
    /** More runs than a job has, unless its status was lost before. */
    private static final int MOST_ATTEMPTS = 1000;

    /** A run of the job. */
    record Run(String id, String revision, int attempt) {}

    /** What is to be recollected; empty if the status knows the newest run that can be seen. */
    static Optional<Recollection> of(FlinkClusterStatus recorded, Observation seen) {
        JsonNode spec = seen.cluster().getSpec();
        if (spec == null || !spec.path("job").isObject()) {
            return Optional.empty();
        }
        Optional<JobStatus> job = RecordedStatus.job(recorded);
        int known = job.map(JobStatus::attempt).orElse(job.isPresent() ? 0 : -1);
        Optional<Run> run = newestRun(seen, job).filter(it -> it.attempt() > known);
        boolean isForgotten =
                job.isEmpty() && recorded.revision() == null && !revisions(seen).isEmpty();
        // Whether a job ended by itself or was stopped, to be started again, nobody can say.
        Optional<Run> alive = run.filter(it -> !hasEnded(it, seen));
        return run.isPresent() || isForgotten
                ? Optional.of(new Recollection(status(recorded, alive, seen), alive))
                : Optional.empty();
    }

    private static boolean hasEnded(Run run, Observation seen) {
        return seen.flink() instanceof FlinkView.Reachable up
                && up.job(run.id()).filter(it -> it.state().isTerminal()).isPresent();
    }

    private static Optional<Run> newestRun(Observation seen, Optional<JobStatus> job) {
        Components components = Components.of(seen);
        Stream<Run> brought =
                Stream.of(components.submitter(), components.jobManagerJob())
                        .flatMap(Optional::stream)
                        .filter(it -> !isRecorded(Components.label(it, Names.JOB_ID), job))
                        .flatMap(it -> run(seen, it));
        Stream<Run> running =
                job.isEmpty() && seen.flink() instanceof FlinkView.Reachable up
                        ? up.jobs().stream()
                                .map(FlinkJob::id)
                                .flatMap(id -> run(seen, id, revisions(seen), MOST_ATTEMPTS))
                        : Stream.empty();
        return Stream.concat(brought, running).max(Comparator.comparing(Run::attempt));
    }

    private static boolean isRecorded(String id, Optional<JobStatus> job) {
        return id == null || job.map(JobStatus::id).filter(it -> it.equals(id)).isPresent();
    }

    private static Stream<Run> run(Observation seen, Job bringer) {
        String revision = Components.label(bringer, Names.REVISION);
        List<String> revisions = revision == null ? revisions(seen) : List.of(revision);
        // It is ours, so there is one; it is large if the status was lost before.
        int most = Math.max(MOST_ATTEMPTS, unused(seen));
        return run(seen, Components.label(bringer, Names.JOB_ID), revisions, most);
    }

    /** Ids are hashes, so the attempt is found by trying. */
    private static Stream<Run> run(
            Observation seen, String id, List<String> revisions, int mostAttempts) {
        String uid = seen.cluster().getMetadata().getUid();
        return revisions.stream()
                .flatMap(
                        revision ->
                                IntStream.rangeClosed(0, mostAttempts)
                                        .filter(
                                                attempt ->
                                                        Revision.jobId(uid, revision, attempt)
                                                                .equals(id))
                                        .limit(1)
                                        .mapToObj(attempt -> new Run(id, revision, attempt)));
    }

    private static List<String> revisions(Observation seen) {
        return Deployed.revisions(seen).stream().map(it -> it.getMetadata().getName()).toList();
    }

    private static FlinkClusterStatus status(
            FlinkClusterStatus recorded, Optional<Run> run, Observation seen) {
        return new FlinkClusterStatus(
                recorded.state() == null ? ClusterState.RECONCILING : recorded.state(),
                recorded.flinkVersion(),
                ComponentStatuses.of(
                        Components.of(seen), recorded.components(), job(recorded, run, seen)),
                revision(recorded.revision(), run, seen),
                recorded.savepoint(),
                recorded.savepoints(),
                recorded.control(),
                recorded.operation(),
                recorded.history(),
                recorded.conditions(),
                recorded.observedGeneration(),
                recorded.lastUpdateTime());
    }

    private static JobStatus job(FlinkClusterStatus recorded, Optional<Run> run, Observation seen) {
        JobDraft draft = JobDraft.of(RecordedStatus.job(recorded));
        draft.beginAnotherRun();
        draft.restore = null;
        draft.checkpointing = Restore.FORGOTTEN;
        JsonNode spec = seen.cluster().getSpec().path("job");
        if (RecordedStatus.job(recorded).isEmpty()) {
            // Whatever the spec asks for was done long ago; to do it again would go back.
            draft.requestedSavepoint = spec.path("fromSavepoint").textValue();
            draft.savepointGeneration = spec.path("savepointGeneration").asInt();
        }
        draft.id = run.map(Run::id).orElse(null);
        draft.attempt = run.map(Run::attempt).orElseGet(() -> unused(seen));
        draft.state = run.isPresent() ? JobState.DEPLOYING : JobState.LOST;
        draft.deployTime = Status.text(seen.now());
        return draft.status();
    }

    /** The number of an attempt that cannot have been: each takes longer than a second. */
    private static int unused(Observation seen) {
        return Status.time(seen.cluster().getMetadata().getCreationTimestamp())
                .map(since -> (int) Duration.between(since, seen.now()).toSeconds())
                .orElse(MOST_ATTEMPTS);
    }

    private static RevisionStatus revision(
            RevisionStatus recorded, Optional<Run> run, Observation seen) {
        String current =
                run.map(Run::revision)
                        .or(() -> Components.of(seen).revisionOfPods())
                        .or(() -> revisions(seen).stream().reduce((older, newer) -> newer))
                        .orElseThrow();
        String stable = recorded == null ? null : recorded.stableRevision();
        return new RevisionStatus(current, current, stable, null, null, Status.text(seen.now()));
    }

    /** What was recollected is written down before anything is done. */
    Decision decision(Observation seen) {
        boolean isBlind =
                run.isEmpty()
                        && !(seen.flink() instanceof FlinkView.Reachable)
                        && Components.of(seen).anyJobManagerPod();
        return new Decision(
                status,
                !isBlind,
                List.of(),
                isBlind ? List.of() : List.of(new ClusterEvent(true, "StatusLost", sentence())),
                Pace.UNDER_WAY,
                isBlind ? Pace.UNDER_WAY : Duration.ZERO,
                Optional.empty(),
                List.of(),
                false);
    }

    private String sentence() {
        String found =
                run.map(
                                it ->
                                        "its run "
                                                + it.attempt()
                                                + " was found again, as Flink job "
                                                + it.id())
                        .orElse("no run of it goes on");
        return "The job's status was emptied, or an old one was put in its place; " + found + ".";
    }
}

package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One round over a cluster with a valid spec. */
record Round(
        ValidCluster cluster,
        Observation seen,
        FlinkClusterStatus recorded,
        Components components,
        Optional<JobRound> job,
        Phase phase) {

    static Round of(ValidCluster cluster, Observation seen, FlinkClusterStatus recorded) {
        Components components = Components.of(seen);
        boolean specChanged =
                Optional.ofNullable(recorded.revision())
                        .map(RevisionStatus::currentRevision)
                        .filter(current -> !current.equals(cluster.revision()))
                        .isPresent();
        Optional<JobRound> job =
                cluster.job()
                        .map(
                                spec ->
                                        JobRound.of(
                                                cluster,
                                                seen,
                                                components,
                                                RecordedStatus.job(recorded),
                                                specChanged));
        JobState state = job.map(JobRound::after).orElse(JobState.NONE);
        return new Round(
                cluster, seen, recorded, components, job, Phase.of(cluster, state, specChanged));
    }

    Decision decision() {
        List<Action> objects = objectActions();
        JobState jobState = job.map(JobRound::after).orElse(JobState.NONE);
        boolean anythingLeft =
                objects.stream().anyMatch(Action.Delete.class::isInstance) || leaving();
        String state =
                ClusterState.of(recorded.state(), phase, anythingLeft, isReady(), isRolling());
        OperationStatus operation =
                Operation.of(state, jobState)
                        .map(o -> o.status(recorded.operation(), seen.now()))
                        .orElse(null);
        FlinkClusterStatus status = status(state, operation);
        List<Action> actions = new ArrayList<>(objects);
        job.filter(JobRound::mustSubmit).map(this::submission).ifPresent(actions::add);
        adoption().ifPresent(actions::add);
        rescaling().ifPresent(actions::add);
        boolean waits = operation != null || isUnsure();
        return Decider.decision(
                recorded,
                status,
                seen,
                new Decider.Next(
                        actions, job, waits ? Pace.UNDER_WAY : Pace.STEADY, pollEvery(operation)));
    }

    private List<Action> objectActions() {
        return phase == Phase.FROZEN ? List.of() : ObjectActions.of(desired(), this::isKept, seen);
    }

    private List<HasMetadata> desired() {
        return switch (phase) {
            case WHOLE, FROZEN -> DesiredResources.all(cluster);
            case WITHOUT_TASK_MANAGERS -> DesiredResources.withoutTaskManagers(cluster);
            case REPLACING -> DesiredResources.withoutPods(cluster);
            case CLEANED_UP -> List.of();
        };
    }

    /** The Kubernetes Job of the present run stays: it is the JobManager, or has the logs. */
    private boolean isKept(HasMetadata object) {
        if (HighAvailability.isMadeByFlink(object)) {
            return (phase != Phase.REPLACING && phase != Phase.CLEANED_UP) || anyFlinkPod();
        }
        boolean isOfThisRun =
                object instanceof Job
                        && object.getMetadata().getName().equals(Jobs.name(cluster))
                        && job.isPresent()
                        && job.get().jobId().equals(Components.label(object, Names.JOB_ID));
        return isOfThisRun
                && phase != Phase.REPLACING
                && !(phase == Phase.CLEANED_UP && cluster.isApplication());
    }

    /** Whether something that was deleted is still on its way out. */
    private boolean leaving() {
        return switch (phase) {
            case CLEANED_UP, REPLACING ->
                    seen.owned().stream().anyMatch(o -> !isKept(o)) || anyFlinkPod();
            case WITHOUT_TASK_MANAGERS -> components.taskManager().isPresent();
            case WHOLE, FROZEN -> false;
        };
    }

    private boolean anyFlinkPod() {
        return seen.pods().stream().anyMatch(pod -> Components.label(pod, Names.COMPONENT) != null);
    }

    private boolean isReady() {
        return StatusConditions.awaited(components, seen.flink()).isEmpty()
                && job.map(round -> round.after() != JobState.NONE).orElse(true);
    }

    private boolean isRolling() {
        return seen.owned().stream()
                .flatMap(object -> Workload.of(object).stream())
                .anyMatch(
                        workload ->
                                !workload.hasOneRevision()
                                        || !cluster.revision()
                                                .equals(
                                                        Components.label(
                                                                workload.object(),
                                                                Names.REVISION)));
    }

    private boolean isUnsure() {
        return job.map(round -> round.facts().job() == Facts.Job.UNSURE).orElse(false)
                || job.flatMap(JobRound::row).isPresent();
    }

    /**
     * Flink makes ConfigMaps of its own, one for the cluster and one for each job. Marked as the
     * cluster's, they go with it.
     */
    private Optional<Action> adoption() {
        if (phase != Phase.WHOLE || !(seen.flink() instanceof FlinkView.Reachable up)) {
            return Optional.empty();
        }
        long alive = up.jobs().stream().filter(it -> !it.state().isTerminal()).count();
        return components.highAvailability().size() < 1 + alive
                ? HighAvailability.adoption(cluster).map(Action.class::cast)
                : Optional.empty();
    }

    /** A job that takes all slots follows their number, if its scheduler can. */
    private Optional<Action> rescaling() {
        boolean isAdaptive =
                "adaptive"
                        .equalsIgnoreCase(
                                cluster.spec().flinkProperties().get("jobmanager.scheduler"));
        return job.filter(round -> isAdaptive && Feature.RESCALING.isIn(cluster.flinkVersion()))
                .filter(round -> phase == Phase.WHOLE && round.after() == JobState.RUNNING)
                .filter(round -> round.facts().job() == Facts.Job.ACTIVE)
                .filter(round -> cluster.job().orElseThrow().parallelism() == null)
                .map(round -> new Action.Rescale(round.jobId(), FlinkConfiguration.slots(cluster)));
    }

    private Action submission(JobRound round) {
        return new Action.SubmitJob(
                Jobs.of(cluster, cluster.job().orElseThrow(), round.jobId()),
                round.jobId(),
                !cluster.isApplication());
    }

    private FlinkClusterStatus status(String state, OperationStatus operation) {
        return new FlinkClusterStatus(
                state,
                seen.flink() instanceof FlinkView.Reachable up
                        ? up.version()
                        : recorded.flinkVersion(),
                ComponentStatuses.of(
                        components, recorded.components(), job.map(JobRound::status).orElse(null)),
                new RevisionStatus(currentRevision(), cluster.revision()),
                operation,
                new StatusConditions(cluster, seen, components, recorded, job, phase, operation)
                        .all(),
                seen.cluster().getMetadata().getGeneration(),
                null);
    }

    /** A job keeps the revision that it was deployed with until the next one is deployed. */
    private String currentRevision() {
        boolean isFixed =
                job.map(round -> round.after() != JobState.PENDING).orElse(isRolling())
                        && recorded.revision() != null
                        && recorded.revision().currentRevision() != null;
        return isFixed ? recorded.revision().currentRevision() : cluster.revision();
    }

    private Duration pollEvery(OperationStatus operation) {
        if (phase == Phase.CLEANED_UP || phase == Phase.REPLACING) {
            return Duration.ZERO;
        }
        if (!components.jobManagerIsReady()) {
            return Pace.NOT_READY;
        }
        return Pace.polling(isUnsure() ? seen.now() : begun(operation), seen.now());
    }

    /** When what is going on began: the operation, else the job, else the cluster. */
    private Instant begun(OperationStatus operation) {
        return Optional.ofNullable(operation)
                .map(OperationStatus::startTime)
                .or(() -> job.map(round -> round.status().startTime()))
                .or(() -> Optional.ofNullable(seen.cluster().getMetadata().getCreationTimestamp()))
                .flatMap(Status::time)
                .orElse(seen.now());
    }
}

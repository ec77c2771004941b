package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.ControlStatus;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.OperationRecord;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.api.RevisionStatus;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.DesiredResources;
import io.flinkoperator.core.resources.Disposal;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.resources.Preflight;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.ValidCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One round over a cluster with a valid spec. */
record Round(
        Plan plan,
        ValidCluster cluster,
        Optional<JobRound> job,
        Optional<String> heldBack,
        Phase phase,
        RevisionChange revision) {

    static Round of(
            ValidCluster asked,
            Observation seen,
            FlinkClusterStatus recorded,
            List<JobTransitions.Row> table) {
        Plan plan = Plan.of(asked, seen, recorded);
        Optional<JobRound> job = asked.job().map(spec -> new JobRound(plan, table));
        Optional<String> heldBack = job.isPresent() ? Optional.empty() : runningJobs(plan);
        Phase phase = Phase.of(plan, job, heldBack.isPresent());
        boolean becomesTarget =
                job.map(
                                round ->
                                        List.of(JobState.NONE, JobState.PENDING, JobState.UPDATING)
                                                .contains(round.after()))
                        .orElse(heldBack.isEmpty());
        ValidCluster cluster = becomesTarget ? plan.deployed().target() : plan.running();
        return new Round(plan, cluster, job, heldBack, phase, RevisionChange.of(plan, job));
    }

    /** The jobs of a session cluster that a changed spec would end, and nobody allowed that. */
    private static Optional<String> runningJobs(Plan plan) {
        ValidCluster asked = plan.deployed().asked();
        if (!plan.deployed().changed() || asked.spec().interruptRunningJobs() || plan.podsStay()) {
            return Optional.empty();
        }
        if (plan.seen().flink() instanceof FlinkView.Reachable up) {
            String names =
                    up.jobs().stream()
                            .filter(job -> !job.state().isTerminal())
                            .map(FlinkJob::name)
                            .sorted()
                            .limit(10)
                            .collect(Collectors.joining(", "));
            return Optional.of(names)
                    .filter(text -> !text.isEmpty())
                    .map(it -> "jobs are running: " + it);
        }
        return plan.components().jobManagerIsReady()
                ? Optional.of("the JobManager does not say whether jobs are running")
                : Optional.empty();
    }

    private Observation seen() {
        return plan.seen();
    }

    private FlinkClusterStatus recorded() {
        return plan.recorded();
    }

    private JobState jobState() {
        return job.map(JobRound::after).orElse(JobState.NONE);
    }

    Decision decision() {
        Duration look = pollEvery(recorded().operation());
        if (Decider.isBlind(seen(), recorded(), look)) {
            return Decider.look(recorded(), look, job.flatMap(JobRound::question));
        }
        boolean isDeleted = plan.wish() == Wish.DELETE;
        List<HasMetadata> wanted = isDeleted || phase == Phase.FROZEN ? List.of() : wanted();
        List<ForeignChange> foreign =
                ForeignChange.all(
                        wanted, seen(), StatusConditions.overridden(recorded().conditions()));
        List<Action> objects = isDeleted ? withdrawal() : objectActions(wanted, foreign);
        boolean anythingLeft =
                objects.stream().anyMatch(Action.Delete.class::isInstance) || leaving();
        String state =
                ClusterState.of(
                        recorded().state(),
                        phase,
                        jobState() == JobState.SUSPENDED,
                        anythingLeft,
                        isReady(),
                        isRolling());
        Optional<OperationStatus> ofJob =
                job.filter(round -> revision.instead().isEmpty())
                        .flatMap(round -> JobOperation.of(plan, round, revision.isProven()));
        OperationStatus operation =
                ofJob.or(
                                () ->
                                        Operation.of(state, jobState())
                                                .map(
                                                        o ->
                                                                o.status(
                                                                        recorded().operation(),
                                                                        seen().now())))
                        .orElse(null);
        ControlStatus control = control();
        FlinkClusterStatus status = status(state, ofJob, operation, control, foreign);
        return Decider.decision(
                recorded(),
                status,
                seen(),
                new Decider.Next(
                        actions(objects, control),
                        job,
                        recheck(operation, foreign),
                        pollEvery(operation),
                        isDeleted ? List.of() : candidates(),
                        isDeleted ? farewell() : List.of(),
                        revision.refusal()));
    }

    private List<Action> actions(List<Action> objects, ControlStatus control) {
        List<Action> actions = new ArrayList<>(objects);
        job.filter(JobRound::mustSubmit).map(this::submission).ifPresent(actions::add);
        job.map(JobRound::actions).ifPresent(actions::addAll);
        plan.control().removal(control).ifPresent(actions::add);
        revision.removal().ifPresent(actions::add);
        if (plan.wish() != Wish.DELETE) {
            adoption().ifPresent(actions::add);
            rescaling().ifPresent(actions::add);
        }
        return actions;
    }

    private ControlStatus control() {
        Control control = plan.control();
        Optional<String> outcome =
                control.active()
                        .flatMap(
                                word ->
                                        Control.refusal(word, job.isPresent())
                                                .or(
                                                        () ->
                                                                job.flatMap(
                                                                                it ->
                                                                                        it
                                                                                                .controlOutcome(
                                                                                                        word))
                                                                        .map(revision::outcome)));
        return control.next(outcome);
    }

    /** Why a cluster that is being deleted may go; empty as long as it may not. */
    private List<ClusterEvent> farewell() {
        return job
                .map(round -> Deletion.why(plan, round))
                .orElse(Optional.of("The cluster is deleted."))
                .map(why -> new ClusterEvent(!Deletion.isSafe(job), "ClusterDeleted", why))
                .stream()
                .toList();
    }

    /** A deleted cluster's objects go with it, but a job that has not begun must not begin. */
    private List<Action> withdrawal() {
        return job
                .filter(JobRound::isWithdrawn)
                .flatMap(it -> seen().owned(Job.class, Jobs.name(cluster)))
                .<Action>map(it -> new Action.Delete(it, "the FlinkCluster is being deleted"))
                .stream()
                .toList();
    }

    private List<Action> objectActions(List<HasMetadata> wanted, List<ForeignChange> foreign) {
        return phase == Phase.FROZEN
                ? List.of()
                : ObjectActions.of(wanted, this::isKept, seen(), foreign);
    }

    private List<HasMetadata> wanted() {
        List<HasMetadata> desired = new ArrayList<>(plan.deployed().missing());
        if (job.isPresent() && mustCheck() && plan.preflight().state() == Submitter.State.NONE) {
            desired.add(Preflight.configuration(plan.deployed().target()));
            desired.add(plan.preflightJob());
        }
        job.flatMap(JobRound::disposal)
                .filter(path -> !isThere(Disposal.name(cluster.name())))
                .map(path -> Disposal.of(cluster, path))
                .ifPresent(desired::add);
        desired.addAll(desired());
        return desired;
    }

    /** What a changed spec would make, as long as the spec is not known to be sound. */
    private List<HasMetadata> candidates() {
        ValidCluster asked = plan.deployed().asked();
        String current = plan.revision().map(RevisionStatus::currentRevision).orElse(null);
        if (current == null
                || current.equals(asked.revision())
                || plan.deployed().has(asked.revision())) {
            return List.of();
        }
        List<HasMetadata> candidates = new ArrayList<>(DesiredResources.all(asked));
        asked.job().map(job -> Preflight.of(asked, null, null)).ifPresent(candidates::add);
        return candidates;
    }

    private boolean isThere(String kubernetesJob) {
        return seen().owned(Job.class, kubernetesJob).isPresent();
    }

    private boolean mustCheck() {
        return jobState() == JobState.RUNNING && plan.needsPreflight();
    }

    private List<HasMetadata> desired() {
        return switch (phase) {
            case WHOLE, FROZEN -> DesiredResources.all(cluster);
            case WITHOUT_TASK_MANAGERS -> DesiredResources.withoutTaskManagers(cluster);
            case REPLACING -> DesiredResources.withoutPods(cluster);
            case CLEANED_UP -> forDisposal();
        };
    }

    /** What a pod that deletes a savepoint needs of a cluster whose pods are gone. */
    private List<HasMetadata> forDisposal() {
        return job.flatMap(JobRound::disposal).isPresent()
                ? DesiredResources.configuration(cluster)
                : List.of();
    }

    /** The Kubernetes Job of the present run stays: it is the JobManager, or has the logs. */
    private boolean isKept(HasMetadata object) {
        if (object instanceof ControllerRevision) {
            return !plan.deployed()
                    .outdated(revision.next())
                    .contains(object.getMetadata().getName());
        }
        if (HighAvailability.isMadeByFlink(object)) {
            return (phase != Phase.REPLACING && phase != Phase.CLEANED_UP) || anyFlinkPod();
        }
        if (object instanceof ConfigMap
                && object.getMetadata().getName().equals(Preflight.name(cluster.name()))) {
            return mustCheck();
        }
        return object instanceof Job kubernetesJob
                && (isOfThisRun(kubernetesJob)
                        || isCheck(kubernetesJob)
                        || isDisposal(kubernetesJob));
    }

    private boolean isDisposal(Job object) {
        return object.getMetadata().getName().equals(Disposal.name(cluster.name()))
                && job.filter(JobRound::repeatsDisposal).isEmpty()
                && job.flatMap(JobRound::disposal)
                        .map(Disposal::id)
                        .filter(id -> id.equals(Components.label(object, Names.JOB_ID)))
                        .isPresent();
    }

    private boolean isOfThisRun(Job object) {
        return object.getMetadata().getName().equals(Jobs.name(cluster))
                && job.isPresent()
                && job.get().jobId().equals(Components.label(object, Names.JOB_ID))
                && jobState() != JobState.UPDATING
                && !job.get().isWithdrawn()
                && !job.get().isLeftOver()
                && phase != Phase.REPLACING
                && !(phase == Phase.CLEANED_UP && cluster.isApplication());
    }

    private boolean isCheck(Job object) {
        boolean isRepeated =
                plan.control().wants(Control.RETRY)
                        && plan.preflight().state() == Submitter.State.FAILED;
        return mustCheck()
                && !isRepeated
                && object.getMetadata().getName().equals(Preflight.name(cluster.name()))
                && Preflight.id(plan.deployed().target())
                        .equals(Components.label(object, Names.JOB_ID));
    }

    /** Whether something that was deleted is still on its way out. */
    private boolean leaving() {
        return switch (phase) {
            case CLEANED_UP ->
                    seen().owned().stream().anyMatch(it -> !isKept(it) && !isDesired(it))
                            || anyFlinkPod();
            case REPLACING -> plan.components().anyWorkload();
            case WITHOUT_TASK_MANAGERS -> plan.components().taskManager().isPresent();
            case WHOLE, FROZEN -> false;
        };
    }

    private boolean isDesired(HasMetadata object) {
        return ObjectActions.counterpart(object, desired()).isPresent();
    }

    private boolean anyFlinkPod() {
        return seen().pods().stream()
                .anyMatch(pod -> Components.label(pod, Names.COMPONENT) != null);
    }

    private boolean isReady() {
        return StatusConditions.awaited(plan.components(), seen().flink()).isEmpty()
                && job.map(round -> round.after() != JobState.NONE).orElse(true);
    }

    private boolean isRolling() {
        return seen().owned().stream()
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
                || job.flatMap(JobRound::row).isPresent()
                || job.filter(JobRound::waitsForStatistics).isPresent();
    }

    /**
     * Flink makes ConfigMaps of its own, one for the cluster and one for each job. Marked as the
     * cluster's, they go with it.
     */
    private Optional<Action> adoption() {
        if (phase != Phase.WHOLE || !(seen().flink() instanceof FlinkView.Reachable up)) {
            return Optional.empty();
        }
        long alive = up.jobs().stream().filter(it -> !it.state().isTerminal()).count();
        return plan.components().highAvailability().size() < 1 + alive
                ? HighAvailability.adoption(cluster).map(Action.class::cast)
                : Optional.empty();
    }

    /** A job that takes all slots follows their number, if its scheduler can. */
    private Optional<Action> rescaling() {
        boolean isAdaptive =
                cluster.option("jobmanager.scheduler")
                        .filter("adaptive"::equalsIgnoreCase)
                        .isPresent();
        return job.filter(round -> isAdaptive && Feature.RESCALING.isIn(cluster.flinkVersion()))
                .filter(round -> phase == Phase.WHOLE && round.after() == JobState.RUNNING)
                .filter(round -> round.facts().job() == Facts.Job.ACTIVE)
                .filter(
                        round ->
                                Jobs.ownParallelism(cluster, cluster.job().orElseThrow()).isEmpty())
                .map(round -> new Action.Rescale(round.jobId(), FlinkConfiguration.slots(cluster)));
    }

    private Action submission(JobRound round) {
        return new Action.SubmitJob(
                Jobs.of(
                        cluster,
                        cluster.job().orElseThrow(),
                        round.jobId(),
                        Optional.ofNullable(round.status().restore())),
                round.jobId(),
                !cluster.isApplication());
    }

    private FlinkClusterStatus status(
            String state,
            Optional<OperationStatus> ofJob,
            OperationStatus operation,
            ControlStatus control,
            List<ForeignChange> foreign) {
        List<OperationRecord> history =
                job.map(
                                round ->
                                        JobOperation.history(
                                                recorded().history(),
                                                recorded().operation(),
                                                ofJob,
                                                plan,
                                                round,
                                                revision.why()))
                        .orElse(recorded().history());
        return new FlinkClusterStatus(
                state,
                seen().flink() instanceof FlinkView.Reachable up
                        ? up.version()
                        : recorded().flinkVersion(),
                ComponentStatuses.of(
                        plan.components(),
                        recorded().components(),
                        job.map(JobRound::status).orElse(null)),
                revision.of(currentRevision(), becomesCurrent()),
                job.map(round -> round.savepoints().latest()).orElse(null),
                job.map(round -> round.savepoints().known()).orElse(List.of()),
                control,
                operation,
                history,
                new StatusConditions(this, operation, history, foreign).all(),
                seen().cluster().getMetadata().getGeneration(),
                null);
    }

    /** A job keeps the revision that it was deployed with until the next one is deployed. */
    private String currentRevision() {
        boolean isFixed =
                job.map(
                                        round ->
                                                round.after() != JobState.PENDING
                                                        && round.after() != JobState.NONE)
                                .orElse(isRolling() || heldBack.isPresent())
                        && recorded().revision() != null
                        && recorded().revision().currentRevision() != null;
        return isFixed ? recorded().revision().currentRevision() : cluster.revision();
    }

    private boolean becomesCurrent() {
        return jobState() == JobState.PENDING;
    }

    /** Looks again when something is due. */
    private Duration recheck(OperationStatus operation, List<ForeignChange> foreign) {
        boolean mayTryAgain = job.filter(it -> it.savepoints().hasJustFailed()).isPresent();
        if (mayTryAgain
                || job.flatMap(JobRound::row).isPresent()
                || revision.instead().isPresent()) {
            return Pace.AT_ONCE;
        }
        boolean waits =
                operation != null
                        || isUnsure()
                        || plan.control().underWay()
                        || job.filter(it -> it.savepoints().awaitsDisposal()).isPresent();
        if (waits) {
            return Pace.UNDER_WAY;
        }
        Stream<Instant> ofJob =
                job.stream()
                        .flatMap(
                                round ->
                                        Stream.of(
                                                round.after() == JobState.RUNNING
                                                        ? round.savepoints().due()
                                                        : Optional.<Instant>empty(),
                                                Phase.cleanUpTime(
                                                        cluster.job().orElseThrow(), round)))
                        .flatMap(Optional::stream);
        Stream<Instant> all =
                foreign.isEmpty()
                        ? ofJob
                        : Stream.concat(ofJob, foreign.stream().map(ForeignChange::due));
        return all.map(time -> Duration.between(seen().now(), time).plusMillis(100))
                .filter(wait -> !wait.isNegative())
                .filter(wait -> wait.compareTo(Pace.STEADY) < 0)
                .min(Duration::compareTo)
                .orElse(Pace.STEADY);
    }

    private Duration pollEvery(OperationStatus operation) {
        if (phase == Phase.CLEANED_UP || phase == Phase.REPLACING) {
            return Duration.ZERO;
        }
        if (!plan.components().jobManagerIsReady()) {
            return Pace.NOT_READY;
        }
        boolean isStopping = job.filter(it -> it.status().stopReason() != null).isPresent();
        return isStopping && jobState() == JobState.RUNNING
                ? Pace.FASTEST
                : Pace.polling(isUnsure() ? seen().now() : begun(operation), seen().now());
    }

    /**
     * When what is going on began: TaskManagers that are to register, else the operation, the job,
     * the cluster.
     */
    private Instant begun(OperationStatus operation) {
        Optional<Instant> registration = Registration.missing(this).map(Registration::since);
        if (registration.isPresent()) {
            return registration.get();
        }
        return Optional.ofNullable(operation)
                .map(OperationStatus::startTime)
                .or(() -> job.map(round -> round.status().startTime()))
                .or(
                        () ->
                                Optional.ofNullable(
                                        seen().cluster().getMetadata().getCreationTimestamp()))
                .flatMap(Status::time)
                .orElse(seen().now());
    }

    RevisionStatus recordedRevision() {
        return recorded().revision();
    }
}

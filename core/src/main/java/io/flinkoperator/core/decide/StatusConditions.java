package io.flinkoperator.core.decide;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.Condition;
import io.flinkoperator.api.FlinkClusterStatus;
import io.flinkoperator.api.OperationStatus;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.FlinkConfiguration;
import io.flinkoperator.core.resources.Jobs;
import io.flinkoperator.core.spec.FlinkVersion;
import io.flinkoperator.core.spec.Problem;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The conditions of a valid cluster. */
record StatusConditions(
        ValidCluster cluster,
        Observation seen,
        Components components,
        FlinkClusterStatus recorded,
        Optional<JobRound> job,
        Phase phase,
        OperationStatus operation) {

    static final String READY = "Ready";
    static final String PROGRESSING = "Progressing";
    static final String DEGRADED = "Degraded";
    static final String JOB_RUNNING = "JobRunning";
    static final String UPGRADE_BLOCKED = "UpgradeBlocked";
    static final String SPEC_WARNING = "SpecWarning";

    List<Condition> all() {
        Conditions conditions =
                new Conditions(
                        recorded.conditions(),
                        seen.cluster().getMetadata().getGeneration(),
                        seen.now());
        ready(conditions);
        conditions.set(
                PROGRESSING,
                operation != null,
                operation == null ? "Idle" : operation.name(),
                operation == null
                        ? "Nothing is under way."
                        : "Under way: " + operation.name() + ".");
        degraded(conditions);
        job.ifPresent(round -> jobRunning(conditions, round));
        upgradeBlocked(conditions);
        specWarning(conditions);
        return conditions.all();
    }

    /** What is still awaited, each as a few words. */
    static List<String> awaited(Components components, FlinkView flink) {
        List<String> awaited = new ArrayList<>();
        if (!components.serviceIsReady()) {
            awaited.add("the JobManager's Service");
        }
        if (!components.jobManagerIsReady()) {
            awaited.add("the JobManager");
        }
        if (!components.taskManagersAreReady()) {
            awaited.add("the TaskManagers");
        }
        if (awaited.isEmpty() && flink instanceof FlinkView.Unreachable down) {
            awaited.add("Flink's REST API (" + down.reason() + ")");
        } else if (awaited.isEmpty() && flink instanceof FlinkView.NotAsked) {
            awaited.add("Flink's REST API");
        }
        return awaited;
    }

    private void ready(Conditions conditions) {
        JobState state = job.map(JobRound::after).orElse(JobState.NONE);
        List<String> awaited = awaited(components, seen.flink());
        if (state.isOver()) {
            conditions.set(READY, false, "Job" + state.word(), over(state));
        } else if (!awaited.isEmpty()) {
            conditions.set(
                    READY,
                    false,
                    "ComponentsNotReady",
                    "Waits for " + String.join(", ", awaited) + ".");
        } else if (job.isPresent() && state != JobState.RUNNING) {
            conditions.set(READY, false, "Job" + state.word(), "The job is not running yet.");
        } else {
            conditions.set(
                    READY,
                    true,
                    job.isPresent() ? "JobRunning" : "ClusterReady",
                    job.isPresent()
                            ? "The job is running and all components are ready."
                            : "All components are ready; jobs can be submitted.");
        }
    }

    private void degraded(Conditions conditions) {
        JobState state = job.map(JobRound::after).orElse(JobState.NONE);
        Optional<PodTrouble> trouble =
                phase == Phase.WHOLE || phase == Phase.FROZEN
                        ? PodTrouble.first(seen)
                        : Optional.empty();
        if (state == JobState.FAILED || state == JobState.LOST) {
            conditions.set(DEGRADED, true, "Job" + state.word(), over(state));
        } else if (seen.failure().isPresent()) {
            conditions.set(DEGRADED, true, "ActionFailed", seen.failure().get());
        } else if (trouble.isPresent()) {
            conditions.set(DEGRADED, true, trouble.get().reason(), trouble.get().message());
        } else if (isOverdue()) {
            conditions.set(
                    DEGRADED,
                    true,
                    operation.name() + "Overdue",
                    operation.name()
                            + " should have ended by "
                            + operation.deadline()
                            + "; it waits for "
                            + String.join(", ", awaited(components, seen.flink()))
                            + ".");
        } else {
            conditions.set(DEGRADED, false, "AsExpected", "Nothing is wrong.");
        }
    }

    private boolean isOverdue() {
        return Optional.ofNullable(operation)
                .map(OperationStatus::deadline)
                .flatMap(Status::time)
                .filter(deadline -> deadline.isBefore(seen.now()))
                .isPresent();
    }

    private void jobRunning(Conditions conditions, JobRound round) {
        JobState state = round.after();
        if (state == JobState.RUNNING && round.facts().job() == Facts.Job.UNREACHABLE) {
            conditions.set(
                    JOB_RUNNING,
                    "Unknown",
                    "JobManagerUnreachable",
                    "The job ran when it was last seen, but the JobManager does not answer.");
        } else {
            conditions.set(
                    JOB_RUNNING,
                    state == JobState.RUNNING,
                    "Job" + state.word(),
                    state.isOver() ? over(state) : "The job is " + state.word() + ".");
        }
    }

    private String over(JobState state) {
        List<String> reasons = job.map(round -> round.status().failureReasons()).orElse(List.of());
        return reasons.isEmpty() || state == JobState.SUCCEEDED
                ? "The job is " + state.word() + "."
                : "The job is " + state.word() + ": " + String.join("; ", reasons);
    }

    private void upgradeBlocked(Conditions conditions) {
        if (phase == Phase.FROZEN) {
            conditions.set(
                    UPGRADE_BLOCKED,
                    true,
                    "JobRunning",
                    "The spec has changed, but this version cannot update a running job without"
                            + " losing its state; the job runs on as it is. Cancel it in Flink to"
                            + " have the new spec deployed, or set the spec back.");
        } else if (isRecorded(UPGRADE_BLOCKED)) {
            conditions.set(UPGRADE_BLOCKED, false, "AsExpected", "No change is held back.");
        }
    }

    private void specWarning(Conditions conditions) {
        List<Problem> warnings = new ArrayList<>(cluster.warnings());
        otherVersion().ifPresent(warnings::add);
        tooManySlots().ifPresent(warnings::add);
        if (!warnings.isEmpty()) {
            conditions.set(SPEC_WARNING, true, "WithoutEffect", Problem.message(warnings));
        } else if (isRecorded(SPEC_WARNING)) {
            conditions.set(SPEC_WARNING, false, "AsExpected", "Every field has an effect.");
        }
    }

    /** The version decides how the configuration is written. */
    private Optional<Problem> otherVersion() {
        if (!(seen.flink() instanceof FlinkView.Reachable up)) {
            return Optional.empty();
        }
        return cluster.flinkVersion()
                .filter(declared -> FlinkVersion.parse(up.version()).isPresent())
                .filter(declared -> !FlinkVersion.parse(up.version()).get().equals(declared))
                .map(
                        declared ->
                                new Problem(
                                        "spec.flinkVersion",
                                        quoted(declared)
                                                + " is declared, but the image holds "
                                                + up.version()
                                                + "; correct it, since the configuration is"
                                                + " written for it"));
    }

    private Optional<Problem> tooManySlots() {
        int slots = FlinkConfiguration.slots(cluster);
        return cluster.job()
                .map(spec -> Jobs.parallelism(cluster, spec))
                .filter(parallelism -> parallelism > slots)
                .map(
                        parallelism ->
                                new Problem(
                                        "spec.job.parallelism",
                                        quoted(parallelism)
                                                + " needs more slots than the "
                                                + slots
                                                + " that the TaskManagers have; the job may wait"
                                                + " for ever, so raise taskManager.replicas"));
    }

    private boolean isRecorded(String type) {
        return Conditions.find(recorded.conditions(), type).isPresent();
    }
}

package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.Clusters;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.core.model.FlinkTasks;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.JobDetails;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.SavepointResult;
import io.flinkoperator.core.model.Snapshot;
import io.flinkoperator.core.spec.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster and what is seen of it, on paper: what was decided is done at once and always works.
 * Pods of StatefulSets are ready unless a test says otherwise.
 */
final class Scene {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    FlinkCluster cluster;
    final List<HasMetadata> owned = new ArrayList<>();
    final List<Pod> pods = new ArrayList<>();
    final List<Action> asked = new ArrayList<>();
    FlinkView flink = new FlinkView.NotAsked();
    Optional<String> failure = Optional.empty();
    Instant now = START;
    boolean podsAreReady = true;

    /** How many TaskManagers have registered; all whose pods are ready unless a test says so. */
    Optional<Integer> registered = Optional.empty();

    /** Flink's version, as the JobManager says. */
    String version = "2.3.0";

    Checkpoints.Retention retention = Checkpoints.Retention.ALWAYS;

    /** How many of the job's tasks run. */
    FlinkTasks tasks = FlinkTasks.ALL_RUN;

    /** What the JobManager says of the job. */
    Optional<JobDetails> details = Optional.empty();

    Scene(String spec) {
        cluster = Clusters.of(spec);
    }

    /** A job that has run for an hour, with objects that Kubernetes knows. */
    static Observation atRest() {
        Scene scene = running(Clusters.JOB).checkpoints(1).settle();
        scene.owned.forEach(
                it -> {
                    it.getMetadata().setUid(it.getKind() + it.getMetadata().getName());
                    it.getMetadata().setResourceVersion("1");
                });
        return scene.after(Duration.ofHours(1)).seen();
    }

    /** The word of the user, by annotation. */
    Scene word(String word) {
        cluster.getMetadata().setAnnotations(new HashMap<>(Map.of(Control.ANNOTATION, word)));
        return this;
    }

    Observation seen() {
        return new Observation(
                cluster, owned, pods, List.of(), view(), failure, Clusters.PLATFORM, now);
    }

    private FlinkView view() {
        return flink instanceof FlinkView.Reachable up
                ? new FlinkView.Reachable(
                        up.version(),
                        registered.orElseGet(this::readyTaskManagers),
                        up.slots(),
                        up.jobs(),
                        up.asOf(),
                        up.jobsSince(),
                        up.details())
                : flink;
    }

    private int readyTaskManagers() {
        return owned.stream()
                .filter(it -> it.getMetadata().getName().endsWith("-taskmanager"))
                .flatMap(it -> Workload.of(it).stream())
                .mapToInt(Workload::ready)
                .sum();
    }

    Decision decide() {
        return EventCatalogue.told(Decider.decide(seen()));
    }

    /** One round, and what comes of it. */
    Decision round() {
        Decision decision = decide();
        if (decision.statusChanged()) {
            cluster.setStatus(Json.tree(decision.status()));
        }
        decision.actions().forEach(action -> action.on(new World()));
        return decision;
    }

    /** Rounds until nothing changes any more. */
    Scene settle() {
        for (int rounds = 0; rounds < 10; rounds++) {
            Decision decision = round();
            if (!decision.statusChanged() && decision.actions().isEmpty()) {
                return this;
            }
        }
        throw new AssertionError("Comes to no rest: " + status());
    }

    /** Rounds while something is awaited that does not come by itself. */
    Scene settleOnce() {
        for (int rounds = 0; rounds < 5; rounds++) {
            round();
        }
        return this;
    }

    /** So many pods of a StatefulSet are ready from now on. */
    void readyPods(String name, int count) {
        StatefulSet set =
                owned.stream()
                        .filter(it -> it.getMetadata().getName().equals(name))
                        .filter(StatefulSet.class::isInstance)
                        .map(StatefulSet.class::cast)
                        .findFirst()
                        .orElseThrow();
        owned.remove(set);
        owned.add(
                new StatefulSetBuilder(set)
                        .editStatus()
                        .withReadyReplicas(count)
                        .endStatus()
                        .build());
    }

    Scene after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Scene jobs(FlinkJob... jobs) {
        Instant since =
                flink instanceof FlinkView.Reachable up ? up.jobsSince() : now.minusSeconds(60);
        flink = new FlinkView.Reachable(version, 0, 100, List.of(jobs), now, since, told(jobs));
        return this;
    }

    /** The job that is asked about has details, though the JobManager may not say them. */
    private Optional<JobDetails> told(FlinkJob... jobs) {
        if (status() == null) {
            return details;
        }
        String asked = status().at("/components/job/id").asText();
        return details.filter(it -> it.jobId().equals(asked))
                .or(
                        () ->
                                Stream.of(jobs)
                                        .filter(it -> it.id().equals(asked))
                                        .findFirst()
                                        .map(it -> unknown(it.id())));
    }

    private static JobDetails unknown(String jobId) {
        return new JobDetails(
                jobId, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What the JobManager says of the running job: so many checkpoints. */
    Scene checkpoints(int completed) {
        return details(
                new Checkpoints(
                        true,
                        retention,
                        completed,
                        completed == 0
                                ? Optional.empty()
                                : Optional.of(
                                        new Snapshot(completed, path("chk-" + completed), now)),
                        Optional.empty(),
                        false,
                        Optional.empty()),
                null);
    }

    Scene details(Checkpoints checkpoints, SavepointResult result) {
        details =
                Optional.of(
                        new JobDetails(
                                jobId(),
                                Optional.of(checkpoints),
                                Optional.ofNullable(result),
                                Optional.empty(),
                                Optional.of(0L)));
        if (flink instanceof FlinkView.Reachable up) {
            jobs(up.jobs().toArray(FlinkJob[]::new));
        }
        return this;
    }

    /** A completed savepoint as the answer to the request that is recorded. */
    Scene completed(String path) {
        return details(
                details.flatMap(JobDetails::checkpoints).orElseThrow(),
                new SavepointResult(
                        status().at("/savepoint/triggerID").asText(),
                        SavepointResult.State.COMPLETED,
                        Optional.of(path),
                        Optional.empty()));
    }

    Scene failed(String why) {
        return details(
                details.flatMap(JobDetails::checkpoints).orElseThrow(),
                new SavepointResult(
                        status().at("/savepoint/triggerID").asText(),
                        SavepointResult.State.FAILED,
                        Optional.empty(),
                        Optional.of(why)));
    }

    String jobId() {
        return status().at("/components/job/id").asText();
    }

    String path(String name) {
        return "s3://state/" + jobId() + "/" + name;
    }

    /** The check of the new revision succeeds. */
    Scene passPreflight() {
        return endPreflight("Complete");
    }

    Scene endPreflight(String condition) {
        round();
        end("sales-preflight", condition);
        return this;
    }

    /** A Kubernetes Job ends. */
    void end(String name, String condition) {
        Job job =
                (Job)
                        owned.stream()
                                .filter(it -> it.getMetadata().getName().equals(name))
                                .filter(Job.class::isInstance)
                                .findFirst()
                                .orElseThrow();
        owned.remove(job);
        owned.add(
                new JobBuilder(job)
                        .withNewStatus()
                        .addNewCondition()
                        .withType(condition)
                        .withStatus("True")
                        .withReason("BackoffLimitExceeded")
                        .withMessage("the pod has failed")
                        .withLastTransitionTime(now.toString())
                        .endCondition()
                        .endStatus()
                        .build());
    }

    Scene unreachable() {
        flink = new FlinkView.Unreachable("GET /overview: timed out");
        return this;
    }

    /** The job of the recorded id, as Flink would report it. */
    FlinkJob job(FlinkJobState state) {
        return new FlinkJob(
                status().at("/components/job/id").asText(),
                "word count",
                state,
                tasks,
                START,
                state.isTerminal() ? Optional.of(START.plusSeconds(90)) : Optional.empty(),
                state == FlinkJobState.FAILED
                        ? Optional.of("java.lang.ArithmeticException: / by zero")
                        : Optional.empty());
    }

    /** A job cluster whose job runs and where nothing is left to be done. */
    static Scene running(String spec) {
        Scene scene = new Scene(spec);
        scene.round();
        scene.jobs().settle();
        scene.jobs(scene.job(FlinkJobState.RUNNING)).settle();
        return scene;
    }

    static Scene readySession() {
        Scene scene = new Scene(Clusters.SESSION);
        scene.round();
        return scene.jobs().settle();
    }

    Scene status(String yaml) {
        cluster.setStatus(Serialization.unmarshal(yaml, JsonNode.class));
        return this;
    }

    JsonNode status() {
        return cluster.getStatus();
    }

    static JsonNode status(Decision decision) {
        return Json.tree(decision.status());
    }

    static JsonNode condition(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asText().equals(type)) {
                return condition;
            }
        }
        throw new AssertionError("No condition " + type + " in " + status);
    }

    Scene spec(String spec) {
        cluster.setSpec(Clusters.of(spec).getSpec());
        cluster.getMetadata().setGeneration(cluster.getMetadata().getGeneration() + 1);
        return this;
    }

    /** Does as the API server would. */
    private final class World implements Action.Runner {
        @Override
        public void run(Action.Apply action) {
            remove(action.desired());
            owned.add(made(Serialization.clone(action.desired())));
        }

        @Override
        public void run(Action.Scale action) {
            remove(action.observed());
            owned.add(
                    made(
                            new StatefulSetBuilder((StatefulSet) action.observed())
                                    .editSpec()
                                    .withReplicas(action.replicas())
                                    .endSpec()
                                    .build()));
        }

        @Override
        public void run(Action.Delete action) {
            remove(action.observed());
        }

        @Override
        public void run(Action.SubmitJob action) {
            owned.add(new JobBuilder(action.job()).withNewStatus().endStatus().build());
        }

        @Override
        public void run(Action.Adopt action) {
            // Flink's own ConfigMaps are none of this scene.
        }

        @Override
        public void run(Action.Rescale action) {
            // A job's parallelism is none of this scene.
        }

        @Override
        public void run(Action.TakeSavepoint action) {
            asked.add(action);
        }

        @Override
        public void run(Action.CancelJob action) {
            asked.add(action);
        }

        @Override
        public void run(Action.DisposeSavepoint action) {
            asked.add(action);
        }

        @Override
        public void run(Action.RemoveAnnotation action) {
            cluster.getMetadata().getAnnotations().remove(action.key());
        }

        private void remove(HasMetadata object) {
            owned.removeIf(
                    other ->
                            other.getKind().equals(object.getKind())
                                    && other.getMetadata()
                                            .getName()
                                            .equals(object.getMetadata().getName()));
        }

        private HasMetadata made(Deployment deployment) {
            int replicas = deployment.getSpec().getReplicas();
            return new DeploymentBuilder(deployment)
                    .editMetadata()
                    .withGeneration(1L)
                    .endMetadata()
                    .withNewStatus()
                    .withObservedGeneration(1L)
                    .withReplicas(replicas)
                    .withUpdatedReplicas(replicas)
                    .withReadyReplicas(podsAreReady ? replicas : 0)
                    .endStatus()
                    .build();
        }

        private HasMetadata made(HasMetadata desired) {
            if (desired instanceof Deployment deployment) {
                return made(deployment);
            }
            if (!(desired instanceof StatefulSet set)) {
                return desired;
            }
            int replicas = set.getSpec().getReplicas();
            return new StatefulSetBuilder(set)
                    .editMetadata()
                    .withGeneration(1L)
                    .endMetadata()
                    .withNewStatus()
                    .withObservedGeneration(1L)
                    .withReplicas(replicas)
                    .withReadyReplicas(podsAreReady ? replicas : 0)
                    .withCurrentRevision("r1")
                    .withUpdateRevision("r1")
                    .endStatus()
                    .build();
        }
    }
}

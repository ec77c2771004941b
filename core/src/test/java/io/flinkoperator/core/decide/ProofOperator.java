package io.flinkoperator.core.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
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
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.spec.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The operator of the model: the real decider looks at moments through its eyes. */
final class ProofOperator {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ProofSpecs specs;
    private final ProofThings things;
    private final List<JobTransitions.Row> table;
    private final Map<View, Thought> thoughts = new ConcurrentHashMap<>();
    private final Map<Place, Integer> places = new HashMap<>();
    private final List<Pause> pauses = new CopyOnWriteArrayList<>();

    ProofOperator(ProofSpecs specs, List<JobTransitions.Row> table) {
        this.specs = specs;
        things = specs.things();
        this.table = table;
    }

    /** What a JobManager says when it is asked. */
    enum Answer {
        WHOLE,
        /** Statistics of checkpoints from before the newest savepoint. */
        OLD_STATISTICS,
        /** The state of a request from before it was done, beside newer statistics. */
        OLD_RESULT,
        /** What was asked before this job was known. */
        WITHOUT_DETAILS,
        NONE
    }

    /** What a decision depends on. */
    private record View(
            int spec,
            String word,
            int deleted,
            String status,
            Map<String, Moment.Thing> things,
            boolean jobManager,
            Answer answer,
            int settled,
            List<Moment.Job> jobs) {}

    /**
     * What was decided.
     *
     * @param status The status that is to be recorded, as JSON.
     */
    record Thought(String status, boolean changes, List<Action> actions, boolean released) {
        boolean isQuiet() {
            return !changes && actions.isEmpty() && !released;
        }
    }

    /**
     * What an operator is about to do that stopped in mid-round.
     *
     * @param done How many of its effects it has done.
     */
    record Pause(Moment seen, Thought thought, int done) {}

    private record Place(View view, int done) {}

    /** A number for it; the same for the same. */
    synchronized int pause(Moment seen, Thought thought, int done) {
        return places.computeIfAbsent(
                new Place(view(seen, Answer.WHOLE), done),
                place -> {
                    pauses.add(new Pause(seen, thought, done));
                    return pauses.size() - 1;
                });
    }

    Pause pause(int number) {
        return pauses.get(number);
    }

    Thought think(Moment moment, Answer answer) {
        return thoughts.computeIfAbsent(view(moment, answer), this::think);
    }

    private static View view(Moment moment, Answer answer) {
        return new View(
                moment.spec(),
                moment.word(),
                moment.deleted(),
                moment.status(),
                moment.things(),
                moment.jobManager(),
                moment.jobManager() ? answer : Answer.NONE,
                moment.settled(),
                moment.jobs());
    }

    int thoughts() {
        return thoughts.size();
    }

    private Thought think(View view) {
        Instant now = ProofClock.NOW.plusMillis(triggers(view));
        List<HasMetadata> owned =
                view.things().values().stream()
                        .map(thing -> things.seen(thing, ProofClock.NOW))
                        .toList();
        Decision decision =
                Decider.decide(
                        new Observation(
                                cluster(view),
                                owned,
                                pods(view),
                                List.of(),
                                flink(view, now),
                                Optional.empty(),
                                Clusters.PLATFORM,
                                now),
                        table);
        EventCatalogue.told(decision);
        String next =
                decision.statusChanged() ? text((ObjectNode) Json.tree(decision.status())) : "";
        return new Thought(
                next,
                decision.statusChanged() && !next.equals(view.status()),
                decision.actions(),
                decision.released());
    }

    /** Two requests are never made in the same millisecond. */
    private int triggers(View view) {
        String recorded = status(view.status()).at("/savepoint/triggerID").asText();
        return (int)
                        view.jobs().stream()
                                .flatMap(job -> job.triggers().keySet().stream())
                                .filter(id -> !id.equals(recorded))
                                .count()
                + (recorded.isEmpty() ? 0 : 1);
    }

    static JsonNode status(String text) {
        try {
            return MAPPER.readTree(text.isEmpty() ? "{}" : text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Without what only people read, so that equal situations are equal. */
    private static String text(ObjectNode status) {
        status.remove(List.of("history", "lastUpdateTime"));
        if (status.path("operation") instanceof ObjectNode operation) {
            operation.remove("steps");
        }
        status.path("conditions")
                .forEach(
                        condition ->
                                ((ObjectNode) condition)
                                        .put("lastTransitionTime", "before")
                                        .put("message", ""));
        return status.toString();
    }

    private FlinkCluster cluster(View view) {
        FlinkCluster cluster = Clusters.of("image: {name: x}");
        cluster.setSpec(specs.all().get(view.spec()));
        cluster.getMetadata().setGeneration(view.spec() + 1L);
        if (!view.word().isEmpty()) {
            cluster.getMetadata()
                    .setAnnotations(new HashMap<>(Map.of(Control.ANNOTATION, view.word())));
        }
        if (view.deleted() >= 0) {
            Instant time = ProofClock.ago(ProofClock.NOW, view.deleted());
            cluster.getMetadata().setDeletionTimestamp(time.toString());
        }
        cluster.setStatus(view.status().isEmpty() ? null : status(view.status()));
        return cluster;
    }

    private List<Pod> pods(View view) {
        List<Pod> pods = new ArrayList<>();
        if (view.jobManager()) {
            pods.add(pod("sales-jobmanager-0", Names.COMPONENT, Names.JOB_MANAGER));
        }
        for (String job : List.of(ProofDraft.SUBMITTER, ProofDraft.PREFLIGHT)) {
            Moment.Thing thing = view.things().get(job);
            if (thing != null && thing.tag().equals("active")) {
                String id = Components.label(things.content(thing.content()), Names.JOB_ID);
                pods.add(pod(job.substring(4) + "-x", Names.JOB_ID, id));
            }
        }
        return pods;
    }

    private static Pod pod(String name, String label, String value) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(label, value)
                .endMetadata()
                .withNewStatus()
                .withContainerStatuses(
                        new ContainerStatusBuilder()
                                .withName("main")
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .build())
                .endStatus()
                .build();
    }

    private FlinkView flink(View view, Instant now) {
        if (view.answer() == Answer.NONE) {
            return new FlinkView.Unreachable("GET /overview: timed out");
        }
        Moment.Thing workers = view.things().get(ProofDraft.TASK_MANAGER);
        boolean work = workers != null && workers.tag().equals("ready");
        JsonNode recorded = status(view.status());
        String id = recorded.at("/components/job/id").asText();
        return new FlinkView.Reachable(
                "2.3.0",
                work
                        ? ((StatefulSet) things.content(workers.content())).getSpec().getReplicas()
                        : 0,
                work ? 1 : 0,
                view.jobs().stream().map(ProofOperator::flinkJob).toList(),
                now,
                ProofClock.ago(now, view.settled()),
                view.jobs().stream()
                        .filter(job -> job.id().equals(id))
                        .filter(job -> view.answer() != Answer.WITHOUT_DETAILS)
                        .findFirst()
                        .map(job -> details(job, recorded, view.answer(), now)));
    }

    private static FlinkJob flinkJob(Moment.Job job) {
        return new FlinkJob(
                job.id(),
                "sales",
                FlinkJobState.valueOf(job.state()),
                FlinkTasks.ALL_RUN,
                ProofClock.ago(ProofClock.NOW, Moment.LONGEST),
                job.isRunning()
                        ? Optional.empty()
                        : Optional.of(ProofClock.ago(ProofClock.NOW, job.age())),
                job.state().equals("FAILED")
                        ? Optional.of("java.io.IOException")
                        : Optional.empty());
    }

    private static JobDetails details(
            Moment.Job job, JsonNode recorded, Answer answer, Instant now) {
        String id = recorded.at("/savepoint/triggerID").asText();
        boolean asked = recorded.at("/savepoint/state").asText().equals(Savepoints.IN_PROGRESS);
        return new JobDetails(
                job.id(),
                Optional.of(checkpoints(job, answer, now)),
                asked ? Optional.of(result(id, job.triggers().get(id), answer)) : Optional.empty(),
                Optional.empty(),
                Optional.of(0L));
    }

    private static Checkpoints checkpoints(Moment.Job job, Answer answer, Instant now) {
        boolean hasSavepoint = job.savepointId() > 0 && answer != Answer.OLD_STATISTICS;
        return new Checkpoints(
                true,
                Checkpoints.Retention.ALWAYS,
                (job.checkpoint() > 0 ? 1 : 0) + (hasSavepoint ? 1 : 0),
                job.checkpoint() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Snapshot(
                                        job.checkpoint(),
                                        ProofRestore.checkpoint(job.id(), job.checkpoint()),
                                        ProofClock.ago(now, Moment.LONGEST))),
                hasSavepoint
                        ? Optional.of(
                                new Snapshot(
                                        job.savepointId(),
                                        job.savepoint(),
                                        ProofClock.ago(now, job.savepointAge())))
                        : Optional.empty(),
                job.triggers().values().stream().anyMatch(it -> it.state().equals("IN_PROGRESS")),
                Optional.empty());
    }

    private static SavepointResult result(String id, Moment.Trigger trigger, Answer answer) {
        boolean isOld = trigger != null && answer == Answer.OLD_RESULT;
        if (trigger == null || isOld) {
            return new SavepointResult(
                    id,
                    isOld ? SavepointResult.State.IN_PROGRESS : SavepointResult.State.UNKNOWN,
                    Optional.empty(),
                    Optional.empty());
        }
        boolean failed = trigger.state().equals("FAILED");
        return new SavepointResult(
                id,
                SavepointResult.State.valueOf(trigger.state()),
                trigger.path().isEmpty() ? Optional.empty() : Optional.of(trigger.path()),
                failed ? Optional.of("java.io.IOException") : Optional.empty());
    }
}

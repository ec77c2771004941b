package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.Checkpoints;
import io.flinkoperator.core.model.FlinkJob;
import io.flinkoperator.core.model.FlinkJobState;
import io.flinkoperator.operator.flink.FlinkClient;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the actions of one round, in order, and stops at the first failure. It decides nothing but
 * whether the precondition of an irreversible action still holds right before it.
 */
public final class Executor implements Action.Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final int UNPROCESSABLE = 422;

    /** Server-side apply's name of what this operator owns. */
    public static final String FIELD_MANAGER = "flink-operator";

    private final KubernetesClient client;
    private final FlinkClient flink;
    private final FlinkCluster cluster;
    private final URI jobManager;
    private final Consumer<HasMetadata> created;
    private final Ownership ownership;

    /**
     * An executor for a cluster whose JobManager has an address.
     *
     * @param created Is told of each object that was created.
     */
    public Executor(
            KubernetesClient client,
            FlinkClient flink,
            FlinkCluster cluster,
            URI jobManager,
            Consumer<HasMetadata> created) {
        this.client = client;
        this.flink = flink;
        this.cluster = cluster;
        this.jobManager = jobManager;
        this.created = created;
        ownership = new Ownership(client);
    }

    @Override
    public void run(Action.Apply action) {
        HasMetadata desired = action.desired();
        if (action.isNew()) {
            create(action, desired, "The object exists already");
            log("Object created", desired);
        } else {
            ownership.claim(desired);
            client.resource(desired).fieldManager(FIELD_MANAGER).forceConflicts().serverSideApply();
            log("Object applied", desired);
        }
    }

    private void create(Action action, HasMetadata desired, String ifThere) {
        try {
            StaleViewException.onConflict(ifThere, () -> ownership.create(desired));
        } catch (StaleViewException conflict) {
            Optional.ofNullable(client.resource(desired).get())
                    .ifPresent(found -> requireSameOwner(found, action));
            throw conflict;
        }
        created.accept(desired);
    }

    @Override
    public void run(Action.Scale action) {
        HasMetadata observed = action.observed();
        Scale scale =
                new ScaleBuilder()
                        .withNewMetadata()
                        .withNamespace(observed.getMetadata().getNamespace())
                        .withName(observed.getMetadata().getName())
                        .withResourceVersion(observed.getMetadata().getResourceVersion())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(action.replicas())
                        .endSpec()
                        .build();
        StaleViewException.onConflict(
                "The object has changed", () -> client.resource(observed).scale(scale));
        log("Object scaled", observed);
    }

    @Override
    public void run(Action.Delete action) {
        HasMetadata observed = action.observed();
        StaleViewException.onConflict(
                "Another object has taken the name",
                () ->
                        client.resource(observed)
                                .lockResourceVersion(observed.getMetadata().getResourceVersion())
                                .delete());
        log("Object deleted", observed);
    }

    @Override
    public void run(Action.SubmitJob action) {
        if (action.intoRunningCluster() && isKnown(action.jobId())) {
            return;
        }
        create(action, action.job(), "The Kubernetes Job exists already");
        LOG.atInfo().addKeyValue("jobId", action.jobId()).log("Job submitted");
    }

    @Override
    public void run(Action.Adopt action) {
        var found =
                client.configMaps()
                        .inNamespace(cluster.getMetadata().getNamespace())
                        .withLabels(action.labels())
                        .list()
                        .getItems();
        String mark = Serialization.asJson(Map.of("metadata", action.mark()));
        found.stream()
                .filter(map -> map.getMetadata().getOwnerReferences().isEmpty())
                .forEach(
                        map -> {
                            client.resource(map).patch(PatchContext.of(PatchType.JSON_MERGE), mark);
                            log("Object adopted", map);
                        });
    }

    @Override
    public void run(Action.Rescale action) {
        require(action, flink.rescale(jobManager, action.jobId(), action.parallelism()));
    }

    @Override
    public void run(Action.TakeSavepoint action) {
        if (isAlive(action.jobId()) && !isTaken(action)) {
            require(action, flink.takeSavepoint(jobManager, action));
            LOG.atInfo()
                    .addKeyValue("jobId", action.jobId())
                    .addKeyValue("triggerId", action.trigger().id())
                    .addKeyValue("stops", action.trigger().stops())
                    .log("Savepoint triggered");
        }
    }

    @Override
    public void run(Action.CancelJob action) {
        boolean isToCancel =
                job(action.jobId())
                        .filter(job -> !job.state().isTerminal())
                        .filter(job -> job.state() != FlinkJobState.CANCELLING)
                        .isPresent();
        if (isToCancel) {
            require(action, flink.cancel(jobManager, action.jobId()));
            LOG.atInfo().addKeyValue("jobId", action.jobId()).log("Job cancelled");
        }
    }

    @Override
    public void run(Action.DisposeSavepoint action) {
        if (!flink.remembers(jobManager, action.triggerId())) {
            require(action, flink.dispose(jobManager, action.triggerId(), action.path()));
            LOG.atInfo().addKeyValue("path", action.path()).log("Savepoint disposal asked for");
        }
    }

    @Override
    public void run(Action.RemoveAnnotation action) {
        try {
            client.resource(cluster).patch(PatchContext.of(PatchType.JSON), removal(action));
            LOG.atInfo().addKeyValue("annotation", action.key()).log("Annotation removed");
        } catch (KubernetesClientException refusal) {
            boolean isGone = refusal.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
            if (!isGone && !(refusal.getCode() == UNPROCESSABLE && isOther(action))) {
                throw refusal;
            }
        }
    }

    private static String removal(Action.RemoveAnnotation action) {
        String path = "/metadata/annotations/" + action.key().replace("~", "~0").replace("/", "~1");
        return Serialization.asJson(
                List.of(
                        Map.of("op", "test", "path", path, "value", action.value()),
                        Map.of("op", "remove", "path", path)));
    }

    /** Whether the annotation has meanwhile got another value, or none. */
    private boolean isOther(Action.RemoveAnnotation action) {
        return Optional.ofNullable(client.resource(cluster).get())
                .map(now -> now.getMetadata().getAnnotations())
                .filter(now -> action.value().equals(now.get(action.key())))
                .isEmpty();
    }

    /**
     * A JobManager that takes no id of ours, or has forgotten it, would take the savepoint again. A
     * job that should have stopped with it and runs needs another one.
     */
    private boolean isTaken(Action.TakeSavepoint action) {
        if (action.namesTrigger() && action.trigger().stops()) {
            return false;
        }
        if (!action.namesTrigger() && flink.remembers(jobManager, action.trigger().id())) {
            return true;
        }
        Checkpoints now = look(flink.checkpoints(jobManager, action.jobId()));
        return now.savepointInProgress() || now.savepoint().filter(action::isMetBy).isPresent();
    }

    /** What is somebody else's is not taken over; what a deleted cluster left is about to go. */
    private void requireSameOwner(HasMetadata found, Action action) {
        List<OwnerReference> owners = found.getMetadata().getOwnerReferences();
        if (owners.stream().anyMatch(o -> o.getUid().equals(cluster.getMetadata().getUid()))) {
            return;
        }
        String name = cluster.getMetadata().getName();
        boolean isLeftOver =
                owners.stream()
                        .anyMatch(
                                o ->
                                        o.getKind().equals("FlinkCluster")
                                                && o.getName().equals(name));
        if (isLeftOver) {
            throw new StaleViewException("An object of a deleted FlinkCluster is still there");
        }
        throw new ActionFailedException(
                action,
                found.getKind()
                        + " "
                        + found.getMetadata().getName()
                        + " exists and belongs to something else; delete it, or create the"
                        + " FlinkCluster under another name");
    }

    private boolean isKnown(String jobId) {
        return job(jobId).isPresent();
    }

    private boolean isAlive(String jobId) {
        return job(jobId).filter(job -> !job.state().isTerminal()).isPresent();
    }

    /** Asks the JobManager, not a cache. */
    private Optional<FlinkJob> job(String id) {
        return look(flink.jobs(jobManager)).stream().filter(job -> job.id().equals(id)).findFirst();
    }

    private static <T> T look(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException unreachable) {
            throw new StaleViewException("The JobManager does not answer any more", unreachable);
        }
    }

    private static void require(Action action, CompletableFuture<Void> answer) {
        try {
            answer.join();
        } catch (CompletionException refusal) {
            throw new ActionFailedException(action, refusal.getCause().getMessage());
        }
    }

    private static void log(String message, HasMetadata object) {
        LOG.atInfo()
                .addKeyValue("kind", object.getKind())
                .addKeyValue("object", object.getMetadata().getName())
                .log(message);
    }
}

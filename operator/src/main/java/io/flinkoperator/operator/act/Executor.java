package io.flinkoperator.operator.act;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.operator.flink.FlinkClient;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the actions of one round, in order, and stops at the first failure. It decides nothing but
 * whether the precondition of an irreversible action still holds right before it.
 */
public final class Executor implements Action.Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);

    /** Server-side apply's name of what this operator owns. */
    public static final String FIELD_MANAGER = "flink-operator";

    private final KubernetesClient client;
    private final FlinkClient flink;
    private final FlinkCluster cluster;
    private final URI jobManager;

    /** An executor for a cluster whose JobManager has an address. */
    public Executor(
            KubernetesClient client, FlinkClient flink, FlinkCluster cluster, URI jobManager) {
        this.client = client;
        this.flink = flink;
        this.cluster = cluster;
        this.jobManager = jobManager;
    }

    @Override
    public void run(Action.Apply action) {
        if (action.isNew()) {
            Optional.ofNullable(client.resource(action.desired()).get())
                    .ifPresent(found -> requireSameOwner(found, action));
        }
        client.resource(action.desired())
                .fieldManager(FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        log("Object applied", action.desired());
    }

    @Override
    public void run(Action.Scale action) {
        HasMetadata target = Serialization.clone(action.observed());
        target.getMetadata().setResourceVersion(null);
        client.resource(target).scale(action.replicas());
        log("Object scaled", action.observed());
    }

    @Override
    public void run(Action.Delete action) {
        HasMetadata observed = action.observed();
        try {
            client.resource(observed)
                    .lockResourceVersion(observed.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                throw new StaleViewException("Another object has taken the name", failure);
            }
            throw failure;
        }
        log("Object deleted", observed);
    }

    @Override
    public void run(Action.SubmitJob action) {
        if (action.intoRunningCluster() && isKnown(action.jobId())) {
            return;
        }
        try {
            client.resource(action.job()).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                Optional.ofNullable(client.resource(action.job()).get())
                        .ifPresent(found -> requireSameOwner(found, action));
                throw new StaleViewException("The Kubernetes Job exists already", failure);
            }
            throw failure;
        }
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
        try {
            flink.rescale(jobManager, action.jobId(), action.parallelism()).join();
        } catch (CompletionException refusal) {
            throw new ActionFailedException(action, refusal.getCause().getMessage());
        }
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

    /** Asks the JobManager, not a cache. */
    private boolean isKnown(String jobId) {
        try {
            return flink.jobs(jobManager).join().stream().anyMatch(job -> job.id().equals(jobId));
        } catch (CompletionException unreachable) {
            throw new StaleViewException("The JobManager does not answer any more", unreachable);
        }
    }

    private static void log(String message, HasMetadata object) {
        LOG.atInfo()
                .addKeyValue("kind", object.getKind())
                .addKeyValue("object", object.getMetadata().getName())
                .log(message);
    }
}

package io.flinkoperator.bench;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeFlink;
import io.flinkoperator.testkit.FakeJobManager;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays the controllers and the kubelet: what should have pods is ready at once, a JobManager
 * answers as soon as it is, and a pod that brings a job in does so and completes.
 */
final class Node implements AutoCloseable {
    private final KubernetesClient client;
    private final FakeFlink flink;
    private final Sightings sightings;
    private final ExecutorService workers = Executors.newFixedThreadPool(8, Node::daemon);
    private final AtomicLong writes = new AtomicLong();

    Node(KubernetesClient client, FakeFlink flink, Sightings sightings) {
        this.client = client;
        this.flink = flink;
        this.sightings = sightings;
        client.apps().statefulSets().inAnyNamespace().inform(new Handler<>(this::roll));
        client.batch().v1().jobs().inAnyNamespace().inform(new Handler<>(this::complete));
    }

    /** Its own writes, which are not the operator's. */
    long writes() {
        return writes.get();
    }

    private void roll(StatefulSet set) {
        int replicas = Optional.ofNullable(set.getSpec().getReplicas()).orElse(1);
        long generation = set.getMetadata().getGeneration();
        var status = set.getStatus();
        boolean isDone =
                status != null
                        && status.getObservedGeneration() != null
                        && status.getObservedGeneration() == generation
                        && Integer.valueOf(replicas).equals(status.getReadyReplicas());
        if (isDone || set.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        String cluster = set.getMetadata().getLabels().get("cluster");
        FakeJobManager jobManager = jobManager(set.getMetadata().getNamespace(), cluster);
        if ("taskmanager".equals(set.getMetadata().getLabels().get("component"))) {
            jobManager.taskManagers(replicas, 1);
        }
        patch(
                set,
                """
                {"status": {"observedGeneration": %d, "replicas": %2$d, "readyReplicas": %2$d,
                 "availableReplicas": %2$d, "currentReplicas": %2$d, "updatedReplicas": %2$d,
                 "currentRevision": "r1", "updateRevision": "r1"}}
                """
                        .formatted(generation, replicas));
    }

    private synchronized FakeJobManager jobManager(String namespace, String cluster) {
        return flink.find(namespace, cluster)
                .orElseGet(
                        () ->
                                flink.add(namespace, cluster)
                                        .version("2.3.0")
                                        .checkpointing(FakeCheckpointing.RETAINED));
    }

    private void complete(Job job) {
        boolean isDone = job.getStatus() != null && job.getStatus().getCompletionTime() != null;
        String id = job.getMetadata().getLabels().get("flinkoperator.k8s.io/job-id");
        if (isDone || id == null) {
            return;
        }
        if (id.matches("[0-9a-f]{32}")) {
            String cluster = job.getMetadata().getLabels().get("cluster");
            FakeJobManager jobManager = jobManager(job.getMetadata().getNamespace(), cluster);
            // Who saw the job before its checkpoint would have something to write down later.
            synchronized (jobManager) {
                if (jobManager.job(id).isEmpty()) {
                    jobManager.submit(id, "job of " + cluster);
                    jobManager.completeCheckpoint(id, "s3://bucket/checkpoints/" + id + "/chk-1");
                }
            }
        }
        patch(
                job,
                """
                {"status": {"startTime": "%1$s", "completionTime": "%1$s", "succeeded": 1,
                 "conditions": [
                   {"type": "SuccessCriteriaMet", "status": "True", "lastTransitionTime": "%1$s"},
                   {"type": "Complete", "status": "True", "lastTransitionTime": "%1$s"}]}}
                """
                        .formatted(
                                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
    }

    private void patch(HasMetadata object, String status) {
        writes.incrementAndGet();
        try {
            client.resource(object)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), status);
        } catch (KubernetesClientException gone) {
            if (gone.getCode() != 404) {
                throw gone;
            }
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "node");
        thread.setDaemon(true);
        return thread;
    }

    private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {
        private final java.util.function.Consumer<T> how;

        Handler(java.util.function.Consumer<T> how) {
            this.how = how;
        }

        @Override
        public void onAdd(T object) {
            sightings.see(object);
            workers.execute(() -> how.accept(object));
        }

        @Override
        public void onUpdate(T before, T object) {
            onAdd(object);
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {}
    }
}

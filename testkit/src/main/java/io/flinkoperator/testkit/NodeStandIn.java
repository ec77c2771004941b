package io.flinkoperator.testkit;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scheduler and kubelet for a control plane without nodes: pods become Running and Ready on
 * 127.0.0.1 unless the test decides otherwise, and pods asked to end are gone at once. It runs no
 * container. Two stand-ins must not look after the same namespace.
 */
public final class NodeStandIn implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeStandIn.class);
    private static final long STOP_SECONDS = 10;
    private static final long RETRY_SECONDS = 1;

    private record Rule(Predicate<Pod> pods, Fate fate) {}

    private final Deque<Rule> rules = new ConcurrentLinkedDeque<>();
    private final Map<String, Fate> reported = new HashMap<>();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "node-stand-in"));
    private final PodWrites writes;
    private final SharedIndexInformer<Pod> informer;

    private NodeStandIn(PodWrites writes, Informable<Pod> pods) {
        this.writes = writes;
        writes.createNode();
        informer = pods.inform(new Handler());
    }

    /** A node for the pods of all namespaces. */
    public static NodeStandIn start(KubernetesClient client) {
        return new NodeStandIn(new PodWrites(client, "stand-in"), client.pods().inAnyNamespace());
    }

    /** A node for the pods of one namespace, so that tests can each have their own. */
    public static NodeStandIn start(KubernetesClient client, TestNamespace namespace) {
        return new NodeStandIn(
                new PodWrites(client, "stand-in-" + namespace.name()),
                client.pods().inNamespace(namespace.name()));
    }

    /** Decides on present and future pods; of several decisions on a pod the latest counts. */
    public NodeStandIn treat(Predicate<Pod> pods, Fate fate) {
        rules.addFirst(new Rule(pods, fate));
        informer.getStore().list().forEach(this::tendSoon);
        return this;
    }

    /** Forgets all decisions: pods that are not over run again. */
    public NodeStandIn treatAllAsUsual() {
        return treat(Pods.all(), Fate.running());
    }

    @Override
    public void close() {
        informer.close();
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
        writes.deleteNode();
    }

    private void tendSoon(Pod pod) {
        if (!worker.isShutdown()) {
            worker.execute(() -> tend(pod));
        }
    }

    private void tend(Pod pod) {
        try {
            step(pod);
        } catch (KubernetesClientException e) {
            // The pod has changed or gone meanwhile: the next event brings it again.
            if (e.getCode() != HTTP_CONFLICT && e.getCode() != HTTP_NOT_FOUND) {
                LOG.atWarn()
                        .addKeyValue("pod", pod.getMetadata().getName())
                        .setCause(e)
                        .log("Pod cannot be tended, tried again");
                tendLater(Cache.metaNamespaceKeyFunc(pod));
            }
        }
    }

    /** As it is then: no event may come that would bring it again. */
    private void tendLater(String key) {
        if (!worker.isShutdown()) {
            var unused =
                    worker.schedule(
                            () -> {
                                var pod = informer.getStore().getByKey(key);
                                if (pod != null) {
                                    tend(pod);
                                }
                            },
                            RETRY_SECONDS,
                            TimeUnit.SECONDS);
        }
    }

    /** Takes a pod one step on; the event of this step's write brings it back for the next. */
    private void step(Pod pod) {
        var id = pod.getMetadata().getUid();
        var fate = fate(pod);
        var node = pod.getSpec().getNodeName();
        if (node != null && pod.getMetadata().getDeletionTimestamp() != null) {
            writes.deleteNow(pod);
        } else if (node == null) {
            if (!(fate instanceof Fate.Held)) {
                writes.bind(pod);
            }
        } else if (!fate.equals(reported.get(id)) && !PodStatuses.isOver(pod)) {
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            writes.report(pod, new PodStatuses(pod, now).of(fate));
            reported.put(id, fate);
        }
    }

    private Fate fate(Pod pod) {
        return rules.stream()
                .filter(rule -> rule.pods().test(pod))
                .map(Rule::fate)
                .findFirst()
                .orElseGet(Fate::running);
    }

    private final class Handler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            tendSoon(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            tendSoon(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            if (!worker.isShutdown()) {
                worker.execute(() -> reported.remove(pod.getMetadata().getUid()));
            }
        }
    }
}

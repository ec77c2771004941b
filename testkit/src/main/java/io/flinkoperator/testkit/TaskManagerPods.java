package io.flinkoperator.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Optional;

/**
 * Plays Flink in the pods of TaskManagers, which run no container: one that is ready registers at
 * its fake JobManager, be that there or come later, and one that ends is gone from it.
 */
public final class TaskManagerPods implements AutoCloseable {

    private final FakeFlink flink;
    private final SharedIndexInformer<Pod> informer;

    private TaskManagerPods(FakeFlink flink, Informable<Pod> pods) {
        this.flink = flink;
        informer = pods.inform(new Handler());
    }

    public static TaskManagerPods start(FakeFlink flink, Informable<Pod> pods) {
        return new TaskManagerPods(flink, pods);
    }

    @Override
    public void close() {
        informer.close();
    }

    private void see(Pod pod, boolean isThere) {
        var namespace = pod.getMetadata().getNamespace();
        Pods.label(pod, "cluster")
                .filter(
                        it ->
                                Pods.label(pod, "component")
                                        .filter("taskmanager"::equals)
                                        .isPresent())
                .map(cluster -> flink.taskManagers(namespace, cluster))
                .ifPresent(all -> see(all, pod, isThere));
    }

    private void see(FakeTaskManagers all, Pod pod, boolean isThere) {
        var id = pod.getMetadata().getUid();
        if (isThere && isReady(pod)) {
            all.start(id, flink.now());
        } else {
            all.end(id);
        }
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && Optional.ofNullable(pod.getStatus()).stream()
                        .flatMap(status -> status.getConditions().stream())
                        .anyMatch(
                                it ->
                                        it.getType().equals("Ready")
                                                && it.getStatus().equals("True"));
    }

    private final class Handler implements ResourceEventHandler<Pod> {

        @Override
        public void onAdd(Pod pod) {
            see(pod, true);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            see(pod, true);
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            see(pod, false);
        }
    }
}

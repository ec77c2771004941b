package io.flinkoperator.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.Behaviour;
import io.flinkoperator.testkit.FakeCheckpointing;
import io.flinkoperator.testkit.FakeJobManager;
import io.flinkoperator.testkit.Fate;
import io.flinkoperator.testkit.Pods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What goes on around an operator without its doing: JobManagers come and go with their pods, pods
 * that bring a job in do so once and look for its state as the real ones do, and each run completes
 * a checkpoint. Notes what must never be.
 */
final class Stage implements AutoCloseable {
    private static final String HEX = "[0-9a-f]{32}";

    private final World world;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<FlinkCluster> clusters;
    private final Map<String, String> jobManagers = new HashMap<>();
    private final Map<String, List<Run>> runs = new HashMap<>();
    private final Map<String, List<String>> faults = new HashMap<>();
    private final Set<String> recovering = new HashSet<>();
    private final Set<String> failing = new HashSet<>();
    private final Set<String> holding = new HashSet<>();

    /** A run of a cluster's job, and what it started from; blank for nothing. */
    private record Run(String id, String start) {}

    Stage(World world) {
        this.world = world;
        world.node.treat(Stage::isAuxiliary, Fate.completed());
        pods = world.client.pods().inNamespace(world.namespace).inform(new Handler());
        clusters = world.client.resources(FlinkCluster.class).inNamespace(world.namespace).inform();
    }

    /** A FlinkCluster as it was seen last. */
    Optional<FlinkCluster> cluster(String name) {
        return Optional.ofNullable(clusters.getStore().getByKey(world.namespace + "/" + name));
    }

    /** Its JobManager finds its jobs again when it is restarted. */
    synchronized void isHighlyAvailable(String cluster) {
        recovering.add(cluster);
    }

    /** From now on each run of the cluster's job with this argument fails. */
    synchronized void fails(String cluster, String argument) {
        failing.add(cluster + " " + argument);
    }

    /** Its savepoints are under way until the test completes them. */
    synchronized void holdsSavepoints(String cluster) {
        holding.add(cluster);
    }

    /** Ids of the runs there have been, the oldest first. */
    synchronized List<String> runs(String cluster) {
        return runs.getOrDefault(cluster, List.of()).stream().map(Run::id).toList();
    }

    /** Uid of the newest pod of its JobManager. */
    synchronized String jobManager(String cluster) {
        return jobManagers.getOrDefault(cluster, "");
    }

    /** What has become of the runs, and how many savepoints there are. */
    synchronized List<String> ends(String cluster) {
        Optional<FakeJobManager> found = world.flink.find(world.namespace, cluster);
        List<String> ends = new ArrayList<>();
        runs(cluster)
                .forEach(
                        id ->
                                ends.add(
                                        found.flatMap(it -> it.job(id))
                                                .map(job -> job.state().toString())
                                                .orElse("forgotten")));
        ends.add(found.map(it -> it.savepoints().size()).orElse(0) + " savepoints");
        return ends;
    }

    synchronized List<String> faults(String cluster) {
        return List.copyOf(faults.getOrDefault(cluster, List.of()));
    }

    @Override
    public void close() {
        pods.close();
        clusters.close();
    }

    /** A pod that checks a revision, or deletes a savepoint. */
    private static boolean isAuxiliary(Pod pod) {
        String id = label(pod, Names.JOB_ID);
        return !id.isEmpty() && !id.matches(HEX);
    }

    private static String label(Pod pod, String name) {
        return Optional.ofNullable(pod.getMetadata().getLabels())
                .map(labels -> labels.get(name))
                .orElse("");
    }

    private synchronized void come(Pod pod) {
        String cluster = label(pod, Names.CLUSTER);
        String component = label(pod, Names.COMPONENT);
        boolean runs = "Running".equals(pod.getStatus().getPhase());
        if (cluster.isEmpty() || !runs || pod.getMetadata().getDeletionTimestamp() != null) {
            return;
        }
        switch (component) {
            case Names.JOB_MANAGER -> comeJobManager(cluster, pod);
            case Names.TASK_MANAGER -> {
                // It registers by itself.
            }
            default -> submit(cluster, pod);
        }
    }

    private void comeJobManager(String cluster, Pod pod) {
        String uid = pod.getMetadata().getUid();
        if (uid.equals(jobManagers.put(cluster, uid))) {
            return;
        }
        FakeJobManager jobManager =
                world.flink
                        .find(world.namespace, cluster)
                        .orElseGet(() -> world.flink.add(world.namespace, cluster))
                        .version("2.3.0")
                        .checkpointing(FakeCheckpointing.RETAINED);
        if (recovering.contains(cluster)) {
            jobManager.restartWithRecovery();
        } else {
            jobManager.restart();
        }
        if (holding.contains(cluster)) {
            jobManager.holdSavepoints();
        }
        jobManager.behave(Behaviour.healthy());
        if (label(pod, Names.JOB_ID).matches(HEX)) {
            submit(cluster, pod);
        }
    }

    private void go(Pod pod) {
        String cluster = label(pod, Names.CLUSTER);
        String uid = pod.getMetadata().getUid();
        if (uid.equals(jobManagers.get(cluster))) {
            world.flink
                    .find(world.namespace, cluster)
                    .ifPresent(jobManager -> jobManager.behave(Behaviour.dead()));
        }
    }

    private void submit(String cluster, Pod pod) {
        String id = label(pod, Names.JOB_ID);
        Optional<FakeJobManager> found = world.flink.find(world.namespace, cluster);
        if (!id.matches(HEX) || found.isEmpty()) {
            return;
        }
        FakeJobManager jobManager = found.get();
        if (jobManager.job(id).isEmpty()) {
            run(cluster, id, pod, jobManager);
        }
        if (!label(pod, Names.COMPONENT).equals(Names.JOB_MANAGER)) {
            world.node.treat(Pods.labelled(Names.JOB_ID, id), Fate.completed());
        }
    }

    private void run(String cluster, String id, Pod pod, FakeJobManager jobManager) {
        List<Run> before = runs.computeIfAbsent(cluster, name -> new ArrayList<>());
        List<String> arguments = pod.getSpec().getContainers().get(0).getArgs();
        String start = start(arguments, jobManager);
        if (jobManager.jobs().stream().anyMatch(job -> !job.state().isTerminal())) {
            fault(cluster, "I1: two jobs run at once");
        }
        if (before.stream().anyMatch(run -> run.id().equals(id))) {
            fault(cluster, "I4: an id is used again: " + id);
        }
        String newest = newest(before, jobManager);
        if (!newest.equals(start)) {
            fault(cluster, "I5: starts from '%s' instead of '%s'".formatted(start, newest));
        }
        before.add(new Run(id, start));
        jobManager.submit(id, "job of " + cluster);
        if (!start.isEmpty()) {
            jobManager.restore(id, start);
        }
        if (arguments.stream().anyMatch(word -> failing.contains(cluster + " " + word))) {
            jobManager.fail(id, "java.lang.ClassCastException: B");
        } else {
            jobManager.completeCheckpoint(id, "file:///cp/" + id + "/chk-1");
        }
    }

    private void fault(String cluster, String text) {
        faults.computeIfAbsent(cluster, name -> new ArrayList<>()).add(text);
    }

    /** The newest of all that the runs have stored; blank if there is nothing. */
    private static String newest(List<Run> runs, FakeJobManager jobManager) {
        String newest = "";
        for (Run run : runs) {
            newest = newest(run.id(), jobManager).orElse(newest);
        }
        return newest;
    }

    /** Savepoints come after the one checkpoint of a run. */
    private static Optional<String> newest(String run, FakeJobManager jobManager) {
        return jobManager.savepoints().stream()
                .filter(path -> path.contains("/savepoint-" + run.substring(0, 6) + "-"))
                .reduce((older, newer) -> newer)
                .or(
                        () ->
                                Optional.of("file:///cp/" + run + "/chk-1")
                                        .filter(path -> jobManager.snapshotId(path) > 0));
    }

    /** What the pod finds out before it brings the job in. */
    private static String start(List<String> arguments, FakeJobManager jobManager) {
        int at = arguments.indexOf("restore");
        if (at < 0) {
            int option = arguments.indexOf("--fromSavepoint");
            return option < 0 ? "" : arguments.get(option + 1);
        }
        String path = arguments.get(at + 2);
        long first = Long.parseLong(arguments.get(at + 3));
        long newer = 0;
        for (String place : arguments.subList(at + 4, arguments.indexOf("--"))) {
            boolean isPattern = place.endsWith("*");
            newer = isPattern ? newer : first;
            first = isPattern ? first : 0;
            Optional<String> found =
                    isPattern
                            ? jobManager.savepoints().stream()
                                    .filter(it -> it.startsWith(place.replace("*", "")))
                                    .reduce((older, newest) -> newest)
                            : Optional.of(place + "/chk-1");
            long id = found.map(jobManager::snapshotId).orElse(0L);
            path = id > newer ? found.get() : path;
            newer = Math.max(id, newer);
        }
        return path;
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            come(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            come(pod);
        }

        @Override
        public void onDelete(Pod pod, boolean stateUnknown) {
            synchronized (Stage.this) {
                go(pod);
            }
        }
    }
}

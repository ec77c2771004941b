package io.flinkoperator.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.testkit.FakeJobManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All versions of all objects of a namespace, seen without a proxy between. */
final class Recorder implements AutoCloseable {
    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(
                    FlinkCluster.class,
                    ControllerRevision.class,
                    ConfigMap.class,
                    Service.class,
                    StatefulSet.class,
                    Job.class,
                    Pod.class,
                    ServiceAccount.class,
                    Role.class,
                    RoleBinding.class);

    /** Changes of a job's state, from the documentation that is made of the table. */
    private static final Set<String> CHANGES =
            World.read(Path.of("../docs/state-machine.md"))
                    .lines()
                    .map(String::trim)
                    .filter(line -> line.contains(" --> "))
                    .map(line -> line.replaceFirst(":.*", ""))
                    .collect(Collectors.toUnmodifiableSet());

    private final World world;
    private final boolean isComplete;
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final List<Version> versions = new ArrayList<>();

    /** An object as it was from one version of the storage on; or its end. */
    private record Version(long number, HasMetadata object, boolean isGone) {
        static Version of(HasMetadata object, boolean isGone) {
            long number = Long.parseLong(object.getMetadata().getResourceVersion());
            return new Version(number, object, isGone);
        }

        String id() {
            return uid() + " " + number;
        }

        String uid() {
            return object.getMetadata().getUid();
        }

        boolean isJobManager() {
            return object instanceof Pod pod
                    && Names.JOB_MANAGER.equals(pod.getMetadata().getLabels().get(Names.COMPONENT));
        }

        private boolean isOf(Class<? extends HasMetadata> owner) {
            return object.getMetadata().getOwnerReferences().stream()
                    .anyMatch(it -> it.getKind().equals(owner.getSimpleName()));
        }

        boolean isOf(String cluster) {
            if (object instanceof ControllerRevision && isOf(StatefulSet.class)) {
                return false;
            }
            Map<String, String> labels = object.getMetadata().getLabels();
            return object instanceof FlinkCluster
                    ? object.getMetadata().getName().equals(cluster)
                    : labels != null && cluster.equals(labels.get(Names.CLUSTER));
        }
    }

    /** A recorder that sees every version. */
    Recorder(World world) {
        this(world, true);
    }

    /**
     * A recorder.
     *
     * @param world What is recorded.
     * @param isComplete Whether every version is seen: not if the API server is restarted, which
     *     shows what came meanwhile as one change. Then what came first is not judged.
     */
    Recorder(World world, boolean isComplete) {
        this.world = world;
        this.isComplete = isComplete;
        KINDS.forEach(kind -> informers.add(inform(world, kind)));
    }

    private <T extends HasMetadata> SharedIndexInformer<T> inform(World world, Class<T> kind) {
        return world.client.resources(kind).inNamespace(world.namespace).inform(new Handler<T>());
    }

    private synchronized void add(HasMetadata object, boolean isGone) {
        versions.add(Version.of(object, isGone));
    }

    /** All that there was of a cluster is forgotten. */
    synchronized void forget(String cluster) {
        versions.removeIf(version -> version.isOf(cluster));
    }

    private synchronized List<Version> of(String cluster) {
        return versions.stream()
                .filter(version -> version.isOf(cluster))
                .sorted((one, other) -> Long.compare(one.number(), other.number()))
                .toList();
    }

    /** How many objects were created and deleted, by kind and name. */
    Map<String, Integer> counts(String cluster) {
        Map<String, Integer> counts = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (Version version : of(cluster)) {
            if (version.object() instanceof Pod pod && isByKubernetes(pod)) {
                continue;
            }
            String name = version.object().getKind() + " " + anonymous(cluster, version.object());
            if (seen.add(version.uid())) {
                counts.merge(name + " created", 1, Integer::sum);
            }
            if (version.isGone()) {
                counts.merge(name + " deleted", 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The controller of StatefulSets makes pods and takes them back as it likes. */
    private static boolean isByKubernetes(Pod pod) {
        return pod.getSpec().getNodeName() == null;
    }

    private static String anonymous(String cluster, HasMetadata object) {
        String name =
                object instanceof Pod pod
                        ? pod.getMetadata().getOwnerReferences().get(0).getName()
                        : object.getMetadata().getName();
        return Traces.mask(name.replace(cluster, "NAME"));
    }

    /** The last version of each object. */
    private Collection<Version> last(String cluster) {
        Map<String, Version> last = new TreeMap<>();
        for (Version version : of(cluster)) {
            last.put(version.uid(), version);
        }
        return last.values();
    }

    /** What Kubernetes has still to take away: it is being deleted, or its owner is gone. */
    List<String> remains(String cluster) {
        Collection<Version> last = last(cluster);
        Set<String> gone =
                last.stream().filter(Version::isGone).map(Version::uid).collect(Collectors.toSet());
        return last.stream()
                .filter(version -> !version.isGone())
                .map(version -> version.object().getMetadata())
                .filter(
                        it ->
                                it.getDeletionTimestamp() != null
                                        || it.getOwnerReferences().stream()
                                                .anyMatch(owner -> gone.contains(owner.getUid())))
                .map(ObjectMeta::getName)
                .toList();
    }

    /** Whether it has seen a cluster's objects as they are now. */
    boolean isUpToDate(String cluster) {
        Set<String> now =
                KINDS.stream()
                        .flatMap(
                                kind ->
                                        world
                                                .client
                                                .resources(kind)
                                                .inNamespace(world.namespace)
                                                .list()
                                                .getItems()
                                                .stream())
                        .map(object -> Version.of(object, false))
                        .filter(version -> version.isOf(cluster))
                        .map(Version::id)
                        .collect(Collectors.toSet());
        Set<String> seen =
                last(cluster).stream()
                        .filter(version -> !version.isGone())
                        .map(Version::id)
                        .collect(Collectors.toSet());
        return seen.equals(now);
    }

    /** What is there in the end, without what differs between two runs of the same. */
    List<String> end(String cluster) {
        return last(cluster).stream()
                .filter(version -> !version.isGone())
                .filter(version -> !(version.object() instanceof Pod))
                .map(version -> Traces.of(cluster, Serialization.asJson(version.object())))
                .sorted()
                .toList();
    }

    /** What the history of a cluster must never show. */
    List<String> faults(String cluster) {
        List<String> faults = new ArrayList<>();
        Set<String> savepoints = new HashSet<>();
        List<String> disposed =
                world.flink
                        .find(world.namespace, cluster)
                        .map(FakeJobManager::disposed)
                        .orElse(List.of());
        Optional<FlinkCluster> before = Optional.empty();
        Set<String> ids = jobIds(cluster);
        Set<String> jobs = new HashSet<>();
        Set<String> jobManagers = new HashSet<>();
        for (Version version : of(cluster)) {
            if (version.object() instanceof FlinkCluster now && !version.isGone()) {
                check(now, savepoints, disposed, faults);
                before.filter(it -> attempt(it) > attempt(now))
                        .ifPresent(it -> faults.add("I4: an attempt's number comes again"));
                before.map(Recorder::state)
                        .filter(it -> isComplete && !mayFollow(it, state(now)))
                        .map(it -> it + " --> " + state(now))
                        .ifPresent(it -> faults.add("I20: the table has no " + it));
                before = Optional.of(now);
            }
            if (version.isJobManager()) {
                follow(version, jobManagers, faults);
            }
            if (version.object() instanceof Job job && jobs.add(version.uid())) {
                String id = job.getMetadata().getLabels().getOrDefault(Names.JOB_ID, "");
                String recorded =
                        before.map(it -> at(it, "/components/job/id").asText()).orElse("");
                boolean isRecorded = isComplete ? id.equals(recorded) : ids.contains(id);
                if (id.length() == 32 && !isRecorded) {
                    faults.add("I3: %s is submitted, %s is recorded".formatted(id, recorded));
                }
            }
        }
        return faults;
    }

    /** A failure or a loss that a restart follows is not published. */
    private static boolean mayFollow(String before, String now) {
        Stream<String> ways =
                now.equals("Restarting") ? Stream.of(now, "Failed", "Lost") : Stream.of(now);
        return before.equals(now)
                || ways.map(it -> before + " --> " + it).anyMatch(CHANGES::contains);
    }

    /** All job ids that were ever recorded. */
    private Set<String> jobIds(String cluster) {
        return of(cluster).stream()
                .map(Version::object)
                .filter(FlinkCluster.class::isInstance)
                .map(it -> at((FlinkCluster) it, "/components/job/id").asText())
                .collect(Collectors.toSet());
    }

    /** A JobManager's pod is known by its owner, for the owner makes it anew when it is gone. */
    private static void follow(Version version, Set<String> jobManagers, List<String> faults) {
        String owner = version.object().getMetadata().getOwnerReferences().get(0).getUid();
        if (version.isGone()) {
            jobManagers.remove(owner);
        } else {
            jobManagers.add(owner);
        }
        if (jobManagers.size() > 1) {
            faults.add("I2: a JobManager is made while there is another one");
        }
    }

    private static long attempt(FlinkCluster cluster) {
        return at(cluster, "/components/job/attempt").asLong();
    }

    private static String state(FlinkCluster cluster) {
        String state = at(cluster, "/components/job/state").asText();
        return state.isEmpty() ? "New" : state;
    }

    private static void check(
            FlinkCluster now, Set<String> savepoints, List<String> disposed, List<String> faults) {
        Set<String> known = new HashSet<>();
        at(now, "/savepoints").forEach(it -> known.add(it.path("location").asText()));
        savepoints.stream()
                .filter(path -> !known.contains(path) && !disposed.contains(path))
                .forEach(path -> faults.add("I7: " + path + " is not recorded any more"));
        savepoints.addAll(known);
        if (at(now, "/observedGeneration").asLong() > now.getMetadata().getGeneration()) {
            faults.add("I19: a generation is observed that is not there");
        }
    }

    private static JsonNode at(FlinkCluster cluster, String pointer) {
        ObjectNode status = (ObjectNode) cluster.getStatus();
        return status == null
                ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                : status.at(pointer);
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }

    private final class Handler<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            add(object, false);
        }

        @Override
        public void onUpdate(T before, T object) {
            add(object, false);
        }

        @Override
        public void onDelete(T object, boolean stateUnknown) {
            add(object, true);
        }
    }
}

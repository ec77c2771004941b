package io.flinkoperator.core.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The objects that a cluster consists of; the Kubernetes Job that brings the Flink job in aside,
 * which is created once and never applied.
 */
public final class DesiredResources {
    private DesiredResources() {}

    /** Everything, configuration first, since pods mount it. */
    public static List<HasMetadata> all(ValidCluster cluster) {
        return known("all", cluster, () -> whole(cluster));
    }

    /** The same two objects, whatever they equal. */
    private record Same(Object cluster, Object other) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object that) {
            return that instanceof Same same && cluster == same.cluster && other == same.other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(cluster) + 31 * System.identityHashCode(other);
        }
    }

    /** What was rendered before of the same cluster is kept and forgotten as a whole. */
    private static List<HasMetadata> known(
            String part, ValidCluster cluster, Supplier<List<HasMetadata>> render) {
        Map<String, List<HasMetadata>> parts =
                cluster.platform()
                        .memo()
                        .get(
                                new Same(cluster, null),
                                () -> Collections.synchronizedMap(new HashMap<>()));
        List<HasMetadata> known = parts.get(part);
        if (known == null) {
            known = List.copyOf(render.get());
            parts.put(part, known);
        }
        return known;
    }

    private static List<HasMetadata> whole(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(withoutTaskManagers(cluster));
        objects.add(stamped(Services.taskManager(cluster)));
        objects.add(taskManager(cluster));
        Scaling.autoscaler(cluster).map(DesiredResources::stamped).ifPresent(objects::add);
        Scaling.disruptionBudget(cluster).map(DesiredResources::stamped).ifPresent(objects::add);
        return objects;
    }

    /** Everything but the TaskManagers. */
    public static List<HasMetadata> withoutTaskManagers(ValidCluster cluster) {
        return known("without TaskManagers", cluster, () -> ofJobManager(cluster));
    }

    private static List<HasMetadata> ofJobManager(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(withoutPods(cluster));
        Scaling.podGroup(cluster).map(DesiredResources::stamped).ifPresent(objects::add);
        if (!cluster.isApplication()) {
            objects.add(jobManager(cluster));
        }
        return objects;
    }

    /** What makes the JobManager's pods; those of an application have the same ports. */
    private static HasMetadata jobManager(ValidCluster cluster) {
        return known("JobManager", cluster, () -> List.of(stamped(Workloads.jobManager(cluster))))
                .get(0);
    }

    private static HasMetadata taskManager(ValidCluster cluster) {
        return known("TaskManager", cluster, () -> List.of(stamped(Workloads.taskManager(cluster))))
                .get(0);
    }

    /** What is needed before there are pods. */
    public static List<HasMetadata> withoutPods(ValidCluster cluster) {
        return known("without pods", cluster, () -> ofNoPod(cluster));
    }

    /** What every pod of the cluster needs, those included that are no Flink. */
    public static List<HasMetadata> configuration(ValidCluster cluster) {
        return known("configuration", cluster, () -> ofEveryPod(cluster));
    }

    /** Flink's configuration; pods have its hash. */
    static ConfigMap configMap(ValidCluster cluster) {
        return (ConfigMap)
                known("ConfigMap", cluster, () -> List.of(stamped(ConfigMaps.of(cluster)))).get(0);
    }

    private static List<HasMetadata> ofEveryPod(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>();
        HighAvailability.rights(cluster).stream()
                .map(DesiredResources::stamped)
                .forEach(objects::add);
        objects.add(configMap(cluster));
        return objects;
    }

    private static List<HasMetadata> ofNoPod(ValidCluster cluster) {
        List<HasMetadata> objects = new ArrayList<>(configuration(cluster));
        objects.add(stamped(Services.jobManager(cluster)));
        NetworkPolicies.of(cluster, () -> List.of(jobManager(cluster), taskManager(cluster)))
                .map(DesiredResources::stamped)
                .ifPresent(objects::add);
        Entrances.ingress(cluster).map(DesiredResources::stamped).ifPresent(objects::add);
        Entrances.route(cluster).map(DesiredResources::stamped).ifPresent(objects::add);
        return objects;
    }

    /** Whether the pods of two revisions are the same, so that the one's can serve the other. */
    public static boolean needSamePods(ValidCluster one, ValidCluster other) {
        return one.equals(other)
                || one.platform().memo().get(new Same(one, other), () -> haveSamePods(one, other));
    }

    private static boolean haveSamePods(ValidCluster one, ValidCluster other) {
        boolean sameJobManager =
                one.isApplication() == other.isApplication()
                        && (one.isApplication()
                                || template(jobManager(one)).equals(template(jobManager(other))));
        return sameJobManager
                && configMap(one).getData().equals(configMap(other).getData())
                && template(taskManager(one)).equals(template(taskManager(other)));
    }

    private static JsonNode template(HasMetadata workload) {
        ObjectNode spec = (ObjectNode) Json.tree(workload).path("spec");
        spec.remove("replicas");
        return spec;
    }

    /** The number of pods stays out of the hash: it changes without anything else. */
    private static HasMetadata stamped(HasMetadata object) {
        ObjectNode tree = (ObjectNode) Json.tree(object);
        if (object instanceof StatefulSet || object instanceof Deployment) {
            tree.withObject("/spec").remove("replicas");
        }
        String hash = Revision.hash(Json.text(tree)).substring(0, 16);
        var metadata = object.getMetadata();
        var annotations = new java.util.TreeMap<>(metadata.getAnnotations());
        annotations.put(Names.APPLIED, hash);
        metadata.setAnnotations(annotations);
        return object;
    }
}

package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.HighAvailabilityOptions;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What lets jobs survive the loss of their JobManager: options and rights. */
public final class HighAvailability {
    /** Label of all ConfigMaps that Flink itself makes. */
    private static final String TYPE_LABEL = "type";

    private static final String FLINK = "flink-native-kubernetes";

    private HighAvailability() {}

    /** Whether an object is one in which Flink keeps its state. */
    public static boolean isMadeByFlink(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return object instanceof ConfigMap
                && labels != null
                && FLINK.equals(labels.get(TYPE_LABEL));
    }

    /** Whether a cluster has it, by its own field or by Flink options. */
    public static boolean isOn(ValidCluster cluster) {
        return isManaged(cluster) || HighAvailabilityOptions.mode(cluster.spec()).isPresent();
    }

    /** Whether the operator takes care of it. */
    static boolean isManaged(ValidCluster cluster) {
        return cluster.spec().highAvailability() != null;
    }

    /** The options of the field. */
    static Map<String, String> options(ValidCluster cluster) {
        Map<String, String> options = new TreeMap<>();
        if (isManaged(cluster)) {
            boolean isTyped = Feature.HIGH_AVAILABILITY_TYPE.isIn(cluster.flinkVersion());
            options.put(
                    isTyped ? HighAvailabilityOptions.TYPE : HighAvailabilityOptions.OLDER_TYPE,
                    isTyped
                            ? "kubernetes"
                            : "org.apache.flink.kubernetes.highavailability"
                                    + ".KubernetesHaServicesFactory");
            options.put(
                    HighAvailabilityOptions.STORAGE,
                    cluster.spec().highAvailability().storageDir());
            options.put(HighAvailabilityOptions.NAMESPACE, cluster.namespace());
            options.put(HighAvailabilityOptions.CLUSTER_ID, clusterId(cluster));
        }
        return options;
    }

    /** A cluster of the same name that is created later must not find this one's jobs. */
    private static String clusterId(ValidCluster cluster) {
        return cluster.name() + "-" + Revision.hash(cluster.uid()).substring(0, 8);
    }

    /** Marks Flink's ConfigMaps as the cluster's; empty if there are none. */
    public static Optional<Action.Adopt> adoption(ValidCluster cluster) {
        String id =
                isOn(cluster)
                        ? FlinkConfiguration.of(cluster).get(HighAvailabilityOptions.CLUSTER_ID)
                        : null;
        if (id == null) {
            return Optional.empty();
        }
        ObjectMeta mark =
                new ObjectMetaBuilder()
                        .addToLabels(Names.MANAGED_BY, Names.OPERATOR)
                        .addToLabels(Names.CLUSTER, cluster.name())
                        .withOwnerReferences(Objects.owner(cluster))
                        .build();
        return Optional.of(new Action.Adopt(Map.of("app", id, TYPE_LABEL, FLINK), mark));
    }

    static int jobManagers(ValidCluster cluster) {
        return isManaged(cluster) ? cluster.spec().highAvailability().replicas() : 1;
    }

    /** The service account of the pods: the user's, else the cluster's own, else none. */
    static String serviceAccount(ValidCluster cluster) {
        String own = cluster.spec().serviceAccountName();
        return own == null && isManaged(cluster) ? name(cluster) : own;
    }

    /** The right to ConfigMaps, for the service account of the pods. */
    static List<HasMetadata> rights(ValidCluster cluster) {
        if (!isManaged(cluster)) {
            return List.of();
        }
        List<HasMetadata> rights = new ArrayList<>();
        if (cluster.spec().serviceAccountName() == null) {
            rights.add(
                    new ServiceAccountBuilder()
                            .withMetadata(Objects.metadata(cluster, name(cluster)))
                            .build());
        }
        rights.add(
                new RoleBuilder()
                        .withMetadata(Objects.metadata(cluster, name(cluster)))
                        .withRules(
                                new PolicyRuleBuilder()
                                        .withApiGroups("")
                                        .withResources("configmaps")
                                        .withVerbs(
                                                "get", "list", "watch", "create", "update", "patch",
                                                "delete")
                                        .build())
                        .build());
        rights.add(
                new RoleBindingBuilder()
                        .withMetadata(Objects.metadata(cluster, name(cluster)))
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", name(cluster))
                        .addNewSubject()
                        .withKind("ServiceAccount")
                        .withName(serviceAccount(cluster))
                        .withNamespace(cluster.namespace())
                        .endSubject()
                        .build());
        return rights;
    }

    private static String name(ValidCluster cluster) {
        return cluster.name() + "-flink";
    }
}

package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.flinkoperator.api.Autoscaler;
import io.flinkoperator.api.BatchScheduler;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.ValidCluster;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Objects about how many pods there are at once. */
public final class Scaling {
    /** API version of Volcano's groups of pods. */
    public static final String POD_GROUP_VERSION = "scheduling.volcano.sh/v1beta1";

    private Scaling() {}

    /** Name of autoscaler, disruption budget and group of pods, as in the reference's fork. */
    public static String name(String cluster) {
        return "flink-" + cluster;
    }

    /** It scales the FlinkCluster, not the pods' own workload, which follows. */
    static Optional<HorizontalPodAutoscaler> autoscaler(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().taskManager().horizontalPodAutoscaler())
                .map(own -> autoscaler(cluster, own));
    }

    private static HorizontalPodAutoscaler autoscaler(ValidCluster cluster, Autoscaler own) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(Objects.metadata(cluster, name(cluster.name())))
                .withNewSpec()
                .withNewScaleTargetRef()
                .withApiVersion(FlinkCluster.GROUP + "/" + FlinkCluster.VERSION)
                .withKind("FlinkCluster")
                .withName(cluster.name())
                .endScaleTargetRef()
                .withMinReplicas(own.minReplicas())
                .withMaxReplicas(own.maxReplicas())
                .withMetrics(own.metrics())
                .withBehavior(own.behavior())
                .endSpec()
                .build();
    }

    static Optional<PodDisruptionBudget> disruptionBudget(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().podDisruptionBudget())
                .map(
                        own ->
                                new PodDisruptionBudgetBuilder()
                                        .withMetadata(
                                                Objects.metadata(cluster, name(cluster.name())))
                                        .withSpec(own)
                                        .editSpec()
                                        .withSelector(selector(cluster, own.getSelector()))
                                        .endSpec()
                                        .build());
    }

    /** JobManager and TaskManagers: the pod that submits the job may go at any time. */
    private static LabelSelector selector(ValidCluster cluster, LabelSelector own) {
        return new LabelSelectorBuilder(own == null ? new LabelSelector() : own)
                .addToMatchLabels("app", "flink")
                .addToMatchLabels(Names.CLUSTER, cluster.name())
                .addNewMatchExpression()
                .withKey(Names.COMPONENT)
                .withOperator("Exists")
                .endMatchExpression()
                .build();
    }

    /** The submitter is not counted: it comes only when the others are there. */
    static Optional<GenericKubernetesResource> podGroup(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().batchScheduler())
                .map(own -> podGroup(cluster, own));
    }

    private static GenericKubernetesResource podGroup(ValidCluster cluster, BatchScheduler own) {
        Map<String, Object> spec = new TreeMap<>();
        spec.put("minMember", HighAvailability.jobManagers(cluster) + cluster.taskManagers());
        spec.put("minResources", minResources(cluster));
        Optional.ofNullable(own.queue()).ifPresent(queue -> spec.put("queue", queue));
        Optional.ofNullable(own.priorityClassName())
                .ifPresent(name -> spec.put("priorityClassName", name));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(POD_GROUP_VERSION)
                .withKind("PodGroup")
                .withMetadata(Objects.metadata(cluster, name(cluster.name())))
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    private static Map<String, String> minResources(ValidCluster cluster) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        add(sums, cluster.spec().jobManager().resources(), HighAvailability.jobManagers(cluster));
        add(sums, cluster.spec().taskManager().resources(), cluster.taskManagers());
        Map<String, String> result = new TreeMap<>();
        sums.forEach((name, sum) -> result.put(name, sum.stripTrailingZeros().toPlainString()));
        return result;
    }

    /** What a pod needs at least: of each resource the request, else the limit. */
    private static void add(
            Map<String, BigDecimal> sums, ResourceRequirements resources, int pods) {
        if (resources == null) {
            return;
        }
        Map<String, Quantity> needed = new TreeMap<>();
        Optional.ofNullable(resources.getLimits()).ifPresent(needed::putAll);
        Optional.ofNullable(resources.getRequests()).ifPresent(needed::putAll);
        needed.forEach(
                (name, amount) ->
                        Amounts.of(amount)
                                .map(one -> one.multiply(BigDecimal.valueOf(pods)))
                                .ifPresent(all -> sums.merge(name, all, BigDecimal::add)));
    }
}

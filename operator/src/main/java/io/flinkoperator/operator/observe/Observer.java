package io.flinkoperator.operator.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.model.Warning;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers an {@link Observation}: from caches, and by asking for what few clusters need. */
public final class Observer {
    /** Kinds of objects that a cluster owns. */
    public static final List<Class<? extends HasMetadata>> OWNED =
            List.of(
                    ControllerRevision.class,
                    ConfigMap.class,
                    Service.class,
                    StatefulSet.class,
                    Deployment.class,
                    Job.class,
                    Ingress.class,
                    NetworkPolicy.class,
                    HorizontalPodAutoscaler.class,
                    PodDisruptionBudget.class,
                    ServiceAccount.class,
                    Role.class,
                    RoleBinding.class);

    private Observer() {}

    /** What is there now. */
    public static Observation observe(
            FlinkCluster cluster,
            Context<FlinkCluster> context,
            FlinkView flink,
            Optional<String> failure,
            Platform platform,
            Instant now) {
        List<HasMetadata> owned = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : OWNED) {
            context.getSecondaryResources(kind).stream()
                    .filter(object -> isOwnedBy(cluster, object))
                    .forEach(owned::add);
        }
        OptionalKinds.of(cluster, context.getClient()).stream()
                .filter(object -> isOwnedBy(cluster, object))
                .forEach(owned::add);
        List<Pod> pods = List.copyOf(context.getSecondaryResources(Pod.class));
        List<Warning> warnings = Warnings.of(owned, pods, context.getClient(), now);
        return new Observation(cluster, owned, pods, warnings, flink, failure, platform, now);
    }

    /** An object of the same name may belong to a cluster that was deleted. */
    private static boolean isOwnedBy(FlinkCluster cluster, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(cluster.getMetadata().getUid()));
    }
}

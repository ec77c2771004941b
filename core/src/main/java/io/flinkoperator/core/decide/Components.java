package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.resources.Disposal;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.core.resources.Preflight;
import io.flinkoperator.core.resources.Scaling;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The observed objects of a cluster, and how far they are. */
record Components(
        Observation seen,
        String cluster,
        Optional<Workload> jobManager,
        Optional<Workload> taskManager) {

    static Components of(Observation seen) {
        String cluster = seen.cluster().getMetadata().getName();
        return new Components(
                seen,
                cluster,
                workload(seen, Names.jobManager(cluster)),
                workload(seen, Names.taskManager(cluster)));
    }

    private static Optional<Workload> workload(Observation seen, String name) {
        return seen.owned().stream()
                .filter(object -> object.getMetadata().getName().equals(name))
                .flatMap(object -> Workload.of(object).stream())
                .findFirst();
    }

    Optional<ConfigMap> configMap() {
        return seen.owned(ConfigMap.class, Names.configMap(cluster));
    }

    Optional<Service> jobManagerService() {
        return seen.owned(Service.class, Names.jobManager(cluster));
    }

    Optional<Ingress> ingress() {
        return seen.owned(Ingress.class, Names.jobManager(cluster));
    }

    Optional<HTTPRoute> route() {
        return seen.owned(HTTPRoute.class, Names.jobManager(cluster));
    }

    Optional<GenericKubernetesResource> podGroup() {
        return seen.owned(GenericKubernetesResource.class, Scaling.name(cluster));
    }

    /** Flink's ConfigMaps of high availability that are marked as the cluster's. */
    List<HasMetadata> highAvailability() {
        return seen.owned().stream().filter(HighAvailability::isMadeByFlink).toList();
    }

    /** The Kubernetes Job that is a JobManager in mode Application. */
    Optional<Job> jobManagerJob() {
        return seen.owned(Job.class, Names.jobManager(cluster));
    }

    Optional<Job> submitter() {
        return seen.owned(Job.class, Names.submitter(cluster));
    }

    Optional<Job> preflight() {
        return seen.owned(Job.class, Preflight.name(cluster));
    }

    List<Pod> preflightPods() {
        return seen.pods().stream().filter(pod -> hasJobId(pod, "preflight-")).toList();
    }

    /** The Kubernetes Job that deletes a savepoint. */
    Optional<Job> disposal() {
        return seen.owned(Job.class, Disposal.name(cluster));
    }

    /** Whether a pod is of no run of the job. */
    static boolean isAside(Pod pod) {
        return hasJobId(pod, "preflight-") || hasJobId(pod, "disposal-");
    }

    private static boolean hasJobId(Pod pod, String prefix) {
        return String.valueOf(label(pod, Names.JOB_ID)).startsWith(prefix);
    }

    boolean serviceIsReady() {
        return jobManagerService().filter(Components::isReady).isPresent();
    }

    boolean jobManagerIsReady() {
        return jobManager().filter(Workload::isRolledOut).isPresent()
                || jobManagerJob().filter(job -> readyPods(job) > 0).isPresent();
    }

    boolean taskManagersAreReady() {
        return taskManager().filter(Workload::isRolledOut).isPresent();
    }

    /** Whether pods that may run Flink exist, or something that would make them. */
    boolean anyWorkload() {
        return seen.owned().stream().anyMatch(Components::isWorkload)
                || seen.pods().stream().anyMatch(Components::isFlink);
    }

    /** Whether something makes pods of another revision. */
    boolean anyWorkloadBut(String revision) {
        return seen.owned().stream()
                .filter(object -> Workload.of(object).isPresent())
                .anyMatch(object -> !revision.equals(label(object, Names.REVISION)));
    }

    /** The revision that pods are made of. */
    Optional<String> revisionOfPods() {
        return seen.owned().stream()
                .filter(object -> Workload.of(object).isPresent())
                .map(object -> label(object, Names.REVISION))
                .filter(Objects::nonNull)
                .findFirst();
    }

    boolean anyJobManagerPod() {
        return seen.pods().stream()
                .anyMatch(pod -> Names.JOB_MANAGER.equals(label(pod, Names.COMPONENT)));
    }

    static boolean isWorkload(HasMetadata object) {
        return object instanceof Job || Workload.of(object).isPresent();
    }

    static String label(HasMetadata object, String key) {
        var labels = object.getMetadata().getLabels();
        return labels == null ? null : labels.get(key);
    }

    static int readyPods(Job job) {
        return job.getStatus() == null
                ? 0
                : Optional.ofNullable(job.getStatus().getReady()).orElse(0);
    }

    private static boolean isReady(Service service) {
        if (!"LoadBalancer".equals(service.getSpec().getType())) {
            return true;
        }
        var status = service.getStatus();
        return status != null
                && status.getLoadBalancer() != null
                && !status.getLoadBalancer().getIngress().isEmpty();
    }

    private static boolean isFlink(Pod pod) {
        String component = label(pod, Names.COMPONENT);
        return List.of(Names.JOB_MANAGER, Names.TASK_MANAGER)
                .contains(component == null ? "" : component);
    }
}

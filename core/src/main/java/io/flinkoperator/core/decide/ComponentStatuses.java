package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.ComponentStatus;
import io.flinkoperator.api.ComponentsStatus;
import io.flinkoperator.api.IngressStatus;
import io.flinkoperator.api.JobStatus;
import io.flinkoperator.api.ServiceStatus;
import io.flinkoperator.api.WorkloadStatus;
import io.flinkoperator.core.resources.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the status says of each component. A component that was there and is gone is Deleted. */
final class ComponentStatuses {
    private static final String READY = "Ready";
    private static final String NOT_READY = "NotReady";
    private static final String DELETED = "Deleted";

    private ComponentStatuses() {}

    static ComponentsStatus of(Components components, ComponentsStatus before, JobStatus job) {
        String cluster = components.cluster();
        Optional<ComponentsStatus> old = Optional.ofNullable(before);
        return new ComponentsStatus(
                components
                        .configMap()
                        .map(map -> new ComponentStatus(Names.configMap(cluster), READY))
                        .or(() -> old.map(ComponentsStatus::configMap).map(ComponentStatuses::gone))
                        .orElse(null),
                jobManager(components)
                        .or(() -> old.map(ComponentsStatus::jobManager).map(c -> deleted(c.name())))
                        .orElse(null),
                service(components)
                        .or(
                                () ->
                                        old.map(ComponentsStatus::jobManagerService)
                                                .map(ComponentStatuses::gone))
                        .orElse(null),
                components
                        .ingress()
                        .map(Entrance::of)
                        .or(
                                () ->
                                        old.map(ComponentsStatus::jobManagerIngress)
                                                .map(ComponentStatuses::gone))
                        .orElse(null),
                components
                        .route()
                        .map(Entrance::of)
                        .or(
                                () ->
                                        old.map(ComponentsStatus::jobManagerRoute)
                                                .map(ComponentStatuses::gone))
                        .orElse(null),
                components
                        .taskManager()
                        .map(set -> workload(set, components.taskManagersAreReady()))
                        .map(status -> withSelector(status, cluster))
                        .or(
                                () ->
                                        old.map(ComponentsStatus::taskManager)
                                                .map(c -> deleted(c.name())))
                        .orElse(null),
                components
                        .podGroup()
                        .map(group -> new ComponentStatus(group.getMetadata().getName(), READY))
                        .or(() -> old.map(ComponentsStatus::podGroup).map(ComponentStatuses::gone))
                        .orElse(null),
                job);
    }

    private static ComponentStatus gone(ComponentStatus component) {
        return new ComponentStatus(component.name(), DELETED);
    }

    private static ServiceStatus gone(ServiceStatus service) {
        return new ServiceStatus(service.name(), DELETED, null, List.of(), null);
    }

    private static IngressStatus gone(IngressStatus entrance) {
        return new IngressStatus(entrance.name(), DELETED, List.of());
    }

    private static Optional<WorkloadStatus> jobManager(Components components) {
        boolean ready = components.jobManagerIsReady();
        return components
                .jobManager()
                .map(set -> workload(set, ready))
                .or(() -> components.jobManagerJob().map(job -> workload(job, ready)));
    }

    private static WorkloadStatus workload(Workload set, boolean ready) {
        return new WorkloadStatus(
                set.object().getMetadata().getName(),
                ready ? READY : NOT_READY,
                set.pods(),
                set.ready(),
                set.ready() + "/" + set.wanted(),
                null);
    }

    private static WorkloadStatus workload(Job job, boolean ready) {
        int is = Components.readyPods(job);
        return new WorkloadStatus(
                job.getMetadata().getName(), ready ? READY : NOT_READY, 1, is, is + "/1", null);
    }

    private static WorkloadStatus withSelector(WorkloadStatus status, String cluster) {
        String selector =
                Names.selector(cluster, Names.TASK_MANAGER).entrySet().stream()
                        .map(Map.Entry::toString)
                        .collect(Collectors.joining(","));
        return new WorkloadStatus(
                status.name(),
                status.state(),
                status.replicas(),
                status.readyReplicas(),
                status.ready(),
                selector);
    }

    private static WorkloadStatus deleted(String name) {
        return new WorkloadStatus(name, DELETED, 0, 0, "0/0", null);
    }

    private static Optional<ServiceStatus> service(Components components) {
        return components
                .jobManagerService()
                .map(
                        service ->
                                new ServiceStatus(
                                        service.getMetadata().getName(),
                                        components.serviceIsReady() ? READY : NOT_READY,
                                        "NodePort".equals(service.getSpec().getType())
                                                ? ui(service)
                                                        .map(ServicePort::getNodePort)
                                                        .orElse(null)
                                                : null,
                                        balancer(service),
                                        url(service)));
    }

    private static List<String> balancer(Service service) {
        var status = service.getStatus();
        return status == null || status.getLoadBalancer() == null
                ? List.of()
                : status.getLoadBalancer().getIngress().stream()
                        .map(at -> at.getHostname() == null ? at.getIp() : at.getHostname())
                        .toList();
    }

    private static String url(Service service) {
        return ui(service)
                .map(
                        port ->
                                "http://"
                                        + service.getMetadata().getName()
                                        + "."
                                        + service.getMetadata().getNamespace()
                                        + ".svc:"
                                        + port.getPort())
                .orElse(null);
    }

    private static Optional<ServicePort> ui(Service service) {
        return service.getSpec().getPorts().stream()
                .filter(port -> "ui".equals(port.getName()))
                .findFirst();
    }
}

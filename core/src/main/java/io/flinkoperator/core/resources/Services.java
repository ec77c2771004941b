package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.flinkoperator.api.AccessScope;
import io.flinkoperator.api.ExtraPort;
import io.flinkoperator.api.JobManagerPorts;
import io.flinkoperator.api.JobManagerSpec;
import io.flinkoperator.api.TaskManagerPorts;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Map;

/** The Services of a cluster. */
final class Services {
    /** Internal load balancers of GKE (both spellings), AWS (both controllers) and Azure. */
    private static final Map<String, String> INTERNAL =
            Map.of(
                    "networking.gke.io/load-balancer-type", "Internal",
                    "cloud.google.com/load-balancer-type", "Internal",
                    "networking.gke.io/internal-load-balancer-allow-global-access", "true",
                    "service.beta.kubernetes.io/aws-load-balancer-internal", "true",
                    "service.beta.kubernetes.io/aws-load-balancer-scheme", "internal",
                    "service.beta.kubernetes.io/azure-load-balancer-internal", "true");

    private Services() {}

    static Service jobManager(ValidCluster cluster) {
        JobManagerSpec own = cluster.spec().jobManager();
        JobManagerPorts ports = own.ports();
        AccessScope scope = own.accessScope();
        ObjectMeta metadata =
                Objects.metadata(cluster, Names.jobManager(cluster.name()), Names.JOB_MANAGER);
        Map<String, String> labels = metadata.getLabels();
        return new ServiceBuilder()
                .withMetadata(metadata)
                .editMetadata()
                .withAnnotations(scope == AccessScope.VPC ? INTERNAL : Map.of())
                .addToAnnotations(own.serviceAnnotations())
                .withLabels(own.serviceLabels())
                .addToLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withType(type(scope))
                .withClusterIP(scope == AccessScope.Headless ? "None" : null)
                .withLoadBalancerSourceRanges(
                        type(scope).equals("LoadBalancer")
                                ? own.loadBalancerSourceRanges()
                                : List.of())
                .withSelector(Names.selector(cluster.name(), Names.JOB_MANAGER))
                .withPublishNotReadyAddresses(true)
                .withPorts(
                        port("rpc", ports.rpc()),
                        port("blob", ports.blob()),
                        port("query", ports.query()),
                        port("ui", ports.ui()))
                .addAllToPorts(extra(own.extraPorts()))
                .endSpec()
                .build();
    }

    /** Gives the pods of the StatefulSet their host names. */
    static Service taskManager(ValidCluster cluster) {
        TaskManagerPorts ports = cluster.spec().taskManager().ports();
        return new ServiceBuilder()
                .withMetadata(
                        Objects.metadata(
                                cluster, Names.taskManager(cluster.name()), Names.TASK_MANAGER))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withSelector(Names.selector(cluster.name(), Names.TASK_MANAGER))
                .withPublishNotReadyAddresses(true)
                .withPorts(
                        port("data", ports.data()),
                        port("rpc", ports.rpc()),
                        port("query", ports.query()))
                .addAllToPorts(extra(cluster.spec().taskManager().extraPorts()))
                .endSpec()
                .build();
    }

    private static List<ServicePort> extra(List<ExtraPort> ports) {
        return ports.stream()
                .filter(ExtraPort::onService)
                .map(
                        port ->
                                new ServicePortBuilder(port(port.name(), port.containerPort()))
                                        .withProtocol(port.protocol().name())
                                        .build())
                .toList();
    }

    private static String type(AccessScope scope) {
        return switch (scope) {
            case Cluster, Headless -> "ClusterIP";
            case VPC, External -> "LoadBalancer";
            case NodePort -> "NodePort";
        };
    }

    private static ServicePort port(String name, int port) {
        return new ServicePortBuilder()
                .withName(name)
                .withPort(port)
                .withTargetPort(new IntOrString(name))
                .withProtocol("TCP")
                .build();
    }
}

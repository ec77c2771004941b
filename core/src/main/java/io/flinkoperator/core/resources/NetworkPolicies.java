package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Who may connect to the pods of a cluster. */
final class NetworkPolicies {
    /** By these Flink talks to itself. */
    private static final Set<String> INTERNAL = Set.of("rpc", "blob", "query", "data");

    private static final int HIGHEST = 65535;
    private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    private NetworkPolicies() {}

    /** All ports from the first to the last. */
    private record Ports(String protocol, int first, int last) implements Comparable<Ports> {
        boolean areValid() {
            return first > 0 && first <= last && last <= HIGHEST;
        }

        @Override
        public int compareTo(Ports other) {
            return Comparator.comparing(Ports::protocol)
                    .thenComparing(Ports::first)
                    .thenComparing(Ports::last)
                    .compare(this, other);
        }
    }

    /** The policy, unless the user wants none; its ports are those of the workloads' pods. */
    static Optional<NetworkPolicy> of(ValidCluster cluster, Supplier<List<HasMetadata>> workloads) {
        if (!cluster.spec().networkPolicy().enabled()) {
            return Optional.empty();
        }
        Map<String, String> pods = Names.labels(cluster.name());
        return Optional.of(
                new NetworkPolicyBuilder()
                        .withMetadata(Objects.metadata(cluster, Scaling.name(cluster.name())))
                        .withNewSpec()
                        .withNewPodSelector()
                        .withMatchLabels(pods)
                        .endPodSelector()
                        .withPolicyTypes("Ingress")
                        .addNewIngress()
                        .addNewFrom()
                        .withNewPodSelector()
                        .withMatchLabels(pods)
                        .endPodSelector()
                        .endFrom()
                        .endIngress()
                        .addNewIngress()
                        .withFrom(others(cluster))
                        .withPorts(declared(cluster, workloads.get()))
                        .endIngress()
                        .endSpec()
                        .build());
    }

    /** Nobody named is everybody. */
    private static List<NetworkPolicyPeer> others(ValidCluster cluster) {
        List<NetworkPolicyPeer> peers = new ArrayList<>(cluster.spec().networkPolicy().from());
        if (!peers.isEmpty()) {
            peers.add(operator(cluster.platform().namespace()));
        }
        return peers;
    }

    private static NetworkPolicyPeer operator(String namespace) {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .withNewPodSelector()
                .addToMatchLabels("app.kubernetes.io/name", Names.OPERATOR)
                .endPodSelector()
                .build();
    }

    private static List<NetworkPolicyPort> declared(
            ValidCluster cluster, List<HasMetadata> workloads) {
        Set<Ports> ports = new TreeSet<>();
        workloads.stream()
                .map(NetworkPolicies::pods)
                .flatMap(NetworkPolicies::ofContainers)
                .forEach(ports::add);
        ListeningPorts.of(cluster)
                .map(PORTS::matcher)
                .filter(Matcher::matches)
                .map(NetworkPolicies::ofOption)
                .filter(Ports::areValid)
                .forEach(ports::add);
        return ports.stream().map(NetworkPolicies::port).toList();
    }

    private static PodTemplateSpec pods(HasMetadata workload) {
        return workload instanceof Deployment deployment
                ? deployment.getSpec().getTemplate()
                : ((StatefulSet) workload).getSpec().getTemplate();
    }

    private static Stream<Ports> ofContainers(PodTemplateSpec pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(
                        container ->
                                container.getPorts().stream()
                                        .filter(port -> !isInternal(container, port)))
                .map(NetworkPolicies::ofContainer);
    }

    private static boolean isInternal(Container container, ContainerPort port) {
        return INTERNAL.contains(String.valueOf(port.getName()))
                && Set.of(Names.JOB_MANAGER, Names.TASK_MANAGER).contains(container.getName());
    }

    private static Ports ofContainer(ContainerPort port) {
        String protocol = Optional.ofNullable(port.getProtocol()).orElse("TCP");
        return new Ports(protocol, port.getContainerPort(), port.getContainerPort());
    }

    /** Flink takes the first of them that is free. */
    private static Ports ofOption(Matcher range) {
        String last = range.group(2) == null ? range.group(1) : range.group(2);
        return new Ports("TCP", Integer.parseInt(range.group(1)), Integer.parseInt(last));
    }

    private static NetworkPolicyPort port(Ports ports) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(ports.protocol())
                .withPort(new IntOrString(ports.first()))
                .withEndPort(ports.last() > ports.first() ? ports.last() : null)
                .build();
    }
}

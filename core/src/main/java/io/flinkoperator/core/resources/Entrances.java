package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLSBuilder;
import io.flinkoperator.api.HttpRoute;
import io.flinkoperator.api.JobManagerIngress;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Optional;

/** Ways to the web UI from outside: Ingress and HTTPRoute. */
public final class Entrances {
    private static final String CLUSTER_NAME = "\\{\\{\\s*\\$clusterName\\s*}}";
    private static final String NAMESPACE = "\\{\\{\\s*\\$namespace\\s*}}";

    private Entrances() {}

    static Optional<Ingress> ingress(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().jobManager().ingress())
                .map(own -> ingress(cluster, own));
    }

    private static Ingress ingress(ValidCluster cluster, JobManagerIngress own) {
        String host = host(cluster.name(), own.hostFormat());
        return new IngressBuilder()
                .withMetadata(
                        Objects.metadata(
                                cluster, Names.jobManager(cluster.name()), Names.JOB_MANAGER))
                .editMetadata()
                .withAnnotations(own.annotations())
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(own.className())
                .addNewRule()
                .withHost(host)
                .withNewHttp()
                .addNewPath()
                .withPath(path(cluster.namespace(), cluster.name(), own.path()))
                .withPathType(own.pathType().name())
                .withNewBackend()
                .withNewService()
                .withName(Names.jobManager(cluster.name()))
                .withNewPort()
                .withName("ui")
                .endPort()
                .endService()
                .endBackend()
                .endPath()
                .endHttp()
                .endRule()
                .withTls(tls(own, host))
                .endSpec()
                .build();
    }

    private static List<IngressTLS> tls(JobManagerIngress own, String host) {
        if (!own.useTls()) {
            return List.of();
        }
        return List.of(
                new IngressTLSBuilder()
                        .withHosts(host == null ? List.of() : List.of(host))
                        .withSecretName(own.tlsSecretName())
                        .build());
    }

    static Optional<HTTPRoute> route(ValidCluster cluster) {
        return Optional.ofNullable(cluster.spec().jobManager().httpRoute())
                .map(own -> route(cluster, own));
    }

    private static HTTPRoute route(ValidCluster cluster, HttpRoute own) {
        return new HTTPRouteBuilder()
                .withMetadata(
                        Objects.metadata(
                                cluster, Names.jobManager(cluster.name()), Names.JOB_MANAGER))
                .withNewSpec()
                .withParentRefs(
                        own.parentRefs().stream()
                                .map(
                                        gateway ->
                                                new ParentReferenceBuilder()
                                                        .withName(gateway.name())
                                                        .withNamespace(gateway.namespace())
                                                        .withSectionName(gateway.sectionName())
                                                        .build())
                                .toList())
                .withHostnames(
                        own.hostnames().stream().map(name -> host(cluster.name(), name)).toList())
                .addNewRule()
                .addNewBackendRef()
                .withName(Names.jobManager(cluster.name()))
                .withPort(cluster.spec().jobManager().ports().ui())
                .endBackendRef()
                .endRule()
                .endSpec()
                .build();
    }

    /** The path that a format stands for. */
    public static String path(String namespace, String cluster, String format) {
        return format == null || format.isBlank()
                ? "/"
                : format.replaceAll(CLUSTER_NAME, cluster).replaceAll(NAMESPACE, namespace);
    }

    /** The host name that a format stands for, or null. */
    public static String host(String cluster, String format) {
        return format == null || format.isBlank() ? null : format.replaceAll(CLUSTER_NAME, cluster);
    }
}

package io.flinkoperator.core.decide;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressTLS;
import io.flinkoperator.api.IngressStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What the status says of ways to the web UI from outside. */
final class Entrance {
    private Entrance() {}

    /** It is ready when its controller has given it an address. */
    static IngressStatus of(Ingress ingress) {
        List<String> addresses = addresses(ingress);
        return new IngressStatus(
                ingress.getMetadata().getName(),
                addresses.isEmpty() ? "NotReady" : "Ready",
                urls(ingress, addresses));
    }

    /** It is ready when a Gateway has accepted it. */
    static IngressStatus of(HTTPRoute route) {
        boolean isAccepted =
                route.getStatus() != null
                        && route.getStatus().getParents().stream()
                                .flatMap(parent -> parent.getConditions().stream())
                                .anyMatch(
                                        condition ->
                                                condition.getType().equals("Accepted")
                                                        && condition.getStatus().equals("True"));
        return new IngressStatus(
                route.getMetadata().getName(),
                isAccepted ? "Ready" : "NotReady",
                route.getSpec().getHostnames().stream().map(host -> "http://" + host).toList());
    }

    private static List<String> addresses(Ingress ingress) {
        var status = ingress.getStatus();
        return status == null || status.getLoadBalancer() == null
                ? List.of()
                : status.getLoadBalancer().getIngress().stream()
                        .map(at -> at.getHostname() == null ? at.getIp() : at.getHostname())
                        .filter(Objects::nonNull)
                        .toList();
    }

    private static List<String> urls(Ingress ingress, List<String> addresses) {
        List<IngressTLS> tls = ingress.getSpec().getTls();
        List<String> hosts =
                (tls.isEmpty()
                                ? ingress.getSpec().getRules().stream().map(IngressRule::getHost)
                                : tls.stream().flatMap(one -> one.getHosts().stream()))
                        .filter(Objects::nonNull)
                        .toList();
        String scheme = tls.isEmpty() ? "http://" : "https://";
        String path = path(ingress);
        return Stream.of(hosts.isEmpty() ? addresses : hosts)
                .flatMap(List::stream)
                .map(host -> scheme + inUrl(host) + path)
                .toList();
    }

    /** An address of IPv6 stands in brackets. */
    private static String inUrl(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** As far as it is no regular expression; relative links lead on from the slash at its end. */
    private static String path(Ingress ingress) {
        return ingress.getSpec().getRules().stream()
                .filter(rule -> rule.getHttp() != null)
                .flatMap(rule -> rule.getHttp().getPaths().stream())
                .map(HTTPIngressPath::getPath)
                .filter(path -> path != null && !path.equals("/"))
                .map(path -> path.split("[(\\[*?^$|\\\\]", 2)[0].replaceFirst("/?$", "/"))
                .findFirst()
                .orElse("");
    }
}

package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.flinkoperator.api.PodSettings;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets the operator's own containers of an official Flink image do no more than Kubernetes' Pod
 * Security Standard "restricted" allows. Any other image may have been made to run as root, and
 * whoever says something about security contexts says it all.
 */
final class ContainerSecurity {
    private static final Pattern OFFICIAL =
            Pattern.compile(
                    "((docker\\.io|index\\.docker\\.io)/)?(library/|apache/)?flink([:@].*)?");

    /** User "flink" of the official images, as whom their entrypoint lets Flink run in any case. */
    private static final long FLINK = 9999;

    private ContainerSecurity() {}

    /** The same pod, with its containers of these names restricted. */
    static PodTemplateSpec restricted(
            ValidCluster cluster, PodSettings own, PodTemplateSpec pod, Set<String> names) {
        boolean isOurs =
                OFFICIAL.matcher(cluster.spec().image().name()).matches()
                        && own.securityContext() == null
                        && !mentionsIt(cluster.spec().podTemplate())
                        && !mentionsIt(own.podTemplate());
        return isOurs
                ? new PodTemplateSpecBuilder(pod)
                        .editSpec()
                        .withInitContainers(restricted(pod.getSpec().getInitContainers(), names))
                        .withContainers(restricted(pod.getSpec().getContainers(), names))
                        .endSpec()
                        .build()
                : pod;
    }

    private static boolean mentionsIt(PodTemplateSpec template) {
        return template != null && Json.tree(template).findValue("securityContext") != null;
    }

    private static List<Container> restricted(List<Container> containers, Set<String> names) {
        return containers.stream()
                .map(it -> names.contains(it.getName()) ? restricted(it) : it)
                .toList();
    }

    private static Container restricted(Container container) {
        boolean isFlink = !container.getName().equals(JarFetches.CONTAINER);
        return new ContainerBuilder(container)
                .withSecurityContext(context(isFlink ? FLINK : null))
                .build();
    }

    private static SecurityContext context(Long user) {
        return new SecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withRunAsUser(user)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }
}

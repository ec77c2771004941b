package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.flinkoperator.api.PodSettings;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets the operator's own containers of an official Flink image do no more than Kubernetes' Pod
 * Security Standard "restricted" allows. Any other image may have been made to run as root, and
 * whoever says something about security contexts says it all; but a pod that is declared to keep to
 * the standard gets the part of it that only containers can declare.
 */
final class ContainerSecurity {
    /** User "flink" of the official images, as whom their entrypoint lets Flink run in any case. */
    private static final Long FLINK = 9999L;

    private ContainerSecurity() {}

    /** Restricts the containers of these names. */
    static void restrict(ValidCluster cluster, PodSettings own, PodSpec pod, Set<String> names) {
        boolean isOurs =
                FlinkImages.isOfficial(cluster.spec().image().name())
                        && !isSaidOf(own)
                        && !mentionsIt(cluster.spec().podTemplate());
        if (isOurs) {
            ours(pod, names).forEach(it -> it.setSecurityContext(context(it)));
        }
    }

    /** Whether the user says something of the security of a pod of its own. */
    static boolean isSaidOf(PodSettings own) {
        return own.securityContext() != null || mentionsIt(own.podTemplate());
    }

    /** Completes the containers of these names in a pod that runs not as root and with seccomp. */
    static void complete(PodSpec pod, Set<String> names) {
        PodSecurityContext declared = pod.getSecurityContext();
        if (declared != null
                && Boolean.TRUE.equals(declared.getRunAsNonRoot())
                && declared.getSeccompProfile() != null) {
            ours(pod, names)
                    .filter(it -> it.getSecurityContext() == null)
                    .forEach(it -> it.setSecurityContext(withoutPrivileges().build()));
        }
    }

    private static Stream<Container> ours(PodSpec pod, Set<String> names) {
        return Stream.of(pod.getInitContainers(), pod.getContainers())
                .flatMap(List::stream)
                .filter(it -> names.contains(it.getName()));
    }

    private static boolean mentionsIt(PodTemplateSpec template) {
        return template != null && Json.tree(template).findValue("securityContext") != null;
    }

    private static SecurityContext context(Container container) {
        boolean isFlink = !container.getName().equals(JarFetches.CONTAINER);
        return withoutPrivileges()
                .withRunAsNonRoot(true)
                .withRunAsUser(isFlink ? FLINK : null)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
    }

    private static SecurityContextBuilder withoutPrivileges() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities();
    }
}

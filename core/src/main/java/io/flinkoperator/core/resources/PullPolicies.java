package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.flinkoperator.api.ImagePullPolicy;
import java.util.List;

/**
 * When images are pulled, said always. Kubernetes decides it for a container that does not say it,
 * and keeps to that when the image changes later.
 */
final class PullPolicies {
    private PullPolicies() {}

    static List<Container> in(List<Container> containers) {
        return containers.stream()
                .map(
                        it ->
                                it.getImage() == null || it.getImagePullPolicy() != null
                                        ? it
                                        : new ContainerBuilder(it)
                                                .withImagePullPolicy(usual(it.getImage()).name())
                                                .build())
                .toList();
    }

    /** Kubernetes' default for an image: a name without tag and digest has the tag "latest". */
    static ImagePullPolicy usual(String image) {
        boolean hasDigest = image.contains("@");
        String name = image.substring(image.lastIndexOf('/') + 1).replaceFirst("@.*", "");
        boolean isLatest = name.contains(":") ? name.endsWith(":latest") : !hasDigest;
        return isLatest ? ImagePullPolicy.Always : ImagePullPolicy.IfNotPresent;
    }
}

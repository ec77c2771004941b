package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.flinkoperator.api.ImagePullPolicy;
import java.util.List;

/**
 * When images are pulled, said always. Kubernetes decides it for a container that does not say it,
 * and keeps to that when the image changes later.
 */
final class PullPolicies {
    private PullPolicies() {}

    static void settle(List<Container> containers) {
        containers.stream()
                .filter(it -> it.getImage() != null && it.getImagePullPolicy() == null)
                .forEach(it -> it.setImagePullPolicy(usual(it.getImage()).name()));
    }

    /** Kubernetes' default for an image: a name without tag and digest has the tag "latest". */
    static ImagePullPolicy usual(String image) {
        boolean hasDigest = image.contains("@");
        String name = image.substring(image.lastIndexOf('/') + 1).replaceFirst("@.*", "");
        boolean isLatest = name.contains(":") ? name.endsWith(":latest") : !hasDigest;
        return isLatest ? ImagePullPolicy.Always : ImagePullPolicy.IfNotPresent;
    }
}

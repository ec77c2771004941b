package io.flinkoperator.api;

/** When a node pulls an image, in Kubernetes' words. */
public enum ImagePullPolicy {
    Always,
    IfNotPresent,
    Never
}

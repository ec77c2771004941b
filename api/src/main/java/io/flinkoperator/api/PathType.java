package io.flinkoperator.api;

/** How the path of an Ingress is compared, in Kubernetes' words. */
public enum PathType {
    Prefix,
    Exact,
    ImplementationSpecific
}

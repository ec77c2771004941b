package io.flinkoperator.api;

/** Protocol of a port, in Kubernetes' words. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}

package io.flinkoperator.kubectl;

import picocli.CommandLine.Option;

/** Options that say which Kubernetes cluster and namespace are meant; kubectl's own. */
final class Connection {
    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Namespace. Default: that of the kubeconfig's context.")
    String namespace;

    @Option(
            names = "--context",
            paramLabel = "CONTEXT",
            description = "Context of the kubeconfig. Default: its current one.")
    String context;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Kubeconfig. Default: $KUBECONFIG, else ~/.kube/config.")
    String kubeconfig;
}

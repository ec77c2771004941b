package io.flinkoperator.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of each server; starts nothing. */
record ControlPlaneCommands(
        Binaries binaries, Path folder, Credentials credentials, List<Integer> ports) {

    static final int PORTS = 3;

    /**
     * Left out are controllers that would fight with {@link NodeStandIn}: nobody renews its lease,
     * and its pods have a loopback address, which endpoints refuse.
     */
    private static final String CONTROLLERS =
            "*,-node-lifecycle-controller,-taint-eviction-controller,-node-ipam-controller,"
                    + "-endpoints-controller,-endpointslice-controller,"
                    + "-endpointslice-mirroring-controller";

    String server() {
        return "https://127.0.0.1:" + ports.get(0);
    }

    /** The API server makes this file itself: its certificate and the authority that signed it. */
    Path certificate() {
        return folder.resolve("certificates").resolve("apiserver.crt");
    }

    Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    Path operatorKubeconfig() {
        return folder.resolve("operator.kubeconfig");
    }

    List<String> etcd() {
        return List.of(
                binaries.path("etcd"),
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + etcdAddress(),
                "--advertise-client-urls=" + etcdAddress(),
                "--listen-peer-urls=http://127.0.0.1:" + ports.get(2),
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    /** Without a controller manager nobody makes the service accounts that admission asks for. */
    List<String> apiServer(boolean controllerManager) {
        var command =
                new ArrayList<>(
                        List.of(
                                binaries.path("kube-apiserver"),
                                "--etcd-servers=" + etcdAddress(),
                                "--bind-address=127.0.0.1",
                                "--advertise-address=127.0.0.1",
                                "--secure-port=" + ports.get(0),
                                "--cert-dir=" + certificate().getParent(),
                                "--endpoint-reconciler-type=none",
                                "--service-cluster-ip-range=10.0.0.0/16",
                                "--authorization-mode=RBAC",
                                "--allow-privileged=true",
                                "--token-auth-file=" + credentials.tokenFile(),
                                "--service-account-issuer=https://kubernetes.default.svc",
                                "--service-account-key-file=" + credentials.verifyingKey(),
                                "--service-account-signing-key-file=" + credentials.signingKey()));
        command.addAll(AuditLog.options(folder));
        if (!controllerManager) {
            command.add("--disable-admission-plugins=ServiceAccount");
        }
        return command;
    }

    List<String> controllerManager() {
        return List.of(
                binaries.path("kube-controller-manager"),
                "--kubeconfig=" + kubeconfig(),
                "--secure-port=0",
                "--leader-elect=false",
                "--controllers=" + CONTROLLERS,
                "--use-service-account-credentials=true",
                "--service-account-private-key-file=" + credentials.signingKey(),
                "--root-ca-file=" + certificate());
    }

    private String etcdAddress() {
        return "http://127.0.0.1:" + ports.get(1);
    }
}

package io.flinkoperator.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** The kubeconfig of a control plane's user; needs no other file. */
final class Kubeconfig {

    private static final String CONTENT =
            """
            apiVersion: v1
            kind: Config
            current-context: testkit
            contexts:
            - name: testkit
              context: {cluster: testkit, user: user, namespace: default}
            clusters:
            - name: testkit
              cluster:
                server: %s
                certificate-authority-data: %s
            users:
            - name: user
              user: {token: %s}
            """;

    private Kubeconfig() {}

    static Path write(Path file, String server, Path certificate, String token) throws IOException {
        var authority = Base64.getEncoder().encodeToString(Files.readAllBytes(certificate));
        return Files.writeString(file, CONTENT.formatted(server, authority, token));
    }
}

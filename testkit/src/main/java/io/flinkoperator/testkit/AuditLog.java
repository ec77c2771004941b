package io.flinkoperator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * What the user {@link ControlPlane#OPERATOR} asks of API servers, a line of JSON for each request,
 * if system property {@code audit.folder} says where that is kept.
 */
final class AuditLog {
    private static final String POLICY =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
              - {level: Metadata, users: [%s]}
              - {level: None}
            """
                    .formatted(ControlPlane.OPERATOR);

    private AuditLog() {}

    /** The API server's options, for a control plane with a folder of its own. */
    static List<String> options(Path folder) {
        String kept = System.getProperty("audit.folder", "");
        if (kept.isEmpty()) {
            return List.of();
        }
        try {
            Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), POLICY);
            Path log = Files.createDirectories(Path.of(kept)).resolve(UUID.randomUUID() + ".log");
            return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + log);
        } catch (IOException failure) {
            throw new UncheckedIOException("Failed to prepare the audit log in " + kept, failure);
        }
    }
}

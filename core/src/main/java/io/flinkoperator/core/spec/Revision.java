package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Identities derived from what a user asked for, the same at every reading.
 *
 * <p>They must not change when the operator is upgraded: a new revision replaces pods. So defaults
 * and fields that pods are not made from stay out of the hash, and a golden test pins it.
 */
public final class Revision {
    private static final List<String> NOT_IN_JOB = List.of("cleanupPolicy", "restartPolicy");

    private Revision() {}

    /** Name of the revision: the cluster's name and 10 digits of hash. */
    static String of(String cluster, JsonNode typedSpec) {
        ObjectNode asked = Defaults.leftOut(typedSpec);
        if (asked.get("job") instanceof ObjectNode job) {
            job.remove(NOT_IN_JOB);
        }
        if (asked.get("taskManager") instanceof ObjectNode taskManager) {
            taskManager.remove("replicas");
            if (taskManager.isEmpty()) {
                asked.remove("taskManager");
            }
        }
        return cluster + "-" + hash(Json.text(asked)).substring(0, 10);
    }

    /** Flink job id of a run of the job: 32 hexadecimal digits. */
    public static String jobId(String uid, String revision, int attempt) {
        return hash(uid + "/" + revision + "/" + attempt).substring(0, 32);
    }

    /** SHA-256 of a text in hexadecimal digits. */
    public static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java platform has SHA-256", missing);
        }
    }
}

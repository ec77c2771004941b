package io.flinkoperator.core.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.JobSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Identities derived from what a user asked for, the same at every reading.
 *
 * <p>They must not change when the operator is upgraded: a new revision replaces pods. So defaults
 * and fields that pods are not made from stay out of the hash, and a golden test pins it.
 */
public final class Revision {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{10}");

    private Revision() {}

    /** Name of the revision: the cluster's name and 10 digits of hash. */
    static String of(String cluster, JsonNode content) {
        return cluster + "-" + hash(Json.text(content)).substring(0, 10);
    }

    /** What pods are made from, of a spec as a user wrote it. */
    static JsonNode content(JsonNode typedSpec) {
        ObjectNode asked = Defaults.leftOut(typedSpec);
        strip(asked, FlinkClusterSpec.class);
        return asked;
    }

    /** The spec whose pods are those of a revision; all else is as it is written today. */
    static ObjectNode spec(JsonNode content, JsonNode today) {
        return merged(content, today, FlinkClusterSpec.class);
    }

    private static ObjectNode merged(JsonNode content, JsonNode today, Class<?> type) {
        ObjectNode result =
                content.isObject() ? content.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (SpecField field : SpecField.of(type)) {
            String name = field.name();
            if (!field.makesPods()) {
                result.remove(name);
                Optional.ofNullable(today.get(name)).ifPresent(value -> result.set(name, value));
            } else if (field.type().isRecord()
                    && (result.path(name).isObject() || today.path(name).isObject())) {
                ObjectNode child = merged(result.path(name), today.path(name), field.type());
                if (result.has(name) || !child.isEmpty()) {
                    result.set(name, child);
                }
            }
        }
        return result;
    }

    /** Whether a name is that of a revision of ours, not of another operator. */
    public static boolean isOne(String cluster, String revision) {
        return revision.startsWith(cluster + "-")
                && HASH.matcher(revision.substring(cluster.length() + 1)).matches();
    }

    /** Removes what pods are not made from. */
    private static void strip(ObjectNode object, Class<?> type) {
        for (SpecField field : SpecField.of(type)) {
            String name = field.name();
            if (!field.makesPods()) {
                object.remove(name);
            } else if (object.get(name) instanceof ObjectNode child && field.type().isRecord()) {
                strip(child, field.type());
                if (child.isEmpty() && field.type() != JobSpec.class) {
                    object.remove(name);
                }
            }
        }
    }

    /** Flink job id of a run of the job: 32 hexadecimal digits. */
    public static String jobId(String uid, String revision, int attempt) {
        return hash(uid + "/" + revision + "/" + attempt).substring(0, 32);
    }

    /** Id of a request for a savepoint: 32 hexadecimal digits. */
    public static String triggerId(String uid, String jobId, Instant time) {
        return hash(uid + "/" + jobId + "/savepoint/" + time).substring(0, 32);
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

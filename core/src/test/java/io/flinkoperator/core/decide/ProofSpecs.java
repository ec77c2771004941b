package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.flinkoperator.core.Clusters;
import java.util.List;

/**
 * The specs between which the user of the model changes. The first one is what is created.
 *
 * @param all What runs, other arguments, other pods, pods that fail their check, suspended,
 *     cancelled, not to be restarted, TaskManagers that never start.
 * @param things What comes of them; moments of one search mean the same in another.
 */
record ProofSpecs(List<JsonNode> all, ProofThings things) {
    static final int SUSPENDED = 4;
    static final int CANCELLED = 5;
    static final int NEVER_RESTARTED = 6;
    static final int STUCK = 7;

    private static final String RESTARTS = "FromSavepointOnFailure";

    /** Environment variable of each pod that fails its check, or never starts after that. */
    enum Fate {
        BROKEN,
        STUCK;

        boolean isOf(HasMetadata object) {
            return Serialization.asJson(object).contains("\"value\":\"" + this + "\"");
        }
    }

    private static final String FORM =
            """
            image: {name: "flink:2.3.0"}
            taskManager: {replicas: 1}
            suspend: %s
            envVars: [{name: A, value: %s}]
            flinkProperties: {execution.checkpointing.dir: "s3://cp"}
            job:
              jarFile: /opt/flink/usrlib/job.jar
              className: com.example.Job
              parallelism: 1
              args: [%s]
              cancelRequested: %s
              restartPolicy: %s
              updateTimeoutSeconds: 1500
              deletionTimeoutSeconds: 900
              cleanupPolicy: {afterJobSucceeds: KeepCluster, afterJobCancelled: DeleteCluster}
              %s
            """;

    /** With something more in {@code spec.job}. */
    static ProofSpecs of(String more) {
        return new ProofSpecs(
                List.of(
                        spec("false", "a", "a", "false", RESTARTS, more),
                        spec("false", "a", "b", "false", RESTARTS, more),
                        spec("false", "b", "a", "false", RESTARTS, more),
                        spec("false", Fate.BROKEN.name(), "a", "false", RESTARTS, more),
                        spec("true", "a", "a", "false", RESTARTS, more),
                        spec("false", "a", "a", "true", RESTARTS, more),
                        spec("false", "a", "a", "false", "Never", more),
                        spec("false", Fate.STUCK.name(), "a", "false", RESTARTS, more)),
                new ProofThings());
    }

    private static JsonNode spec(
            String suspend, String env, String arg, String cancel, String policy, String more) {
        return Clusters.of(FORM.formatted(suspend, env, arg, cancel, policy, more)).getSpec();
    }

    static boolean wantsNoJob(int spec) {
        return spec == SUSPENDED || spec == CANCELLED;
    }
}

package io.flinkoperator.core.decide;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.Clusters;
import java.util.List;

/**
 * The specs between which the user of the model changes. The first one is what is created.
 *
 * @param all What runs, other arguments, other pods, pods that never start, suspended, cancelled.
 * @param things What comes of them; moments of one search mean the same in another.
 */
record ProofSpecs(List<JsonNode> all, ProofThings things) {
    static final int SUSPENDED = 4;
    static final int CANCELLED = 5;

    /** Stands in the pods that never start. */
    static final String BROKEN = "broken";

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
              restartPolicy: FromSavepointOnFailure
              updateTimeoutSeconds: 1500
              deletionTimeoutSeconds: 900
              cleanupPolicy: {afterJobSucceeds: KeepCluster, afterJobCancelled: DeleteCluster}
              %s
            """;

    /** With something more in {@code spec.job}. */
    static ProofSpecs of(String more) {
        return new ProofSpecs(
                List.of(
                        spec("false", "a", "a", "false", more),
                        spec("false", "a", "b", "false", more),
                        spec("false", "b", "a", "false", more),
                        spec("false", BROKEN, "a", "false", more),
                        spec("true", "a", "a", "false", more),
                        spec("false", "a", "a", "true", more)),
                new ProofThings());
    }

    private static JsonNode spec(
            String suspend, String env, String arg, String cancel, String more) {
        return Clusters.of(FORM.formatted(suspend, env, arg, cancel, more)).getSpec();
    }

    static boolean wantsNoJob(int spec) {
        return spec == SUSPENDED || spec == CANCELLED;
    }
}

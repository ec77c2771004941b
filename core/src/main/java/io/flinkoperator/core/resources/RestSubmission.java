package io.flinkoperator.core.resources;

import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.Json;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Submission for versions whose command line cannot be given a job id: the jar is uploaded and run
 * by the REST API, which can.
 */
final class RestSubmission {
    static final List<String> COMMAND =
            List.of(
                    "bash",
                    "-c",
                    """
                    answer=$(curl -sS -X POST -F "jarfile=@$1" "$0/jars/upload") || exit 1
                    jar=$(sed -n 's#.*"filename":"[^"]*/\\([^"/]*\\)".*#\\1#p' <<< "$answer")
                    [ -n "$jar" ] || { echo "Failed to upload $1: $answer"; exit 1; }
                    answer=$(curl -sS -w ' %{http_code}' -X POST -H 'Content-Type: application/json' \\
                        -d "$2" "$0/jars/$jar/run") || exit 1
                    echo "$answer"
                    [ "${answer##* }" = 200 ]
                    """);

    private RestSubmission() {}

    /** Whether a job cannot be submitted by the command line. */
    static boolean isFor(ValidCluster cluster) {
        return !Feature.JOB_ID_ON_COMMAND_LINE.isIn(cluster.flinkVersion());
    }

    static List<String> args(
            ValidCluster cluster, JobSpec job, String jobId, Optional<String> savepoint) {
        Map<String, Object> request = new TreeMap<>();
        request.put("jobId", jobId);
        request.put("parallelism", Jobs.parallelism(cluster, job));
        request.put("programArgsList", job.args());
        request.put("allowNonRestoredState", job.allowNonRestoredState());
        if (job.className() != null) {
            request.put("entryClass", job.className());
        }
        savepoint.ifPresent(path -> request.put("savepointPath", Literal.of(path)));
        return List.of(
                "http://" + Jobs.restAddress(cluster),
                JarFetches.path(cluster).orElseThrow(),
                Json.text(request));
    }
}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;

/**
 * The job of a job cluster. It is submitted exactly once, however often the operator is restarted.
 *
 * @param jarFile The job's jar inside the image: a path, or a URI of scheme local or file, for
 *     example "/opt/flink/usrlib/job.jar". Required in mode Detached. In mode Application the
 *     default is all jars in /opt/flink/usrlib.
 * @param className Class whose main method defines the job. Default: the Main-Class of the jar's
 *     manifest.
 * @param args Arguments of the main method.
 * @param mode How the job gets into the cluster. Detached: a pod named after the cluster, with the
 *     suffix -job-submitter, submits it and ends. Application: the JobManager itself runs the main
 *     method; recommended for new clusters.
 * @param parallelism Default parallelism of the job. Default: all slots of the cluster.
 * @param fromSavepoint Path of a savepoint that the job starts from.
 * @param allowNonRestoredState Whether state of the savepoint that the job has no operator for may
 *     be dropped.
 * @param restartPolicy What happens after a failure that Flink's own restart strategy gave up on.
 *     Never: the job stays Failed.
 * @param cleanupPolicy Changing it does not touch a running job.
 * @param resources CPU and memory of the container that submits the job; without effect in mode
 *     Application.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.mode == 'Application' || (has(self.jarFile) && self.jarFile != '')",
        message =
                "jarFile is required unless mode is Application; set it to the path of the job's jar"
                        + " inside the image")
public record JobSpec(
        String jarFile,
        String className,
        List<String> args,
        @Default("Detached") JobMode mode,
        @Min(1) @Max(32768) Integer parallelism,
        String fromSavepoint,
        Boolean allowNonRestoredState,
        @Default("Never") RestartPolicy restartPolicy,
        CleanupPolicy cleanupPolicy,
        ResourceRequirements resources) {

    public JobSpec {
        args = Copies.of(args);
    }
}

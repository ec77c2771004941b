package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes Job that brings a Flink job into its cluster. It runs one pod, once: running it
 * again is for the operator to decide, which knows what state the Flink job has left.
 */
public final class Jobs {
    /** Bound of a submission, in seconds. */
    public static final long SUBMISSION_DEADLINE_SECONDS = 600;

    private Jobs() {}

    /** Name of the Kubernetes Job. */
    public static String name(ValidCluster cluster) {
        return cluster.isApplication()
                ? Names.jobManager(cluster.name())
                : Names.submitter(cluster.name());
    }

    /** The Kubernetes Job for a Flink job id. */
    public static Job of(ValidCluster cluster, JobSpec job, String jobId) {
        return cluster.isApplication()
                ? application(cluster, job, jobId)
                : submitter(cluster, job, jobId);
    }

    private static Job submitter(ValidCluster cluster, JobSpec job, String jobId) {
        List<String> args = new ArrayList<>(List.of("/opt/flink/bin/flink", "run", "--detached"));
        String jobManager = Names.jobManager(cluster.name());
        args.addAll(List.of("-m", jobManager + ":" + cluster.spec().jobManager().ports().ui()));
        args.add("-D$internal.pipeline.job-id=" + jobId);
        fromSavepoint(job).ifPresent(path -> args.addAll(List.of("--fromSavepoint", path)));
        if (job.allowNonRestoredState()) {
            args.add("--allowNonRestoredState");
        }
        args.addAll(List.of("--parallelism", String.valueOf(parallelism(cluster, job))));
        className(job).ifPresent(name -> args.addAll(List.of("--class", name)));
        args.add(path(job.jarFile()));
        args.addAll(job.args());
        PodTemplateSpec template = FlinkPods.submitter(cluster, args, job.resources());
        return new JobBuilder(once(cluster, jobId, template))
                .editSpec()
                .withActiveDeadlineSeconds(SUBMISSION_DEADLINE_SECONDS)
                .endSpec()
                .build();
    }

    private static Job application(ValidCluster cluster, JobSpec job, String jobId) {
        List<String> args = new ArrayList<>(List.of("standalone-job"));
        args.add("-Dparallelism.default=" + parallelism(cluster, job));
        className(job).ifPresent(name -> args.addAll(List.of("--job-classname", name)));
        fromSavepoint(job).ifPresent(path -> args.addAll(List.of("--fromSavepoint", path)));
        if (job.allowNonRestoredState()) {
            args.add("--allowNonRestoredState");
        }
        Optional.ofNullable(job.jarFile())
                .filter(jar -> !path(jar).startsWith("/opt/flink/usrlib/"))
                .ifPresent(jar -> args.addAll(List.of("--jars", "file://" + path(jar))));
        // Not before: --jars takes every word up to the next option.
        args.addAll(List.of("--job-id", jobId));
        if (!job.args().isEmpty()) {
            // The job's own arguments may look like Flink's.
            args.add("--");
            args.addAll(job.args());
        }
        Job result = once(cluster, jobId, FlinkPods.jobManager(cluster, args));
        result.getMetadata().getLabels().put(Names.COMPONENT, Names.JOB_MANAGER);
        return result;
    }

    private static Job once(ValidCluster cluster, String jobId, PodTemplateSpec template) {
        PodTemplateSpec pod =
                new PodTemplateSpecBuilder(template)
                        .editMetadata()
                        .addToLabels(Names.JOB_ID, jobId)
                        .endMetadata()
                        .editSpec()
                        .withRestartPolicy("Never")
                        .editFirstContainer()
                        .withTerminationMessagePolicy("FallbackToLogsOnError")
                        .endContainer()
                        .endSpec()
                        .build();
        return new JobBuilder()
                .withMetadata(Objects.metadata(cluster, name(cluster)))
                .editMetadata()
                .addToLabels(Names.JOB_ID, jobId)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    /** All slots of the cluster unless the user says otherwise. */
    public static int parallelism(ValidCluster cluster, JobSpec job) {
        return Optional.ofNullable(job.parallelism())
                .orElseGet(() -> FlinkConfiguration.slots(cluster));
    }

    private static Optional<String> className(JobSpec job) {
        return Optional.ofNullable(job.className()).filter(name -> !name.isBlank());
    }

    private static Optional<String> fromSavepoint(JobSpec job) {
        return Optional.ofNullable(job.fromSavepoint()).filter(path -> !path.isBlank());
    }

    /** The path in the image that a jarFile of scheme local or file, or of none, names. */
    private static String path(String jarFile) {
        return jarFile.replaceFirst("^(local|file):(//)?", "");
    }
}

package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.flinkoperator.api.JobMode;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.api.RestoreStatus;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Kubernetes Job that brings a Flink job into its cluster. It runs one pod, once: running it
 * again is for the operator to decide, which knows what state the Flink job has left.
 */
public final class Jobs {
    /** Time for a pod beside Flink, from the start of its container. */
    public static final long DEADLINE_SECONDS = 600;

    /** Name of the container that does its work. */
    public static final String MAIN = UtilityPods.MAIN;

    /** The JobManager by way of the image's entrypoint. */
    private static final List<String> ENTRYPOINT = List.of("standalone-job");

    /** What the entrypoint makes of that word, for a search that has come that way before. */
    private static final List<String> STANDALONE =
            List.of("/opt/flink/bin/standalone-job.sh", "start-foreground");

    private Jobs() {}

    /** Name of the Kubernetes Job. */
    public static String name(ValidCluster cluster) {
        return cluster.isApplication()
                ? Names.jobManager(cluster.name())
                : Names.submitter(cluster.name());
    }

    /** The Kubernetes Job for a Flink job id, and the state that the job starts from. */
    public static Job of(
            ValidCluster cluster, JobSpec job, String jobId, Optional<RestoreStatus> restore) {
        Restoring restoring = new Restoring(cluster.platform(), restore);
        return cluster.isApplication()
                ? application(cluster, job, jobId, restoring)
                : submitter(cluster, job, jobId, restoring);
    }

    private static Job submitter(
            ValidCluster cluster, JobSpec job, String jobId, Restoring restoring) {
        PodTemplateSpec template =
                RestSubmission.isFor(cluster)
                        ? UtilityPods.submitter(
                                cluster,
                                RestSubmission.COMMAND,
                                RestSubmission.args(cluster, job, jobId, restoring.path()),
                                false)
                        : UtilityPods.submitter(
                                cluster,
                                List.of(),
                                restoring.arguments(commandLine(cluster, job, jobId, restoring)),
                                restoring.isSearched());
        return once(cluster, jobId, template);
    }

    private static List<String> commandLine(
            ValidCluster cluster, JobSpec job, String jobId, Restoring restoring) {
        List<String> args = new ArrayList<>(List.of("/opt/flink/bin/flink", "run"));
        if (job.mode() == JobMode.Detached) {
            args.add("--detached");
        }
        args.addAll(List.of("-m", restAddress(cluster)));
        args.add("-D$internal.pipeline.job-id=" + jobId);
        args.addAll(FlinkConfiguration.arguments(cluster));
        args.addAll(restoring.options());
        if (job.allowNonRestoredState()) {
            args.add("--allowNonRestoredState");
        }
        args.addAll(List.of("--parallelism", String.valueOf(parallelism(cluster, job))));
        job.classPath().forEach(url -> args.addAll(List.of("-C", url)));
        className(job).ifPresent(name -> args.addAll(List.of("--class", name)));
        args.addAll(program(cluster, job));
        args.addAll(job.args());
        return args;
    }

    /** A jar is the program itself, unless the program is Python's. */
    private static List<String> program(ValidCluster cluster, JobSpec job) {
        List<String> words = new ArrayList<>();
        boolean isPython = !isBlank(job.pyFile()) || !isBlank(job.pyModule());
        JarFetches.path(cluster)
                .ifPresent(
                        jar -> words.addAll(isPython ? List.of("--jarfile", jar) : List.of(jar)));
        addOption(words, "--python", job.pyFile());
        addOption(words, "--pyFiles", job.pyFiles());
        addOption(words, "--pyModule", job.pyModule());
        return words;
    }

    private static void addOption(List<String> words, String option, String value) {
        if (!isBlank(value)) {
            words.addAll(List.of(option, value));
        }
    }

    static String restAddress(ValidCluster cluster) {
        return Names.jobManager(cluster.name()) + ":" + cluster.spec().jobManager().ports().ui();
    }

    private static Job application(
            ValidCluster cluster, JobSpec job, String jobId, Restoring restoring) {
        List<String> args = new ArrayList<>(restoring.isSearched() ? STANDALONE : ENTRYPOINT);
        args.addAll(FlinkConfiguration.arguments(cluster));
        args.add("-Dparallelism.default=" + parallelism(cluster, job));
        className(job).ifPresent(name -> args.addAll(List.of("--job-classname", name)));
        args.addAll(restoring.options());
        if (job.allowNonRestoredState()) {
            args.add("--allowNonRestoredState");
        }
        if (!job.classPath().isEmpty()) {
            args.add("-Dpipeline.classpaths=" + String.join(";", job.classPath()));
        }
        JarFetches.path(cluster)
                .filter(jar -> !jar.startsWith("/opt/flink/usrlib/"))
                .ifPresent(jar -> args.addAll(List.of("--jars", "file://" + jar)));
        // Not before: --jars takes every word up to the next option.
        args.addAll(List.of("--job-id", jobId));
        if (!job.args().isEmpty()) {
            // The job's own arguments may look like Flink's.
            args.add("--");
            args.addAll(job.args());
        }
        PodTemplateSpec pod = FlinkPods.jobManager(cluster, restoring.arguments(args));
        Job result = once(cluster, jobId, pod);
        result.getMetadata().getLabels().put(Names.COMPONENT, Names.JOB_MANAGER);
        if (HighAvailability.isOn(cluster)) {
            // A JobManager that is lost is replaced: the next one finds the job where it was.
            result.getSpec().setParallelism(HighAvailability.jobManagers(cluster));
            result.getSpec().setBackoffLimit(Integer.MAX_VALUE);
            // In its place: Kubernetes pauses longer before another pod, and keeps each failed one.
            result.getSpec().getTemplate().getSpec().setRestartPolicy("OnFailure");
        }
        return result;
    }

    private static Job once(ValidCluster cluster, String jobId, PodTemplateSpec template) {
        return once(cluster, name(cluster), jobId, template);
    }

    /** A Kubernetes Job that runs one pod, once; the pod is its own. */
    static Job once(ValidCluster cluster, String name, String jobId, PodTemplateSpec pod) {
        pod.getMetadata().getLabels().put(Names.JOB_ID, jobId);
        pod.getSpec().setRestartPolicy("Never");
        pod.getSpec().getContainers().get(0).setTerminationMessagePolicy("FallbackToLogsOnError");
        Job job =
                new JobBuilder()
                        .withMetadata(Objects.metadata(cluster, name))
                        .editMetadata()
                        .addToLabels(Names.JOB_ID, jobId)
                        .endMetadata()
                        .withNewSpec()
                        .withBackoffLimit(0)
                        .endSpec()
                        .build();
        job.getSpec().setTemplate(pod);
        return job;
    }

    /** All slots of the cluster unless the user says otherwise. */
    public static int parallelism(ValidCluster cluster, JobSpec job) {
        return ownParallelism(cluster, job).orElseGet(() -> FlinkConfiguration.slots(cluster));
    }

    /** What the user says; empty if it follows from the slots. */
    public static Optional<Integer> ownParallelism(ValidCluster cluster, JobSpec job) {
        return Optional.ofNullable(job.parallelism())
                .or(
                        () ->
                                cluster.option("parallelism.default")
                                        .map(it -> Integer.valueOf(it.strip())));
    }

    private static Optional<String> className(JobSpec job) {
        return Optional.ofNullable(job.className()).filter(name -> !isBlank(name));
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}

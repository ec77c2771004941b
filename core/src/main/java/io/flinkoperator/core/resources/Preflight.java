package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.JarFile;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pod that shows whether a revision can start, while the job still runs with the one before: its
 * image can be pulled, a remote jar can be fetched, and what the job is made of is there.
 */
public final class Preflight {
    private static final String CHECK =
            "for file; do [ -r \"$file\" ] || { echo \"$file is not in the image\"; exit 1; }; done";

    private Preflight() {}

    /** Name of the Kubernetes Job. */
    public static String name(String cluster) {
        return cluster + "-preflight";
    }

    /** What the label of a job id says on it. */
    public static String id(ValidCluster cluster) {
        return "preflight-" + Revision.hash(cluster.revision()).substring(0, 12);
    }

    /** The Kubernetes Job for a revision. */
    public static Job of(ValidCluster cluster) {
        List<String> args = new ArrayList<>(List.of("preflight"));
        args.addAll(files(cluster.job().orElseThrow()));
        return Jobs.once(
                cluster,
                name(cluster.name()),
                id(cluster),
                FlinkPods.submitter(
                        cluster,
                        cluster.isApplication()
                                ? cluster.spec().jobManager()
                                : cluster.job().orElseThrow(),
                        List.of("sh", "-c", CHECK),
                        args));
    }

    private static List<String> files(JobSpec job) {
        List<String> files = new ArrayList<>();
        JarFile.of(job.jarFile())
                .filter(jar -> !jar.isRemote())
                .map(JarFile::path)
                .filter(path -> path.startsWith("/"))
                .ifPresent(files::add);
        Optional.ofNullable(job.pyFile())
                .filter(path -> path.startsWith("/"))
                .ifPresent(files::add);
        return files;
    }
}

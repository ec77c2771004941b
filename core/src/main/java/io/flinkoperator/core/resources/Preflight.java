package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.flinkoperator.api.JobSpec;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.JarFile;
import io.flinkoperator.core.spec.Revision;
import io.flinkoperator.core.spec.ValidCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pod that shows whether a revision can start, while the job still runs with the one before: its
 * image can be pulled, a remote jar can be fetched, what the job is made of is there, and the
 * storage of the state that it is to start from can be read with its configuration.
 */
public final class Preflight {
    private static final String CHECK =
            """
            while [ $# -gt 0 ] && [ "$1" != -- ]; do
              [ -r "$1" ] || { echo "$1 is not in the image"; exit 1; }
              shift
            done
            [ $# -gt 0 ] || exit 0
            shift
            """
                    + Restoring.PROGRAM
                    + """
            found=$(run NewestCheckpoint "$2" 0) || exit 1
            [ -n "${found#* }" ] || [ "$3" = folder ] \\
              || { echo "$2 is neither savepoint nor checkpoint: it has no _metadata"; exit 1; }
            """;

    private Preflight() {}

    /** Name of the Kubernetes Job, and of its ConfigMap. */
    public static String name(String cluster) {
        return cluster + "-preflight";
    }

    /** What the label of a job id says on it. */
    public static String id(ValidCluster cluster) {
        String start = cluster.job().map(JobSpec::fromSavepoint).orElse("");
        return "preflight-" + Revision.hash(cluster.revision() + "/" + start).substring(0, 12);
    }

    /**
     * The Kubernetes Job for a revision.
     *
     * @param state The savepoint or checkpoint that it is to start from, if that is known already;
     *     else null.
     * @param folder Where its state will be, if that is all that is known; else null.
     */
    public static Job of(ValidCluster cluster, String state, String folder) {
        List<String> args = new ArrayList<>(List.of("bash", "-c", CHECK, "preflight"));
        args.addAll(files(cluster.job().orElseThrow()));
        String place = state == null ? folder : state;
        if (place != null && Feature.JOB_ID_ON_COMMAND_LINE.isIn(cluster.flinkVersion())) {
            args.addAll(List.of("--", cluster.platform().restorePrograms(), Literal.of(place)));
            args.add(state == null ? "folder" : "state");
        }
        PodTemplateSpec pod = UtilityPods.besideJob(cluster, args, true);
        return Jobs.once(
                cluster,
                name(cluster.name()),
                id(cluster),
                Mounts.withConfiguration(pod, name(cluster.name())));
    }

    /** What Flink is told by the revision; the pods that run are still told something else. */
    public static ConfigMap configuration(ValidCluster cluster) {
        return ConfigMaps.of(cluster, name(cluster.name()));
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

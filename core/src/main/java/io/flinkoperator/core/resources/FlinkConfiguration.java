package io.flinkoperator.core.resources;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.core.spec.Amounts;
import io.flinkoperator.core.spec.Feature;
import io.flinkoperator.core.spec.FlinkMemory;
import io.flinkoperator.core.spec.FlinkOptions;
import io.flinkoperator.core.spec.LineFile;
import io.flinkoperator.core.spec.OwnedOptions;
import io.flinkoperator.core.spec.ValidCluster;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Flink's configuration of a cluster, sorted by key. */
public final class FlinkConfiguration {
    /** Access to JDK internals that Flink needs on Java 17: its distribution's own default. */
    private static final String JAVA_OPTIONS = "env.java.opts.all";

    /** Flink reads it only where there is none of the other, which there always is. */
    private static final String OLDER_JAVA_OPTIONS = "env.java.opts";

    private static final String JAVA_17 =
            "--add-exports=java.base/sun.net.util=ALL-UNNAMED"
                    + " --add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED"
                    + " --add-exports=jdk.compiler/com.sun.tools.javac.api=ALL-UNNAMED"
                    + " --add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED"
                    + " --add-exports=jdk.compiler/com.sun.tools.javac.parser=ALL-UNNAMED"
                    + " --add-exports=jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED"
                    + " --add-exports=jdk.compiler/com.sun.tools.javac.util=ALL-UNNAMED"
                    + " --add-exports=java.security.jgss/sun.security.krb5=ALL-UNNAMED"
                    + " --add-opens=java.base/java.lang=ALL-UNNAMED"
                    + " --add-opens=java.base/java.net=ALL-UNNAMED"
                    + " --add-opens=java.base/java.io=ALL-UNNAMED"
                    + " --add-opens=java.base/java.nio=ALL-UNNAMED"
                    + " --add-opens=java.base/sun.nio.ch=ALL-UNNAMED"
                    + " --add-opens=java.base/java.lang.reflect=ALL-UNNAMED"
                    + " --add-opens=java.base/java.text=ALL-UNNAMED"
                    + " --add-opens=java.base/java.time=ALL-UNNAMED"
                    + " --add-opens=java.base/java.util=ALL-UNNAMED"
                    + " --add-opens=java.base/java.util.concurrent=ALL-UNNAMED"
                    + " --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED"
                    + " --add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED";

    private static final String SLOTS = "taskmanager.numberOfTaskSlots";

    private FlinkConfiguration() {}

    /** All options: what is derived, over it what the user wrote, over it what must be owned. */
    public static Map<String, String> of(ValidCluster cluster) {
        Map<String, String> options = new TreeMap<>(derived(cluster));
        FlinkOptions.written(cluster.spec())
                .forEach(
                        (key, value) -> {
                            // What is blank is not set, as far as there is something to take.
                            if (!value.isBlank() || !options.containsKey(key)) {
                                options.put(key, value);
                            }
                        });
        javaOptions(cluster).ifPresent(value -> options.put(JAVA_OPTIONS, value));
        options.putAll(owned(cluster));
        return options;
    }

    /**
     * Options as words of Flink's own commands, where the file of Flink 1.x would change a value:
     * it ends at a '#' and loses white space around it, and without a value an option is left out.
     */
    static List<String> arguments(ValidCluster cluster) {
        boolean isFileExact = Feature.CONFIG_YAML.isIn(cluster.flinkVersion());
        if (isFileExact || !Feature.OPTIONS_AS_ARGUMENTS.isIn(cluster.flinkVersion())) {
            return List.of();
        }
        return of(cluster).entrySet().stream()
                .filter(option -> !LineFile.isExact(option.getValue()))
                // Kubernetes reads $$ as $, and $(NAME) as a variable.
                .map(option -> option.getKey() + "=" + option.getValue().replace("$", "$$"))
                .flatMap(option -> Stream.of("-D", option))
                .toList();
    }

    /** What the image's entrypoint gets to start a component. */
    static List<String> withArguments(ValidCluster cluster, String component) {
        return Stream.concat(Stream.of(component), arguments(cluster).stream()).toList();
    }

    /** Number of task slots that all TaskManagers have together. */
    public static int slots(ValidCluster cluster) {
        String derived = slotsOf(cluster.spec().taskManager().resources());
        String perTaskManager = cluster.option(SLOTS).orElse(derived);
        try {
            return Integer.parseInt(perTaskManager.strip()) * cluster.taskManagers();
        } catch (NumberFormatException unreadable) {
            return cluster.taskManagers();
        }
    }

    private static Map<String, String> derived(ValidCluster cluster) {
        var jobManager = cluster.spec().jobManager();
        var taskManager = cluster.spec().taskManager();
        Map<String, String> options = new TreeMap<>();
        options.putAll(memory(cluster, FlinkMemory.JOB_MANAGER, jobManager));
        options.putAll(memory(cluster, FlinkMemory.TASK_MANAGER, taskManager));
        options.putAll(HighAvailability.options(cluster));
        options.put(SLOTS, slotsOf(taskManager.resources()));
        options.put("taskmanager.data.port", String.valueOf(taskManager.ports().data()));
        if (cluster.job().isPresent() && cluster.checkpointFolder().isPresent()) {
            // Else a job that is cancelled or fails takes its state along.
            options.put(
                    "execution.checkpointing.externalized-checkpoint-retention",
                    "RETAIN_ON_CANCELLATION");
        }
        if (cluster.job().isPresent() && !RestSubmission.isFor(cluster)) {
            // The web UI is no way to run other code beside the job.
            options.put("web.submit.enable", "false");
        }
        if (cluster.isApplication()) {
            // Else the JobManager ends with the job, and how the job ended is nowhere to be read.
            options.put("execution.shutdown-on-application-finish", "false");
            options.put("execution.submit-failed-job-on-application-error", "true");
        }
        return options;
    }

    private static Map<String, String> owned(ValidCluster cluster) {
        Map<String, String> options = new TreeMap<>(FlinkOptions.owned(cluster.spec()));
        options.put(OwnedOptions.RPC_ADDRESS, Names.jobManager(cluster.name()));
        return options;
    }

    private static Optional<String> javaOptions(ValidCluster cluster) {
        if (!Feature.JAVA_17.isIn(cluster.flinkVersion())) {
            return Optional.empty();
        }
        String own =
                cluster.option(JAVA_OPTIONS)
                        .or(() -> cluster.option(OLDER_JAVA_OPTIONS))
                        .orElse("");
        return Optional.of(own.contains("--add-opens") ? own : (JAVA_17 + " " + own).strip());
    }

    private static Map<String, String> memory(
            ValidCluster cluster, FlinkMemory process, FlinkPodSettings own) {
        Optional<BigDecimal> bytes = FlinkMemory.of(own.resources());
        if (!process.hasProcessSize(cluster.flinkVersion())) {
            return bytes.flatMap(all -> FlinkMemory.heapSize(all, own))
                    .map(size -> Map.of(process.component() + ".heap.size", size + "m"))
                    .orElse(Map.of());
        }
        if (process.isPlanned(cluster)) {
            return Map.of();
        }
        int percent =
                Optional.ofNullable(own.memoryProcessRatio()).orElse(FlinkMemory.PROCESS_RATIO);
        int size =
                bytes.map(all -> process.processSize(all, percent)).orElse(process.withoutLimit());
        return Map.of(process.component() + ".memory.process.size", size + "m");
    }

    private static String slotsOf(ResourceRequirements resources) {
        int cpus = Amounts.limitOrRequest(resources, "cpu").map(BigDecimal::intValue).orElse(1);
        return String.valueOf(Math.max(1, cpus / 2));
    }
}

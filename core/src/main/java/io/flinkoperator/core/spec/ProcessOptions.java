package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.FlinkOption.number;
import static io.flinkoperator.core.spec.FlinkOption.refuse;
import static io.flinkoperator.core.spec.FlinkOption.row;
import static io.flinkoperator.core.spec.FlinkOption.userWins;
import static io.flinkoperator.core.spec.FlinkOption.warn;

import io.flinkoperator.core.spec.FlinkOption.Outcome;
import java.util.List;
import java.util.Optional;

/** Options of the processes: their memory, their JVM, their slots. */
final class ProcessOptions {
    private static final String ALL = "env.java.opts.all";
    private static final FlinkVersion FLINK_2 = new FlinkVersion(2, 0);

    static final List<FlinkOption> ROWS =
            List.of(
                    userWins(
                            "jobmanager.memory.process.size",
                            "`memoryProcessRatio` of the memory limit, else the request; left out if"
                                    + " you set `flink.size` or `heap.size`"),
                    instead("jobmanager.memory.flink.size", "jobmanager"),
                    instead("jobmanager.memory.heap.size", "jobmanager"),
                    userWins("jobmanager.memory.*", "not set"),
                    userWins(
                            "taskmanager.memory.process.size",
                            "`memoryProcessRatio` of the memory limit, else the request; left out if"
                                    + " you set `flink.size`, or `task.heap.size` and `managed.size`"),
                    instead("taskmanager.memory.flink.size", "taskmanager"),
                    userWins(
                            "taskmanager.memory.task.heap.size",
                            "not set; with `taskmanager.memory.managed.size`,"
                                    + " `taskmanager.memory.process.size` is left out"),
                    userWins(
                            "taskmanager.memory.managed.size",
                            "not set; with `taskmanager.memory.task.heap.size`,"
                                    + " `taskmanager.memory.process.size` is left out"),
                    userWins("taskmanager.memory.*", "not set"),
                    heap("jobmanager.heap.size", "1.11"),
                    heap("taskmanager.heap.size", "1.10"),
                    row(
                            ALL,
                            "from Flink 1.18 what Java 17 needs, before yours, unless yours has"
                                    + " `--add-opens` itself",
                            Outcome.MERGED,
                            (asked, value) -> Optional.empty()),
                    row(
                            "env.java.opts",
                            "from Flink 1.18 put into `" + ALL + "`, unless you set that, too",
                            Outcome.MERGED,
                            (asked, value) ->
                                    warn(
                                            Feature.JAVA_17.isIn(asked.version()) && asked.has(ALL),
                                            "has no effect beside " + ALL + "; put it in there")),
                    userWins("env.java.opts.*", "not set; Flink puts it after `" + ALL + "`"),
                    userWins("env.java.default-opts.*", "not set; Flink puts it first"),
                    userWins(
                            "taskmanager.numberOfTaskSlots",
                            "half of the whole CPUs of the limit, else the request; at least 1",
                            (asked, value) ->
                                    refuse(
                                            number(value, 10_000).isEmpty(),
                                            "is not a number of slots from 1 to 10000")),
                    userWins(
                            "parallelism.default",
                            "`job.parallelism`, which wins over yours; without both, all slots of a"
                                    + " job cluster",
                            ProcessOptions::parallelism));

    private ProcessOptions() {}

    private static FlinkOption instead(String key, String component) {
        return userWins(key, "not set; `" + component + ".memory.process.size` is left out then");
    }

    private static FlinkOption heap(String key, String since) {
        return row(
                key,
                "before Flink " + since + " what `memoryOffHeapRatio` and `memoryOffHeapMin` leave",
                Outcome.USER_WINS,
                (asked, value) ->
                        warn(
                                asked.version().filter(it -> it.compareTo(FLINK_2) < 0).isEmpty(),
                                "has no effect since Flink 2.0; use the options "
                                        + key.replace("heap.size", "memory.*")));
    }

    private static Optional<FlinkOption.Finding> parallelism(
            FlinkOption.Asked asked, String value) {
        if (number(value, 32_768).isEmpty()) {
            return refuse(true, "is not a number from 1 to 32768");
        }
        Integer ofJob = asked.hasJob() ? asked.spec().job().parallelism() : null;
        return warn(
                ofJob != null && !value.equals(ofJob.toString()),
                "has no effect beside job.parallelism; remove one of them");
    }
}

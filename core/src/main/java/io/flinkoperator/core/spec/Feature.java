package io.flinkoperator.core.spec;

import java.util.Optional;

/** What differs between Flink versions: each difference with the first version that has it. */
public enum Feature {
    /** A job can be stopped with a savepoint as one step; before, savepoint and cancellation. */
    STOP_WITH_SAVEPOINT(1, 9),
    /** Option taskmanager.memory.process.size; before, taskmanager.heap.size. */
    TASK_MANAGER_PROCESS_SIZE(1, 10),
    /** Option jobmanager.memory.process.size; before, jobmanager.heap.size. */
    JOB_MANAGER_PROCESS_SIZE(1, 11),
    /** Log4j 2 reads log4j-console.properties; before, Log4j 1. */
    LOG4J_2(1, 11),
    /** {@code flink run -D} takes the id of the job; before, only the REST API does. */
    JOB_ID_ON_COMMAND_LINE(1, 12),
    /** High availability by ConfigMaps of Kubernetes. */
    KUBERNETES_HIGH_AVAILABILITY(1, 12),
    /** Requests for savepoints take our id, and savepoints have a format. */
    SAVEPOINT_TRIGGER_ID(1, 15),
    /** Every component takes options as arguments; before, the JobManager of a session does not. */
    OPTIONS_AS_ARGUMENTS(1, 16),
    /** Option high-availability.type; before, high-availability. */
    HIGH_AVAILABILITY_TYPE(1, 17),
    /** Runs on Java 17, which has to open its internals. */
    JAVA_17(1, 18),
    /** The adaptive scheduler takes another parallelism for a running job. */
    RESCALING(1, 18),
    /** {@code standalone-job --jars}; before, the jar has to lie in usrlib. */
    APPLICATION_JARS(1, 20),
    /** File config.yaml, which is real YAML; before, flink-conf.yaml, which is not. */
    CONFIG_YAML(2, 0);

    private final int major;
    private final int minor;

    Feature(int major, int minor) {
        this.major = major;
        this.minor = minor;
    }

    /** Whether a version has it; one that nobody declared is taken for a new one. */
    public boolean isIn(Optional<FlinkVersion> version) {
        return version.map(it -> it.isAtLeast(major, minor)).orElse(true);
    }
}

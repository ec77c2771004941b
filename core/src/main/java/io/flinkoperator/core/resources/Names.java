package io.flinkoperator.core.resources;

import java.util.Map;
import java.util.TreeMap;

/** Names and labels of the objects of a cluster; the reference operator's, where it has one. */
public final class Names {
    /** Label and selector of every pod and object: the cluster's name. */
    public static final String CLUSTER = "cluster";

    /** Label of every pod and object by which the operator's watches find them. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** Value of {@link #MANAGED_BY}. */
    public static final String OPERATOR = "flink-operator";

    /** Label that tells JobManager from TaskManager. */
    public static final String COMPONENT = "component";

    /** Label of every object: the revision it was made from. */
    public static final String REVISION = "flinkoperator.k8s.io/revision-name";

    /** Label of a Kubernetes Job that brings a Flink job in: the Flink job's id. */
    public static final String JOB_ID = "flinkoperator.k8s.io/job-id";

    /** Annotation of every object: hash of what was applied. */
    public static final String APPLIED = "flinkoperator.k8s.io/applied-hash";

    /** Annotation of an object that somebody else changes: how often it was set back, and when. */
    public static final String SET_BACK = "flinkoperator.k8s.io/set-back";

    /** Annotation of pods: hash of the configuration, so that a new one replaces them. */
    public static final String CONFIGURATION = "flinkoperator.k8s.io/configuration-hash";

    /** Value of {@link #COMPONENT}, name of the container and word for its entrypoint. */
    public static final String JOB_MANAGER = "jobmanager";

    /** Value of {@link #COMPONENT}, name of the container and word for its entrypoint. */
    public static final String TASK_MANAGER = "taskmanager";

    private Names() {}

    /** Name of the ConfigMap. */
    public static String configMap(String cluster) {
        return cluster + "-configmap";
    }

    /** Name of the JobManager's workload and Service. */
    public static String jobManager(String cluster) {
        return cluster + "-jobmanager";
    }

    /** Name of the TaskManagers' workload and Service. */
    public static String taskManager(String cluster) {
        return cluster + "-taskmanager";
    }

    /** Name of the Kubernetes Job that submits the Flink job. */
    public static String submitter(String cluster) {
        return cluster + "-job-submitter";
    }

    /** Labels of every object of a cluster. */
    static Map<String, String> labels(String cluster) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(CLUSTER, cluster);
        labels.put("app", "flink");
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }

    /** Labels that select the pods of a component; they never change. */
    public static Map<String, String> selector(String cluster, String component) {
        Map<String, String> labels = new TreeMap<>();
        labels.put(CLUSTER, cluster);
        labels.put("app", "flink");
        labels.put(COMPONENT, component);
        return labels;
    }
}

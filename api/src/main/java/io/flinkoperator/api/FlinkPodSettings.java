package io.flinkoperator.api;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import java.util.List;

/** What JobManager and TaskManagers can be given besides. */
public interface FlinkPodSettings extends PodSettings {
    /** Further ports. */
    List<ExtraPort> extraPorts();

    /** Share of the memory that Flink may plan with, in percent. */
    Integer memoryProcessRatio();

    /** Share of the memory off the heap before Flink 1.10, in percent. */
    Integer memoryOffHeapRatio();

    /** Memory off the heap before Flink 1.10. */
    Quantity memoryOffHeapMin();

    /** Claims that every pod gets one of. */
    List<PersistentVolumeClaim> volumeClaimTemplates();

    /** What becomes of the claims. */
    StatefulSetPersistentVolumeClaimRetentionPolicy persistentVolumeClaimRetentionPolicy();

    /** Replaces the probe that restarts the container. */
    Probe livenessProbe();

    /** Replaces the probe of readiness. */
    Probe readinessProbe();
}

package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.flinkoperator.api.ExtraPort;
import io.flinkoperator.api.FlinkClusterSpec;
import io.flinkoperator.api.FlinkPodSettings;
import io.flinkoperator.api.PodSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rules for pods: names, volumes, mounts, ports, amounts. */
final class PodRules {
    private static final Set<String> OUR_VOLUMES =
            Set.of(
                    "flink-config-volume",
                    "flink-config-files",
                    "hadoop-config-volume",
                    "gcp-service-account-volume",
                    "flink-job-jar");
    private static final Set<String> OUR_CONTAINERS =
            Set.of("jobmanager", "taskmanager", "main", "flink-config", "flink-fetch-jar");

    private final FlinkClusterSpec spec;
    private final String field;
    private final Problems problems = new Problems();

    private PodRules(FlinkClusterSpec spec, String field) {
        this.spec = spec;
        this.field = field;
    }

    static List<Problem> problems(FlinkClusterSpec spec) {
        List<Problem> all = new ArrayList<>();
        var jobManager = spec.jobManager();
        var ports = jobManager.ports();
        all.addAll(
                new PodRules(spec, "spec.jobManager")
                        .component(
                                jobManager,
                                List.of(
                                        Map.entry("rpc", ports.rpc()),
                                        Map.entry("blob", ports.blob()),
                                        Map.entry("query", ports.query()),
                                        Map.entry("ui", ports.ui()))));
        var taskManager = spec.taskManager();
        var own = taskManager.ports();
        all.addAll(
                new PodRules(spec, "spec.taskManager")
                        .component(
                                taskManager,
                                List.of(
                                        Map.entry("data", own.data()),
                                        Map.entry("rpc", own.rpc()),
                                        Map.entry("query", own.query()))));
        if (spec.job() != null) {
            all.addAll(new PodRules(spec, "spec.job").pod(spec.job(), Set.of()));
        }
        return all;
    }

    private List<Problem> component(FlinkPodSettings own, List<Map.Entry<String, Integer>> ports) {
        ratio(".memoryProcessRatio", own.memoryProcessRatio(), 1);
        ratio(".memoryOffHeapRatio", own.memoryOffHeapRatio(), 0);
        if (own.memoryOffHeapMin() != null) {
            problems.addAll(
                    ResourceRules.amount(field + ".memoryOffHeapMin", own.memoryOffHeapMin()));
        }
        ports(own.extraPorts(), ports);
        problems.named(
                field + ".volumeClaimTemplates",
                own.volumeClaimTemplates(),
                claim -> claim.getMetadata() == null ? null : claim.getMetadata().getName());
        Set<String> claims = new HashSet<>();
        own.volumeClaimTemplates().stream()
                .filter(claim -> claim.getMetadata() != null)
                .forEach(claim -> claims.add(claim.getMetadata().getName()));
        return pod(own, claims);
    }

    private List<Problem> pod(PodSettings own, Set<String> claims) {
        problems.addAll(ResourceRules.problems(field + ".resources", own.resources()));
        problems.named(field + ".volumes", own.volumes(), Volume::getName);
        problems.named(field + ".volumeMounts", mounts(own), VolumeMount::getMountPath);
        problems.named(
                field + ".initContainers and sidecars",
                Stream.concat(own.initContainers().stream(), own.sidecars().stream()).toList(),
                Container::getName);
        Set<String> volumes = new HashSet<>(claims);
        own.volumes().forEach(volume -> volumes.add(volume.getName()));
        if (own.podTemplate() == null && spec.podTemplate() == null) {
            mountsExist(own, volumes);
        }
        volumes.stream()
                .filter(OUR_VOLUMES::contains)
                .forEach(name -> taken(".volumes", "volume", name));
        Stream.concat(own.initContainers().stream(), own.sidecars().stream())
                .map(Container::getName)
                .filter(name -> name != null && OUR_CONTAINERS.contains(name))
                .forEach(name -> taken(".initContainers and sidecars", "container", name));
        return problems.all();
    }

    private void taken(String list, String kind, String name) {
        problems.add(
                field + list,
                "'" + name + "' is the name of a " + kind + " of the operator; choose another");
    }

    /** The user's mounts behind those that are there anyway, so that a clash is the user's. */
    private List<VolumeMount> mounts(PodSettings own) {
        List<VolumeMount> mounts = new ArrayList<>(own.volumeMounts());
        List<String> ours = new ArrayList<>(List.of("/opt/flink/conf"));
        Optional.ofNullable(spec.hadoopConfig()).ifPresent(hadoop -> ours.add(hadoop.mountPath()));
        Optional.ofNullable(spec.gcpConfig())
                .map(gcp -> gcp.serviceAccount())
                .ifPresent(account -> ours.add(account.mountPath()));
        ours.forEach(path -> mounts.add(new VolumeMount(path, null, null, null, null, null, null)));
        return mounts;
    }

    private void mountsExist(PodSettings own, Set<String> volumes) {
        for (int index = 0; index < own.volumeMounts().size(); index++) {
            String name = own.volumeMounts().get(index).getName();
            if (!volumes.contains(name) && !OUR_VOLUMES.contains(name)) {
                problems.add(
                        field + ".volumeMounts[" + index + "].name",
                        "'" + name + "' is not a volume of this pod; add it to volumes");
            }
        }
    }

    private void ratio(String name, Integer percent, int least) {
        if (percent != null && (percent < least || percent > 100)) {
            problems.add(
                    field + name,
                    "'" + percent + "' is not a percentage from " + least + " to 100");
        }
    }

    private void ports(List<ExtraPort> extra, List<Map.Entry<String, Integer>> ports) {
        Map<Integer, String> numbers = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Map.Entry<String, Integer> port : ports) {
            names.add(port.getKey());
            port(field + ".ports." + port.getKey(), port.getValue(), numbers);
        }
        for (int index = 0; index < extra.size(); index++) {
            ExtraPort port = extra.get(index);
            String path = field + ".extraPorts[" + index + "]";
            port(path + ".containerPort", port.containerPort(), numbers);
            if (port.name() != null && !names.add(port.name())) {
                problems.add(path + ".name", "'" + port.name() + "' is taken; choose another name");
            }
            if (port.onService() && Problems.isBlank(port.name())) {
                problems.add(path + ".name", "is missing; a port on a Service needs one");
            }
        }
    }

    private void port(String path, Integer port, Map<Integer, String> numbers) {
        if (port == null || port < 1 || port > 65535) {
            problems.add(path, "'" + port + "' is not a port from 1 to 65535");
        } else if (numbers.putIfAbsent(port, path) != null) {
            problems.add(
                    path, "'" + port + "' is taken by " + numbers.get(port) + "; choose another");
        }
    }

    /** Names of variables, in a list that Kubernetes merges by them. */
    static List<Problem> variables(String field, List<EnvVar> variables) {
        Problems problems = new Problems();
        problems.named(field, variables, EnvVar::getName);
        for (int index = 0; index < variables.size(); index++) {
            String name = variables.get(index).getName();
            if (name != null && name.indexOf('=') >= 0) {
                problems.add(
                        field + "[" + index + "].name",
                        "'" + name + "' is not the name of a variable");
            }
        }
        return problems.all();
    }
}

package io.flinkoperator.core.spec;

import static io.flinkoperator.core.spec.Problem.quoted;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
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
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

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

    private static final Pattern PORT = Pattern.compile("(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*");

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
                .map(claim -> claim.getMetadata().getName())
                .filter(Objects::nonNull)
                .forEach(claims::add);
        return pod(own, claims);
    }

    private List<Problem> pod(PodSettings own, Set<String> claims) {
        problems.addAll(ResourceRules.problems(field + ".resources", own.resources()));
        problems.named(field + ".volumes", own.volumes(), Volume::getName);
        problems.named(field + ".volumeMounts", own.volumeMounts(), VolumeMount::getMountPath);
        mountsAreNotOurs(own.volumeMounts());
        Set<String> containers = new HashSet<>();
        containers(field + ".initContainers", own.initContainers(), containers);
        containers(field + ".sidecars", own.sidecars(), containers);
        problems.distinct(field + ".hostAliases", own.hostAliases(), HostAlias::getIp);
        problems.distinct(
                field + ".topologySpreadConstraints",
                own.topologySpreadConstraints(),
                spread -> spread.getTopologyKey() + " " + spread.getWhenUnsatisfiable());
        Set<String> volumes = new HashSet<>(claims);
        own.volumes().stream().map(Volume::getName).filter(Objects::nonNull).forEach(volumes::add);
        if (own.podTemplate() == null && spec.podTemplate() == null) {
            mountsExist(own, volumes);
        }
        volumes.stream()
                .filter(OUR_VOLUMES::contains)
                .forEach(name -> taken(field + ".volumes", "volume", name));
        return problems.all();
    }

    private void containers(String list, List<Container> containers, Set<String> names) {
        for (int index = 0; index < containers.size(); index++) {
            String path = list + "[" + index + "].name";
            String name = containers.get(index).getName();
            if (Problems.isBlank(name)) {
                problems.add(path, "is missing; give the container a name");
            } else if (OUR_CONTAINERS.contains(name)) {
                taken(path, "container", name);
            } else if (!names.add(name)) {
                problems.add(path, quoted(name) + " is there twice; choose another");
            }
        }
    }

    private void taken(String path, String kind, String name) {
        problems.add(
                path,
                quoted(name) + " is the name of a " + kind + " of the operator; choose another");
    }

    private void mountsAreNotOurs(List<VolumeMount> mounts) {
        Map<String, String> ours = Folders.of(spec);
        for (int index = 0; index < mounts.size(); index++) {
            String path = mounts.get(index).getMountPath();
            if (path != null && ours.containsKey(path)) {
                problems.add(
                        field + ".volumeMounts[" + index + "].mountPath",
                        quoted(path) + " is taken by " + ours.get(path) + "; choose another");
            }
        }
    }

    private void mountsExist(PodSettings own, Set<String> volumes) {
        for (int index = 0; index < own.volumeMounts().size(); index++) {
            String name = own.volumeMounts().get(index).getName();
            if (name == null) {
                problems.add(
                        field + ".volumeMounts[" + index + "].name",
                        "is missing; name one of the volumes");
            } else if (!volumes.contains(name) && !OUR_VOLUMES.contains(name)) {
                problems.add(
                        field + ".volumeMounts[" + index + "].name",
                        quoted(name) + " is not a volume of this pod; add it to volumes");
            }
        }
    }

    private void ratio(String name, Integer percent, int least) {
        if (percent != null && (percent < least || percent > 100)) {
            problems.add(
                    field + name,
                    quoted(percent) + " is not a percentage from " + least + " to 100");
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
                problems.add(
                        path + ".name", quoted(port.name()) + " is taken; choose another name");
            }
            if (port.name() != null && !isPortName(port.name())) {
                problems.add(
                        path + ".name",
                        quoted(port.name())
                                + " is not the name of a port: at most 15 lower-case letters,"
                                + " digits and '-'");
            }
            if (port.onService() && Problems.isBlank(port.name())) {
                problems.add(path + ".name", "is missing; a port on a Service needs one");
            }
        }
    }

    private static boolean isPortName(String name) {
        return name.length() <= 15 && PORT.matcher(name).matches();
    }

    private void port(String path, Integer port, Map<Integer, String> numbers) {
        if (port == null || port < 1 || port > 65535) {
            problems.add(path, quoted(port) + " is not a port from 1 to 65535");
        } else if (numbers.putIfAbsent(port, path) != null) {
            problems.add(
                    path, quoted(port) + " is taken by " + numbers.get(port) + "; choose another");
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
                        quoted(name) + " is not the name of a variable");
            }
        }
        return problems.all();
    }
}

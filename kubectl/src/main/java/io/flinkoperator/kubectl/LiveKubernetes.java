package io.flinkoperator.kubectl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.Loggable;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.TimeTailPrettyLoggable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.kubectl.text.EventList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A real Kubernetes cluster, by its API server.
 *
 * @param client A client for it.
 * @param namespace The namespace that is meant.
 */
record LiveKubernetes(KubernetesClient client, String namespace) implements Kubernetes {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<Class<? extends HasMetadata>> OWNED =
            List.of(
                    ControllerRevision.class,
                    Service.class,
                    StatefulSet.class,
                    Deployment.class,
                    Job.class);

    static Kubernetes of(Connection connection) {
        Config config =
                connection.kubeconfig == null
                        ? Config.autoConfigure(connection.context)
                        : Config.fromKubeconfig(
                                connection.context, new File(connection.kubeconfig));
        config.setRequestRetryBackoffLimit(1);
        String namespace =
                Optional.ofNullable(connection.namespace)
                        .or(() -> Optional.ofNullable(config.getNamespace()))
                        .orElse("default");
        return new LiveKubernetes(
                new KubernetesClientBuilder().withConfig(config).build(), namespace);
    }

    @Override
    public List<FlinkCluster> clusters(boolean everywhere) {
        var all = client.resources(FlinkCluster.class);
        return (everywhere ? all.inAnyNamespace() : all.inNamespace(namespace)).list().getItems();
    }

    @Override
    public Optional<FlinkCluster> find(String name) {
        return Optional.ofNullable(resource(name).get());
    }

    private Resource<FlinkCluster> resource(String name) {
        return client.resources(FlinkCluster.class).inNamespace(namespace).withName(name);
    }

    @Override
    public List<Pod> pods(String name) {
        return client.pods()
                .inNamespace(namespace)
                .withLabel(Names.CLUSTER, name)
                .withLabel(Names.MANAGED_BY, Names.OPERATOR)
                .list()
                .getItems();
    }

    @Override
    public List<HasMetadata> owned(FlinkCluster cluster) {
        String name = cluster.getMetadata().getName();
        return OWNED.stream()
                .flatMap(kind -> labelled(kind, name))
                .filter(object -> isOwnedBy(cluster, object))
                .toList();
    }

    private <T extends HasMetadata> Stream<HasMetadata> labelled(Class<T> kind, String name) {
        return client
                .resources(kind)
                .inNamespace(namespace)
                .withLabel(Names.CLUSTER, name)
                .list()
                .getItems()
                .stream()
                .map(HasMetadata.class::cast);
    }

    private static boolean isOwnedBy(FlinkCluster cluster, HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(cluster.getMetadata().getUid()));
    }

    @Override
    public List<Event> events(String name) {
        return EventList.of(name, client.v1().events().inNamespace(namespace).list().getItems());
    }

    @Override
    public List<ResourceQuota> quotas() {
        try {
            return client.resourceQuotas().inNamespace(namespace).list().getItems();
        } catch (KubernetesClientException forbidden) {
            return List.of();
        }
    }

    @Override
    public Optional<JsonNode> flink(FlinkCluster cluster, String path) {
        String service = Names.jobManager(cluster.getMetadata().getName());
        try {
            return Optional.ofNullable(
                            client.raw(
                                    "/api/v1/namespaces/%s/services/%s:%d/proxy%s"
                                            .formatted(namespace, service, uiPort(cluster), path)))
                    .map(LiveKubernetes::json);
        } catch (KubernetesClientException unreachable) {
            return Optional.empty();
        }
    }

    private static JsonNode json(String answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (JsonProcessingException unreadable) {
            throw new KubernetesClientException("Flink's answer cannot be read", unreadable);
        }
    }

    private static int uiPort(FlinkCluster cluster) {
        return cluster.getSpec().at("/jobManager/ports/ui").asInt(8081);
    }

    @Override
    public void merge(String name, JsonNode patch) {
        resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString());
    }

    @Override
    public Optional<FlinkCluster> await(
            String name, Predicate<FlinkCluster> wanted, Duration time) {
        try {
            return Optional.of(
                    resource(name)
                            .waitUntilCondition(
                                    seen -> seen != null && wanted.test(seen),
                                    time.toMillis(),
                                    TimeUnit.MILLISECONDS));
        } catch (KubernetesClientTimeoutException tooLate) {
            return Optional.empty();
        }
    }

    @Override
    public void log(String pod, LogRequest request, OutputStream to) {
        var all =
                client.pods().inNamespace(namespace).withName(pod).inContainer(request.container());
        TimeTailPrettyLoggable chosen = request.previous() ? all.terminated() : all;
        Loggable log = request.lines().<Loggable>map(chosen::tailingLines).orElse(chosen);
        try (LogWatch watch = request.follow() ? log.watchLog() : null;
                InputStream text = watch == null ? log.getLogInputStream() : watch.getOutput()) {
            text.transferTo(to);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Forward forward(FlinkCluster cluster, int port) {
        var service =
                client.services()
                        .inNamespace(namespace)
                        .withName(Names.jobManager(cluster.getMetadata().getName()));
        LocalPortForward forward =
                port == 0
                        ? service.portForward(uiPort(cluster))
                        : service.portForward(uiPort(cluster), port);
        return new Forward(forward.getLocalPort(), forward);
    }

    @Override
    public void close() {
        client.close();
    }
}

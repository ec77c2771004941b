package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.decide.Decider;
import io.flinkoperator.core.model.Action;
import io.flinkoperator.core.model.ClusterEvent;
import io.flinkoperator.core.model.Decision;
import io.flinkoperator.core.model.Observation;
import io.flinkoperator.core.model.Platform;
import io.flinkoperator.core.resources.HighAvailability;
import io.flinkoperator.core.resources.Names;
import io.flinkoperator.operator.act.ActionFailedException;
import io.flinkoperator.operator.act.EventRecorder;
import io.flinkoperator.operator.act.Executor;
import io.flinkoperator.operator.act.Fence;
import io.flinkoperator.operator.act.Rehearsal;
import io.flinkoperator.operator.act.StaleViewException;
import io.flinkoperator.operator.act.StatusWriter;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.operator.observe.Observer;
import io.flinkoperator.operator.observe.PackedStore;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round over one FlinkCluster: look, think, write intent, do. It decides nothing. */
@ControllerConfiguration(
        name = "flinkcluster",
        fieldManager = Executor.FIELD_MANAGER,
        finalizerName = FlinkClusterReconciler.FINALIZER,
        generationAwareEventProcessing = false,
        informer =
                @Informer(
                        onUpdateFilter = ChangeOfCluster.class,
                        informerListLimit = FlinkClusterReconciler.PAGE),
        maxReconciliationInterval =
                @MaxReconciliationInterval(interval = 10, timeUnit = TimeUnit.MINUTES))
@GradualRetry(
        initialInterval = 1000,
        intervalMultiplier = 2,
        maxInterval = 60_000,
        maxAttempts = -1)
public final class FlinkClusterReconciler
        implements Reconciler<FlinkCluster>, Cleaner<FlinkCluster> {
    /** Holds a FlinkCluster that is being deleted until its job's state is saved. */
    public static final String FINALIZER = "flinkoperator.k8s.io/final-savepoint";

    private static final Logger LOG = LoggerFactory.getLogger(FlinkClusterReconciler.class);
    private static final Duration SOON = Duration.ofMillis(200);

    /** Objects that are listed at once: a whole fleet, before it is packed, may be too much. */
    static final long PAGE = 250;

    private final KubernetesClient client;
    private final FlinkClient flink;
    private final FlinkEndpoints endpoints;
    private final Platform platform;
    private final Clock clock;
    private final FlinkViews views;
    private final StatusWriter statusWriter;
    private final EventRecorder events;
    private final RoundMetrics metrics;
    private final Fleet fleet;
    private final Unseen unseen = new Unseen();

    /** A reconciler of all clusters that the client can see. */
    public FlinkClusterReconciler(
            KubernetesClient client,
            FlinkClient flink,
            FlinkEndpoints endpoints,
            Platform platform,
            Clock clock,
            RoundMetrics metrics,
            Fleet fleet) {
        this.client = client;
        this.flink = flink;
        this.endpoints = endpoints;
        this.platform = platform;
        this.clock = clock;
        this.metrics = metrics;
        this.fleet = fleet;
        views = new FlinkViews(flink, clock, fleet);
        statusWriter = new StatusWriter(client);
        events = new EventRecorder(client, clock);
    }

    @Override
    public List<EventSource<?, FlinkCluster>> prepareEventSources(
            EventSourceContext<FlinkCluster> context) {
        List<EventSource<?, FlinkCluster>> sources = new ArrayList<>();
        sources.add(views);
        Observer.OWNED.forEach(kind -> sources.add(ownedObjects(kind, context)));
        sources.add(pods(context));
        return sources;
    }

    @Override
    public UpdateControl<FlinkCluster> reconcile(
            FlinkCluster cluster, Context<FlinkCluster> context) {
        Round round = metrics.timed(() -> round(cluster, context));
        return UpdateControl.<FlinkCluster>noUpdate().rescheduleAfter(round.next());
    }

    @Override
    public DeleteControl cleanup(FlinkCluster cluster, Context<FlinkCluster> context) {
        Round round = metrics.timed(() -> round(cluster, context));
        return round.released()
                ? DeleteControl.defaultDelete()
                : DeleteControl.noFinalizerRemoval().rescheduleAfter(round.next());
    }

    @Override
    public ErrorStatusUpdateControl<FlinkCluster> updateErrorStatus(
            FlinkCluster cluster, Context<FlinkCluster> context, Exception failure) {
        return ErrorStatusUpdateControl.noStatusUpdate();
    }

    /**
     * What comes after a round.
     *
     * @param next When to look again.
     * @param released Whether a cluster that is being deleted may go.
     * @param result How it ended.
     */
    private record Round(Duration next, boolean released, RoundMetrics.Result result)
            implements RoundMetrics.Ended {}

    private Round round(FlinkCluster cluster, Context<FlinkCluster> context) {
        ResourceID id = ResourceID.fromResource(cluster);
        Optional<String> failure = views.failure(cluster);
        Observation seen =
                Observer.observe(
                        cluster, context, views.view(id), failure, platform, clock.instant());
        if (unseen.isBehind(seen)) {
            return new Round(SOON, false, RoundMetrics.Result.STALE);
        }
        Decision decision = decide(seen);
        URI jobManager = endpoints.of(seen);
        views.poll(id, jobManager, decision.pollEvery(), decision.question());
        try {
            Fence fence = new Fence(client, write(cluster, decision));
            fleet.saw(id, decision.status());
            Consumer<HasMetadata> created =
                    object -> unseen.created(cluster, object, clock.instant());
            try {
                act(decision, fence, new Executor(client, flink, cluster, jobManager, created));
            } finally {
                tell(cluster, decision.events());
            }
        } catch (StaleViewException stale) {
            LOG.atDebug().setCause(stale).log("View was stale");
            return new Round(SOON, false, RoundMetrics.Result.STALE);
        } catch (RuntimeException broken) {
            fail(cluster, broken);
            throw broken;
        }
        views.succeeded(cluster);
        Duration next = failure.isPresent() ? SOON : decision.recheckAfter();
        return new Round(next, decision.released(), RoundMetrics.Result.OK);
    }

    /** A changed spec is decided about as refused, if the API server would refuse its objects. */
    private Decision decide(Observation seen) {
        Decision decision = Decider.decide(seen);
        return decision.candidates().isEmpty()
                ? decision
                : views.verdict(
                                seen.cluster(),
                                () -> Rehearsal.refusal(client, decision.candidates()))
                        .map(why -> Decider.decide(seen.refused(why)))
                        .orElse(decision);
    }

    private FlinkCluster write(FlinkCluster cluster, Decision decision) {
        FlinkCluster version = cluster;
        if (decision.statusChanged()) {
            version = statusWriter.write(cluster, decision.status());
            metrics.statusWritten(cluster, decision.status());
        }
        for (ClusterEvent event : decision.events()) {
            LOG.atInfo()
                    .addKeyValue("reason", event.reason())
                    .addKeyValue("message", event.message())
                    .log("State changed");
        }
        return version;
    }

    /** What was written down is told when what it is about is done; nothing waits for it. */
    private void tell(FlinkCluster cluster, List<ClusterEvent> news) {
        news.stream().filter(it -> !it.isStep()).forEach(it -> events.record(cluster, it));
    }

    private void act(Decision decision, Fence fence, Executor executor) {
        boolean isFresh = decision.statusChanged();
        for (Action action : decision.actions()) {
            try {
                if (!isFresh || action.isIrreversible()) {
                    fence.check();
                }
                isFresh = true;
                action.on(executor);
            } catch (KubernetesClientException refused) {
                throw new ActionFailedException(action, refused);
            }
            metrics.acted(action);
        }
    }

    private void fail(FlinkCluster cluster, RuntimeException broken) {
        String message = String.valueOf(broken.getMessage());
        boolean isNew = views.failed(cluster, message);
        if (isNew) {
            LOG.atWarn().setCause(broken).log("Round failed, will be retried");
            events.record(cluster, new ClusterEvent(true, "ActionFailed", message));
        }
    }

    private static <R extends HasMetadata> EventSource<R, FlinkCluster> ownedObjects(
            Class<R> kind, EventSourceContext<FlinkCluster> context) {
        return informer(
                kind,
                // Flink's leaders renew theirs every few seconds.
                it ->
                        it.withOnUpdateFilter(
                                (newer, older) -> !HighAvailability.isMadeByFlink(newer)),
                context);
    }

    private static EventSource<Pod, FlinkCluster> pods(EventSourceContext<FlinkCluster> context) {
        return informer(
                Pod.class,
                it -> it.withSecondaryToPrimaryMapper(FlinkClusterReconciler::clusterOf),
                context);
    }

    private static <R extends HasMetadata> EventSource<R, FlinkCluster> informer(
            Class<R> kind,
            Consumer<InformerEventSourceConfiguration.Builder<R>> more,
            EventSourceContext<FlinkCluster> context) {
        var informer =
                InformerEventSourceConfiguration.from(kind, FlinkCluster.class)
                        .withName(kind.getSimpleName())
                        .withNamespacesInheritedFromController()
                        .withInformerListLimit(PAGE)
                        .withLabelSelector(Names.MANAGED_BY + "=" + Names.OPERATOR);
        if (PackedStore.isFor(
                context.getControllerConfiguration().getInformerConfig().getNamespaces())) {
            informer.withItemStore(
                    new PackedStore<>(kind, context.getClient().getKubernetesSerialization()));
        }
        more.accept(informer);
        return new OwnedObjects<>(informer.build(), context);
    }

    private static Set<ResourceID> clusterOf(Pod pod) {
        String cluster = pod.getMetadata().getLabels().get(Names.CLUSTER);
        return cluster == null
                ? Set.of()
                : Set.of(new ResourceID(cluster, pod.getMetadata().getNamespace()));
    }
}

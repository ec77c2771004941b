package io.flinkoperator.operator;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.operator.controller.Fleet;
import io.flinkoperator.operator.controller.FleetMetrics;
import io.flinkoperator.operator.controller.FlinkClusterReconciler;
import io.flinkoperator.operator.controller.RoundMetrics;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.operator.observe.PackedStore;
import io.flinkoperator.operator.page.FleetPage;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running operator: the controller, its probes and its metrics. */
final class FlinkOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlinkOperator.class);

    private final OperatorConfig config;
    private final KubernetesClient client;
    private final Operator operator;
    private final PrometheusMeterRegistry metrics =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Fleet fleet = new Fleet();
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final HttpEndpoints endpoints;
    private final Optional<FleetPage> fleetPage;
    private volatile boolean isActing;
    private volatile boolean isClosing;

    FlinkOperator(OperatorConfig config, KubernetesClient client) {
        this.config = config;
        this.client = client;
        operator = new Operator(overrides -> configure(overrides, client));
        operator.register(
                new FlinkClusterReconciler(
                        client,
                        new FlinkClient(metrics),
                        config.endpoints(),
                        config.platform(),
                        Clock.systemUTC(),
                        new RoundMetrics(metrics),
                        fleet),
                this::configure);
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        gcMetrics.bindTo(metrics);
        FleetMetrics fleetMetrics = new FleetMetrics(fleet, Clock.systemUTC(), metrics);
        endpoints =
                new HttpEndpoints(
                        config.httpPort(),
                        () -> {
                            fleetMetrics.refresh();
                            return metrics.scrape();
                        },
                        this::isReady);
        fleetPage =
                config.fleetPagePort()
                        .map(port -> new FleetPage(port, fleet, client, () -> isActing));
    }

    /** Starts watching; returns when all caches are filled. */
    void start() {
        isActing = !config.leaderElection();
        operator.start();
    }

    int httpPort() {
        return endpoints.port();
    }

    Optional<Integer> fleetPagePort() {
        return fleetPage.map(FleetPage::port);
    }

    @Override
    public void close() {
        isClosing = true;
        operator.stop();
        giveBackLease();
        endpoints.close();
        fleetPage.ifPresent(FleetPage::close);
        gcMetrics.close();
    }

    private boolean isReady() {
        var runtime = operator.getRuntimeInfo();
        return runtime.isStarted() && runtime.allEventSourcesAreHealthy();
    }

    private void configure(ConfigurationServiceOverrider overrides, KubernetesClient client) {
        overrides
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withResourceCloner(new ShallowCloner(client.getKubernetesSerialization()))
                // A finalizer goes onto what the schema of today would refuse, too.
                .withUseSSAToPatchPrimaryResource(false)
                .checkingCRDAndValidateLocalModel(false)
                .withConcurrentReconciliationThreads(config.reconcileThreads())
                .withReconciliationTerminationTimeout(Duration.ofSeconds(10));
        if (config.leaderElection()) {
            overrides.withLeaderElectionConfiguration(
                    LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(config.lease())
                            .withLeaseNamespace(config.namespace())
                            .withIdentity(config.identity().orElse(null))
                            .withExitOnStopLeading(false)
                            .withLeaderCallbacks(
                                    new LeaderCallbacks(
                                            () -> isActing = true, this::leaseLost, leader -> {}))
                            .build());
        }
    }

    /** So that the next operator need not wait until it ends. */
    private void giveBackLease() {
        if (!config.leaderElection()) {
            return;
        }
        try {
            client.leases()
                    .inNamespace(config.namespace())
                    .withName(config.lease())
                    .edit(lease -> isOurs(lease) ? withoutHolder(lease) : lease);
        } catch (KubernetesClientException failure) {
            LOG.atWarn().setCause(failure).log("Lease not given back, the next operator waits");
        }
    }

    private boolean isOurs(Lease lease) {
        return config.identity()
                .filter(identity -> identity.equals(lease.getSpec().getHolderIdentity()))
                .isPresent();
    }

    private static Lease withoutHolder(Lease lease) {
        return new LeaseBuilder(lease)
                .editSpec()
                .withHolderIdentity("")
                .withLeaseDurationSeconds(1)
                .endSpec()
                .build();
    }

    /**
     * Whoever lost the lease must not finish what it is doing. Neither must it exit in an orderly
     * way, as the framework would have it: when the lease is given back in a shutdown hook, an exit
     * waits for that hook, which waits for the exit.
     */
    private void leaseLost() {
        if (!isClosing) {
            LOG.atError().log("Lease lost to another operator, process ends");
            Runtime.getRuntime().halt(1);
        }
    }

    private void configure(ControllerConfigurationOverrider<FlinkCluster> overrides) {
        if (!config.watchNamespaces().isEmpty()) {
            overrides.settingNamespaces(config.watchNamespaces());
        }
        config.watchLabels().ifPresent(overrides::withLabelSelector);
        if (PackedStore.isFor(config.watchNamespaces())) {
            overrides.withItemStore(
                    new PackedStore<>(FlinkCluster.class, client.getKubernetesSerialization()));
        }
    }
}

package io.flinkoperator.operator.controller;

import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.core.model.FlinkView;
import io.flinkoperator.core.model.Question;
import io.flinkoperator.operator.flink.FlinkClient;
import io.flinkoperator.operator.poll.FlinkPoller;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Starts a round when the view of a JobManager changes. All it holds can be lost at any moment. */
final class FlinkViews extends AbstractEventSource<FlinkView, FlinkCluster>
        implements ResourceEventAware<FlinkCluster> {
    private final FlinkPoller<ResourceID> poller;
    private final Fleet fleet;
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    private record Verdict(long generation, Optional<String> refusal) {}

    FlinkViews(FlinkClient flink, Clock clock, Fleet fleet) {
        super(FlinkView.class, "FlinkView");
        this.fleet = fleet;
        poller =
                new FlinkPoller<>(
                        flink,
                        clock,
                        Executors.newScheduledThreadPool(1, FlinkViews::daemon),
                        this::changed);
    }

    FlinkView view(ResourceID id) {
        return poller.view(id);
    }

    void poll(ResourceID id, URI jobManager, Duration interval, Optional<Question> question) {
        if (interval.isZero()) {
            poller.forget(id);
        } else {
            poller.watch(id, jobManager, interval, question);
        }
    }

    /** Why the latest round over a cluster failed. */
    Optional<String> failure(FlinkCluster cluster) {
        return Optional.ofNullable(failures.get(uid(cluster)));
    }

    /** Notes that a round failed; tells whether it did so in a new way. */
    boolean failed(FlinkCluster cluster, String message) {
        return !message.equals(failures.put(uid(cluster), message));
    }

    /** Notes that a round succeeded. */
    void succeeded(FlinkCluster cluster) {
        failures.remove(uid(cluster));
    }

    /** What the API server says of a spec, asked once for each generation. */
    Optional<String> verdict(FlinkCluster cluster, Supplier<Optional<String>> question) {
        long generation = cluster.getMetadata().getGeneration();
        Verdict known = verdicts.get(uid(cluster));
        if (known == null || known.generation() != generation) {
            known = new Verdict(generation, question.get());
            verdicts.put(uid(cluster), known);
        }
        return known.refusal();
    }

    /** Another cluster of the same name has not failed yet. */
    private static String uid(FlinkCluster cluster) {
        return cluster.getMetadata().getUid();
    }

    @Override
    public void onResourceDeleted(FlinkCluster cluster) {
        poller.forget(ResourceID.fromResource(cluster));
        fleet.forget(ResourceID.fromResource(cluster));
        succeeded(cluster);
        verdicts.remove(uid(cluster));
    }

    @Override
    public Set<FlinkView> getSecondaryResources(FlinkCluster cluster) {
        return Set.of(poller.view(ResourceID.fromResource(cluster)));
    }

    @Override
    public void stop() {
        super.stop();
        poller.close();
    }

    private void changed(ResourceID id) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(id));
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "flink-poller");
        thread.setDaemon(true);
        return thread;
    }
}

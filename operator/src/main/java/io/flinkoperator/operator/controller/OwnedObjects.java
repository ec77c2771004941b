package io.flinkoperator.operator.controller;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.flinkoperator.api.FlinkCluster;
import io.flinkoperator.operator.observe.Head;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Objects of one kind. The framework takes in none before all of them are listed; until then, only
 * the heads of those that come are kept for it, since a whole fleet would be too much.
 */
final class OwnedObjects<R extends HasMetadata> extends InformerEventSource<R, FlinkCluster> {
    private final List<R> early = new ArrayList<>();
    private boolean isListed;

    OwnedObjects(
            InformerEventSourceConfiguration<R> configuration,
            EventSourceContext<FlinkCluster> context) {
        super(configuration, context);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // who brings objects must not wait
    public void start() {
        super.start();
        synchronized (early) {
            early.forEach(super::onAdd);
            early.clear();
            isListed = true;
        }
    }

    @Override
    public void onAdd(R object) {
        synchronized (early) {
            if (!isListed) {
                early.add(Head.of(object));
                return;
            }
        }
        super.onAdd(object);
    }
}

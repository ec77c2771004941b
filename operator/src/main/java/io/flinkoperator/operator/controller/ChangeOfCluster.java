package io.flinkoperator.operator.controller;

import io.flinkoperator.api.FlinkCluster;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/** Lets a round begin for what a user changes: the spec or an annotation, but not the status. */
public final class ChangeOfCluster implements OnUpdateFilter<FlinkCluster> {
    @Override
    public boolean accept(FlinkCluster newer, FlinkCluster older) {
        var now = newer.getMetadata();
        var before = older.getMetadata();
        return !Objects.equals(now.getGeneration(), before.getGeneration())
                || !Objects.equals(now.getAnnotations(), before.getAnnotations())
                || !Objects.equals(now.getFinalizers(), before.getFinalizers())
                || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp());
    }
}

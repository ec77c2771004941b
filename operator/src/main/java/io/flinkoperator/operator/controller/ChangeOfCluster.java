package io.flinkoperator.operator.controller;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.api.FlinkCluster;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;

/**
 * Lets a round begin for what somebody else changes: the spec, an annotation, or the status if it
 * was emptied or replaced by an old one; but not for what the operator writes into the status.
 */
public final class ChangeOfCluster implements OnUpdateFilter<FlinkCluster> {
    @Override
    public boolean accept(FlinkCluster newer, FlinkCluster older) {
        var now = newer.getMetadata();
        var before = older.getMetadata();
        return !Objects.equals(now.getGeneration(), before.getGeneration())
                || !Objects.equals(now.getAnnotations(), before.getAnnotations())
                || !Objects.equals(now.getFinalizers(), before.getFinalizers())
                || !Objects.equals(now.getDeletionTimestamp(), before.getDeletionTimestamp())
                || lastUpdateTime(newer).compareTo(lastUpdateTime(older)) < 0;
    }

    /** Blank if there is no status; RFC 3339 in UTC, so the order of texts is that of times. */
    private static String lastUpdateTime(FlinkCluster cluster) {
        JsonNode status = cluster.getStatus();
        return status == null ? "" : status.path("lastUpdateTime").asText();
    }
}

package io.flinkoperator.testkit;

import java.time.Instant;

/**
 * A request that reached {@link FakeFlink}: when, to which JobManager, and what; {@code path} is
 * the part after the JobManager's own address, without the query.
 */
public record FlinkRequest(
        Instant time,
        String namespace,
        String cluster,
        String method,
        String path,
        String query,
        String body) {

    /** Whether it asks for a change. */
    public boolean isWrite() {
        return !method.equals("GET");
    }

    /** Method and path with ids replaced by their names, such as {@code GET /jobs/:jobid}. */
    public String endpoint() {
        return method + " " + FlinkRoutes.template(this);
    }

    /** The same with another body; an uploaded jar is too large to keep. */
    FlinkRequest withBody(String other) {
        return new FlinkRequest(time, namespace, cluster, method, path, query, other);
    }

    @Override
    public String toString() {
        return "%s %s/%s %s %s".formatted(time, namespace, cluster, method, path);
    }
}

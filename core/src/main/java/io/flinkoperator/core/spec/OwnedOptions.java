package io.flinkoperator.core.spec;

/** Flink options that the operator must own: what reaches the JobManager depends on them. */
public final class OwnedOptions {
    /** Host name of the JobManager. */
    public static final String RPC_ADDRESS = "jobmanager.rpc.address";

    /** Port of the JobManager for remote procedure calls. */
    public static final String RPC_PORT = "jobmanager.rpc.port";

    /** Port of the blob server. */
    public static final String BLOB_PORT = "blob.server.port";

    /** Port of queryable state, in the reference operator's spelling. */
    public static final String QUERY_PORT = "query.server.port";

    /** Port of the REST API. */
    public static final String REST_PORT = "rest.port";

    /** What is said of a user's value. */
    static final String SENTENCE =
            "is overridden by the operator, which must own it; use the ports of jobManager instead";

    private OwnedOptions() {}
}

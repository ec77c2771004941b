package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Ports of the JobManager; all different from each other.
 *
 * @param rpc Remote procedure calls of TaskManagers and clients (jobmanager.rpc.port).
 * @param blob Transfer of jars and large messages (blob.server.port).
 * @param query Queryable state (queryable-state.proxy.ports of older Flink versions).
 * @param ui REST API and web UI (rest.port).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value =
                "self.rpc != self.blob && self.rpc != self.query && self.rpc != self.ui && self.blob"
                        + " != self.query && self.blob != self.ui && self.query != self.ui",
        message =
                "the JobManager's ports rpc, blob, query and ui must all differ; the defaults are"
                        + " 6123, 6124, 6125 and 8081")
public record JobManagerPorts(
        @Default("6123") @Min(1) @Max(65535) Integer rpc,
        @Default("6124") @Min(1) @Max(65535) Integer blob,
        @Default("6125") @Min(1) @Max(65535) Integer query,
        @Default("8081") @Min(1) @Max(65535) Integer ui) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * Ports of a TaskManager; all different from each other.
 *
 * @param data Exchange of records between TaskManagers (taskmanager.data.port).
 * @param rpc Remote procedure calls (taskmanager.rpc.port).
 * @param query Queryable state (queryable-state.server.ports of older Flink versions).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.data != self.rpc && self.data != self.query && self.rpc != self.query",
        message =
                "the TaskManagers' ports data, rpc and query must all differ; the defaults are 6121,"
                        + " 6122 and 6125")
public record TaskManagerPorts(
        @Default("6121") @Min(1) @Max(65535) Integer data,
        @Default("6122") @Min(1) @Max(65535) Integer rpc,
        @Default("6125") @Min(1) @Max(65535) Integer query) {}

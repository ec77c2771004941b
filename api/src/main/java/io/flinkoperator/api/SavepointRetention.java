package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;

/**
 * How many of the savepoints that the operator knows are kept. The newest one, and one that a run
 * of the job starts from, always are.
 *
 * @param count Number of savepoints that are kept. Default: all.
 * @param maxAgeSeconds Age from which a savepoint is deleted. Default: any age is kept.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SavepointRetention(@Min(1) Integer count, @Min(1) Integer maxAgeSeconds) {}

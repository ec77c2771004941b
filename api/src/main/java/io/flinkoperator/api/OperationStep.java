package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A step of an operation.
 *
 * @param name What is done.
 * @param startTime When it began.
 * @param durationSeconds How long it took; absent while it goes on.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OperationStep(String name, String startTime, Long durationSeconds) {}

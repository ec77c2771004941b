package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * What the operator is doing right now.
 *
 * @param name CreateCluster, RepairCluster, SubmitJob, ReplaceCluster, UpdateCluster or CleanUp.
 * @param startTime When it began.
 * @param deadline When it is overdue; condition Degraded then says what it waits for.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OperationStatus(String name, String startTime, String deadline) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The latest savepoint that the operator asked for.
 *
 * @param jobID Flink job id.
 * @param triggerID Id of the request in Flink; it is written before the request is sent.
 * @param triggerTime When the request was made.
 * @param triggerReason Why: user requested, scheduled, update, job cancel, suspend or deletion; the
 *     last four stop the job.
 * @param state InProgress, Succeeded or Failed.
 * @param location Folder that holds it.
 * @param failures How often in a row it has failed.
 * @param message Why it failed.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SavepointStatus(
        String jobID,
        String triggerID,
        String triggerTime,
        String triggerReason,
        String state,
        String location,
        Integer failures,
        String message) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * The latest word in annotation flinkclusters.flinkoperator.k8s.io/user-control.
 *
 * @param name The word.
 * @param state InProgress, Succeeded or Failed.
 * @param outcome Succeeded or Failed; the state follows when the annotation has been removed.
 * @param message Why it failed.
 * @param updateTime When the state changed.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ControlStatus(
        String name, String state, String outcome, String message, String updateTime) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Which version of the spec is deployed. Each is the name of a ControllerRevision that holds it:
 * the cluster's name and a hash of what its pods are made from.
 *
 * @param currentRevision The deployed revision.
 * @param nextRevision The revision of the spec; differs from the current one while an update is
 *     under way or held back, and after a rollback.
 * @param stableRevision The latest revision whose job has proven healthy: it ran, and completed a
 *     checkpoint if it makes any.
 * @param failedRevision A revision that was given up; it is not tried again until the spec changes.
 * @param targetRevision The revision that is deployed in the place of the failed one.
 * @param updateTime When deploying the current revision began.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RevisionStatus(
        String currentRevision,
        String nextRevision,
        String stableRevision,
        String failedRevision,
        String targetRevision,
        String updateTime) {}

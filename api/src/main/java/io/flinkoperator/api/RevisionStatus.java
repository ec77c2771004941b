package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Which version of the spec is deployed.
 *
 * @param currentRevision The deployed revision: the cluster's name and a hash of what its pods are
 *     made from.
 * @param nextRevision The revision of the spec; differs from the current one while an update is
 *     under way or held back.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RevisionStatus(String currentRevision, String nextRevision) {}

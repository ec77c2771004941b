package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Access to Google Cloud.
 *
 * @param serviceAccount Without it, the pods have the rights of their Kubernetes service account
 *     (workload identity).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GcpConfig(GcpServiceAccount serviceAccount) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A Gateway.
 *
 * @param name Name of the Gateway.
 * @param namespace Its namespace. Default: the cluster's.
 * @param sectionName Name of a listener. Default: all.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GatewayReference(
        @Required @Size(min = 1) String name, String namespace, String sectionName) {}

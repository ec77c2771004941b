package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A savepoint that exists, as far as the operator knows.
 *
 * @param location Folder that holds it.
 * @param time When it was triggered.
 * @param reason Why: that of its request, or "by hand".
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Savepoint(String location, String time, String reason) {}

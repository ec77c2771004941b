package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * A further port of a container.
 *
 * @param name Name of the port, for example "prom".
 * @param containerPort Number of the port.
 * @param protocol Protocol of the port.
 * @param onService Whether the component's Service has the port, too; needs a name.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ExtraPort(
        @Size(max = 15) @Pattern("^(\\s*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$") String name,
        @Required @Min(1) @Max(65535) Integer containerPort,
        @Default("TCP") Protocol protocol,
        @Default("false") Boolean onService) {}

package io.flinkoperator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An Ingress or HTTPRoute in front of the JobManager's Service.
 *
 * @param name Name of the object.
 * @param state NotReady (no address yet), Ready or Deleted.
 * @param urls Addresses of the web UI from outside.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record IngressStatus(String name, String state, List<String> urls) {
    public IngressStatus {
        urls = Copies.of(urls);
    }
}

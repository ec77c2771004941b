package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Amounts that Kubernetes quantities stand for. */
public final class Amounts {
    private Amounts() {}

    /** The limit of a resource, else the request. */
    public static Optional<BigDecimal> limitOrRequest(ResourceRequirements resources, String name) {
        if (resources == null) {
            return Optional.empty();
        }
        return named(resources.getLimits(), name).or(() -> named(resources.getRequests(), name));
    }

    private static Optional<BigDecimal> named(Map<String, Quantity> amounts, String name) {
        return Optional.ofNullable(amounts).map(map -> map.get(name)).flatMap(Amounts::of);
    }

    /** The amount in units (bytes, cores); empty if the quantity cannot be read. */
    public static Optional<BigDecimal> of(Quantity quantity) {
        try {
            return Optional.of(quantity.getNumericalAmount());
        } catch (RuntimeException unreadable) {
            // The library has no own type for this, and a user may write anything.
            return Optional.empty();
        }
    }
}

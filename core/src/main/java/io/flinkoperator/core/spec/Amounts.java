package io.flinkoperator.core.spec;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Optional;

/** Amounts that Kubernetes quantities stand for. */
public final class Amounts {
    private Amounts() {}

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

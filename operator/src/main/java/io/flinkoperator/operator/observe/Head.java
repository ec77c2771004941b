package io.flinkoperator.operator.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;

/** What of an object tells whose it is: a small part of it. */
public final class Head {
    private Head() {}

    /** An object of the same kind that has nothing but metadata. */
    @SuppressWarnings("unchecked") // it is of the same class
    public static <V extends HasMetadata> V of(V object) {
        return of((Class<V>) object.getClass(), object.getMetadata());
    }

    static <V extends HasMetadata> V of(Class<V> kind, ObjectMeta metadata) {
        try {
            V head = kind.getDeclaredConstructor().newInstance();
            head.setMetadata(metadata);
            return head;
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(
                    "A class of Kubernetes' client cannot be constructed", impossible);
        }
    }
}

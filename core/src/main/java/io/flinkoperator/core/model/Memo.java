package io.flinkoperator.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What follows from its key alone, so that it is worked out once; of too much, what was used least
 * recently is forgotten. What is in it is shared and must not be changed. Any two memos are equal.
 */
public final class Memo {
    private static final int MOST = 250;
    private static final int MOST_FACTS = 40_000;

    private final Map<Object, Object> results = forgetful(MOST);
    private final Map<Object, Object> facts = forgetful(MOST_FACTS);

    /** A key whose result takes next to no memory, so that many more of them are kept. */
    public interface Fact {}

    private static Map<Object, Object> forgetful(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
                return size() > most;
            }
        };
    }

    /** What follows from a key; the same key has to be used with the same kind of result. */
    @SuppressWarnings("unchecked")
    public <T> T get(Object key, Supplier<T> make) {
        Map<Object, Object> known = key instanceof Fact ? facts : results;
        synchronized (known) {
            Object found = known.get(key);
            if (found != null) {
                return (T) found;
            }
        }
        // Two threads may both work it out: better than to wait for each other.
        T made = make.get();
        synchronized (known) {
            known.put(key, made);
        }
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Memo;
    }

    @Override
    public int hashCode() {
        return 0;
    }
}

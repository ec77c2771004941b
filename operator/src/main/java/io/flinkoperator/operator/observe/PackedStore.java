package io.flinkoperator.operator.observe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What an informer knows, as compressed JSON: that takes a small part of an object's memory, and
 * the garbage collector need not walk through it. Only what was used last is kept as objects, too.
 *
 * <p>A store belongs to one informer, which takes out of it whatever its own list does not have.
 *
 * @param <V> Kind of the objects.
 */
public final class PackedStore<V extends HasMetadata> implements ItemStore<V> {
    /** Objects of a kind that are kept as such. */
    private static final int RECENT = 32;

    private final Class<V> kind;
    private final KubernetesSerialization serialization;
    private final Map<String, Packed> packed = new ConcurrentHashMap<>();
    private final Map<String, Recent<V>> recent = Collections.synchronizedMap(new Newest<>());

    /** Worth something as long as this is what the store has. */
    private record Recent<V>(Packed packed, V object) {}

    /** Any object, without what it is besides. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private static final class Headed {
        @JsonProperty private ObjectMeta metadata;
    }

    private static final class Newest<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Newest() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > RECENT;
        }
    }

    /** There is one informer for all namespaces, or for one, but several for several. */
    public static boolean isFor(Set<String> namespaces) {
        return namespaces.size() < 2;
    }

    /** An empty store. */
    public PackedStore(Class<V> kind, KubernetesSerialization serialization) {
        this.kind = kind;
        this.serialization = serialization;
    }

    @Override
    public String getKey(V object) {
        return Cache.metaNamespaceKeyFunc(object);
    }

    @Override
    public V put(String key, V object) {
        Packed now = Packed.of(serialization.asJson(object).getBytes(UTF_8));
        V before = get(key);
        packed.put(key, now);
        recent.put(key, new Recent<>(now, object));
        return before;
    }

    @Override
    public V remove(String key) {
        V before = get(key);
        packed.remove(key);
        recent.remove(key);
        return before;
    }

    @Override
    public V get(String key) {
        Packed now = packed.get(key);
        return now == null ? null : object(key, now);
    }

    @SuppressWarnings("ReferenceEquality") // that another one is the same is not worth a look
    private V object(String key, Packed now) {
        Recent<V> known = recent.get(key);
        // Another thread may have put what was there before.
        if (known == null || known.packed() != now) {
            known = new Recent<>(now, read(now, kind));
            recent.put(key, known);
        }
        return known.object();
    }

    private <T> T read(Packed object, Class<T> type) {
        return serialization.unmarshal(new ByteArrayInputStream(object.unpacked()), type);
    }

    @Override
    public Stream<String> keySet() {
        return packed.keySet().stream();
    }

    /** With nothing but metadata: the framework lists all at its start, to learn whose they are. */
    @Override
    public Stream<V> values() {
        return packed.values().stream().map(this::head);
    }

    private V head(Packed object) {
        return Head.of(kind, read(object, Headed.class).metadata);
    }

    @Override
    public int size() {
        return packed.size();
    }
}

package io.flinkoperator.operator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackedStoreTest {
    private final PackedStore<ConfigMap> store =
            new PackedStore<>(ConfigMap.class, new KubernetesSerialization());

    private static ConfigMap object(String name, int version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .withResourceVersion("" + version)
                .endMetadata()
                .withData(Map.of("flink-conf.yaml", "é: \"" + version + "\"\n"))
                .build();
    }

    private ConfigMap put(ConfigMap object) {
        return store.put(store.getKey(object), object);
    }

    @Test
    void whatIsPutIsThereUntilItIsReplacedOrRemoved() {
        assertThat(put(object("a", 1))).isNull();
        assertThat(put(object("a", 2))).isEqualTo(object("a", 1));
        assertThat(store.get("default/a")).isEqualTo(object("a", 2));
        assertThat(store.remove("default/a")).isEqualTo(object("a", 2));
        assertThat(store.remove("default/a")).isNull();
        assertThat(store.get("default/a")).isNull();
        assertThat(store.size()).isZero();
    }

    @Test
    void whatIsNotKeptAsAnObjectIsReadAgain() {
        for (int number = 0; number < 1000; number++) {
            put(object("c" + number, number));
        }

        assertThat(store.size()).isEqualTo(1000);
        assertThat(store.keySet()).hasSize(1000).contains("default/c0", "default/c999");
        for (int number = 0; number < 1000; number++) {
            assertThat(store.get("default/c" + number)).isEqualTo(object("c" + number, number));
        }
        assertThat(store.values())
                .hasSize(1000)
                .contains(new ConfigMapBuilder(object("c7", 7)).withData(Map.of()).build());
    }

    @Test
    void ofSeveralNamespacesEachHasAnInformerWithAStoreOfItsOwn() {
        assertThat(PackedStore.isFor(java.util.Set.of())).isTrue();
        assertThat(PackedStore.isFor(java.util.Set.of("one"))).isTrue();
        assertThat(PackedStore.isFor(java.util.Set.of("one", "two"))).isFalse();
    }
}

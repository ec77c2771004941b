package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.flinkoperator.core.Clusters;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeapSizeTest {

    @ParameterizedTest
    @CsvSource({
        // Memory, ratio, least off the heap, heap in MiB. The first four with the defaults.
        "1Gi, , , 451",
        "4Gi, , , 3072",
        "2400M, , , 1716",
        "600M, , , ",
        "600Mi, , , 27",
        "1Gi, 0, 0, 1024",
        "1Gi, 40, 0, 614",
        "1Gi, 100, 0, ",
        "1Gi, 10, 1Gi, ",
        "4Gi, 10, 1500Mi, 2596",
        "4Gi, 50, 1500Mi, 2048",
        "4Gi, , 1Ki, 3072",
        "1Gi, 0, 1, 1023",
    })
    void heapIsWhatIsLeft(String memory, Integer ratio, String least, Integer heap) {
        // Given
        var own =
                Clusters.valid(
                                "image: {name: f}\njobManager: {memoryOffHeapRatio: %s,"
                                                .formatted(ratio)
                                        + " memoryOffHeapMin: %s}".formatted(least))
                        .spec()
                        .jobManager();

        // Then
        assertThat(FlinkMemory.heapSize(Amounts.of(new Quantity(memory)).orElseThrow(), own))
                .isEqualTo(Optional.ofNullable(heap));
    }
}

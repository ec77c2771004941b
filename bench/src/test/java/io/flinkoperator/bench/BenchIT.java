package io.flinkoperator.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small fleet: what is counted does not depend on the machine. */
class BenchIT {
    @Test
    void aFleetIsMeasured() throws Exception {
        // Given
        Driver driver = new OurDriver(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        Bench.Rest rest = new Bench.Rest(Duration.ZERO, Duration.ofSeconds(1));

        // When
        Report report = Bench.measure(driver, 4, rest);

        // Then
        Map<String, Double> figures = report.figures();
        assertThat(figures.get("objects per cluster")).isEqualTo(7);
        assertThat(figures.get("Kubernetes writes per created cluster")).isBetween(9.0, 13.0);
        assertThat(figures.get("steady: Kubernetes writes")).isZero();
        assertThat(figures.get("restart: Kubernetes writes")).isZero();
        assertThat(figures)
                .hasSizeGreaterThan(20)
                .allSatisfy((what, it) -> assertThat(it).isNotNaN());

        // And
        new Table(driver, List.of(4, 8), List.of(report, report))
                .write(Driver.TARGET.resolve("it.md"));
        assertThat(Files.readString(Driver.TARGET.resolve("it.md")))
                .contains("| N = 4 | N = 8 | growth from 4 |")
                .contains("| objects per cluster | 7 | 7 | 0.00 |");
    }
}

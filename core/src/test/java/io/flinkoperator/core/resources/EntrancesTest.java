package io.flinkoperator.core.resources;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EntrancesTest {

    @ParameterizedTest
    @CsvSource({
        "{{$clusterName}}.example.com, lab.example.com",
        "{{ $clusterName }}.example.com, lab.example.com",
        "'{{  $clusterName}}.example.com', lab.example.com",
        "a.{{$clusterName}}.b.{{$clusterName}}, a.lab.b.lab",
        "*.example.com, *.example.com",
        "{{$cluster}}.example.com, {{$cluster}}.example.com",
        "{$clusterName}, {$clusterName}",
        "'  ', ",
        ", ",
    })
    void clusterNameStandsWhereTheFormatHasIt(String format, String host) {
        assertThat(Entrances.host("lab", format)).isEqualTo(host);
    }
}

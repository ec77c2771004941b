package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flinkoperator.core.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {batchSchedulerName: volcano}                                | {batchScheduler: {name: volcano}}
            {batchSchedulerName: volcano, batchScheduler: {queue: q}}    | {batchScheduler: {queue: q, name: volcano}}
            {batchSchedulerName: old, batchScheduler: {name: volcano}}   | {batchScheduler: {name: volcano}}
            {jobManager: {ServiceAnnotations: {a: b}}}                   | {jobManager: {serviceAnnotations: {a: b}}}
            {jobManager: {ServiceAnnotations: {a: b}, serviceAnnotations: {a: c}}} | {jobManager: {serviceAnnotations: {a: c}}}
            {jobManager: {ServiceLabels: {a: b}, replicas: 1}}           | {jobManager: {replicas: 1, serviceLabels: {a: b}}}
            {job: {takeSavepointOnUpgrade: true}}                        | {job: {takeSavepointOnUpdate: true}}
            {job: {takeSavepointOnUpgrade: true, takeSavepointOnUpdate: false}} | {job: {takeSavepointOnUpdate: false}}
            # what is nothing, or of the wrong type, stays for the parser to say so
            {batchSchedulerName: null}                                   | {batchSchedulerName: null}
            {batchSchedulerName: volcano, batchScheduler: []}            | {batchScheduler: []}
            {job: none}                                                  | {job: none}
            {image: {name: f}}                                           | {image: {name: f}}
            """)
    void olderSpellingsBecomeTodays(String written, String current) {
        assertThat(Spellings.current(tree(written))).isEqualTo(tree(current));
    }

    private static JsonNode tree(String yaml) {
        return Clusters.of(yaml).getSpec();
    }
}

package io.flinkoperator.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkoperator.core.Clusters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFilesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            # name                  | content                              | 1.10  | 1.11  | unknown
            log4j-console.properties| 'log4j.rootLogger=INFO, console'     | true  | false | false
            log4j.properties        | '  log4j.rootCategory=INFO, console' | true  | false | false
            log4j-cli.properties    | 'log4j.appender.console=x'           | true  | false | false
            log4j-console.properties| 'rootLogger.level = INFO'            | false | true  | true
            log4j-session.properties| 'appender.console.type = Console'    | false | true  | true
            log4j2.properties       | 'appenders = console'                | false | true  | true
            log4j-console.properties| 'status = error'                     | true  | true  | true
            log4j-console.properties| '#log4j.rootLogger=INFO'             | true  | true  | true
            log4j-console.xml       | 'log4j.rootLogger=INFO'              | true  | true  | true
            logback-console.xml     | 'rootLogger.level'                   | true  | true  | true
            """)
    void filesInTheSyntaxOfTheOtherLog4jAreLeftOut(
            String name, String content, boolean in110, boolean in111, boolean inUnknown) {
        assertThat(isRead("flink:1.10", name, content)).isEqualTo(in110);
        assertThat(isRead("flink:1.11", name, content)).isEqualTo(in111);
        assertThat(isRead("job:7", name, content)).isEqualTo(inUnknown);
    }

    private static boolean isRead(String image, String name, String content) {
        ValidCluster cluster =
                Clusters.valid(
                        "image: {name: '%s'}\nlogConfig: {%s: \"status = x\\n%s\"}"
                                .formatted(image, name, content));
        boolean isRead =
                LogFiles.readable(cluster.spec(), cluster.flinkVersion()).containsKey(name);
        assertThat(LogFiles.unreadable(cluster.spec(), cluster.flinkVersion()).containsKey(name))
                .isNotEqualTo(isRead);
        return isRead;
    }
}

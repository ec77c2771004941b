package io.flinkoperator.operator;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the operator process. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** Kubernetes kills what takes longer than 30 s. */
    private static final long LONGEST_STOP_SECONDS = 20;

    private static final int TERMINATED = 143;

    /** The chart mounts a ConfigMap there. */
    private static final Path LOG_LEVEL = Path.of("/etc/flink-operator/log-level");

    private Main() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        OperatorConfig config;
        try {
            config = OperatorConfig.of(System.getenv());
        } catch (IllegalArgumentException wrong) {
            LOG.atError().log(wrong.getMessage());
            System.exit(2);
            return;
        }
        try {
            FlinkOperator operator =
                    new FlinkOperator(config, OperatorClient.of(Config.autoConfigure(null)));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator), "shutdown"));
            Chores chores = new Chores();
            chores.every(Duration.ofSeconds(10), new LogLevel(LOG_LEVEL)::look);
            chores.every(Duration.ofMinutes(1), new HeapTrim()::look);
            operator.start();
            LOG.atInfo().addKeyValue("httpPort", operator.httpPort()).log("Operator started");
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("Operator failed to start");
            System.exit(1);
        }
    }

    /** Ends also when the API server does not answer any more. */
    private static void stop(FlinkOperator operator) {
        CompletableFuture.delayedExecutor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)
                .execute(
                        () -> {
                            LOG.atWarn().log("Stopping took too long, process ends as it is");
                            Runtime.getRuntime().halt(TERMINATED);
                        });
        operator.close();
    }
}

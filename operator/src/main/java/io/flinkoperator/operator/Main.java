package io.flinkoperator.operator;

import io.fabric8.kubernetes.client.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the operator process. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

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
            Runtime.getRuntime().addShutdownHook(new Thread(operator::close, "shutdown"));
            operator.start();
            LOG.atInfo().addKeyValue("httpPort", operator.httpPort()).log("Operator started");
        } catch (RuntimeException failure) {
            LOG.atError().setCause(failure).log("Operator failed to start");
            System.exit(1);
        }
    }
}

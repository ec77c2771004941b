package io.flinkoperator.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.security.Security;
import java.util.Map;

/**
 * Entry point of the init container that fetches a job's jar. It says what it did, or why it could
 * not, in one sentence, and never shows a secret, a query or a stack trace.
 */
public final class Fetch {
    private final Environment environment;
    private final Outside outside;

    Fetch(Map<String, String> variables, Outside outside) {
        this.environment = new Environment(variables);
        this.outside = outside;
    }

    /** Exits with 0, with 1 if there is no jar to be had, or with 2 if a setting is wrong. */
    public static void main(String[] args) {
        // What DNS does not know in a new pod's first second it may know in the next.
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.exit(new Fetch(System.getenv(), Outside.real()).run());
    }

    int run() {
        String attempted = "Cannot fetch the jar";
        try {
            Settings settings = Settings.of(environment);
            String jar = Request.shown(settings.uri());
            attempted = "Failed to fetch " + jar;
            long begun = outside.clock().millis();
            Fetched fetched = attempts(settings).run(settings.timeout());
            double seconds = (outside.clock().millis() - begun) / 1000.0;
            outside.out().println(fetched.sentence(jar, seconds));
            return 0;
        } catch (FetchException failure) {
            return report(failure, attempted);
        } catch (RuntimeException fault) {
            return report(FetchException.of(fault), attempted);
        }
    }

    private Attempts attempts(Settings settings) throws FetchException {
        AddressRules rules = new AddressRules(settings.allowedHosts());
        Http http = new Http(outside.resolver(), Trust.of(environment), rules);
        Source source = Source.of(settings, environment, http, outside.clock());
        return new Attempts(new Download(settings, source, http), outside.pause());
    }

    private int report(FetchException failure, String attempted) {
        String sentence = environment.masked(failure.sentence(attempted));
        outside.err().println(sentence);
        try {
            if (Files.isWritable(outside.terminationLog())) {
                Files.writeString(outside.terminationLog(), sentence);
            }
        } catch (IOException unwritable) {
            // The sentence is in the container's log, too.
        }
        return failure.exitCode();
    }
}

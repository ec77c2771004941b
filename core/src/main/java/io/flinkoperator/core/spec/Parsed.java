package io.flinkoperator.core.spec;

import java.util.List;

/** What came of reading a spec. */
public sealed interface Parsed {

    /** It is valid. */
    record Valid(ValidCluster cluster) implements Parsed {}

    /** It is not. */
    record Invalid(List<Problem> problems) implements Parsed {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}

package io.flinkoperator.core.spec;

/**
 * Something wrong with what a user wrote.
 *
 * @param field Path of the field, for example spec.job.parallelism.
 * @param sentence The value, the rule and what to do.
 */
public record Problem(String field, String sentence) {
    @Override
    public String toString() {
        return field + ": " + sentence;
    }
}

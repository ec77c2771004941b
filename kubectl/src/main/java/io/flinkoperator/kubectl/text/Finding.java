package io.flinkoperator.kubectl.text;

/**
 * Something that is wrong.
 *
 * @param cause What, as a sentence.
 * @param remedy What a person can do about it, as a sentence.
 */
public record Finding(String cause, String remedy) {
    /** Whether it tells the same as a message does. */
    boolean tells(String message) {
        return cause.contains(message) || message.contains(cause);
    }
}

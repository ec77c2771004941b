package io.flinkoperator.kubectl.text;

/**
 * Colours, or none.
 *
 * @param hasColours Whether there are any.
 */
public record Ink(boolean hasColours) {

    /** What a text tells. */
    public enum Tone {
        PLAIN(""),
        GOOD("32"),
        BAD("31"),
        MIND("33"),
        FAINT("2"),
        TITLE("1");

        private final String code;

        Tone(String code) {
            this.code = code;
        }
    }

    /** The text in the colour of what it tells. */
    public String paint(Tone tone, String text) {
        return hasColours && tone != Tone.PLAIN && !text.isEmpty()
                ? "\u001b[" + tone.code + "m" + text + "\u001b[0m"
                : text;
    }
}

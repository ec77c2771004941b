package io.flinkoperator.examples.wordcount;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what counts as a word; knows nothing of Flink. */
final class Words {

    /** Letters, with apostrophes between them: "scatter'd" is one word, "'tis" is "tis". */
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:'\\p{L}+)*");

    private Words() {}

    /** The words of a line in the order of the text, in lower case. */
    static List<String> of(String line) {
        return WORD.matcher(line)
                .results()
                .map(MatchResult::group)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableList());
    }
}

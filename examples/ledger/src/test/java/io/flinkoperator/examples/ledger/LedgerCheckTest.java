package io.flinkoperator.examples.ledger;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCheckTest {

    private static final int PAUSE = 100;

    @TempDir private Path folder;

    @Test
    void findsNoFaultWhateverFileARecordIsIn() throws IOException {
        // Given
        List<String> lines = booked(40);
        write("part-b-0", lines.subList(0, 30));
        write("part-a-0", lines.subList(50, 80));
        write("part-a-1", lines.subList(30, 50));

        // When
        LedgerCheck check = LedgerCheck.of(folder);

        // Then
        assertThat(check.faults()).isEmpty();
        assertThat(check.count()).isEqualTo(80);
        assertThat(check.highest()).isEqualTo(Map.of(0, 39L, 1, 39L));
    }

    @Test
    void findsNoRecordsInAFolderThatDoesNotExist() throws IOException {
        assertThat(LedgerCheck.of(folder.resolve("missing")).count()).isZero();
    }

    @Test
    void leavesOutWhatIsNotCommitted() throws IOException {
        // Given
        List<String> lines = booked(10);
        write("part-a-0", lines);
        write(".part-a-1.inprogress.1", lines);

        // Then
        assertThat(LedgerCheck.of(folder).faults()).isEmpty();
        assertThat(LedgerCheck.of(folder).count()).isEqualTo(20);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        // Given
        List<String> lines = booked(40);
        lines.remove(6);
        write("part-a-0", lines);

        // Then
        assertThat(LedgerCheck.of(folder).faults())
                .contains("split 0 misses 1 numbers: 3")
                .anyMatch(fault -> fault.startsWith("account-5 has "));
    }

    @Test
    void namesWhatIsThereTwice() throws IOException {
        // Given
        List<String> lines = booked(10);
        write("part-a-0", lines);
        write("part-a-1", lines.subList(4, 7));

        // Then
        assertThat(LedgerCheck.of(folder).faults())
                .contains("split 0 has twice 2 numbers: 2, 3", "split 1 has twice 1 numbers: 2");
    }

    @Test
    void namesAnAccountThatBeganAgain() throws IOException {
        // Given: all records once, but those after the 40th with the state of a new job
        write("part-a-0", booked(0, 40));
        write("part-a-1", booked(40, 60));

        // When
        List<String> faults = LedgerCheck.of(folder).faults();

        // Then
        assertThat(faults).isNotEmpty().allMatch(fault -> fault.startsWith("account-"));
    }

    @Test
    void namesALineThatIsCutOff() throws IOException {
        // Given
        List<String> lines = booked(10);
        lines.set(19, lines.get(19).substring(0, 5));
        write("part-a-0", lines);

        // Then
        assertThat(LedgerCheck.of(folder).faults())
                .singleElement()
                .asString()
                .startsWith("part-a-0: not an entry: ");
    }

    @Test
    void measuresThePauseAroundATime() throws IOException {
        // Given
        List<String> lines = booked(40);
        List<String> committed = new ArrayList<>(lines.subList(0, 20));
        committed.addAll(lines.subList(60, 80));
        write("part-a-0", committed);

        // When
        LedgerCheck check = LedgerCheck.of(folder);

        // Then
        Instant during = Instant.ofEpochMilli(30 * PAUSE);
        assertThat(check.longestGap(during, during))
                .isEqualTo(
                        new LedgerCheck.Gap(
                                Instant.ofEpochMilli(19 * PAUSE),
                                Instant.ofEpochMilli(60 * PAUSE)));
        assertThat(check.longestGap(Instant.EPOCH, Instant.ofEpochMilli(5 * PAUSE)).length())
                .isEqualTo(Duration.ofMillis(PAUSE));
    }

    private static List<String> booked(int numbers) {
        return booked(0, numbers);
    }

    /** What a job without state that takes numbers of two splits in turn would write. */
    private static List<String> booked(int from, int to) {
        Map<String, Long> sums = new HashMap<>();
        List<String> lines = new ArrayList<>();
        for (int n = from; n < to; n++) {
            for (int split = 0; split < 2; split++) {
                long sum = sums.merge(Entry.account(split, n), Entry.amount(split, n), Long::sum);
                lines.add(Entry.unwritten(split, n, sum) + "\t" + lines.size() * PAUSE);
            }
        }
        return lines;
    }

    private void write(String file, List<String> lines) throws IOException {
        Files.writeString(
                folder.resolve(file), lines.stream().map(line -> line + "\n").collect(joining()));
    }
}

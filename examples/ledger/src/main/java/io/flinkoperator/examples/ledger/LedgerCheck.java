package io.flinkoperator.examples.ledger;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Says whether the committed files of a {@link Ledger} have each number of each split once and each
 * account's running sums without a fault; never looks at files that are not committed.
 *
 * <p>While a job runs, one of two writers may have committed its part of a checkpoint and the other
 * not yet: numbers can be missing for a moment, but none is ever double.
 */
public final class LedgerCheck {

    private static final int SHOWN = 10;

    private final List<Entry> entries;
    private final List<String> unreadable;

    private LedgerCheck(List<Entry> entries, List<String> unreadable) {
        this.entries = entries.stream().sorted(Comparator.comparingLong(Entry::millis)).toList();
        this.unreadable = List.copyOf(unreadable);
    }

    /** A pause between two records that follow one another. */
    public record Gap(Instant from, Instant to) {
        public Duration length() {
            return Duration.between(from, to);
        }
    }

    /** Reads a folder's committed files; one that does not exist has none. */
    public static LedgerCheck of(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : committed(folder)) {
            for (String line : Files.readAllLines(file)) {
                try {
                    entries.add(Entry.of(line));
                } catch (IllegalArgumentException broken) {
                    unreadable.add(file.getFileName() + ": " + broken.getMessage());
                }
            }
        }
        return new LedgerCheck(entries, unreadable);
    }

    private static List<Path> committed(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (var found = Files.newDirectoryStream(folder, "part-*")) {
            found.forEach(files::add);
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return files;
    }

    /** How many records there are, doubled ones included. */
    public long count() {
        return entries.size();
    }

    /** The highest number of each split. */
    public Map<Integer, Long> highest() {
        return entries.stream()
                .collect(
                        Collectors.toMap(
                                Entry::split, Entry::number, Math::max, () -> new TreeMap<>()));
    }

    /** All that is wrong, a sentence for each split and account; empty if the ledger is exact. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>(unreadable);
        by(Entry::split).forEach((split, own) -> faults.addAll(faultsOfSplit(split, own)));
        by(Entry::account).forEach((account, own) -> faults.addAll(faultsOfSums(account, own)));
        return faults;
    }

    /** The longest pause that begins or ends between two times. */
    public Gap longestGap(Instant from, Instant to) {
        Gap longest = new Gap(from, from);
        for (int i = 1; i < entries.size(); i++) {
            Gap gap =
                    new Gap(
                            Instant.ofEpochMilli(entries.get(i - 1).millis()),
                            Instant.ofEpochMilli(entries.get(i).millis()));
            boolean isAround = !gap.to.isBefore(from) && !gap.from.isAfter(to);
            if (isAround && gap.length().compareTo(longest.length()) > 0) {
                longest = gap;
            }
        }
        return longest;
    }

    private <K> Map<K, List<Entry>> by(java.util.function.Function<Entry, K> key) {
        return entries.stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private static List<String> faultsOfSplit(int split, List<Entry> entries) {
        BitSet seen = new BitSet();
        List<Long> doubled = new ArrayList<>();
        for (Entry entry : entries) {
            if (seen.get((int) entry.number())) {
                doubled.add(entry.number());
            }
            seen.set((int) entry.number());
        }
        List<Long> missing = new ArrayList<>();
        for (int n = seen.nextClearBit(0); n < seen.length(); n = seen.nextClearBit(n + 1)) {
            missing.add((long) n);
        }
        List<String> faults = new ArrayList<>();
        if (!missing.isEmpty()) {
            faults.add("split " + split + " misses " + shown(missing));
        }
        if (!doubled.isEmpty()) {
            faults.add("split " + split + " has twice " + shown(doubled));
        }
        return faults;
    }

    /** Amounts are positive: in the order of its sums, each is the one before and its amount. */
    private static List<String> faultsOfSums(String account, List<Entry> entries) {
        List<String> faults = new ArrayList<>();
        long before = 0;
        for (Entry entry : entries.stream().sorted(Comparator.comparingLong(Entry::sum)).toList()) {
            boolean isOwn =
                    entry.account().equals(Entry.account(entry.split(), entry.number()))
                            && entry.amount() == Entry.amount(entry.split(), entry.number());
            if (!isOwn || entry.sum() != before + entry.amount()) {
                faults.add("after a sum of " + before + " comes " + entry);
            }
            before = entry.sum();
        }
        return faults.isEmpty()
                ? List.of()
                : List.of(
                        account + " has " + faults.size() + " wrong sums, first: " + faults.get(0));
    }

    private static String shown(List<Long> numbers) {
        String first =
                numbers.stream()
                        .limit(SHOWN)
                        .map(Object::toString)
                        .collect(Collectors.joining(", "));
        return numbers.size() + " numbers: " + first + (numbers.size() > SHOWN ? ", …" : "");
    }

    /** Checks a folder, prints the verdict, and ends with 1 if there is a fault. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException("Usage: LedgerCheck FOLDER");
        }
        LedgerCheck check = of(Path.of(args[0]));
        List<String> faults = check.faults();
        Gap gap = check.longestGap(Instant.EPOCH, Instant.MAX);
        System.out.println(check.count() + " records, highest numbers " + check.highest());
        System.out.println("longest pause " + gap.length().toMillis() + " ms from " + gap.from());
        faults.forEach(System.out::println);
        System.out.println(faults.isEmpty() ? "exact" : faults.size() + " faults");
        System.exit(faults.isEmpty() ? 0 : 1);
    }
}

package io.flinkoperator.examples.ledger;

/**
 * One line of the output: number {@code number} of sequence {@code split}, booked on {@code
 * account}.
 *
 * @param sum of all amounts of the account up to this one
 * @param millis the wall clock when it was written
 */
record Entry(int split, long number, String account, long amount, long sum, long millis) {

    private static final int ACCOUNTS = 16;
    private static final int AMOUNTS = 100;

    /** Each record belongs to one account for ever, and each account has records of all splits. */
    static String account(int split, long number) {
        return "account-" + (number * 7 + split) % ACCOUNTS;
    }

    /** Never nothing, so that the sums of an account grow. */
    static long amount(int split, long number) {
        return 1 + (number * 31 + split) % AMOUNTS;
    }

    /** All but the time, which is known only when the line is written. */
    static String unwritten(int split, long number, long sum) {
        return split
                + "\t"
                + number
                + "\t"
                + account(split, number)
                + "\t"
                + amount(split, number)
                + "\t"
                + sum;
    }

    static Entry of(String line) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 6) {
            throw new IllegalArgumentException("not an entry: \"" + line + "\"");
        }
        return new Entry(
                Integer.parseInt(fields[0]),
                Long.parseLong(fields[1]),
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]));
    }
}

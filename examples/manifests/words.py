"""Counts the words of a sentence with PyFlink's Table API.

All operators are Flink's own, so only the client that submits the job needs
Python. Each count is a line such as ``+I[rose, 3]`` in a TaskManager's log.
"""

from pyflink.table import EnvironmentSettings, TableEnvironment

SENTENCE = "a rose is a rose is a rose"


def main():
    tables = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    tables.get_config().set("pipeline.name", "words")
    tables.execute_sql(
        "CREATE TEMPORARY TABLE counts (word STRING, n BIGINT)"
        " WITH ('connector' = 'print')"
    )
    rows = ", ".join(f"('{word}')" for word in SENTENCE.split())
    # A detached client cannot wait for the end of its job, so nothing here does.
    tables.execute_sql(
        "INSERT INTO counts SELECT word, COUNT(*) AS n"
        f" FROM (VALUES {rows}) AS words (word) GROUP BY word"
    )


if __name__ == "__main__":
    main()

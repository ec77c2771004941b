"""Counts the words of a sentence with PyFlink's Table API.

The function ``plain`` runs in a Python process that the TaskManager starts,
all else in Flink itself. Each count is a line such as ``+I[rose, 3]`` in a
TaskManager's log.
"""

from pyflink.table import DataTypes, EnvironmentSettings, TableEnvironment
from pyflink.table.udf import udf

SENTENCE = "A rose is a rose is a rose."


@udf(result_type=DataTypes.STRING())
def plain(word):
    return word.strip(".").lower()


def main():
    tables = TableEnvironment.create(EnvironmentSettings.in_batch_mode())
    tables.get_config().set("pipeline.name", "words")
    tables.create_temporary_function("plain", plain)
    tables.execute_sql(
        "CREATE TEMPORARY TABLE counts (word STRING, n BIGINT)"
        " WITH ('connector' = 'print')"
    )
    rows = ", ".join(f"('{word}')" for word in SENTENCE.split())
    # A detached client cannot wait for the end of its job, so nothing here does.
    tables.execute_sql(
        "INSERT INTO counts SELECT word, COUNT(*) AS n FROM"
        f" (SELECT plain(spoken) AS word FROM (VALUES {rows}) AS words (spoken))"
        " GROUP BY word"
    )


if __name__ == "__main__":
    main()

"""DuckDB on the files of a folder; its figures as JSON. The argument is the folder."""

import json
import os
import resource
import sys
import tempfile
import time

import duckdb

files = os.path.join(sys.argv[1], "drives-*.csv")
with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
    database = duckdb.connect(os.path.join(folder, "samples.duckdb"))
    database.execute("SET threads TO 2; SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
    # It would stand among the figures once a query takes two seconds.
    database.execute("SET enable_progress_bar = false")
    begin = time.perf_counter()
    database.execute(f"CREATE TABLE samples AS SELECT * FROM read_csv('{files}', header = true)")
    database.execute("CHECKPOINT")
    importing = time.perf_counter() - begin
    begin = time.perf_counter()
    cells, votes = database.execute(
        """
        WITH judged AS (
            SELECT network, floor(lon * 450)::INT AS x, floor(lat * 1113)::INT AS y, rsrp_dbm,
                   timezone('Europe/Stockholm', time) AS local,
                   CASE WHEN service = 'voice' THEN success WHEN service IS NULL THEN rsrp_dbm >= -115 END AS passes
            FROM samples
        ), days AS (
            SELECT network, x, y, local::DATE AS day, count(*) AS trials, count(*) FILTER (WHERE passes) AS passing
            FROM judged WHERE passes IS NOT NULL AND hour(local) BETWEEN 6 AND 21 AND local > TIMESTAMP '2025-11-16'
            GROUP BY ALL
        ), votes AS (
            SELECT network, x, y, count(*) AS votes, count(*) FILTER (WHERE 2 * passing >= trials) AS passing
            FROM days GROUP BY ALL
        ), levels AS (
            SELECT network, x, y, median(rsrp_dbm) AS level
            FROM judged WHERE passes IS NOT NULL AND hour(local) BETWEEN 6 AND 21 GROUP BY ALL
        )
        SELECT count(*), sum(votes) FROM (SELECT * FROM votes LEFT JOIN levels USING (network, x, y))
        """
    ).fetchone()
    grouping = time.perf_counter() - begin
    database.close()

print(
    json.dumps(
        {
            "version": duckdb.__version__,
            "importing_seconds": importing,
            "grouping_seconds": grouping,
            "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "cells": cells,
            "votes": int(votes),
        }
    )
)

"""DuckDB on the files of a folder; its figures as JSON. The arguments: the folder, and
the region's rules as JSON (`peer.rs` says what is in them)."""

import concurrent.futures
import glob
import hashlib
import json
import os
import resource
import shutil
import sys
import tempfile
import time

import duckdb

rules = json.loads(sys.argv[2])
files = sorted(glob.glob(os.path.join(sys.argv[1], "drives-*.csv")))


def text(value):
    return "'" + value.replace("'", "''") + "'"


def kept(path, folder):
    """The file as it came, by its hash."""
    with open(path, "rb") as file:
        name = hashlib.file_digest(file, "sha256").hexdigest()
    place = os.path.join(folder, name)
    shutil.copyfile(path, place)
    with open(place, "rb") as file:
        os.fsync(file.fileno())
    return name


def any_of(conditions):
    return "(" + " OR ".join(conditions or ["false"]) + ")"


def case(branches, otherwise="NULL"):
    whens = " ".join(f"WHEN {condition} THEN {value}" for condition, value in branches)
    return f"CASE {whens} ELSE {otherwise} END" if whens else otherwise


homes = [
    f"(network = {text(network)} AND serving_plmn IN ({', '.join(map(text, plmns))}))"
    for network, plmns in rules["networks"].items()
]
services = ", ".join(map(text, rules["services"]))
networks = ", ".join(map(text, rules["networks"]))
west, south, east, north = rules["bounds"]

# Karney's series for zone 33 on GRS 80, to n⁴: it is exact to a ten-thousandth of a millimetre.
n = 1 / (2 * 298.257222101 - 1)
alpha = [
    n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
    13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
    61 / 240 * n**3 - 103 / 140 * n**4,
    49561 / 161280 * n**4,
]
radius = 0.9996 * 6378137 / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
e = (4 * n / (1 + n) ** 2) ** 0.5
northing = " + ".join(f"{a!r} * sin({2 * j} * xi) * cosh({2 * j} * eta)" for j, a in enumerate(alpha, 1))
easting = " + ".join(f"{a!r} * cos({2 * j} * xi) * sinh({2 * j} * eta)" for j, a in enumerate(alpha, 1))

IMPORT = f"""
    COPY (
        WITH read AS (
            SELECT *, radians(lon - 15) AS angle, sin(radians(lat)) AS s, cos(radians(lat)) AS c,
                   sinh({e!r} * atanh({e!r} * s)) AS sigma, s / c * sqrt(1 + sigma * sigma) - sigma / c AS t,
                   atan2(t, cos(angle)) AS xi, asinh(sin(angle) / sqrt(t * t + cos(angle) ** 2)) AS eta
            FROM read_csv('{{file}}', header = true, filename = true, columns = {{
                time: 'TIMESTAMPTZ', lon: 'DOUBLE', lat: 'DOUBLE', network: 'VARCHAR', plmn: 'VARCHAR',
                technology: 'VARCHAR', service: 'VARCHAR', success: 'BOOLEAN', rsrp_dbm: 'DOUBLE', sinr_db: 'DOUBLE',
                accuracy_m: 'DOUBLE', speed_kmh: 'DOUBLE', wifi: 'BOOLEAN', indoor: 'BOOLEAN', device: 'VARCHAR',
                run: 'VARCHAR'}})
        )
        SELECT filename, time AS measured_at, network, plmn AS serving_plmn, technology, service, success, rsrp_dbm,
               sinr_db, accuracy_m, speed_kmh, wifi, indoor, device, run,
               500000 + {radius!r} * (eta + {easting}) AS easting_m, {radius!r} * (xi + {northing}) AS northing_m,
               CASE
                   WHEN time IS NULL OR lon IS NULL OR lat IS NULL OR network IS NULL THEN 'missing'
                   WHEN NOT (lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north})
                        AND lat BETWEEN {west} AND {east} AND lon BETWEEN {south} AND {north} THEN 'swapped'
                   WHEN abs(lon) > 180 OR abs(lat) > 90 THEN 'position'
                   WHEN network NOT IN ({networks}) THEN 'network'
                   WHEN technology NOT IN ('2G', '3G', '4G', '5G') THEN 'technology'
                   WHEN service NOT IN ({services}) THEN 'service'
                   WHEN (service IS NULL) != (success IS NULL) THEN 'attempt'
                   WHEN rsrp_dbm IS NOT NULL AND (technology IS NULL OR technology NOT IN ('4G', '5G')) THEN 'quantity'
                   WHEN rsrp_dbm NOT BETWEEN -156 AND -31 OR (technology = '4G' AND rsrp_dbm NOT BETWEEN -140 AND -44)
                        THEN 'level'
                   WHEN accuracy_m < 0 OR speed_kmh < 0 THEN 'negative'
               END AS fault,
               strftime(time, '%Y-%m') AS month
        FROM read
        QUALIFY row_number() OVER (
            PARTITION BY device, network, technology, service, success, epoch(time)::BIGINT,
                         round(easting_m * 100)::BIGINT, round(northing_m * 100)::BIGINT) = 1
    ) TO '{{folder}}/samples' (
        FORMAT parquet, PARTITION_BY (month), APPEND, COMPRESSION zstd, COMPRESSION_LEVEL 1)
"""

RUNS = """
    CREATE TABLE runs AS
    SELECT filename, run, device, network, min(measured_at) AS first_at, max(measured_at) AS last_at, count(*) AS samples
    FROM read_parquet('{folder}/samples/*/*.parquet') WHERE fault IS NULL GROUP BY ALL
"""

lost = "(service IS NOT NULL AND NOT success AND serving_plmn IS NULL AND rsrp_dbm IS NULL)"
tested = []
for service in rules["services"]:
    thresholds = [(technology, dbm) for of, technology, dbm in rules["signal"] if of == service]
    if thresholds:
        levels = [(f"technology = {text(technology)}", f"rsrp_dbm >= {dbm}") for technology, dbm in thresholds]
        tested.append(case([(lost, "false"), *levels]))
    # The files have no rates: a success where one is demanded says nothing.
    succeeded = "NULL" if service in rules["demanding"] else "true"
    tested.append(case([(lost, "false"), (f"service = {text(service)}", case([("success", succeeded)], "false"))]))
signal = any_of([f"technology = {text(technology)}" for _, technology, _ in rules["signal"]])

passing = ", ".join(f"{condition} AS t{number}" for number, condition in enumerate(tested))
days = ", ".join(
    f"count(t{number}) AS n{number}, count(*) FILTER (t{number}) AS k{number}, "
    f"max(measured_at) FILTER (t{number} IS NOT NULL) AS newest{number}"
    for number in range(len(tested))
)
votes = ", ".join(
    f"count(*) FILTER (n{number} > 0) AS votes{number}, "
    f"count(*) FILTER (n{number} > 0 AND 2 * k{number} >= n{number}) AS passing{number}, "
    f"sum(n{number}) AS samples{number}, sum(k{number}) AS passed{number}, max(newest{number}) AS newest{number}"
    for number in range(len(tested))
)
GROUP = f"""
    CREATE TEMP TABLE cells AS
    WITH judged AS (
        SELECT network, technology, rsrp_dbm, measured_at, floor(easting_m / 100)::INT AS x,
               floor(northing_m / 100)::INT AS y, timezone('Europe/Stockholm', measured_at) AS local, {passing}
        FROM read_parquet('{{folder}}/samples/*/*.parquet')
        WHERE fault IS NULL AND measured_at <= '{rules["cut_off"]}'::TIMESTAMPTZ
              AND measured_at >= '{rules["cut_off"]}'::TIMESTAMPTZ - INTERVAL 8760 HOUR
              AND hour(local) BETWEEN 6 AND 21 AND coalesce(accuracy_m, 0) <= 50 AND NOT wifi AND NOT indoor
              AND (serving_plmn IS NULL OR {any_of(homes)})
    ), days AS (
        SELECT network, x, y, local::DATE AS day, {days} FROM judged GROUP BY ALL
    ), votes AS (
        SELECT network, x, y, {votes} FROM days GROUP BY ALL
    ), levels AS (
        SELECT network, x, y, technology, count(*) AS samples, median(rsrp_dbm) AS level
        FROM judged WHERE rsrp_dbm IS NOT NULL AND {signal} GROUP BY ALL
    )
    SELECT * FROM votes LEFT JOIN levels USING (network, x, y)
"""
COUNT = "SELECT " + ", ".join(
    f"count(*) FILTER (votes{number} > 0), sum(votes{number})" for number in range(len(tested))
) + " FROM (SELECT DISTINCT ON (network, x, y) * FROM cells)"

with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
    database = duckdb.connect(os.path.join(folder, "runs.duckdb"))
    database.execute("SET threads TO 2; SET preserve_insertion_order = false; SET TimeZone = 'UTC'")
    database.execute("SET memory_limit = '2GB'")
    # It would stand among the figures once a query takes two seconds.
    database.execute("SET enable_progress_bar = false")
    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        copies = [beside.submit(kept, path, folder) for path in files]
        # One by one: a second is looked for within its file, and no more has to be sorted at once.
        for path in files:
            database.execute(IMPORT.replace("{folder}", folder).replace("{file}", path))
        database.execute(RUNS.replace("{folder}", folder))
        database.execute("CHECKPOINT")
        [copy.result() for copy in copies]
    importing = time.perf_counter() - begin
    begin = time.perf_counter()
    database.execute(GROUP.replace("{folder}", folder))
    grouping = time.perf_counter() - begin
    counts = database.execute(COUNT).fetchone()
    database.close()

print(
    json.dumps(
        {
            "version": duckdb.__version__,
            "importing_seconds": importing,
            "grouping_seconds": grouping,
            "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            "cells": sum(counts[0::2]),
            "votes": int(sum(count or 0 for count in counts[1::2])),
        }
    )
)

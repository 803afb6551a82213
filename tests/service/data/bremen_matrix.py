#!/usr/bin/env python3
"""Claimed × measured around Bremen, computed without the service.

Reads the regulator's table of 100 m cells (how many networks cover each) and
the LTE drive test of three networks, and prints what the service must find.
Nothing but the standard library; the projection to UTM zone 32 is Krüger's
series, so that no library is shared with the service.

    python3 bremen_matrix.py ../../../../shared/data > bremen_matrix.json
"""

import csv
import gzip
import json
import math
import sys
from collections import defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

CELL_M = 100
THRESHOLD_DBM = -110.0
# Column and least number of networks. Wherever the drive went in the table all
# three networks have LTE, so that the third, 5G by three, is there to be ragged.
CLAIMS = [("lte", 1), ("lte", 3), ("nr_nsa_sa", 3)]
NETWORKS = {"262-01": "net-1", "262-02": "net-2", "262-03": "net-3"}
# The drive was on one September day: central European summer time.
LOCAL_TIME = timezone(timedelta(hours=2))

# GRS 80, and the third flattening's powers in Krüger's series (1912) to n⁴:
# the rest is far below a millimetre.
SEMI_MAJOR_M = 6_378_137.0
FLATTENING = 1 / 298.257222101
N = FLATTENING / (2 - FLATTENING)
ECCENTRICITY = math.sqrt(FLATTENING * (2 - FLATTENING))
RECTIFYING_M = SEMI_MAJOR_M / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
ALPHA = [
    N / 2 - 2 * N**2 / 3 + 5 * N**3 / 16 + 41 * N**4 / 180,
    13 * N**2 / 48 - 3 * N**3 / 5 + 557 * N**4 / 1440,
    61 * N**3 / 240 - 103 * N**4 / 140,
    49561 * N**4 / 161280,
]


def transverse_mercator(lng, lat, central, scale, false_easting, false_northing):
    """Easting and northing in metres of a position in degrees on GRS 80."""
    phi, away = math.radians(lat), math.radians(lng - central)
    conformal = math.sinh(
        math.atanh(math.sin(phi)) - ECCENTRICITY * math.atanh(ECCENTRICITY * math.sin(phi))
    )
    xi = math.atan2(conformal, math.cos(away))
    eta = math.asinh(math.sin(away) / math.hypot(conformal, math.cos(away)))
    terms = list(enumerate(ALPHA, 1))
    north = xi + sum(a * math.sin(2 * j * xi) * math.cosh(2 * j * eta) for j, a in terms)
    east = eta + sum(a * math.cos(2 * j * xi) * math.sinh(2 * j * eta) for j, a in terms)
    return false_easting + scale * RECTIFYING_M * east, false_northing + scale * RECTIFYING_M * north


def utm_32(lng, lat):
    return transverse_mercator(lng, lat, 9.0, 0.9996, 500_000.0, 0.0)


def regulators_cells(data):
    """(column, row) of each 100 m cell to its numbers of networks, by name of the table's column."""
    cells = {}
    with open(data / "coverage/bnetza_bremen_mobilfunkmonitoring_202401_100m.csv", newline="") as file:
        for row in csv.DictReader(file):
            north, east = row["id"].removeprefix("100mN").split("E")
            cells[int(east), int(north)] = {name: int(row[name]) for name in row if name != "id"}
    return cells


def samples(data):
    """(network, cell, local day, level in dBm) of every row that counts.

    Each file is of one phone. Of the rows that it wrote within a second in one
    place the first counts.
    """
    for path in sorted((data / "measurements/haw_drive2").glob("*.geojson.gz")):
        with gzip.open(path) as file:
            features = json.load(file)["features"]
        seconds = set()
        for feature in features:
            properties = feature["properties"]
            second = properties["timestamp"] // 1000, *feature["geometry"]["coordinates"][:2]
            if second in seconds:
                continue
            seconds.add(second)
            network = NETWORKS[f"{properties['mcc']}-{properties['mnc']:02}"]
            moment = datetime.fromtimestamp(properties["timestamp"] / 1000, LOCAL_TIME)
            level_dbm = properties["rsrp"]
            assert properties["tech"] == "Lte" and -140 <= level_dbm <= -44 and 6 <= moment.hour < 22
            x_m, y_m = utm_32(*feature["geometry"]["coordinates"][:2])
            cell = math.floor(x_m / CELL_M), math.floor(y_m / CELL_M)
            yield network, cell, moment.date(), level_dbm


def evidence(rows):
    """By network and cell: one vote a day, the levels, and how many of them pass."""
    days = defaultdict(lambda: defaultdict(list))
    for network, cell, day, level_dbm in rows:
        days[network, cell][day].append(level_dbm)
    found = defaultdict(dict)
    for (network, cell), by_day in days.items():
        votes = [half_pass([level >= THRESHOLD_DBM for level in levels]) for levels in by_day.values()]
        levels = sorted(level for levels in by_day.values() for level in levels)
        found[network][cell] = {
            "passes": half_pass(votes),
            "votes": len(votes),
            "votes_passing": sum(votes),
            "samples": len(levels),
            "samples_passing": sum(level >= THRESHOLD_DBM for level in levels),
            # The greatest level that at least half of the samples reach.
            "median_dbm": levels[len(levels) // 2],
        }
    return found


def half_pass(outcomes):
    return 2 * sum(outcomes) >= len(outcomes)


def figures(cells, is_claimed):
    """The matrix of claimed × measured over some cells, and what stands beside it."""
    matrix = {"claimed_passed": 0, "claimed_failed": 0, "unclaimed_passed": 0, "unclaimed_failed": 0}
    for cell, found in cells.items():
        claim = "claimed" if is_claimed(cell) else "unclaimed"
        matrix[f"{claim}_{'passed' if found['passes'] else 'failed'}"] += 1
    claimed = [found for cell, found in cells.items() if is_claimed(cell)]
    total = lambda of, name: sum(found[name] for found in of)
    # The drive was on one day, so that a cell passes exactly when its median does.
    assert all(found["passes"] == (found["median_dbm"] >= THRESHOLD_DBM) for found in cells.values())
    return {
        "matrix": matrix,
        "cells": sum(matrix.values()),
        "votes": [total(claimed, "votes_passing"), total(claimed, "votes")],
        "reliability": [total(claimed, "samples_passing"), total(claimed, "samples")],
        "samples": total(cells.values(), "samples"),
        "sum_of_medians_dbm": total(cells.values(), "median_dbm"),
    }


def main(data):
    counts = regulators_cells(data)
    columns, rows = [column for column, _ in counts], [row for _, row in counts]
    zones = {
        # The rectangle around all cells, much of it not in the table.
        "around": lambda c: min(columns) <= c[0] <= max(columns) and min(rows) <= c[1] <= max(rows),
        "table": lambda c: c in counts,
    }
    measured = evidence(samples(data))
    found = [
        {"network": network, "zone": zone, "column": column, "at_least": k}
        | figures(
            {cell: found for cell, found in measured[network].items() if holds(cell)},
            lambda cell: counts.get(cell, {column: 0})[column] >= k,
        )
        for network in sorted(measured)
        for zone, holds in zones.items()
        for column, k in CLAIMS
    ]
    print("[\n" + ",\n".join(json.dumps(line) for line in found) + "\n]")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""python generate.py (with requirements.txt): data sets, and what Evidently makes of them as pandas reads them.

Written beside this file: <pair>-<side>.csv.gz, .jsonl.gz and .parquet, and evidently.json.
"""

import gzip
import json
import math
from pathlib import Path

import numpy
import pandas
from evidently import Dataset, Report
from evidently.presets import DataDriftPreset

HERE = Path(__file__).parent

# Rows of reference and current: below 1,000 Evidently takes tests, above distances.
PAIRS = {"small": (400, 250), "large": (1600, 700)}


def frame(random, rows, moved):
    """A data set of every kind of column; `moved` is 0 for the reference."""
    balance = random.normal(1000 + 40 * moved, 300, rows)
    balance[random.random(rows) < 0.05] = numpy.nan
    return pandas.DataFrame(
        {
            "amount": numpy.round(random.lognormal(3 + 0.3 * moved, 1, rows), 2),
            "steady": random.normal(0, 1, rows),
            "age": random.integers(18, 80 + 5 * moved, rows),
            "risk level": random.integers(0, 7, rows),
            "balance": balance,
            "channel": random.choice(["web", "app", "pos"], rows, p=[0.5 - 0.2 * moved, 0.3, 0.2 + 0.2 * moved]),
            "country": random.choice(["de", "fr", "it", "es", "pt"][: 4 + moved], rows),
            "card present": random.random(rows) < 0.6,
            "weekend": random.random(rows) < 0.28 + 0.15 * moved,
            "constant": numpy.full(rows, 3.5),
            "reference id": [f"r-{random.integers(1 << 40):010x}" for _ in range(rows)],
        }
    )


def write(frame, name):
    frame.to_csv(HERE / f"{name}.csv.gz", index=False, compression={"method": "gzip", "mtime": 0})
    lines = frame.to_json(orient="records", lines=True, double_precision=15)
    (HERE / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    frame.to_parquet(HERE / f"{name}.parquet", index=False)


def verdict(reference, current):
    # A text column is judged by a classifier that Evidently trains, which has no part here.
    columns = [name for name in reference if name != "reference id"]
    report = Report([DataDriftPreset(columns=columns)]).run(Dataset.from_pandas(current), Dataset.from_pandas(reference))
    count, *drifts = report.dict()["metrics"]
    return {
        "drifted": int(count["value"]["count"]),
        "share": count["value"]["share"],
        "columns": {
            drift["config"]["column"]: {
                "method": drift["config"]["method"],
                "threshold": drift["config"]["threshold"],
                "score": None if math.isnan(drift["value"]) else float(drift["value"]),
            }
            for drift in drifts
        },
    }


expected = {}
for index, (name, (reference_rows, current_rows)) in enumerate(PAIRS.items()):
    random = numpy.random.default_rng(300 + index)
    write(frame(random, reference_rows, 0), f"{name}-reference")
    write(frame(random, current_rows, 1), f"{name}-current")
    sides = [pandas.read_csv(HERE / f"{name}-{side}.csv.gz") for side in ("reference", "current")]
    expected[name] = verdict(*sides)
(HERE / "evidently.json").write_text(json.dumps(expected, indent=1) + "\n")

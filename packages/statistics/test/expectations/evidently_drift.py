"""What Evidently decides: the method, the score and the threshold of columns, and the verdict on datasets."""

import numpy
import pandas
from evidently import DataDefinition, Dataset, Report
from evidently.legacy.calculations.stattests.registry import get_stattest
from evidently.legacy.core import ColumnType
from evidently.presets import DataDriftPreset

from recipes import digits, draw

METHODS = {
    "K-S p_value": "ks",
    "Z-test p_value": "z",
    "chi-square p_value": "chisquare",
    "Jensen-Shannon distance": "jensenshannon",
    "Wasserstein distance (normed)": "wasserstein",
}

# name: (type, storage, reference, current)
COLUMNS = {
    "same": ("numerical", "float", {"shape": "bell"}, {"shape": "bell"}),
    "shifted": ("numerical", "float", {"shape": "bell"}, {"shape": "bell", "offset": 0.2}),
    "wider": ("numerical", "float", {"shape": "uniform"}, {"shape": "uniform", "scale": 1.4}),
    "heavy": ("numerical", "float", {"shape": "heavy"}, {"shape": "heavy", "scale": 1.2}),
    "far": ("numerical", "float", {"shape": "uniform", "offset": 1e6}, {"shape": "uniform", "offset": 1e6 + 0.02}),
    "ten values": ("numerical", "float", {"shape": "grid"}, {"shape": "grid", "offset": 1.0}),
    "ten integers": ("numerical", "integer", {"shape": "grid"}, {"shape": "grid"}),
    "integers": ("numerical", "integer", {"shape": "heavy", "scale": 3.0}, {"shape": "heavy", "scale": 4.0}),
    "three values": ("numerical", "float", {"shape": "coarse"}, {"shape": "coarse"}),
    "constant": ("numerical", "float", {"shape": "constant"}, {"shape": "constant"}),
    "other constant": ("numerical", "float", {"shape": "constant"}, {"shape": "constant", "scale": 2.0}),
    "missing": (
        "numerical",
        "float",
        {"shape": "bell", "special": {"0": "NaN", "3": "Infinity"}},
        {"shape": "bell", "special": {"1": "NaN", "2": "-Infinity"}},
    ),
    "categories": ("categorical", "integer", {"shape": "grid"}, {"shape": "grid"}),
    "unseen category": ("categorical", "integer", {"shape": "coarse"}, {"shape": "coarse", "offset": 1.0}),
    "vanished category": ("categorical", "integer", {"shape": "grid"}, {"shape": "coarse"}),
    "one category": ("categorical", "integer", {"shape": "constant"}, {"shape": "constant"}),
    "two categories": ("categorical", "integer", {"shape": "constant"}, {"shape": "constant", "scale": 7.0}),
}

SIZES = [(12, 9), (60, 60), (200, 1000), (1000, 300), (1001, 300), (1001, 20), (3000, 3000), (1024, 1024)]

# Methods that are not the default of any column, asked for by name.
BY_NAME = {
    "numerical": ["psi", "kl_div", "hellinger", "ed", "mannw", "t_test", "anderson", "cramer_von_mises", "jensenshannon"],
    "categorical": ["psi", "kl_div", "hellinger", "jensenshannon"],
}


def series(recipe, kind, storage):
    values = draw(recipe)
    if storage == "integer":
        values = values.astype("int64")
    # As text, because Evidently takes small integers for categories only where it is told so.
    return pandas.Series([f"c{value}" for value in values]) if kind == "categorical" else pandas.Series(values)


def run(metrics, reference, current, definition):
    report = Report(metrics).run(
        Dataset.from_pandas(current, definition), Dataset.from_pandas(reference, definition)
    )
    return report.dict()["metrics"]


def by_name(name, kind, reference, current):
    """By the registered functions themselves: a report draws plots for every column, which takes minutes."""
    clean = [side[name].replace([-numpy.inf, numpy.inf], numpy.nan).dropna() for side in (reference, current)]
    scores = {}
    for method in BY_NAME[kind]:
        column_type = ColumnType.Numerical if kind == "numerical" else ColumnType.Categorical
        test = get_stattest(*clean, column_type, method)
        try:
            result = test(*(side.copy() for side in clean), column_type, None)
        except (ValueError, IndexError, ZeroDivisionError, TypeError):
            continue
        scores[method] = [digits(result.drift_score), result.actual_threshold]
    return scores


def dataset(m, n, seed):
    columns = {}
    for index, (name, (kind, storage, reference, current)) in enumerate(COLUMNS.items()):
        recipes = {"size": m, "seed": seed + 2 * index}, {"size": n, "seed": seed + 2 * index + 1}
        columns[name] = {
            "type": kind,
            "storage": storage,
            "reference": {**reference, **recipes[0]},
            "current": {**current, **recipes[1]},
        }
    frames = [
        pandas.DataFrame({name: series(c[side], c["type"], c["storage"]) for name, c in columns.items()})
        for side in ("reference", "current")
    ]
    definition = DataDefinition(
        numerical_columns=[name for name, c in columns.items() if c["type"] == "numerical"],
        categorical_columns=[name for name, c in columns.items() if c["type"] == "categorical"],
    )
    count, *drifts = run([DataDriftPreset()], *frames, definition)
    for metric in drifts:
        config = metric["config"]
        columns[config["column"]].update(
            method=METHODS[config["method"]], score=digits(metric["value"]), threshold=config["threshold"]
        )
    for name, column in columns.items():
        column["byName"] = by_name(name, column["type"], *frames)
    return {"columns": columns, "drifted": int(count["value"]["count"]), "share": count["value"]["share"]}


def make():
    return [dataset(m, n, 10_000 + 100 * index) for index, (m, n) in enumerate(SIZES)]

"""Writes isotonic.json: what scipy's isotonic regression says of rows that rows.ts draws again, at every distinct score.

pip install -r requirements.txt && python isotonic.py && npx biome format --write .
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy.optimize import isotonic_regression


def uniforms(seed):
    """Numerical Recipes' generator, so that TypeScript draws the very same numbers."""
    state = seed
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


def draw(seed, rows, digits):
    numbers = uniforms(seed)
    scores, labels = [], []
    for _ in range(rows):
        scores.append(math.floor(next(numbers) * 10**digits) / 10**digits)
        labels.append(1 if next(numbers) < scores[-1] ** 2 else 0)
    return np.array(scores), np.array(labels)


def fit(scores, labels):
    """Knots at the distinct scores; rows that share a score weigh as many as they are."""
    knots, which, weights = np.unique(scores, return_inverse=True, return_counts=True)
    means = np.bincount(which, labels) / weights
    return knots, isotonic_regression(means, weights=weights).x


def brier_of_halves(scores, labels):
    """Each half of the rows judged by the fit on the other: straight lines between knots, constant beyond them."""
    even = np.arange(len(scores)) % 2 == 0
    errors = np.empty(len(scores))
    for half in (even, ~even):
        knots, fitted = fit(scores[~half], labels[~half])
        errors[half] = (np.interp(scores[half], knots, fitted) - labels[half]) ** 2
    return errors.mean()


def case(seed, rows, digits, reverse=False):
    scores, labels = draw(seed, rows, digits)
    labels = 1 - labels if reverse else labels
    knots, fitted = fit(scores, labels)
    return {
        "seed": seed,
        "rows": rows,
        "digits": digits,
        "reverse": reverse,
        "knots": knots.tolist(),
        "fitted": fitted.tolist(),
        "brier_of_scores": float(((scores - labels) ** 2).mean()),
        "brier_of_halves": float(brier_of_halves(scores, labels)),
    }


cases = [case(31, 2000, 2), case(32, 300, 9), case(33, 1200, 1), case(34, 400, 2, reverse=True)]
Path(__file__).with_name("isotonic.json").write_text(json.dumps(cases, indent=1) + "\n")

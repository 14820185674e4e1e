"""Writes quality.json: what scikit-learn, statsmodels, NannyML and scipy say of rows that rows.ts draws again.

pip install -r requirements.txt && python generate.py && npx biome format --write .
"""

import json
import math
from pathlib import Path

import numpy as np
from nannyml.performance_estimation.confidence_based import metrics as nannyml
from scipy import optimize, special
from sklearn import metrics
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from statsmodels.stats.proportion import power_proportions_2indep, proportion_confint


def uniforms(seed):
    """Numerical Recipes' generator, so that TypeScript draws the very same numbers."""
    state = seed
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


def draw(seed, rows, digits):
    """Scores with that many digits, so with ties for few, and labels that are a yes with the square of the score."""
    numbers = uniforms(seed)
    scores, labels = [], []
    for _ in range(rows):
        scores.append(math.floor(next(numbers) * 10**digits) / 10**digits)
        labels.append(1 if next(numbers) < scores[-1] ** 2 else 0)
    return np.array(scores), np.array(labels)


def calibration_error(scores, labels, bins=10):
    which = np.minimum((scores * bins).astype(int), bins - 1)
    return sum(
        abs(scores[which == b].mean() - labels[which == b].mean()) * (which == b).mean()
        for b in range(bins)
        if (which == b).any()
    )


def delong_error(scores, labels):
    """By the definition: every yes against every no."""
    yes, no = scores[labels == 1], scores[labels == 0]
    wins = (yes[:, None] > no[None, :]) + 0.5 * (yes[:, None] == no[None, :])
    return math.sqrt(wins.mean(1).var(ddof=1) / len(yes) + wins.mean(0).var(ddof=1) / len(no))


def classification(seed, rows, digits):
    scores, labels = draw(seed, rows, digits)
    answers = scores >= 0.5
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, labels)
    slope, offset = _sigmoid_calibration(scores, labels)
    asked = [0, 0.111, 0.5, 0.777, 1]
    return {
        "seed": seed,
        "rows": rows,
        "digits": digits,
        "accuracy": metrics.accuracy_score(labels, answers),
        "precision": metrics.precision_score(labels, answers),
        "recall": metrics.recall_score(labels, answers),
        "f1": metrics.f1_score(labels, answers),
        "roc_auc": metrics.roc_auc_score(labels, scores),
        "roc_auc_error": delong_error(scores, labels),
        "average_precision": metrics.average_precision_score(labels, scores),
        "log_loss": metrics.log_loss(labels, scores),
        "brier": metrics.brier_score_loss(labels, scores),
        "calibration_error": calibration_error(scores, labels),
        "asked": asked,
        "isotonic": isotonic.predict(asked).tolist(),
        "platt": [slope, offset],
    }


def without_labels(seed, rows, digits):
    scores, _ = draw(seed, rows, digits)
    probabilities, answers = scores**2, scores >= 0.6
    return {
        "seed": seed,
        "rows": rows,
        "digits": digits,
        "accuracy": nannyml.estimate_accuracy(answers, probabilities),
        "precision": nannyml.estimate_precision(answers, probabilities),
        "recall": nannyml.estimate_recall(answers, probabilities),
        "f1": nannyml.estimate_f1(answers, probabilities),
        "roc_auc": nannyml.estimate_roc_auc(probabilities, scores),
    }


def power(first, second, alpha, ratio, rows):
    return power_proportions_2indep(first - second, second, rows, ratio=ratio, alpha=alpha, return_results=False)


def rows_for(first, second, alpha, ratio, wanted):
    rows = 1
    while power(first, second, alpha, ratio, rows) < wanted:
        rows += 1
    return rows


def confidence_sequence(control, candidate, alpha, prior):
    """The edges where the mixture is 1 / alpha times as likely as the best pair of rates with that difference."""
    (n, s), (m, t) = control, candidate
    a, b = prior
    mixture = sum(special.betaln(a + y, b + x - y) - special.betaln(a, b) for x, y in [control, candidate])

    def likelihood(p, d):
        return special.xlogy(s, p) + special.xlogy(n - s, 1 - p) + special.xlogy(t, p + d) + special.xlogy(m - t, 1 - p - d)

    def evidence(d):
        found = optimize.minimize_scalar(
            lambda p: -likelihood(p, d), bounds=(max(0, -d), min(1, 1 - d)), method="bounded", options={"xatol": 1e-13}
        )
        return mixture + found.fun - math.log(1 / alpha)

    middle = t / m - s / n
    tight = {"xtol": 1e-12}
    return {
        "lower": optimize.brentq(evidence, -0.999999, middle, **tight),
        "upper": optimize.brentq(evidence, middle, 0.999999, **tight),
        "p_value": min(1, math.exp(-evidence(0) - math.log(1 / alpha))),
    }


RATES = [
    ([1000, 50], [1000, 80], 0.05, [0.5, 0.5]),
    ([1000, 50], [1000, 80], 0.05, [20, 380]),
    ([20000, 200], [1000, 30], 0.01, [0.5, 0.5]),
    ([40, 20], [60, 20], 0.1, [0.5, 0.5]),
    ([5000, 3], [5000, 21], 0.05, [0.5, 0.5]),
]
POWERS = [(0.1, 0.12, 0.05, 1), (0.5, 0.4, 0.01, 1), (0.02, 0.01, 0.05, 3), (0.3, 0.35, 0.1, 0.25)]

expectations = {
    "classification": [classification(1, 400, 9), classification(2, 400, 1), classification(3, 57, 2)],
    "without_labels": [without_labels(4, 500, 9), without_labels(5, 60, 9)],
    "wilson": [
        {"successes": s, "trials": n, "level": level, "interval": list(map(float, proportion_confint(s, n, 1 - level, "wilson")))}
        for s, n, level in [(0, 10, 0.95), (10, 10, 0.95), (37, 120, 0.99), (3, 9000, 0.9)]
    ],
    "power": [
        {
            "first": p, "second": q, "alpha": a, "ratio": r,
            "power_of_700": float(power(p, q, a, r, 700)),
            "rows_for_80": rows_for(p, q, a, r, 0.8),
        }
        for p, q, a, r in POWERS
    ],
    "rates": [
        {"control": c, "candidate": d, "alpha": a, "prior": prior, **confidence_sequence(c, d, a, prior)}
        for c, d, a, prior in RATES
    ],
}
Path(__file__).with_name("quality.json").write_text(json.dumps(expectations, indent=1, default=float) + "\n")

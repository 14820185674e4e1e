"""What scipy says about pairs of samples: statistics and p values of the tests that take numbers, and distances."""

import numpy
from scipy import stats

from recipes import digits, draw

SMALL = [(1, 1), (1, 2), (2, 2), (3, 5), (8, 8), (7, 40), (9, 9), (20, 20), (20, 21), (12, 18), (50, 50), (100, 37)]
MIDDLE = [(1000, 1000), (997, 1009), (1, 3000), (2000, 400)]
LARGE = [(10_001, 9_000), (20_000, 30), (100_000, 100_000), (100_000, 90_001)]

# (reference, current): same law, shifted, other shapes, and what breaks formulas.
PAIRS = {
    "same": ({"shape": "uniform"}, {"shape": "uniform"}),
    "shifted": ({"shape": "bell"}, {"shape": "bell", "offset": 0.35}),
    "slightly shifted": ({"shape": "bell"}, {"shape": "bell", "offset": 0.01}),
    "wider": ({"shape": "bell"}, {"shape": "bell", "scale": 1.5}),
    "ties": ({"shape": "grid"}, {"shape": "grid"}),
    "few values": ({"shape": "coarse"}, {"shape": "coarse", "scale": 2.0}),
    "heavy tails": ({"shape": "heavy"}, {"shape": "heavy", "scale": 1.1}),
    "disjoint": ({"shape": "uniform"}, {"shape": "uniform", "offset": 5.0}),
    "far from zero": ({"shape": "uniform", "offset": 1e9}, {"shape": "uniform", "offset": 1e9 + 0.1}),
    "at the last digit": ({"shape": "grid", "offset": 1e15}, {"shape": "grid", "offset": 1e15 + 1}),
    "tiny": ({"shape": "bell", "scale": 1e-300}, {"shape": "bell", "scale": 1.2e-300}),
    "denormal": ({"shape": "bell", "scale": 1e-310}, {"shape": "bell", "scale": 1.2e-310}),
    "huge": ({"shape": "bell", "scale": 1e300}, {"shape": "bell", "scale": 1.2e300}),
    "equal constants": ({"shape": "constant"}, {"shape": "constant"}),
    "different constants": ({"shape": "constant"}, {"shape": "constant", "scale": 3.0}),
    "constant reference": ({"shape": "constant"}, {"shape": "uniform", "scale": 2.0}),
}
LARGE_PAIRS = ["same", "slightly shifted", "ties", "heavy tails", "far from zero"]


def cases():
    seed = 0
    for name, (reference, current) in PAIRS.items():
        sizes = SMALL + MIDDLE + (LARGE if name in LARGE_PAIRS else [])
        for m, n in sizes:
            seed += 2
            yield name, {**reference, "size": m, "seed": seed}, {**current, "size": n, "seed": seed + 1}


def attempt(function):
    """The pair [statistic, p], or None where scipy refuses."""
    try:
        result = function()
    except (ValueError, IndexError, ZeroDivisionError):
        return None
    return [digits(result.statistic), digits(result.pvalue)]


def well_conditioned(reference, current):
    """Moved and scaled, without rounding, to where scipy's and numpy's moments keep their digits; and the unit."""
    largest = max(abs(reference).max(), abs(current).max())
    lowest = min(reference.min(), current.min())
    if max(reference.max(), current.max()) - lowest < 1e-3 * largest:
        return reference - lowest, current - lowest, 1.0
    unit = 1.0 if largest == 0 or 1e-100 < largest < 1e100 else 2.0 ** max(-1022, numpy.floor(numpy.log2(largest)))
    return reference / unit, current / unit, unit


def expectations(reference, current):
    m, n = len(reference), len(current)
    small = max(m, n) <= 100
    *moved, unit = well_conditioned(reference, current)
    result = {
        "ks": attempt(lambda: stats.ks_2samp(reference, current)),
        "ksAsymptotic": attempt(lambda: stats.ks_2samp(reference, current, method="asymp")),
        "mannWhitney": attempt(lambda: stats.mannwhitneyu(reference, current)),
        "mannWhitneyLess": attempt(lambda: stats.mannwhitneyu(reference, current, alternative="less")),
        "mannWhitneyGreater": attempt(
            lambda: stats.mannwhitneyu(reference, current, alternative="greater", use_continuity=False)
        ),
        "cramerVonMises": attempt(lambda: stats.cramervonmises_2samp(reference, current)),
        "andersonDarling": attempt(lambda: stats.anderson_ksamp([reference, current], variant="midrank")),
        "student": attempt(lambda: stats.ttest_ind(*moved)),
        "welch": attempt(lambda: stats.ttest_ind(*moved, equal_var=False)),
        "wasserstein": digits(stats.wasserstein_distance(reference, current)),
        "energy": digits(stats.energy_distance(reference, current)),
        "deviation": digits(numpy.std(moved[0]) * unit),
    }
    if small and m * n <= 400:
        result["mannWhitneyExact"] = attempt(lambda: stats.mannwhitneyu(reference, current, method="exact"))
    return result


def make():
    return [
        {"name": name, "reference": r, "current": c, "expected": expectations(draw(r), draw(c))}
        for name, r, c in cases()
    ]

"""The other side of bench.ts: scipy and numpy on the same files, one answer per line of standard input.

usage: referee.py REFERENCE CURRENT      (raw little-endian doubles; needs numpy and scipy)
A line names a measurement; the answer is {"seconds", "value"}.
"""

import json
import sys
import time

import numpy
from scipy import stats
from scipy.spatial import distance

reference, current = (numpy.fromfile(path) for path in sys.argv[1:3])
reference_codes, current_codes = (numpy.floor(numpy.abs(side) * 10) % 12 for side in (reference, current))


def histograms():
    edges = numpy.histogram_bin_edges(numpy.concatenate([reference, current]), "sturges")
    return numpy.histogram(reference, edges)[0], numpy.histogram(current, edges)[0]


def filled(shares):
    """Evidently's rule for empty bins."""
    smallest = shares[shares > 0].min()
    return numpy.where(shares == 0, smallest / 1e6 if smallest <= 1e-4 else 1e-4, shares)


def stability_index():
    p, q = (filled(counts / counts.sum()) for counts in histograms())
    return numpy.sum((p - q) * numpy.log(p / q))


def chi_square():
    keys, counts = zip(*(numpy.unique(side, return_counts=True) for side in (reference_codes, current_codes)))
    both = numpy.union1d(*keys)
    table = numpy.zeros((2, len(both)))
    for row, (key, count) in enumerate(zip(keys, counts)):
        table[row, numpy.searchsorted(both, key)] = count
    return stats.chi2_contingency(table).statistic


MEASUREMENTS = {
    "ks": lambda: stats.ks_2samp(reference, current).statistic,
    "wasserstein": lambda: stats.wasserstein_distance(reference, current),
    "jensenshannon": lambda: distance.jensenshannon(*histograms()),
    "psi": stability_index,
    "chisquare": chi_square,
}

for line in sys.stdin:
    measure = MEASUREMENTS[line.strip()]
    start = time.perf_counter()
    value = measure()
    print(json.dumps({"seconds": time.perf_counter() - start, "value": float(value)}), flush=True)

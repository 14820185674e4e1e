"""What scipy and statsmodels say about counts: contingency tables, goodness of fit, proportions, histograms."""

import numpy
from scipy import stats
from scipy.spatial import distance
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportions_ztest

from recipes import digits, draw


def pair(statistic, p):
    return [digits(statistic), digits(p)]


def count_pairs():
    rng = numpy.random.default_rng(7)
    for bins in [2, 2, 2, 3, 5, 12, 40, 200]:
        for size in [5, 60, 1000, 10**6, 10**9]:
            weights = rng.dirichlet(numpy.ones(bins))
            other = weights if size % 3 == 0 else rng.dirichlet(numpy.ones(bins))
            mixed = 0.95 * weights + 0.05 * other
            yield rng.multinomial(size, weights), rng.multinomial(max(3, size // 2), mixed / mixed.sum())
    yield numpy.array([10, 0]), numpy.array([0, 10])
    yield numpy.array([5, 5, 0]), numpy.array([5, 5, 7])
    yield numpy.array([5, 5]), numpy.array([5, 5])
    yield numpy.array([1000000, 999999, 3]), numpy.array([1000000, 999998, 4])


def histogram_case(reference, current):
    with numpy.errstate(all="ignore"):
        p, q = reference / reference.sum(), current / current.sum()
        return {
            "jensenShannon": digits(distance.jensenshannon(reference, current)),
            "jensenShannonBits": digits(distance.jensenshannon(reference, current, 2)),
            "kullbackLeibler": digits(stats.entropy(reference, current)),
            "stabilityIndex": digits(stats.entropy(p, q) + stats.entropy(q, p)),
            "totalVariation": digits(numpy.abs(p - q).sum() / 2),
            "hellinger": digits(numpy.sqrt(((numpy.sqrt(p) - numpy.sqrt(q)) ** 2).sum() / 2)),
        }


def homogeneity_case(reference, current):
    seen = (reference + current) > 0
    table = numpy.array([reference[seen], current[seen]])
    result = {}
    for name, lambda_ in [("chiSquare", 1), ("g", "log-likelihood")]:
        for suffix, correction in [("", True), ("Uncorrected", False)]:
            answer = stats.chi2_contingency(table, correction=correction, lambda_=lambda_)
            result[name + suffix] = pair(answer.statistic, answer.pvalue)
    expected = reference * (current.sum() / reference.sum())
    with numpy.errstate(all="ignore"):
        fit = stats.chisquare(current, expected)
        g_fit = stats.power_divergence(current, expected, lambda_="log-likelihood")
    result["fit"] = pair(fit.statistic, fit.pvalue)
    result["gFit"] = pair(g_fit.statistic, g_fit.pvalue)
    return result


def fisher_tables():
    rng = numpy.random.default_rng(11)
    for scale in [3, 10, 100, 3000]:
        for _ in range(12):
            yield rng.integers(0, scale, (2, 2))
    yield from (
        numpy.array(table)
        for table in [
            [[0, 0], [3, 4]], [[0, 5], [0, 7]], [[10, 10], [10, 10]], [[1, 0], [0, 1]], [[8, 2], [1, 5]],
            [[500_000, 500_300], [499_900, 501_000]], [[0, 100_000], [12, 99_988]], [[30, 0], [0, 30]],
            [[2, 1_000_000], [9, 999_991]], [[100, 2], [1000, 5]],
        ]
    )  # fmt: skip


def proportions():
    for a, m, b, n in [(3, 10, 5, 12), (0, 5, 3, 8), (500, 1000, 530, 1000), (1, 10**6, 9, 10**6), (7, 7, 1, 9),
                       (1000, 10**5, 2000, 10**5)]:  # fmt: skip
        statistic, p = proportions_ztest([a, b], [m, n])
        yield {"reference": [a, m], "current": [b, n], "z": pair(statistic, p)}


def corrections():
    rng = numpy.random.default_rng(3)
    for size in [1, 2, 7, 100]:
        p = rng.random(size) ** 3
        if size > 5:
            p[2] = p[3]
        yield {
            "pValues": [digits(value) for value in p],
            **{
                name: [digits(value) for value in multipletests(p, method=method)[1]]
                for name, method in [("bonferroni", "bonferroni"), ("holm", "holm"), ("benjamini-hochberg", "fdr_bh")]
            },
        }


def sturges():
    recipes = [
        {"shape": shape, "size": size, "seed": 900 + size, "scale": scale, "offset": offset}
        for shape in ["uniform", "grid", "heavy", "constant"]
        for size in [1, 2, 100, 1024, 4096, 5000]
        for scale, offset in [(1.0, 0.0), (1e-9, 1e3), (1e200, 0.0), (-3.0, 1e9)]
        # numpy refuses a constant that half a unit does not move.
        if not (shape == "constant" and scale == 1e200) and not (size == 1 and scale == 1e200)
    ]
    for recipe in recipes:
        values = draw(recipe)
        edges = numpy.histogram_bin_edges(values, "sturges")
        yield {
            "recipe": recipe,
            "bins": len(edges) - 1,
            "lastEdges": [digits(edges[0]), digits(edges[-2]), digits(edges[-1])],
            "counts": numpy.histogram(values, edges)[0].tolist(),
        }


def make():
    pairs = list(count_pairs())
    return {
        "histograms": [
            {"reference": r.tolist(), "current": c.tolist(), **histogram_case(r, c), **homogeneity_case(r, c)}
            for r, c in pairs
        ],
        "fisher": [
            {"table": table.tolist(), "fisher": pair(*stats.fisher_exact(table))} for table in fisher_tables()
        ],
        "proportions": list(proportions()),
        "corrections": list(corrections()),
        "sturges": list(sturges()),
    }

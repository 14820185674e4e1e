"""Writes river.json: where river's detectors find changes in streams that streams.ts draws again.

pip install -r requirements.txt && python generate.py && npx biome format --write .
"""

import json
from pathlib import Path

from river.drift import ADWIN, PageHinkley
from river.drift.binary import DDM


def uniforms(seed):
    """Numerical Recipes' generator, so that TypeScript draws the very same numbers."""
    state = seed
    while True:
        state = (1664525 * state + 1013904223) % 2**32
        yield state / 2**32


def noise(seed):
    """Nearly normal: the sum of twelve uniforms, less six."""
    draws = uniforms(seed)
    while True:
        total = 0.0
        for _ in range(12):
            total += next(draws)
        yield total - 6


def stepped(seed, levels, length=1500):
    draws = noise(seed)
    return [level + next(draws) for level in levels for _ in range(length)]


def errors(seed, rates, length=1500):
    draws = uniforms(seed)
    return [1 if next(draws) < rate else 0 for rate in rates for _ in range(length)]


def detections(detector, stream):
    found = []
    for index, value in enumerate(stream):
        detector.update(value)
        if detector.drift_detected:
            found.append(index)
    return found


def warnings(detector, stream):
    found = []
    for index, value in enumerate(stream):
        detector.update(value)
        if detector.warning_detected:
            found.append(index)
    return found


STEPPED = [
    (1, [0, 0.5, 0]),
    (2, [0, 0, 0, 0]),
    (3, [0, 2, -2, 2]),
    (4, [0, 0.2, 0.4, 0.6, 0.8]),
    (5, [10, 9]),
]
ERRORS = [
    (11, [0.1, 0.3]),
    (12, [0.05, 0.05, 0.05]),
    (13, [0.3, 0.1, 0.4]),
    (14, [0.02, 0.5, 0.02, 0.5]),
    (15, [0.2, 0.22, 0.24, 0.26]),
]

expectations = {"stepped": [], "errors": []}
for seed, levels in STEPPED:
    stream = stepped(seed, levels)
    expectations["stepped"].append(
        {
            "seed": seed,
            "levels": levels,
            "adwin": detections(ADWIN(), stream),
            "adwin_strict": detections(ADWIN(delta=1e-5, clock=1, max_buckets=8), stream),
            "page_hinkley": detections(PageHinkley(), stream),
            "page_hinkley_down": detections(PageHinkley(threshold=20, mode="down", delta=0.1), stream),
        }
    )
for seed, rates in ERRORS:
    stream = errors(seed, rates)
    expectations["errors"].append(
        {
            "seed": seed,
            "rates": rates,
            "adwin": detections(ADWIN(), stream),
            "ddm": detections(DDM(), stream),
            "ddm_warnings": len(warnings(DDM(), stream)),
        }
    )

Path(__file__).with_name("river.json").write_text(json.dumps(expectations, indent=1) + "\n")

# python -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python generate.py
"""Writes the expectations that the tests of this package compare with, as computed by scipy, statsmodels and Evidently.

Takes about a minute. Run it in this folder, with the packages of requirements.txt.
"""

import json
import pathlib
import sys
import warnings

import count_tests
import evidently_drift
import two_sample_tests

MODULES = {
    "two-sample-tests": two_sample_tests,
    "count-tests": count_tests,
    "evidently-drift": evidently_drift,
}

warnings.simplefilter("ignore")
for name in sys.argv[1:] or MODULES:
    text = json.dumps(MODULES[name].make(), separators=(",", ":"), allow_nan=False)
    # One case per line, so that a change shows which.
    text = text.replace("},{", "},\n{")
    pathlib.Path(__file__).with_name(f"{name}.json").write_text(text + "\n")

"""An independent judge of the written ONNX files: the ONNX checker and the Python build of ONNX Runtime.

usage: referee_onnx.py MODEL.onnx [MODEL.onnx ...]      needs: onnx, onnxruntime, numpy

A version directory that has a reference-profile.json must also reproduce the probabilities of its sample from the
sampled values, which were written by the trainer and never went through ONNX Runtime. Exits 1 on the first failure.
"""

import json
import pathlib
import sys

import numpy
import onnx
import onnxruntime

# The sample is rounded to 7 digits, so a value may fall on the other side of a threshold: all but a few rows.
TOLERANCE = 1e-5
ROWS_ALLOWED_TO_DIFFER = 0.002


def encode(sample, feature_names):
    columns = []
    for name in feature_names:
        base, _, category = name.partition("=")
        values = sample[base]
        if category:
            columns.append([1.0 if value == category else 0.0 for value in values])
        elif base == "card_present":
            columns.append([1.0 if value == "true" else 0.0 for value in values])
        else:
            columns.append(values)
    return numpy.array(columns, dtype=numpy.float32).T.copy()


def judge(path):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    profile_path = path.parent / "reference-profile.json"
    if not profile_path.exists():
        return "valid"
    sample = json.loads(profile_path.read_text())["sample"]
    manifest = json.loads((path.parent / "manifest.json").read_text())
    rows = encode(sample, manifest["feature_names"])
    (scores,) = session.run(["probability"], {"input": rows})
    differences = numpy.abs(scores[:, 0] - numpy.array(sample["probability"]))
    differing = float(numpy.mean(differences > TOLERANCE))
    if differing > ROWS_ALLOWED_TO_DIFFER:
        sys.exit(f"{path}: {differing:.2%} of the scores differ by more than {TOLERANCE}")
    return f"valid, {len(rows)} scores agree, {differing:.2%} of them within rounding of a threshold"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for argument in sys.argv[1:]:
        print(f"{argument}: {judge(pathlib.Path(argument))}")

"""An independent judge of the Open Inference Protocol: Triton's own HTTP client, unmodified, and Python's ONNX Runtime.

usage: referee_tritonclient.py BASE_URL MODELS_DIRECTORY      env: ADMIN_TOKEN
needs: tritonclient[http], onnxruntime, numpy

Asks a running inference service, which serves the models of MODELS_DIRECTORY, for everything that the client offers,
and compares the numbers with ONNX Runtime's. Prints a line per check and exits 1 when any of them failed.
"""

import os
import pathlib
import sys
import traceback
import urllib.parse

import numpy
import onnxruntime
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

TOLERANCE = 1e-6
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Judge:
    def __init__(self, base_url, models, token):
        self.client = triton.InferenceServerClient(urllib.parse.urlsplit(base_url).netloc, concurrency=8)
        self.models = models
        self.admin = {"authorization": f"Bearer {token}"}

    def expected(self, model, version, feeds):
        path = self.models / model / version / "model.onnx"
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
        return {output.name: value for output, value in zip(session.get_outputs(), session.run(None, feeds))}

    def infer(self, model, feeds, binary_in, binary_out, version="", call=None, **options):
        inputs = []
        for name, values in feeds.items():
            tensor = triton.InferInput(name, list(values.shape), "FP32")
            tensor.set_data_from_numpy(values, binary_data=binary_in)
            inputs.append(tensor)
        names = {"fraud-detection": ["probability"], "add-sub": ["OUTPUT0", "OUTPUT1"]}[model]
        outputs = [triton.InferRequestedOutput(name, binary_data=binary_out) for name in names]
        call = call or self.client.infer
        return call(model, inputs, outputs=outputs, model_version=version, **options)

    def agree(self, model, version, feeds, result):
        for name, values in self.expected(model, version, feeds).items():
            numpy.testing.assert_allclose(result.as_numpy(name), values, rtol=TOLERANCE, atol=TOLERANCE)


def purchases(rows):
    return {"input": numpy.random.default_rng(7).uniform(0, 100, (rows, 19)).astype(numpy.float32)}


def pairs(rows):
    generator = numpy.random.default_rng(11)
    return {name: generator.normal(size=(rows, 4)).astype(numpy.float32) for name in ("INPUT0", "INPUT1")}


def refused(call, words):
    try:
        call()
    except InferenceServerException as error:
        assert words in str(error), f"the message is {error}"
        return
    raise AssertionError("nothing was refused")


@check
def health(judge):
    assert judge.client.is_server_live()
    assert judge.client.is_server_ready()
    assert judge.client.is_model_ready("fraud-detection")
    assert judge.client.is_model_ready("fraud-detection", "1")
    assert not judge.client.is_model_ready("fraud-detection", "99")
    assert not judge.client.is_model_ready("nothing")


@check
def metadata(judge):
    server = judge.client.get_server_metadata()
    assert server["name"] and server["version"] and "binary_tensor_data" in server["extensions"], server
    model = judge.client.get_model_metadata("fraud-detection")
    assert model["versions"] == ["1", "2"], model
    assert model["inputs"] == [{"name": "input", "datatype": "FP32", "shape": [-1, 19]}], model
    assert model["outputs"] == [{"name": "probability", "datatype": "FP32", "shape": [-1, 1]}], model


@check
def configuration(judge):
    config = judge.client.get_model_config("add-sub", "1")
    assert config["max_batch_size"] > 0 and config["backend"] == "onnxruntime", config
    assert config["input"][0] == {"name": "INPUT0", "data_type": "TYPE_FP32", "dims": [4]}, config


@check
def repository_index(judge):
    index = judge.client.get_model_repository_index()
    states = {(entry["name"], entry["version"]): entry["state"] for entry in index}
    assert states[("fraud-detection", "2")] == "READY" and states[("add-sub", "1")] == "READY", index


@check
def statistics_count(judge):
    def rows():
        (entry,) = judge.client.get_inference_statistics("add-sub", "1")["model_stats"]
        return entry["inference_count"], entry["inference_stats"]["success"]["count"]

    rows_before, requests_before = rows()
    judge.infer("add-sub", pairs(3), True, True)
    rows_after, requests_after = rows()
    assert (rows_after - rows_before, requests_after - requests_before) == (3, 1)
    assert len(judge.client.get_inference_statistics()["model_stats"]) >= 3


@check
def numbers_in_every_form(judge):
    for model, versions, feeds in (
        ("fraud-detection", ("1", "2"), purchases(5)),
        ("add-sub", ("1",), pairs(5)),
    ):
        for version in versions:
            for binary_in in (False, True):
                for binary_out in (False, True):
                    result = judge.infer(model, feeds, binary_in, binary_out, version)
                    assert result.get_response()["model_version"] == version
                    judge.agree(model, version, feeds, result)


@check
def batches_of_any_size(judge):
    for rows in (1, 2, 31, 32, 33, 500):
        judge.agree("fraud-detection", "2", purchases(rows), judge.infer("fraud-detection", purchases(rows), True, True, "2"))


@check
def outputs_without_a_wish(judge):
    tensor = triton.InferInput("input", [2, 19], "FP32")
    tensor.set_data_from_numpy(purchases(2)["input"])
    result = judge.client.infer("fraud-detection", [tensor], request_id="mine")
    assert result.get_response()["id"] == "mine"
    judge.agree("fraud-detection", result.get_response()["model_version"], purchases(2), result)


@check
def asynchronous(judge):
    feeds = [pairs(rows) for rows in range(1, 33)]
    calls = [judge.infer("add-sub", feed, True, True, call=judge.client.async_infer) for feed in feeds]
    for feed, call in zip(feeds, calls):
        judge.agree("add-sub", "1", feed, call.get_result())


@check
def compression(judge):
    feeds = purchases(200)
    for algorithm in ("gzip", "deflate"):
        for binary in (False, True):
            result = judge.infer(
                "fraud-detection",
                feeds,
                binary,
                binary,
                "2",
                request_compression_algorithm=algorithm,
                response_compression_algorithm=algorithm,
            )
            judge.agree("fraud-detection", "2", feeds, result)


@check
def mistakes_say_what_they_are(judge):
    wide = {"input": numpy.zeros((1, 20), numpy.float32)}
    refused(lambda: judge.infer("fraud-detection", wide, True, True), "shape [1,20] does not fit [-1,19]")
    refused(lambda: judge.infer("fraud-detection", purchases(1), True, True, "99"), "version 99 of model fraud-detection is not loaded")
    refused(lambda: judge.client.get_model_metadata("nothing"), "no model nothing")
    wrong = triton.InferInput("wrong", [1, 19], "FP32")
    wrong.set_data_from_numpy(numpy.zeros((1, 19), numpy.float32))
    refused(lambda: judge.client.infer("fraud-detection", [wrong]), "unknown input wrong")
    doubles = triton.InferInput("input", [1, 19], "FP64")
    doubles.set_data_from_numpy(numpy.zeros((1, 19)))
    refused(lambda: judge.client.infer("fraud-detection", [doubles]), "the model takes FP32, not FP64")
    missing = triton.InferInput("INPUT0", [1, 4], "FP32")
    missing.set_data_from_numpy(numpy.zeros((1, 4), numpy.float32))
    refused(lambda: judge.client.infer("add-sub", [missing]), "input INPUT1 is missing")


@check
def unload_and_load(judge):
    refused(lambda: judge.client.unload_model("add-sub"), "admin token")
    refused(lambda: judge.client.load_model("add-sub"), "admin token")
    judge.client.unload_model("add-sub", headers=judge.admin)
    assert not judge.client.is_model_ready("add-sub")
    index = judge.client.get_model_repository_index()
    assert [entry["state"] for entry in index if entry["name"] == "add-sub"] == ["UNAVAILABLE"], index
    judge.client.load_model("add-sub", headers=judge.admin)
    assert judge.client.is_model_ready("add-sub")
    judge.agree("add-sub", "1", pairs(2), judge.infer("add-sub", pairs(2), True, True))
    refused(lambda: judge.client.load_model("nothing", headers=judge.admin), "no model nothing")


def main():
    if len(sys.argv) != 3 or "ADMIN_TOKEN" not in os.environ:
        sys.exit(__doc__)
    judge = Judge(sys.argv[1], pathlib.Path(sys.argv[2]), os.environ["ADMIN_TOKEN"])
    failed = 0
    for function in CHECKS:
        name = function.__name__.replace("_", " ")
        try:
            function(judge)
            print(f"ok    {name}")
        except Exception:  # a judge reports every failure, whatever it is
            failed += 1
            print(f"FAIL  {name}\n{traceback.format_exc()}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()

"""The FastAPI variant: the same prediction with the tools that the course's material names.

prometheus_client, structlog and OpenTelemetry are used as that material shows them: a counter and a histogram per
prediction, one JSON line per prediction, FastAPIInstrumentor with two manual spans, a batch processor and OTLP over
HTTP. The model runs inline in an async handler, as shown there; a thread pool would only add work on one core.

Settings: MODEL_PATH (folder with model.onnx and manifest.json), OTEL_*, and ASGI_SPANS=off, which leaves out the
spans that the instrumentation makes for each ASGI message.
"""

import json
import os
import time
import uuid
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import onnxruntime as ort
import structlog
from fastapi import FastAPI
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from prometheus_client import Counter, Histogram, make_asgi_app
from pydantic import BaseModel, ConfigDict, Field

MODEL_NAME, MODEL_VERSION = "fraud-detection", "2"
FOLDER = Path(os.environ["MODEL_PATH"])
MANIFEST = json.loads((FOLDER / "manifest.json").read_text())
THRESHOLDS = MANIFEST["thresholds"]

# packages/model/src/features: the medians that stand for a customer of whom nothing is known, and the categories.
DEFAULT_USER_FEATURES = (432.0, 0.0, 1.0, 71.03, 0.0, 0.347)
AVERAGE_AMOUNT = DEFAULT_USER_FEATURES[3]
FEATURE_NAMES: list[str] = MANIFEST["feature_names"]
FIRST_CATEGORY = next(i for i, name in enumerate(FEATURE_NAMES) if name.startswith("merchant_category="))
CATEGORY_INDEX = {name.split("=")[1]: i for i, name in enumerate(FEATURE_NAMES) if i >= FIRST_CATEGORY}

trace.set_tracer_provider(TracerProvider())
trace.get_tracer_provider().add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
tracer = trace.get_tracer(__name__)

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ],
    cache_logger_on_first_use=True,
)
logger = structlog.get_logger()

predictions_total = Counter(
    "ml_predictions_total", "Total number of predictions", ["model_name", "model_version", "status"]
)
prediction_latency = Histogram(
    "ml_prediction_duration_seconds",
    "Time spent making predictions",
    ["model_name"],
    buckets=[0.01, 0.05, 0.1, 0.5, 1.0, 5.0],
)

options = ort.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = ort.InferenceSession(FOLDER / "model.onnx", options, providers=["CPUExecutionProvider"])


class PredictionRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    transaction_id: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")] | None = None
    user_id: Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
    amount: Annotated[float, Field(ge=0, le=1_000_000)]
    merchant_category: Annotated[str, Field(min_length=1, max_length=40, pattern="^[a-z_]+$")]
    hour_of_day: Annotated[int, Field(ge=0, le=23)]
    distance_from_home_km: Annotated[float, Field(ge=0, le=20_100)]
    card_present: bool


class PredictionResponse(BaseModel):
    prediction_id: str
    model_name: str
    model_version: str
    probability: float
    decision: Literal["approve", "review", "decline"]


def encode(request: PredictionRequest) -> np.ndarray:
    row = np.zeros((1, len(FEATURE_NAMES)), dtype=np.float32)
    row[0, :11] = (
        request.amount,
        request.hour_of_day,
        request.distance_from_home_km,
        request.card_present,
        *DEFAULT_USER_FEATURES,
        request.amount / max(AVERAGE_AMOUNT, 1.0),
    )
    category = CATEGORY_INDEX.get(request.merchant_category)
    if category is not None:
        row[0, category] = 1
    return row


def decide(probability: float) -> str:
    if probability >= THRESHOLDS["decline"]:
        return "decline"
    return "review" if probability >= THRESHOLDS["review"] else "approve"


app = FastAPI()
app.mount("/metrics", make_asgi_app())


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/predict")
async def predict(request: PredictionRequest) -> PredictionResponse:
    started = time.perf_counter()
    with tracer.start_as_current_span("predict_request") as span:
        span.set_attribute("model.name", MODEL_NAME)
        with prediction_latency.labels(model_name=MODEL_NAME).time():
            row = encode(request)
            with tracer.start_as_current_span("model_inference"):
                (probabilities,) = session.run(["probability"], {"input": row})
        probability = float(probabilities[0, 0])
        prediction_id = str(uuid.uuid4())
        predictions_total.labels(
            model_name=MODEL_NAME, model_version=MODEL_VERSION, status="success"
        ).inc()
        context = span.get_span_context()
        logger.info(
            "prediction_completed",
            event_type="model_prediction",
            trace_id=trace.format_trace_id(context.trace_id),
            span_id=trace.format_span_id(context.span_id),
            prediction_id=prediction_id,
            user_id=request.user_id,
            model_name=MODEL_NAME,
            model_version=MODEL_VERSION,
            prediction_score=probability,
            latency_ms=(time.perf_counter() - started) * 1000,
            features_count=row.shape[1],
        )
        return PredictionResponse(
            prediction_id=prediction_id,
            model_name=MODEL_NAME,
            model_version=MODEL_VERSION,
            probability=probability,
            decision=decide(probability),
        )


FastAPIInstrumentor.instrument_app(
    app,
    excluded_urls="healthz,metrics",
    exclude_spans=["receive", "send"] if os.environ.get("ASGI_SPANS") == "off" else None,
)

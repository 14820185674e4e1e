"""Has Prometheus' own Python parsers read what a running service answers on /metrics.

Usage: python referee_openmetrics.py http://127.0.0.1:8080 [more services]

Each service is scraped four times, OpenMetrics first and then in turn, because one registry answers both formats and
neither may change the other. Exits with 1 and one line per complaint.
"""

import re
import sys
import urllib.request

from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse_text

OPENMETRICS = "application/openmetrics-text; version=1.0.0"
TEXT = "text/plain; version=0.0.4"
ATTEMPTS = 3
TRACE_ID = re.compile(r"^[0-9a-f]{32}$")


def scrape(url, accept):
    request = urllib.request.Request(f"{url}/metrics", headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.headers["Content-Type"], response.read().decode("utf-8")


def families_of(url, accept):
    content_type, body = scrape(url, accept)
    expected = accept.split(";")[0]
    if not content_type.startswith(expected):
        raise ValueError(f"asked for {expected}, got {content_type}")
    parse = parse_openmetrics if accept == OPENMETRICS else parse_text
    return {family.name: family for family in parse(body)}, body


def complaints_about(url):
    rounds = [families_of(url, accept) for accept in (OPENMETRICS, TEXT, OPENMETRICS, TEXT)]
    names = [sorted(families) for families, _ in rounds]
    if names[0] != names[2]:
        yield f"OpenMetrics families differ between scrapes: {set(names[0]) ^ set(names[2])}"
    if names[1] != names[3]:
        yield f"text families differ between scrapes: {set(names[1]) ^ set(names[3])}"
    if names[0] != names[1]:  # the text parser takes _total off a counter's family as well
        yield f"the formats disagree about families: {set(names[0]) ^ set(names[1])}"

    (openmetrics, open_body), (text, text_body) = rounds[2], rounds[3]
    if "# {" in text_body:
        yield "exemplars in the text format"
    if not open_body.endswith("# EOF\n"):
        yield "OpenMetrics without # EOF at its end"
    exemplars = 0
    for family in openmetrics.values():
        if not family.documentation.strip():
            yield f"{family.name} has no help"
        for sample in family.samples:
            if family.type == "counter" and not sample.name.endswith("_total"):
                yield f"{sample.name} is a counter's sample without _total"
            if "le" in sample.labels and not re.search(r"\.|Inf|e", sample.labels["le"]):
                yield f"{sample.name} has the bound {sample.labels['le']}, which is no float"
            if sample.exemplar is not None:
                exemplars += 1
                if not TRACE_ID.match(sample.exemplar.labels.get("trace_id", "")):
                    yield f"{sample.name} has an exemplar without a trace id: {sample.exemplar.labels}"
    for name, family in text.items():
        other = openmetrics.get(name)
        if other is not None and len(other.samples) != len(family.samples):
            yield f"{name} has {len(family.samples)} samples as text and {len(other.samples)} as OpenMetrics"
    samples = sum(len(family.samples) for family in openmetrics.values())
    print(f"{url}: {len(openmetrics)} families, {samples} samples, {exemplars} exemplars")


def lasting_complaints_about(url):
    """A series may come or go between two scrapes of a service at work; what is wrong with a format is wrong each time."""
    complaints = []
    for _ in range(ATTEMPTS):
        complaints = list(complaints_about(url))
        if not complaints:
            break
    return complaints


def main(urls):
    failed = False
    for url in urls:
        try:
            for complaint in lasting_complaints_about(url.rstrip("/")):
                failed = True
                print(f"{url}: {complaint}", file=sys.stderr)
        except Exception as error:  # a parser's refusal is the finding
            failed = True
            print(f"{url}: {type(error).__name__}: {error}", file=sys.stderr)
    return 1 if failed or not urls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

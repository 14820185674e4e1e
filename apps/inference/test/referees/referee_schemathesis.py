"""An independent judge of the OpenAPI document: schemathesis asks the running service whatever the document allows.

usage: referee_schemathesis.py BASE_URL      env: ADMIN_TOKEN      needs: schemathesis (its command on PATH or beside python)

Fails on any 5xx, undocumented status, answer that violates its schema, or accepted request that violates one. Prints a
line per operation at fault, and the totals.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

LEFT_OUT = {
    "unsupported_method": "Fastify answers 404, not 405, for a method that a path does not have",
    "positive_data_acceptance": "whether a model is loaded, or takes these inputs, is not in a schema",
}


def main():
    if len(sys.argv) != 2 or "ADMIN_TOKEN" not in os.environ:
        sys.exit(__doc__)
    command = shutil.which("schemathesis") or str(pathlib.Path(sys.executable).with_name("schemathesis"))
    run = subprocess.run(
        [
            command,
            "run",
            f"{sys.argv[1]}/docs/json",
            "--header",
            f"Authorization: Bearer {os.environ['ADMIN_TOKEN']}",
            "--checks=all",
            f"--exclude-checks={','.join(LEFT_OUT)}",
            "--phases=coverage,fuzzing",
            "--max-examples=30",
            "--generation-deterministic",
        ],
        capture_output=True,
        text=True,
    )
    for line in run.stdout.splitlines():
        if re.match(r"_{3,} [A-Z]+ /|- ST\d|  Tested: |  \d+ generated|  +Selected", line.rstrip()):
            print(line.strip("_ "))
    if run.returncode != 0:
        print(run.stdout[-8000:] + run.stderr[-2000:])
    print("ok    the OpenAPI document holds" if run.returncode == 0 else "FAIL  the OpenAPI document does not hold")
    sys.exit(run.returncode)


if __name__ == "__main__":
    main()

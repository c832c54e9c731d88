"""How long it takes until minutes to 29 recipients are a PDF with the officer's signature, the seal and the time.

    python benchmarks/sealing.py

One process on one core. The goal: below 1.5 s in the median.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

import django  # noqa: E402 - the path and the settings come first

django.setup()

from documents.signatures.seal import seal_pdf, sign_pdf  # noqa: E402 - after django.setup()
from documents.typesetting.pdf import render  # noqa: E402 - after django.setup()
from tests.documents.samples import sample  # noqa: E402 - after django.setup()
from tests.documents.signers import CLOCK, CREDENTIAL, SEALING  # noqa: E402 - after django.setup()

ROUNDS = 9
GOAL = 1.5  # seconds


def main() -> int:
    """Print the medians, and return 0 when the goal is met."""
    document = sample("district", rows=7, recipients=29)
    render(document)
    rounds = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        rendered = render(document)
        printed = time.perf_counter()
        signed = sign_pdf(rendered, CREDENTIAL, CLOCK, field="IssuingOfficer", reason="")
        sealed = seal_pdf(signed, SEALING, reason="")
        rounds.append((printed - begun, time.perf_counter() - printed))
    rendering, sealing = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"rendering {rendering:.2f} s, signature and seal {sealing:.2f} s, together {rendering + sealing:.2f} s")
    print(f"they add {(len(sealed) - len(rendered)) / 1024:.0f} KB to {len(rendered) / 1024:.0f} KB")
    return 0 if rendering + sealing < GOAL else 1


if __name__ == "__main__":
    sys.exit(main())

"""How long minutes take to become a PDF, beside headless Chromium printing the same page, and in how much memory.

    python benchmarks/rendering.py

Both are warm and take turns in one run, so that other work on the machine weighs on both alike. Chromium opens a tab
for every document, as a print service must that keeps documents apart, and writes a tagged PDF, as ours is; what it
takes in a tab that stays open is printed beside. The goals: no slower than Chromium in the median of the rounds; a set
of sixty rows takes as long for a page as a short one, within a fifth; a fresh process that renders five hundred times
stays below 300 MB and grows by less than a twentieth after the fiftieth.
"""

import io
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 - the path and the settings come first

django.setup()

import pikepdf  # noqa: E402 - after django.setup()
from playwright.sync_api import Page, sync_playwright  # noqa: E402 - after django.setup()

from documents import exchange, sheet  # noqa: E402 - after django.setup()
from documents.model import MinutesDocument  # noqa: E402 - after django.setup()
from documents.typesetting import pdf  # noqa: E402 - after django.setup()
from tests.documents.samples import sample  # noqa: E402 - after django.setup()

ROUNDS = 15
LONG_ROUNDS = 7
RENDERINGS = 500
WARM = 50  # renderings
MEMORY_GOAL = 300  # MB
GROWTH_GOAL = 1.05
PAGE_GOAL = 1.2
CHROMIUM = "/usr/bin/chromium"


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare() -> float:
    """Print both times, and return ours as a multiple of Chromium's."""
    document = sample("district", rows=7, recipients=29)
    css = (ROOT / "static" / "documents" / "minutes.css").as_uri()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "minutes.html"
        file.write_text(sheet.page(document.title, sheet.sheet_html(document), css), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        kept = browser.new_page()

        def print_in(tab: Page) -> None:
            tab.goto(file.as_uri())
            tab.evaluate("document.fonts.ready")
            tab.pdf(prefer_css_page_size=True, tagged=True)

        def chromium() -> None:
            with browser.new_page() as tab:
                print_in(tab)

        works: tuple[Callable[[], object], ...] = (lambda: pdf.render(document), chromium, lambda: print_in(kept))
        for work in works:
            work()
        rounds = [[seconds(work) for work in works] for _round in range(ROUNDS)]
        browser.close()
    ours, new_tab, kept_tab = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(times[0] / times[1] for times in rounds)
    print(f"{ROUNDS} rounds: ours {ours:.3f} s; Chromium {new_tab:.3f} s, {kept_tab:.3f} s in a tab kept open")
    print(f"ours / Chromium, median of the rounds: {ratio:.2f}")
    return ratio


def long_sample() -> MinutesDocument:
    """Return minutes of sixty rows with discussions that fill about forty pages."""
    document = sample("district", rows=60, recipients=29)
    *others, last = document.sections
    table = last.decision_table
    assert table
    rows = tuple(
        replace(row, discussion=row.discussion * (4 if number % 3 == 0 else 3)) for number, row in enumerate(table.rows)
    )
    return replace(document, sections=(*others, replace(last, decision_table=replace(table, rows=rows))))


def proportion() -> float:
    """Print the time for a page of a short and of a long set, and return the latter as a multiple of the former."""
    documents = (sample("district", rows=7, recipients=29), long_sample())
    lengths = []
    for document in documents:
        with pikepdf.open(io.BytesIO(pdf.render(document))) as file:
            lengths.append(len(file.pages))
    rounds = [[seconds(partial(pdf.render, document)) for document in documents] for _round in range(LONG_ROUNDS)]
    times = [statistics.median(taken) for taken in zip(*rounds, strict=True)]
    for pages, taken in zip(lengths, times, strict=True):
        print(f"{pages} pages: {taken:.2f} s, {taken / pages:.3f} s for each")
    short, long = (taken / pages for pages, taken in zip(lengths, times, strict=True))
    print(f"a page of the long set takes {long / short:.2f} times as long")
    return long / short


def memory_is_flat() -> bool:
    """Tell whether a fresh process that renders RENDERINGS times stays small and of the same size."""
    run = subprocess.run([sys.executable, __file__, "--memory"], capture_output=True, text=True, check=True)
    warm, last = map(int, run.stdout.split())
    print(f"peak memory after {WARM} renderings {warm} MB, after {RENDERINGS} {last} MB")
    return last < MEMORY_GOAL and last < warm * GROWTH_GOAL


def render_often() -> None:
    """Render RENDERINGS times in this process; print its peak resident size in MB after WARM of them and at the end."""
    data = exchange.canonical(sample("district", rows=2, recipients=5))
    sizes = []
    for _number in range(RENDERINGS):
        pdf.render(exchange.load(data))
        # not getrusage, which counts what the process that started this one held
        peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
        assert peak
        sizes.append(int(peak[1]) // 1024)
    print(sizes[WARM - 1], sizes[-1])


if __name__ == "__main__":
    if "--memory" in sys.argv:
        render_often()
    else:
        met = [compare() <= 1.0, 1 / PAGE_GOAL <= proportion() <= PAGE_GOAL, memory_is_flat()]
        sys.exit(0 if all(met) else 1)

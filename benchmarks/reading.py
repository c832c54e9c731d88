"""How much of a document's Bengali each PDF reader gives back, of all sample documents together.

    PDFJS_DIR=node_modules/pdfjs-dist python benchmarks/reading.py

The readers of the tests, and pdf.js (Firefox) where Node.js is at hand and PDFJS_DIR names a copy of pdfjs-dist: the
tests do without it, for pypdf reads the same codes. The goals: every word in poppler and pdfium, 99 of 100 elsewhere.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402 - the path and the settings come first

django.setup()

from documents.layouts import LAYOUTS  # noqa: E402 - after django.setup()
from documents.typesetting.pdf import render  # noqa: E402 - after django.setup()
from tests.documents.recall import ENGINES, EXACT, lost, wanted  # noqa: E402 - after django.setup()
from tests.documents.samples import sample  # noqa: E402 - after django.setup()

GOAL = 0.99
PDFJS = """
import fs from 'fs';
const pdfjs = await import(process.argv[2] + '/legacy/build/pdf.mjs');
const file = await pdfjs.getDocument({data: new Uint8Array(fs.readFileSync(process.argv[3])), verbosity: 0}).promise;
for (let number = 1; number <= file.numPages; number++) {
  const content = await (await file.getPage(number)).getTextContent();
  console.log(content.items.map(item => item.str + (item.hasEOL ? '\\n' : '')).join(''));
}
"""


def pdfjs(pdf: Path) -> str:
    """Return what Firefox's engine reads."""
    command = ["node", "--input-type=module", "-", Path(os.environ["PDFJS_DIR"]).resolve(), pdf]
    return subprocess.run(command, input=PDFJS, capture_output=True, text=True, check=True).stdout


def main() -> bool:
    """Print each reader's share of the words; return whether all goals are met."""
    readers = dict(ENGINES)
    if shutil.which("node") and "PDFJS_DIR" in os.environ:
        readers["pdf.js"] = pdfjs
    else:
        print("pdf.js is left out: it takes Node.js, and PDFJS_DIR naming a copy of pdfjs-dist")
    documents = [sample(key) for key in LAYOUTS]
    total = sum(wanted(document).total() for document in documents)
    missing = dict.fromkeys(readers, 0)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "minutes.pdf"
        for document in documents:
            file.write_bytes(render(document))
            for name, read in readers.items():
                missing[name] += lost(document, read(file)).total()
    for name, count in missing.items():
        print(f"{name}: {1 - count / total:.4f} of {total} words")
    return all(count <= (0 if name in EXACT else (1 - GOAL) * total) for name, count in missing.items())


if __name__ == "__main__":
    sys.exit(0 if main() else 1)

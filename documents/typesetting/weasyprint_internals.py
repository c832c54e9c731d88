"""What the modules share that reach into WeasyPrint and pydyf below their public interfaces."""

import hashlib
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pydyf


def source_digests(functions: Iterable[Callable[..., Any]]) -> list[str]:
    """Return the SHA-256 of the source of each function, in hexadecimal digits."""
    return [hashlib.sha256(inspect.getsource(function).encode()).hexdigest() for function in functions]


def require_known(sources: Mapping[Callable[..., Any], str]) -> None:
    """Raise ImportError unless every function has the source, named by its digest, that was read and is relied on."""
    if source_digests(sources) != list(sources.values()):
        raise ImportError("this WeasyPrint is not 70.0, whose functions were read: read the new ones, then pin them")


def referred(pdf: pydyf.PDF, reference: bytes) -> Any:
    """Return the object of the PDF that the reference (`12 0 R`) leads to."""
    return pdf.objects[int(reference.split()[0])]

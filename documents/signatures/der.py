"""asn1crypto, mended: DER is encoded once, not once for every way that leads to it.

asn1crypto 1.5.1 never forgets that a structure was changed. So each time it is dumped, every level encodes all that is
below it twice, which doubles from level to level: a signature with its time stamp is seventeen deep. Mostly bytes that
were read stay unopened, and it ends there; but a structure whose length ends in 80 (hexadecimal) is taken for one of
indefinite length and opened throughout. One signature in some dozens then takes minutes to make or to check.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from asn1crypto import core


def _settling(set_contents: Callable[..., None]) -> Callable[..., None]:
    @wraps(set_contents)
    def settled(self: Any, force: bool = False) -> None:
        set_contents(self, force)
        self._mutated = False

    return settled


def mend() -> None:
    """Have a structure of asn1crypto forget that it was changed, once it is encoded; a second call does nothing."""
    for kind in (core.Sequence, core.SequenceOf, core.Set, core.SetOf):
        own = vars(kind).get("_set_contents")
        if own and not hasattr(own, "__wrapped__"):
            kind._set_contents = _settling(own)

"""The answer of a rule: allowed, or denied with the reason a page shows beside the disabled button."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Allowed:
    """The action may be taken."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The action may not be taken; `reason` is a translatable sentence for the person who asked."""

    reason: str | Promise

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Denied
ALLOWED = Allowed()


class NotAllowedError(Exception):
    """An action was tried that a rule denies. `str()` gives the rule's reason in the reader's language."""

    def __init__(self, verdict: Denied) -> None:
        super().__init__(verdict)
        self.verdict = verdict

    def __str__(self) -> str:
        return str(self.verdict.reason)


def require(verdict: Verdict) -> None:
    """Go on if `verdict` allows it; raise NotAllowedError otherwise."""
    if isinstance(verdict, Denied):
        raise NotAllowedError(verdict)

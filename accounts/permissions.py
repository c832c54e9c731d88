"""Who may do what: the form in which the rooms write their rules, and the answer a rule gives.

A room's rules are tables, one for each kind of thing: a row says who takes an action, in which states of the thing, and
what each denial says. `Rulebook.may` reads them, and docs/permissions.md is written from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.functional import Promise

Reason = str | Promise
Thing = TypeVar("Thing", bound=models.Model)
Who = TypeVar("Who")  # what a person has at hand: committees.powers.Powers


@dataclass(frozen=True)
class Allowed:
    """The action may be taken."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Denied:
    """The action may not be taken; `reason` is a translatable sentence for the person who asked."""

    reason: Reason

    def __bool__(self) -> bool:
        return False


Verdict = Allowed | Denied
ALLOWED = Allowed()


@dataclass(frozen=True)
class Need(Generic[Who, Thing]):
    """What an action asks besides a role and a state, and the reason given while it is not so."""

    holds: Callable[[Who, Thing], bool]
    reason: Reason


@dataclass(frozen=True)
class Rule(Generic[Who, Thing]):
    """A row of a table: the roles `who` take the action, in the `states` (None: in any), where all `needs` hold.

    Others are told `not_yours`; it is empty for reading, as what may not be read does not exist. In other states the
    reason is `not_now`, or that of `instead` for the very state. `target`: the state that a legal move leads to.
    `about`: for docs/permissions.md, what the action is where its name does not tell.
    Rows of the same action stand beside one another: what one of them allows is allowed.
    """

    action: str
    _: KW_ONLY
    who: tuple[str, ...]
    not_yours: Reason = ""
    states: tuple[str, ...] | None = None
    not_now: Reason = ""
    instead: Mapping[str, Reason] = field(default_factory=dict)
    needs: tuple[Need[Who, Thing], ...] = ()
    target: str = ""
    about: str = ""

    def verdict(self, powers: Who, thing: Thing, state: str) -> Verdict:
        """The answer to somebody whose action it is."""
        if self.states is not None and state not in self.states:
            return Denied(self.instead.get(state, self.not_now))
        return next((Denied(need.reason) for need in self.needs if not need.holds(powers, thing)), ALLOWED)


@dataclass(frozen=True)
class Table(Generic[Who, Thing]):
    """The rules for things of one kind.

    `roles` gives what the person is to a thing, the roles that ask the database last; `state` gives the thing's state,
    one of `states`.
    """

    model: type[Thing]
    rules: tuple[Rule[Who, Thing], ...]
    _: KW_ONLY
    roles: Callable[[Who, Thing], Iterable[str]]
    state: Callable[[Thing], str] = lambda _thing: ""
    states: type[models.TextChoices] | None = None

    def rules_of(self, action: str) -> Iterator[Rule[Who, Thing]]:
        """The rows of an action; LookupError for an action that the table does not have."""
        rules = [rule for rule in self.rules if rule.action == action]
        if not rules:
            raise LookupError(f"There is no rule {action} for {self.model.__name__}.")
        return iter(rules)

    def whose(self, action: str, powers: Who, thing: Thing) -> Verdict:
        """Whether the action is the person's to take, in whatever state the thing is."""
        rules = list(self.rules_of(action))
        yours = any(self._is_yours(rule, powers, thing) for rule in rules)
        return ALLOWED if yours else Denied(rules[0].not_yours)

    def may(self, action: str, powers: Who, thing: Thing) -> Verdict:
        """Whether the person may take the action with the thing as it stands."""
        rules = list(self.rules_of(action))
        verdict: Verdict = Denied(rules[0].not_yours)
        for rule in rules:
            if self._is_yours(rule, powers, thing):
                verdict = rule.verdict(powers, thing, self.state(thing))
                if verdict:
                    break
        return verdict

    def _is_yours(self, rule: Rule[Who, Thing], powers: Who, thing: Thing) -> bool:
        return any(role in rule.who for role in self.roles(powers, thing))


class Rulebook(Generic[Who]):
    """The tables of a room and of all rooms to its left, of which it may replace some, and what reads them."""

    def __init__(self, *tables: Table[Who, Any], left: Rulebook[Who] | None = None) -> None:
        self.tables: dict[type[models.Model], Table[Who, Any]] = dict(left.tables if left else {})
        self.tables.update((table.model, table) for table in tables)

    def may(self, action: str, powers: Who, thing: models.Model) -> Verdict:
        """Whether the person may take the action with the thing as it stands; a new thing is asked for unsaved."""
        return self.tables[type(thing)].may(action, powers, thing)


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

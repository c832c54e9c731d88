"""The rules of all rooms as the page docs/permissions.md, for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import override

from accounts.permissions import Rule, Table
from committees.powers import Powers, Role
from distribution.rules import RULES

HEAD = """\
# Who may do what

Written by `make permissions` from the tables in each room's `rules`; a test fails when the two differ.

What somebody may do with a thing follows from what the person is to it:

- **Seats** on its committee belong to posts: chair, vice-chair, member secretary, member, adviser, invitee. Whoever
  holds the post today sits there; a transfer moves the right that day. A *deputy who signs for the chair* holds a post
  to which that was delegated for today.
- **Charges**: the administrator of an area administers everything below it too. An administrator of the country
  administers all areas and what has none. An auditor reads, and changes nothing.
- **By the thing itself**: the officer who issued it, who carries it out, the recipient.

A mark means in every state, otherwise the states are named; an arrow leads to the state that follows. What somebody may
not read does not exist for that person: the page is a 404. What may be read but not done says why: the button is
disabled with the reason beside it, and whoever tries all the same gets a 403 page with the same words. `besides`: what
is asked once person and state are right.
"""


def page() -> str:
    """The whole page in Markdown, in English."""
    with override("en"):
        return "\n".join([HEAD, *(_section(table) for table in RULES.tables.values())])


def _section(table: Table[Powers, Any]) -> str:
    columns = _columns(table)
    actions = dict.fromkeys(rule.action for rule in table.rules)
    matrix = [[_name(table, action), *(_cell(table, action, roles[0]) for roles in columns)] for action in actions]
    heads = [", ".join(str(role.label) for role in roles) for roles in columns]
    title = str(table.model._meta.verbose_name)
    parts = [f"## {title[0].upper()}{title[1:]}", _markdown(["", *heads], matrix)]
    if reasons := [row for action in actions for row in _reasons(table, action)]:
        parts.append(_markdown(["", "when", "what the portal says"], reasons))
    return "\n\n".join(parts) + "\n"


def _columns(table: Table[Powers, Any]) -> list[list[Role]]:
    """The roles that the table speaks of, those together that may do the same."""
    alike: dict[tuple[str, ...], list[Role]] = {}
    for role in Role:
        cells = tuple(_cell(table, rule.action, role) for rule in table.rules)
        if any(cells):
            alike.setdefault(cells, []).append(role)
    return list(alike.values())


def _name(table: Table[Powers, Any], action: str) -> str:
    rule = next(table.rules_of(action))
    words = f"**{action.replace('_', ' ')}**"
    if table.states and rule.target:
        words += f" → {table.states(rule.target).label}"
    return f"{words}: {rule.about}" if rule.about else words


def _cell(table: Table[Powers, Any], action: str, role: Role) -> str:
    rules = [rule for rule in table.rules_of(action) if role in rule.who]
    if any(rule.states is None for rule in rules):
        return "✓"
    return _states(table, (state for rule in rules for state in rule.states or ()))


def _states(table: Table[Powers, Any], states: Iterable[str]) -> str:
    named = set(states)
    return ", ".join(str(state.label) for state in table.states or () if state in named)


def _reasons(table: Table[Powers, Any], action: str) -> list[list[str]]:
    """When the action is denied, each with the reason that is given; what several rows of the table say, once."""
    rows = dict.fromkeys(row for rule in table.rules_of(action) if rule.not_yours for row in _denials(table, rule))
    name = action.replace("_", " ")
    return [[name if n == 0 else "", when, reason] for n, (when, reason) in enumerate(rows)]


def _denials(table: Table[Powers, Any], rule: Rule[Powers, Any]) -> Iterator[tuple[str, str]]:
    yield "for others", str(rule.not_yours)
    yield from ((_states(table, [state]), str(reason)) for state, reason in rule.instead.items())
    if rule.not_now:
        yield "in other states", str(rule.not_now)
    yield from (("besides", str(need.reason)) for need in rule.needs if need.reason != rule.not_now)


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

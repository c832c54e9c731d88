"""The usual distribution list of a committee: what is proposed, and what is entered as a step of the administration."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from accounts.domain.changes import Step
from committees.models import Committee, Membership, Post
from committees.seating import seats_of
from distribution.models import DistributionLine, DistributionTemplate, MemoFile


@dataclass(frozen=True)
class ListLine:
    """A line as printed, and the posts and addresses it stands for."""

    text: str
    posts: Sequence[Post]
    emails: Sequence[str]


def saved_lines(committee: Committee) -> list[ListLine]:
    """The list that was entered; none where nobody has entered one yet."""
    lines = DistributionLine.objects.filter(template__committee=committee).prefetch_related("posts__office")
    return [ListLine(line.text, list(line.posts.all()), line.emails) for line in lines]


def proposed_lines(committee: Committee, day: datetime.date) -> list[ListLine]:
    """A list of those who sit on the committee on `day`, each post once; private members get theirs on paper."""
    seats = [seat.membership for seat in seats_of(committee, day)]
    return [_line_of(seat) for seat in {seat.post or seat: seat for seat in seats}.values()]


def usual_lines(committee: Committee, day: datetime.date) -> list[ListLine]:
    """The list that was entered, or as long as there is none, the one proposed."""
    return saved_lines(committee) or proposed_lines(committee, day)


def enter(committee: Committee, memo_file: MemoFile | None, lines: Sequence[ListLine], *, step: Step) -> None:
    """Let the committee have this list and file; a list that stays as it is leaves no trace."""
    template = DistributionTemplate.objects.filter(committee=committee).first()
    if template is None:
        template = DistributionTemplate(committee=committee, memo_file=memo_file)
        step.add(template)
    else:
        template.memo_file = memo_file
        step.change(template)
    if saved_lines(committee) == list(lines):
        return
    for each in template.lines.all():
        _remove(each, step)
    for position, line in enumerate(lines):
        _add(template, position, line, step)


def _line_of(seat: Membership) -> ListLine:
    if seat.post is None:
        return ListLine(seat.person_name, [], [])
    return ListLine(f"{seat.post.name_bn}, {seat.post.office.name_bn}", [seat.post], [])


# Posts hang on a line by rows of their own, which have to be recorded as well: what nobody recorded is not put back.
_Link = DistributionLine.posts.through


def _remove(line: DistributionLine, step: Step) -> None:
    for link in _Link.objects.filter(distributionline=line):
        step.remove(link)
    step.remove(line)


def _add(template: DistributionTemplate, position: int, line: ListLine, step: Step) -> None:
    added = DistributionLine(template=template, position=position, text=line.text, emails=list(line.emails))
    step.add(added)
    for post in line.posts:
        step.add(_Link(distributionline=added, post=post))

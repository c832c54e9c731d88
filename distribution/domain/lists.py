"""The usual distribution list of a committee, entered as a step of the administration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.domain.changes import Step
from committees.models import Committee, Post
from distribution.models import DistributionLine, DistributionTemplate, MemoFile


@dataclass(frozen=True)
class ListLine:
    """A line as printed, and the posts and addresses it stands for."""

    text: str
    posts: Sequence[Post]
    emails: Sequence[str]


def enter(committee: Committee, memo_file: MemoFile | None, lines: Sequence[ListLine], *, step: Step) -> None:
    """Let the committee have this list and file; a list that stays as it is leaves no trace."""
    template = DistributionTemplate.objects.filter(committee=committee).first()
    if template is None:
        template = DistributionTemplate(committee=committee, memo_file=memo_file)
        step.add(template)
    else:
        template.memo_file = memo_file
        step.change(template)
    standing = list(template.lines.prefetch_related("posts__office"))
    if [ListLine(line.text, list(line.posts.all()), line.emails) for line in standing] == list(lines):
        return
    for each in standing:
        _remove(each, step)
    for position, line in enumerate(lines):
        _add(template, position, line, step)


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

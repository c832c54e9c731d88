"""Posts are renamed (প্রোগ্রামার → জেলা আইসিটি অফিসার); papers of before keep the old name."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.language import day
from committees.models import FormerName, Post


def rename(post: Post, starts_on: datetime.date, *, name_bn: str, name_en: str, step: Step) -> None:
    """Call the post by the new names from `starts_on`; the day before is the last of the old ones.

    Raises ValidationError where both names stay, or an earlier renaming lies on or after that day.
    """
    if (name_bn, name_en) == (post.name_bn, post.name_en):
        raise ValidationError(_("The post has this name already."))
    until = starts_on - datetime.timedelta(days=1)
    if last := post.former_names.filter(ends_on__gte=until).order_by("ends_on").last():
        message = _("The post was renamed on %(day)s already. A later renaming begins after that day.")
        raise ValidationError(message, params={"day": day(last.ends_on + datetime.timedelta(days=1))})
    step.add(FormerName(post=post, name_bn=post.name_bn, name_en=post.name_en, ends_on=until))
    post.name_bn, post.name_en = name_bn, name_en
    step.change(post)

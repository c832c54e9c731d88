"""What the chair of a committee, or an administrator in the chair's stead, types."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from accounts.domain.changes import Step
from committees.domain.delegating import delegate
from committees.manage.forms.base import DomainForm, ManagedForm
from committees.models import Committee, Delegation, Post, by_precedence
from committees.powers import Powers, Role, seat


class DelegationForm(DomainForm):
    """A delegation to a post that sits on the committee, or to one of the chair's office or the issuing office."""

    class Meta(ManagedForm.Meta):
        model = Delegation
        fields = ("post", "may_chair", "may_sign", "starts_on", "ends_on", "reason")

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.ModelChoiceField, self.fields["post"])
        choice.queryset = _deputies(self.instance.committee, powers)

    def save_in(self, step: Step) -> None:
        delegate(self.instance, step=step)


def _deputies(committee: Committee, powers: Powers) -> QuerySet[Post]:
    chair = seat(committee, Role.CHAIR, powers.day)
    offices = {committee.office_id, *([chair.post.office_id] if chair and chair.post else [])}
    seated = committee.memberships.on(powers.day).filter(post__isnull=False).values("post")
    found = Post.objects.filter(Q(pk__in=seated) | Q(office__in=offices)).exclude(pk=(chair and chair.post_id) or 0)
    return found.select_related("office").order_by(*by_precedence())

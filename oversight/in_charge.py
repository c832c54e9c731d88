"""The committees in an administrator's charge, as a list that finds those which lack something."""

from __future__ import annotations

import datetime
from calendar import monthrange

from django import forms
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from bangla.text import nfc
from committees import scope
from committees.manage.pages import administrator, by_name, named, page_of
from committees.models import Committee
from committees.seating import lacking_a_key_seat, with_key_seats
from meetings.models import Meeting


class CommitteeFilter(forms.Form):
    """What the list is narrowed to."""

    name = forms.CharField(label=_("name or area contains"), required=False)
    kind = forms.ChoiceField(label=_("kind"), required=False, choices=[("", _("all kinds")), *Committee.Kind.choices])
    vacant = forms.BooleanField(label=_("only with an empty key seat"), required=False)
    idle = forms.BooleanField(label=_("only without a meeting this month"), required=False)

    def narrow(self, found: QuerySet[Committee], day: datetime.date) -> QuerySet[Committee]:
        """Those that are asked for; what cannot be read asks for nothing."""
        wanted = self.cleaned_data if self.is_valid() else {}
        name = nfc(wanted.get("name", ""))
        found = named(found, name, "name_bn", "name_en", "area__name_bn", "area__name_en", "area__parent__name_bn")
        if wanted.get("kind"):
            found = found.filter(kind=wanted["kind"])
        if wanted.get("vacant"):
            found = lacking_a_key_seat(found, day)
        if wanted.get("idle"):
            first, last = day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
            held = Meeting.objects.filter(committee=OuterRef("pk"), held_on__range=(first, last))
            found = found.filter(~Exists(held))
        return found


@require_safe
def managed_committees(request: PersonRequest) -> HttpResponse:
    """The committees in charge."""
    powers = administrator(request)
    asked = CommitteeFilter(request.GET)
    found = asked.narrow(scope.committees(powers), powers.day)
    last_met = Meeting.objects.filter(committee=OuterRef("pk"), held_on__isnull=False).order_by("-held_on")
    found = with_key_seats(found, powers.day).annotate(last_met=Subquery(last_met.values("held_on")[:1]))
    page = page_of(request, found.select_related("area").order_by(by_name(), "pk"))
    return render(request, "oversight/managed_committees.html", {"page": page, "asked": asked, "powers": powers})

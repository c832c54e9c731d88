"""The forms by which a meeting is entered and its draft begins."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.fields import BanglaDateField, BanglaTimeField, PlainField


class MeetingForm(forms.Form):
    """When and where a committee met."""

    held_on = BanglaDateField(label=_("Date of the meeting"), help_text=_("For example 27-06-2026 or ২৭ জুন ২০২৬"))
    held_at = BanglaTimeField(label=_("Time"), required=False, help_text=_("For example 10:30 or সকাল ১০.৩০ ঘটিকা"))
    place = PlainField(label=_("Place"), max_length=500)

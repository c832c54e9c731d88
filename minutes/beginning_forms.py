"""The forms by which a meeting is entered and its draft begins."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.language import day
from committees.models import Committee
from decisions.models import Decision
from meetings.fields import PlainField
from meetings.models import Section
from minutes.domain.continuity import LastMeeting, is_confirmation
from minutes.domain.taking_over import Chosen
from minutes.info_form import PrintedDateField, PrintedTimeField, WordedField
from minutes.rules import UNSIGNED


class MeetingForm(forms.Form):
    """When and where a committee met. Another meeting of a day that has one already takes one more tick."""

    held_on = PrintedDateField(label=_("Date of the meeting"), help_text=_("For example 27-06-2026 or ২৭ জুন ২০২৬"))
    held_at = PrintedTimeField(label=_("Time"), required=False, help_text=_("For example 10:30 or সকাল ১০.৩০ ঘটিকা"))
    place = PlainField(label=_("Place"), max_length=500)
    again = forms.BooleanField(label=_("It is another meeting of the same day"), required=False)

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committee = committee
        if not self.is_bound:
            del self.fields["again"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        agreed, held_on = data.pop("again", False), data.get("held_on")
        if not (held_on and self.committee.meetings.filter(held_on=held_on).exists()):
            del self.fields["again"]
        elif not agreed:
            told = gettext("There is already a meeting on that day, %(day)s.") % {"day": day(held_on)}
            self.add_error("again", told)
        return data

    @property
    def words(self) -> dict[str, str]:
        """After `is_valid()`: the words in which date and time were typed, where they are for print; else none."""
        return {kind: self._words(name) for kind, name in (("date", "held_on"), ("time", "held_at"))}

    def _words(self, name: str) -> str:
        return cast("WordedField", self.fields[name]).wording(self[name].value())


class TakingOverForm(forms.Form):
    """What of the last meeting the draft of the new one begins with: a list only where there is something to tick."""

    confirmation = forms.BooleanField(required=False, initial=True)
    texts = forms.BooleanField(label=_("Opening and closing as last time"), required=False, initial=True)

    def __init__(self, *args: Any, last: LastMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = last
        self.fields["confirmation"].label = _("Confirm the minutes of %(day)s") % {"day": day(last.held_on)}
        hints = [
            (last.minutes.state in UNSIGNED, _("They are not signed yet.")),
            (
                any(is_confirmation(text) for text in last.texts["opening"]),
                _("The opening of last time speaks of the confirmation as well."),
            ),
        ]
        self.fields["confirmation"].help_text = " ".join(str(hint) for is_so, hint in hints if is_so)
        if not any(last.texts.values()):
            del self.fields["texts"]
        self._offer(
            "decisions",
            {each.pk: _told(each) for each in last.decisions},
            label=_("Still open from earlier meetings"),
            help_text=_("Each is put on the agenda again, with its progress told in the discussion."),
        )
        self._offer(
            "items",
            {item.pk: _bangla(item.subject) for item in last.items},
            label=_("Subjects of last time"),
            help_text=_("Ticked are those that the meeting before dealt with as well.") if last.knows_earlier else "",
            initial=[item.pk for item in last.items if last.is_standing(item)],
        )
        self._offer(
            "sections",
            {section.pk: _named(section) for section in last.others},
            label=_("Tables and other sections of last time"),
            help_text=_("Heading and columns are taken over, and names in the first column; the rest is empty."),
        )

    def chosen(self) -> Chosen:
        """After `is_valid()`: what was ticked."""
        return Chosen(self.last, **self.cleaned_data)

    @property
    def lists(self) -> list[forms.BoundField]:
        """The lists of things to tick, for the template."""
        return [self[name] for name in ("decisions", "items", "sections") if name in self.fields]

    def _offer(self, name: str, choices: dict[int, SafeString], initial: list[int] | None = None, **words: Any) -> None:
        if choices:
            self.fields[name] = forms.TypedMultipleChoiceField(
                choices=choices.items(),
                initial=list(choices) if initial is None else initial,
                coerce=int,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                **words,
            )


def _told(decision: Decision) -> SafeString:
    """The decision with its subject, and below it since when it is open, by when it is due and what was reported."""
    item = decision.item
    words = ": ".join(part for part in (item.subject, " ".join(decision.words.split())) if part)
    last = next(iter(decision.progress.all()), None)
    met = item.section.meeting.held_on
    facts = [gettext("decided on %(day)s") % {"day": day(met)}]
    if decision.due:
        late = decision.look == "overdue"  # type: ignore[attr-defined]  # with_look annotates it
        said = gettext("overdue since %(day)s") if late else gettext("due on %(day)s")
        facts.append(said % {"day": day(decision.due)})
    facts.append(gettext("reported on %(day)s:") % {"day": day(last.reported_at)} if last else gettext("no report yet"))
    report = format_html(' <q lang="bn">{}</q>', " ".join(last.text.split())) if last else ""
    return format_html('<span lang="bn">{}</span><br><span class="quiet">{}{}</span>', words, " · ".join(facts), report)


def _named(section: Section) -> SafeString:
    columns = " · ".join(column for column in section.table_columns or () if column)
    heading = section.heading or ""
    if heading and columns:
        return format_html('<span lang="bn">{}</span><br><span class="quiet" lang="bn">{}</span>', heading, columns)
    return _bangla(heading or columns)


def _bangla(text: str) -> SafeString:
    return format_html('<span lang="bn">{}</span>', text)

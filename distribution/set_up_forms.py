"""What administrators enter of memo files and usual distribution lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.language import digits
from bangla.memo import MemoError, parse_prefix
from committees.manage.forms.base import ManagedForm
from committees.manage.picking import PickField, label_of
from committees.models import Committee, Post
from committees.powers import Powers
from distribution.domain.lists import ListLine, enter
from distribution.forms import MAX_ROWS, AddressesField
from distribution.models import MemoFile
from meetings.fields import PlainField

SPARE_ROWS = 3
LONGEST_TITLE = 300
PREFIX_HELP = _(
    "Without the serial, in Bengali or ASCII digits: 18 in the groups 2.2.4.3.2.3.2, such as 56.04.9900.000.07.002.21 "
    "(rule of 2010), or 22 in the groups 2.2.4.3.3.2.4.2, such as 56.04.9900.000.000.07.0002.24 (rule of 2024)."
)


class PrefixField(forms.CharField):
    """The number of a file, typed in either digits; cleans to the groups in ASCII digits, joined by dots."""

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return ".".join(parse_prefix(typed)) if typed else ""
        except MemoError:
            problem = _("A file's number has the groups 2.2.4.3.2.3.2 (18 digits) or 2.2.4.3.3.2.4.2 (22 digits).")
            raise ValidationError(problem, code="memo") from None


class MemoFileForm(ManagedForm):
    """A memo file; its number stays once numbers were taken from it."""

    title = PlainField(label=_("title"), max_length=LONGEST_TITLE)

    class Meta(ManagedForm.Meta):
        model = MemoFile
        fields = ("title", "prefix", "separator", "is_open")
        field_classes = {"prefix": PrefixField}
        help_texts = {"prefix": PREFIX_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["prefix"] = digits(self.instance.prefix)
        if self.instance.pk and self.instance.numbers.exists():
            self.fields["prefix"].disabled = self.fields["separator"].disabled = True


class PostsField(forms.CharField):
    """Posts, one on each line, each typed as a PickField takes it; cleans to a list of them, each once.

    Those that are `standing` in the list already may lie outside the administrator's charge.
    """

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, powers: Powers, standing: Iterable[Post], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = PickField("post", powers)
        self.standing = {label_of(post): post for post in standing}

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return list(dict.fromkeys(self.standing.get(line) or self.one.clean(line) for line in lines))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(label_of, value)) if isinstance(value, list) else value


class LineForm(forms.Form):
    """A line of the usual distribution list. A row without anything in it counts as none."""

    text = PlainField(
        label=_("recipient as printed"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    emails = AddressesField(
        label=_("e-mail addresses"),
        required=False,
        help_text=_("Beside those of the posts; parted by commas."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, powers: Powers, standing: Iterable[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"] = PostsField(
            powers,
            standing,
            label=_("posts"),
            required=False,
            help_text=_("One on each line, such as: name, office #12"),
        )
        self.order_fields(["text", "posts", "emails"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (data.get("posts") or data.get("emails")) and not data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Whose addresses are these? The list prints the recipient, not the address."))
        return data

    @property
    def line(self) -> ListLine | None:
        data = self.cleaned_data
        return ListLine(data["text"], data["posts"], list(data["emails"])) if data.get("text") else None


Lines = forms.formset_factory(LineForm, extra=SPARE_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True)


class FileForm(forms.Form):
    """The memo file that a committee's minutes are usually numbered from."""

    memo_file = forms.ModelChoiceField(
        MemoFile.objects.none(),
        label=_("memo file"),
        required=False,
        empty_label=_("the first open file of the issuing office"),
    )

    def __init__(self, committee: Committee, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast("forms.ModelChoiceField[MemoFile]", self.fields["memo_file"])
        choice.queryset = MemoFile.objects.filter(office=committee.office_id, is_open=True).order_by("title", "pk")

    def save_in(self, step: Step, committee: Committee, lines: list[ListLine]) -> None:
        enter(committee, self.cleaned_data["memo_file"], lines, step=step)

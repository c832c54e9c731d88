"""The portal's pages as a person's browser gets them, in English: so the tests name messages as the code does."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.test import Client
from django.urls import reverse

from documents.layouts import LAYOUTS
from meetings.models import AgendaItem, Section
from minutes.domain import drafting, parts
from minutes.forms import FORMS
from minutes.models import Minutes
from tests.clients import signed_in
from tests.documents.samples import sample
from tests.factories import Seated, acting, make_user
from tests.minutes.drafts import draft_of


def page(response: Any) -> str:
    return str(response.content.decode())


def escaped(text: str) -> str:
    """`text` as Django writes it into a page."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def ids_standing_twice(shown: str) -> set[str]:
    return {name for name, count in Counter(re.findall(r'\bid="([^"]+)"', shown)).items() if count > 1}


# The drafting room


def everything() -> tuple[Seated, Minutes, Client]:
    """A draft with text, data table and rows, and its secretary's browser."""
    seated, minutes = draft_of(sample("district", rows=3), "district")
    return seated, minutes, signed_in(seated.secretary, "en")


def save_url(minutes: Minutes, part: str) -> str:
    return reverse("minutes:save", args=[minutes.pk, part])


def posted(minutes: Minutes, part: str, version: int = 0, **typed: str) -> dict[str, str]:
    """What the browser sends when the part is saved with `typed` in it."""
    kind = parts.Part.parse(part)
    prefix = part.replace(":", "-")
    form = FORMS[kind.kind](standing=parts.read(minutes, kind), layout=LAYOUTS["district"], prefix=prefix)
    fields = {bound.name: bound.value() for bound in form} | typed
    return {f"{prefix}-{name}": "" if value is None else str(value) for name, value in fields.items()} | {
        "version": str(version)
    }


def grid_name() -> str:
    return f"section:{Section.objects.get(table_columns__isnull=False).pk}"


def row_name(number: int = 0) -> str:
    return f"row:{AgendaItem.objects.all()[number].pk}"


def conflict() -> tuple[Seated, Minutes, Client, str, dict[str, str]]:
    """A colleague in the same post saved the title after the secretary's page was opened."""
    seated, minutes, client = everything()
    data = posted(minutes, "title", title="আমার শিরোনাম <ক@example.org>")
    theirs = acting(seated.secretary) | {"actor": acting(make_user("নমুনা সহকর্মী"))["actor"]}
    drafting.save_part(minutes.pk, "title", "তাঁর শিরোনাম & <খ@example.org>", version=0, **theirs)
    return seated, minutes, client, save_url(minutes, "title"), data

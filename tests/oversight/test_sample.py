"""The sample area: what lies in the past bears the days of the past, and is signed like anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from accounts.domain.audit import trail
from accounts.domain.authority import trust
from distribution.domain.files import issued_pdf
from distribution.models import Dispatch
from documents.signatures.examination import examine_pdf
from minutes.domain.signing import is_intact
from minutes.models import Minutes, Snapshot
from oversight.sample.load import load

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_the_past_of_the_sample_bears_its_own_days() -> None:
    load()
    today = timezone.localdate()

    for snapshot in Snapshot.objects.select_related("key"):
        document = json.loads(snapshot.document)
        assert is_intact(snapshot)
        assert document["chair_signature"]["date"] == timezone.localdate(snapshot.signed_at).isoformat()
    for dispatch in Dispatch.objects.all():
        assert examine_pdf(issued_pdf(dispatch), trust()).is_whole
        assert dispatch.signed_at == dispatch.issued_at
        assert dispatch.dated_on == timezone.localdate(dispatch.issued_at) < today
    for minutes in Minutes.objects.select_related("meeting"):
        days = [timezone.localdate(entry.at) for entry in trail(minutes)]
        assert days == sorted(days)
        assert minutes.meeting.held_on < days[0] <= days[-1] == timezone.localdate(minutes.state_since) < today
    assert (Snapshot.objects.count(), Dispatch.objects.count()) == (8, 7)


def test_no_code_of_the_portal_plays_with_the_clock() -> None:
    rooms = [room for room in settings.INSTALLED_APPS if (settings.BASE_DIR / room).is_dir()]
    sources = [path for room in (*rooms, "bangla", "config") for path in Path(settings.BASE_DIR, room).rglob("*.py")]

    assert [path for path in sources if "unittest" in path.read_text()] == []
    assert len(sources) > 100

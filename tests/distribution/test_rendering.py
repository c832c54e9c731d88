"""The PDF of an issued document: made once, stored, hashed, and never made again, nor sent before it is signed."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.domain.audit import PORTAL
from distribution.domain import rendering
from distribution.domain.faults import DamagedError
from distribution.domain.files import is_intact, issued_pdf, prepared_pdf, store_once
from distribution.domain.rendering import render_dispatch
from distribution.models import Dispatch
from tests.distribution.broker import Broker
from tests.distribution.stories import dispatched

pytestmark = pytest.mark.django_db


def stored() -> set[str]:
    """The files that are stored."""
    return {str(path) for path in Path(default_storage.location).rglob("*.pdf")}


def test_an_issued_document_is_rendered_once_and_waits_for_its_signature(
    broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    dispatch = dispatched("a@example.org", "", pdf=b"")

    with django_capture_on_commit_callbacks(execute=True):
        render_dispatch(dispatch.pk)
    first = Dispatch.objects.get(pk=dispatch.pk)
    data, kept = prepared_pdf(first), stored()
    with django_capture_on_commit_callbacks(execute=True):
        render_dispatch(dispatch.pk)

    second = Dispatch.objects.get(pk=dispatch.pk)
    assert data.startswith(b"%PDF-")
    assert (prepared_pdf(second), second.prepared_sha256) == (data, first.prepared_sha256)
    assert (second.rendered_at, second.stage, second.pdf.name) == (first.rendered_at, "unsigned", "")
    assert (stored(), first.render_error) == (kept, "")
    assert broker.asked() == []


def test_a_second_worker_throws_its_rendering_away() -> None:
    dispatch = dispatched(pdf=b"")
    behind = Dispatch.objects.get(pk=dispatch.pk)
    render_dispatch(dispatch.pk)
    before, unmade = stored(), Dispatch.objects.filter(prepared="")

    assert store_once(unmade, behind, "prepared", b"%PDF- of the second worker") is False

    assert stored() == before
    assert prepared_pdf(Dispatch.objects.get(pk=dispatch.pk)).startswith(b"%PDF-1.7")


def test_one_changed_byte_is_detected_and_the_bytes_are_not_handed_out() -> None:
    dispatch = dispatched()
    assert is_intact(dispatch)

    path = Path(dispatch.pdf.path)
    path.write_bytes(path.read_bytes().replace(b"sample", b"sampLe"))

    assert not is_intact(dispatch)
    with pytest.raises(DamagedError):
        issued_pdf(dispatch)


def test_a_lost_file_is_not_intact() -> None:
    dispatch = dispatched()
    Path(dispatch.pdf.path).unlink()

    assert not is_intact(dispatch)


def test_a_failure_is_written_on_the_dispatch_and_the_next_success_wipes_it() -> None:
    dispatch = dispatched(pdf=b"")
    document = dispatch.document
    Dispatch.objects.update(document="{}")

    with pytest.raises(ValueError, match=r"\$"):
        render_dispatch(dispatch.pk)

    failed = Dispatch.objects.get(pk=dispatch.pk)
    assert failed.render_error.startswith("$")
    assert not failed.prepared

    Dispatch.objects.update(document=document)
    render_dispatch(dispatch.pk)
    assert not Dispatch.objects.get(pk=dispatch.pk).prepared  # until a person asks
    rendering.render_again(dispatch.pk, actor=PORTAL)
    render_dispatch(dispatch.pk)
    assert Dispatch.objects.get(pk=dispatch.pk).render_error == ""
    assert Dispatch.objects.get(pk=dispatch.pk).prepared


def test_a_cancelled_issue_is_not_rendered() -> None:
    dispatch = dispatched(pdf=b"")
    Dispatch.objects.update(cancelled_at=dispatch.issued_at)

    render_dispatch(dispatch.pk)

    assert not Dispatch.objects.get(pk=dispatch.pk).prepared

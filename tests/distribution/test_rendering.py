"""The PDF of an issued document: made once, stored, hashed, and never made again."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from accounts.domain.audit import PORTAL
from distribution.domain import rendering
from distribution.domain.faults import DamagedError
from distribution.domain.rendering import is_intact, render_dispatch, stored_pdf
from distribution.models import Delivery, Dispatch
from tests.distribution.broker import Broker
from tests.distribution.stories import dispatched

pytestmark = pytest.mark.django_db


def files() -> set[str]:
    """The documents that are stored."""
    root = Path(default_storage.location) / "documents"
    return {str(path) for path in root.rglob("*.pdf")}


def test_an_issued_document_is_rendered_once_and_then_sent(
    broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    dispatch = dispatched("a@example.org", "", pdf=b"")

    with django_capture_on_commit_callbacks(execute=True):
        render_dispatch(dispatch.pk)
    first = Dispatch.objects.get(pk=dispatch.pk)
    data, stored = stored_pdf(first), files()
    with django_capture_on_commit_callbacks(execute=True):
        render_dispatch(dispatch.pk)

    second = Dispatch.objects.get(pk=dispatch.pk)
    assert data.startswith(b"%PDF-")
    assert (stored_pdf(second), second.sha256, second.rendered_at) == (data, first.sha256, first.rendered_at)
    assert (files(), first.render_error) == (stored, "")
    mail = Delivery.objects.get(way="mail")
    assert broker.asked() == [("distribution.tasks.send", [mail.pk])]


def test_a_second_worker_throws_its_rendering_away() -> None:
    dispatch = dispatched(pdf=b"")
    behind = Dispatch.objects.get(pk=dispatch.pk)
    render_dispatch(dispatch.pk)
    before = files()

    assert rendering._store_once(behind, b"%PDF- of the second worker") is False

    assert files() == before
    assert is_intact(Dispatch.objects.get(pk=dispatch.pk))


def test_one_changed_byte_is_detected_and_the_bytes_are_not_handed_out() -> None:
    dispatch = dispatched()
    assert is_intact(dispatch)

    path = Path(dispatch.pdf.path)
    path.write_bytes(path.read_bytes().replace(b"sample", b"sampLe"))

    assert not is_intact(dispatch)
    with pytest.raises(DamagedError):
        stored_pdf(dispatch)


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
    assert not failed.pdf

    Dispatch.objects.update(document=document)
    render_dispatch(dispatch.pk)
    assert not Dispatch.objects.get(pk=dispatch.pk).pdf  # until a person asks
    rendering.render_again(dispatch.pk, actor=PORTAL)
    render_dispatch(dispatch.pk)
    assert Dispatch.objects.get(pk=dispatch.pk).render_error == ""
    assert Dispatch.objects.get(pk=dispatch.pk).pdf


def test_a_cancelled_issue_is_not_rendered() -> None:
    dispatch = dispatched(pdf=b"")
    Dispatch.objects.update(cancelled_at=dispatch.issued_at)

    render_dispatch(dispatch.pk)

    assert not Dispatch.objects.get(pk=dispatch.pk).pdf

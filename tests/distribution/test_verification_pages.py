"""The public pages of verification: a plain answer, the facts, and nothing of what a document says."""

from __future__ import annotations

import pytest
from django.test import Client

from distribution import codes
from distribution.models import Dispatch, MemoFile
from documents import exchange
from minutes.models import Minutes
from tests.clients import anonymous, queries_of
from tests.distribution.stories import correction_issued, dispatched, issued, order, withdrawn
from tests.factories import Seated

pytestmark = pytest.mark.django_db

VALID = "The document with this code is genuine and in force."
SUPERSEDED = "The document with this code is genuine, but no longer in force: a later edition replaced it."
WITHDRAWN = "The document with this code was withdrawn. It is not in force."
UNSENT = "The document with this code is not signed and sent yet."
UNKNOWN = "This portal has issued no document with this code."


@pytest.fixture
def reader() -> Client:
    """Somebody without an account, who reads English."""
    return anonymous("en")


@pytest.fixture
def dispatch(seated: Seated, minutes: Minutes, file: MemoFile) -> Dispatch:
    """Issued, and not gone out yet."""
    return issued(seated, minutes, order(file))


def gone_out(dispatch: Dispatch) -> Dispatch:
    """The dispatch with a PDF that has gone out, without the making of it."""
    Dispatch.objects.filter(pk=dispatch.pk).update(pdf="documents/sent.pdf", sha256=f"{dispatch.pk:064x}")
    return Dispatch.objects.select_related("minutes__meeting").get(pk=dispatch.pk)


def address(dispatch: Dispatch) -> str:
    return f"/verify/{dispatch.printed_code}"


def page(reader: Client, dispatch: Dispatch) -> str:
    response = reader.get(address(dispatch))
    assert response.status_code == 200
    return response.content.decode()


class TestCodePage:
    def test_tells_who_issued_what_and_that_it_is_in_force(self, reader: Client, dispatch: Dispatch) -> None:
        html = page(reader, gone_out(dispatch))

        document = exchange.load(dispatch.document)
        assert f"<h1>{VALID}</h1>" in html
        for fact in (dispatch.memo, document.committee.name, f"{dispatch.pk:064x}", dispatch.printed_code):
            assert fact in html
        for signature in (document.chair_signature, document.dispatch.signature):
            assert f"{signature.name}, {', '.join(signature.lines)}" in html

    def test_tells_nothing_of_what_it_says(self, reader: Client, dispatch: Dispatch) -> None:
        html = page(reader, gone_out(dispatch))

        document = exchange.load(dispatch.document)
        row = document.sections[0].decision_table.rows[0]
        for secret in (document.title, row.subject, row.decisions[0].text, *document.dispatch.recipients):
            assert secret
            assert secret not in html

    def test_tells_nothing_at_all_before_it_is_sent(self, reader: Client, dispatch: Dispatch) -> None:
        html = page(reader, dispatch)

        assert f"<h1>{UNSENT}</h1>" in html
        assert dispatch.memo not in html
        assert exchange.load(dispatch.document).committee.name not in html

    def test_names_the_edition_that_took_its_place_once_that_is_sent(
        self, reader: Client, seated: Seated, dispatch: Dispatch
    ) -> None:
        dispatch = gone_out(dispatch)
        later = correction_issued(seated, dispatch.minutes)

        before = page(reader, dispatch)
        gone_out(later)
        after = page(reader, dispatch)

        assert VALID in before
        assert later.memo not in before
        assert f"<h1>{SUPERSEDED}</h1>" in after
        assert f"memo number {later.memo}" in after

    def test_is_in_force_again_when_what_replaced_it_is_withdrawn(
        self, reader: Client, seated: Seated, dispatch: Dispatch
    ) -> None:
        later = gone_out(correction_issued(seated, gone_out(dispatch).minutes))
        withdrawn(seated, later)

        assert VALID in page(reader, dispatch)
        assert WITHDRAWN in page(reader, later)

    def test_tells_that_it_was_withdrawn_and_not_why(self, reader: Client, seated: Seated, dispatch: Dispatch) -> None:
        withdrawn(seated, gone_out(dispatch))

        html = page(reader, dispatch)

        assert f"<h1>{WITHDRAWN}</h1>" in html
        assert "তারিখ ভুল ছিল" not in html
        assert dispatch.memo in html

    def test_of_one_withdrawn_before_it_was_sent_tells_only_that(
        self, reader: Client, seated: Seated, dispatch: Dispatch
    ) -> None:
        withdrawn(seated, dispatch)

        html = page(reader, dispatch)

        assert WITHDRAWN in html
        assert dispatch.memo not in html

    def test_says_so_where_the_pdf_is_older_than_the_codes(self, reader: Client) -> None:
        dispatch = dispatched()
        assert "older than the codes" not in page(reader, dispatch)
        Dispatch.objects.update(shows_code=False)
        assert "older than the codes" in page(reader, dispatch)

    def test_is_in_bengali_at_first(self, dispatch: Dispatch) -> None:
        assert '<html lang="bn">' in anonymous().get(address(gone_out(dispatch))).content.decode()

    def test_needs_no_cookie_and_is_kept_by_nobody(self, dispatch: Dispatch) -> None:
        response = anonymous().get(address(gone_out(dispatch)))

        assert "sessionid" not in response.cookies
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]

    def test_asks_the_database_as_often_for_one_with_a_history(self, seated: Seated, dispatch: Dispatch) -> None:
        alone = queries_of(anonymous(), address(gone_out(dispatch)))
        gone_out(correction_issued(seated, dispatch.minutes))

        assert queries_of(anonymous(), address(dispatch)) == alone


class TestWhatIsNoCodeOfOurs:
    def test_an_unknown_code_is_told_plainly(self, reader: Client) -> None:
        response = reader.get(f"/verify/{codes.printed(codes.new_code())}")

        assert response.status_code == 404
        assert f"<h1>{UNKNOWN}</h1>" in response.content.decode()

    def test_a_set_taken_over_from_paper_was_not_issued_here(self, reader: Client) -> None:
        dispatch = dispatched()
        Dispatch.objects.update(document="", pdf="")

        assert reader.get(address(dispatch)).status_code == 404

    def test_another_spelling_leads_to_the_page(self, reader: Client) -> None:
        dispatch = dispatched()
        for typed in (dispatch.code.lower(), f"{dispatch.printed_code}/", dispatch.printed_code.replace("-", " ")):
            assert reader.get(f"/verify/{typed}")["Location"] == address(dispatch)

    @pytest.mark.parametrize("typed", ["K7QM", "../../secret", "%00", "ক" * 300, "<script>"])
    def test_what_is_no_code_gets_the_form_and_says_why(self, reader: Client, typed: str) -> None:
        response = reader.get("/verify/x" + typed)

        assert response.status_code == 404
        assert "error-summary" in response.content.decode()
        assert "<script>" not in response.content.decode().replace("<script src", "")


class TestForm:
    def test_leads_to_the_page_of_the_code(self, reader: Client) -> None:
        dispatch = dispatched()

        response = reader.get("/verify/", {"code": dispatch.printed_code.lower().replace("-", " ")})

        assert response["Location"] == address(dispatch)

    def test_tells_a_slip_from_half_a_code(self, reader: Client) -> None:
        code = codes.new_code()
        slip = ("2" if code[0] != "2" else "3") + code[1:]

        wrong, half = (reader.get("/verify/", {"code": typed}) for typed in (slip, code[:7]))

        assert (wrong.status_code, half.status_code) == (422, 422)
        assert "One of the letters or digits of this code is wrong." in wrong.content.decode()
        assert "This is not a whole code." in half.content.decode()

    @pytest.mark.parametrize("path", ["/account/login/", "/verify/"])
    def test_is_linked_from_the_foot_of_every_page(self, reader: Client, path: str) -> None:
        assert '<a href="/verify/">Verify a document</a>' in reader.get(path).content.decode()


def test_issue_page_and_copy_lead_to_it(reader: Client, secretary: Client, dispatch: Dispatch) -> None:
    dispatch = gone_out(dispatch)
    delivery = dispatch.recipients.get().deliveries.get()

    for html in (
        secretary.get(f"/dispatches/{dispatch.pk}/").content.decode(),
        reader.get(f"/d/{delivery.token}/").content.decode(),
    ):
        assert f'href="{address(dispatch)}"' in html


def test_the_sheet_on_the_page_bears_the_code_as_the_pdf_does(reader: Client, dispatch: Dispatch) -> None:
    token = gone_out(dispatch).recipients.get().deliveries.get().token
    shown = f"কোড: <strong>{dispatch.printed_code}</strong>"

    assert shown in reader.get(f"/d/{token}/").content.decode()
    Dispatch.objects.update(shows_code=False)
    assert shown not in reader.get(f"/d/{token}/").content.decode()


def test_issues_get_a_code_each(seated: Seated) -> None:
    first, second = dispatched(seated=seated), dispatched(seated=seated, serial=2)

    assert codes.read(first.printed_code) == first.code != second.code

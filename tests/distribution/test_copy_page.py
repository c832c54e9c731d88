"""A recipient's own page, by its token and without an account; and the list of what was sent to one's posts."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.domain import issuing
from distribution.domain.verification import marked
from distribution.models import Delivery, Dispatch
from documents.word import docx
from minutes.models import Minutes
from tests.clients import anonymous, queries_of, signed_in
from tests.distribution.stories import delivery_of, dispatched
from tests.factories import Seated, acting, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"


@pytest.fixture
def delivery(seated: Seated) -> Delivery:
    return delivery_of(dispatched(TO, seated=seated, pdf=b"%PDF-1.7 the document"))


@pytest.fixture
def reader() -> Client:
    return anonymous("en", enforce_csrf_checks=True)


def address(delivery: Delivery, page: str = "copy") -> str:
    return reverse(f"distribution:{page}", args=[delivery.token])


def times(delivery: Delivery) -> list[bool]:
    """Whether the copy was opened, downloaded, acknowledged."""
    found = Delivery.objects.get(pk=delivery.pk)
    return [at is not None for at in (found.opened_at, found.downloaded_at, found.acknowledged_at)]


def test_a_recipient_without_an_account_reads_the_document(reader: Client, delivery: Delivery) -> None:
    response = reader.get(address(delivery))

    page = response.content.decode()
    assert response.status_code == 200
    assert delivery.recipient.text in page
    assert delivery.recipient.dispatch.minutes.title in page
    assert 'class="sheet"' in page
    assert f'href="{address(delivery, "copy_pdf")}"' in page
    assert times(delivery) == [True, False, False]


def test_the_first_look_counts_and_no_later_one(reader: Client, delivery: Delivery) -> None:
    reader.get(address(delivery))
    first = Delivery.objects.get().opened_at

    reader.get(address(delivery))

    assert Delivery.objects.get().opened_at == first


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}]
)
def test_a_browser_that_reads_ahead_has_not_opened(reader: Client, delivery: Delivery, headers: dict[str, str]) -> None:
    for page in ("copy", "copy_pdf"):
        assert reader.get(address(delivery, page), headers=headers).status_code == 200
        assert reader.head(address(delivery, page)).status_code == 200

    assert times(delivery) == [False, False, False]


def test_the_download_is_the_issued_pdf(reader: Client, delivery: Delivery) -> None:
    response = reader.get(address(delivery, "copy_pdf"))

    assert response.getvalue() == b"%PDF-1.7 the document"
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E0%A6%95")
    assert times(delivery) == [False, True, False]


def test_the_word_file_is_made_of_what_was_issued_and_is_no_download_of_it(reader: Client, delivery: Delivery) -> None:
    page = reader.get(address(delivery)).content.decode()
    response = reader.get(address(delivery, "copy_docx"))

    assert f'href="{address(delivery, "copy_docx")}"' in page
    assert "only the PDF is the signed original" in page
    assert response.content == docx.write(marked(delivery.recipient.dispatch))
    name = quote(f"কার্যবিবরণী-{delivery.recipient.dispatch.memo}.docx")
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert times(delivery) == [True, False, False]


def test_a_damaged_pdf_is_not_handed_out_and_not_counted(reader: Client, delivery: Delivery) -> None:
    Path(delivery.recipient.dispatch.pdf.path).write_bytes(b"%PDF-1.7 forged")

    response = reader.get(address(delivery, "copy_pdf"))

    assert response.status_code == 500
    assert "is not what was issued" in response.content.decode()
    assert times(delivery) == [False, False, False]


def test_receipt_is_acknowledged_once_by_the_pages_own_button(reader: Client, delivery: Delivery) -> None:
    assert reader.post(address(delivery, "acknowledge")).status_code == 403  # not from the page
    page = reader.get(address(delivery))
    token = page.context["csrf_token"]

    response = reader.post(address(delivery, "acknowledge"), {"csrfmiddlewaretoken": str(token)})

    assert response.headers["Location"] == address(delivery)
    assert times(delivery) == [True, False, True]
    again = reader.get(address(delivery)).content.decode()
    assert "Acknowledged on" in again
    assert address(delivery, "acknowledge") not in again


def test_nothing_is_acknowledged_by_looking(reader: Client, delivery: Delivery) -> None:
    assert reader.get(address(delivery, "acknowledge")).status_code == 405
    assert times(delivery) == [False, False, False]


def test_a_withdrawn_document_says_so_and_is_not_handed_out(reader: Client, seated: Seated, delivery: Delivery) -> None:
    issuing.cancel(delivery.recipient.dispatch_id, "তারিখ ভুল", version=0, **acting(seated.secretary))

    page = reader.get(address(delivery))

    assert page.status_code == 200
    assert "was cancelled on" in page.content.decode()
    assert "তারিখ ভুল" in page.content.decode()
    assert 'class="sheet"' not in page.content.decode()
    for download in ("copy_pdf", "copy_docx"):
        assert reader.get(address(delivery, download)).headers["Location"] == address(delivery)
    token = str(page.context["csrf_token"])
    reader.post(address(delivery, "acknowledge"), {"csrfmiddlewaretoken": token})
    assert times(delivery) == [False, False, False]


@pytest.mark.parametrize("page", ["", "minutes.pdf", "minutes.docx"])
@pytest.mark.parametrize("language", ["bn", "en"])
def test_a_link_that_leads_nowhere_is_told_to_recipients_in_both_languages_and_leaks_nothing(
    reader: Client, delivery: Delivery, page: str, language: str
) -> None:
    reader.cookies["django_language"] = language
    shown = set()
    for token in ("nothing", delivery.token[:-1], delivery.token.swapcase(), "ক" * 300, "%27", "%00"):
        response = reader.get(f"/d/{token}/{page}")
        assert response.status_code == 404
        assert "noindex" in response.headers["X-Robots-Tag"]
        text = response.content.decode()
        shown.add(text[text.index("<main") : text.index("</main>")])

    (told,) = shown
    assert "cut off or mistyped" in told
    assert "the office that sent you the mail can send it again." in told
    assert 'lang="bn"' in told
    assert 'lang="en"' in told


def test_a_link_whose_end_was_cut_off_says_so_too(reader: Client, delivery: Delivery) -> None:
    whole = address(delivery)

    assert reader.get(whole[:-1]).headers["Location"] == whole  # only the last stroke is missing
    for cut in ("/d/", "/d", whole[:-2], whole[:12], f"{whole}minutes.pd", f"{whole}more/"):
        response = reader.get(cut, follow=True)
        assert response.status_code == 404
        assert "cut off or mistyped" in response.content.decode()


@pytest.mark.parametrize("page", ["copy", "copy_pdf", "copy_docx"])
def test_the_address_is_kept_by_no_cache_no_search_engine_and_told_to_no_other_site(
    reader: Client, delivery: Delivery, page: str
) -> None:
    headers = reader.get(address(delivery, page)).headers

    assert "noindex" in headers["X-Robots-Tag"]
    assert {"private", "no-store"} <= {part.strip() for part in headers["Cache-Control"].split(",")}
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_document_that_is_not_rendered_yet_can_be_read_and_not_downloaded(reader: Client, delivery: Delivery) -> None:
    Dispatch.objects.update(pdf="", sha256="")

    page = reader.get(address(delivery)).content.decode()

    assert 'class="sheet"' in page
    for download in ("copy_pdf", "copy_docx"):
        assert address(delivery, download) not in page
        assert reader.get(address(delivery, download)).status_code == 404
    assert times(delivery) == [False, False, False]


def test_the_page_shows_what_was_issued_whatever_stands_in_the_rows_now(reader: Client, delivery: Delivery) -> None:
    title = delivery.recipient.dispatch.minutes.title
    Minutes.objects.update(title="অন্য শিরোনাম")

    page = reader.get(address(delivery)).content.decode()

    assert title in page
    assert "অন্য শিরোনাম" not in page


def listed(client: Client, words: str = "") -> list[Delivery]:
    response = client.get(reverse("distribution:documents"), {"q": words} if words else {})
    assert response.status_code == 200
    return list(response.context["page"].object_list)


def test_documents_follow_the_post_to_whoever_holds_it_and_the_address_to_the_person(seated: Seated) -> None:
    post = make_post(email="post@example.org")
    holder, former = make_tenure(post).person, make_user()
    make_tenure(post, former, ends_on=timezone.localdate().replace(year=2024), kind="in_charge")
    person = make_user(email=TO)
    to_post = delivery_of(dispatched("post@example.org", seated=seated, serial=1))
    Delivery.objects.filter(pk=to_post.pk).update(post=post)
    to_person = delivery_of(dispatched(TO, seated=seated, serial=2))
    dispatched("stranger@example.org", seated=seated, serial=3)
    delivery_of(dispatched(TO, seated=seated, serial=4, pdf=b""))  # not rendered yet

    assert listed(signed_in(holder, "en")) == [to_post]
    assert listed(signed_in(person, "en")) == [to_person]
    assert listed(signed_in(former, "en")) == []


def test_documents_are_found_by_words_of_title_and_number_in_either_digits(seated: Seated) -> None:
    person = make_user(email=TO)
    first, second = (delivery_of(dispatched(TO, seated=seated, serial=serial)) for serial in (41, 42))
    Minutes.objects.filter(dispatch=first.recipient.dispatch).update(title="মাসিক সভা, ২০২৬")
    Minutes.objects.filter(dispatch=second.recipient.dispatch).update(title="বিশেষ সভা, ২০২৬")
    client = signed_in(person, "en")

    assert listed(client) == [second, first]
    assert listed(client, "সভা 2026") == [second, first]
    assert listed(client, "বিশেষ") == [second]
    assert listed(client, "মাসিক ২০২৬ .41") == [first]
    assert listed(client, "বিশেষ মাসিক") == []
    assert "No document holds all these words." in client.get("/documents/?q=নেই").content.decode()


def test_the_list_of_documents_asks_as_much_for_three_as_for_one(seated: Seated) -> None:
    client = signed_in(make_user(email=TO), "en")
    dispatched(TO, seated=seated, serial=1)
    documents = reverse("distribution:documents")
    one = queries_of(client, documents)
    for serial in (2, 3):
        dispatched(TO, seated=seated, serial=serial)

    assert queries_of(client, documents) == one
    assert len(listed(client)) == 3


def test_an_empty_list_says_what_will_come(seated: Seated) -> None:
    page = signed_in(make_user(), "en").get(reverse("distribution:documents")).content.decode()

    assert "Nothing was sent to you yet." in page
    assert reverse("distribution:registers") not in page
    assert reverse("distribution:documents") in Client().get("/documents/").headers["Location"]

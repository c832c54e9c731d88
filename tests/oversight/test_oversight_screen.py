"""What every page of the portal promises: the same word for a state everywhere, and nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.translation import override

from accounts.permissions import ALLOWED, Denied
from accounts.templatetags.screen import ACTIONS, LOOKS, PANEL_ICONS
from decisions.models import Decision
from distribution.models import Delivery, MemoNumber
from minutes.models import Minutes
from minutes.rules import MOVES
from tests.clients import signed_in
from tests.factories import make_user

PAGES = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "documents" not in path.parts]
INLINE = re.compile(r"\son[a-z]+\s*=|\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE)


def rendered(source: str, **context: object) -> str:
    with override("en"):
        return Template("{% load screen %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        ("minutes", Minutes.State),
        ("delivery", Delivery.State),
        ("decision", Decision.State),
        ("memo", MemoNumber.State),
    ],
)
def test_every_state_has_a_look_with_the_models_own_word(kind: str, states):
    with override("en"):
        assert {value: str(LOOKS[kind][value].word) for value in states.values} == {
            value: str(label) for value, label in states.choices
        }


def test_every_action_of_the_audit_trail_has_words():
    rooms = [path for room in settings.INSTALLED_APPS for path in (settings.BASE_DIR / room).rglob("*.py")]
    written = {action for path in rooms for action in re.findall(r'"([a-z_]+\.[a-z_]+)"', recording(path.read_text()))}

    assert {*written, *(f"minutes.{move}" for move in MOVES)} - ACTIONS.keys() == set()
    assert len(written) > 10


def recording(source: str) -> str:
    """The lines that write into the audit trail, or hand on the name under which it is done."""
    return "\n".join(line for line in source.splitlines() if "record(" in line or "self._do(" in line)


def test_no_two_states_of_a_kind_look_alike():
    for kind, looks in LOOKS.items():
        assert len({(look.colour, look.icon) for look in looks.values()}) == len(looks), kind


def test_every_icon_is_in_the_sprite_and_every_colour_in_the_stylesheet():
    folder = settings.BASE_DIR / "static" / "portal"
    sprite, stylesheet = (folder / "icons.svg").read_text(), (folder / "portal.css").read_text()
    looks = [look for kind in LOOKS.values() for look in kind.values()]

    assert [
        icon for icon in {look.icon for look in looks} | set(PANEL_ICONS.values()) if f'"{icon}"' not in sprite
    ] == []
    assert [look.colour for look in looks if f".state-{look.colour} " not in stylesheet] == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_page_holds_what_the_content_security_policy_forbids(path: Path):
    source = re.sub(r"{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL)

    assert INLINE.findall(source) == []


def test_a_button_that_may_not_be_pressed_says_why():
    source = '{% include "components/button.html" with label="Sign" href="/sign/" verdict=verdict id="sign" %}'

    denied = rendered(source, verdict=Denied("Only the chair signs."))
    allowed = rendered(source, verdict=ALLOWED)

    assert 'disabled aria-describedby="sign-reason"' in denied
    assert '<p class="reason" id="sign-reason">Only the chair signs.</p>' in denied
    assert "/sign/" not in denied
    assert '<a class="btn btn-primary" href="/sign/">Sign</a>' in allowed


def test_a_table_that_scrolls_says_so_and_can_be_reached_by_the_keyboard():
    html = rendered("{% scroll label %}<table></table>{% endscroll %}", label='a "list"')

    assert html == (
        '<div class="scroll" role="region" aria-label="a &quot;list&quot;" tabindex="0">'
        '<p class="scroll-hint quiet">Wider than the screen: move it sideways.</p><table></table></div>'
    )


@pytest.mark.django_db
class TestFrame:
    def test_the_page_is_in_the_language_it_says(self):
        client = signed_in(make_user())

        assert '<html lang="bn">' in client.get("/").content.decode()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert '<html lang="en">' in client.get("/").content.decode()

    def test_a_page_that_is_not_there_is_one_of_ours(self):
        client = signed_in(make_user())

        response = client.get("/decisions/1/")

        assert response.status_code == 404
        assert 'class="masthead"' in response.content.decode()

    def test_a_form_without_its_token_is_answered_in_the_readers_language(self):
        client = signed_in(make_user(), enforce_csrf_checks=True)

        response = client.post("/account/", {"language": "en"})

        assert response.status_code == 403
        assert 'class="masthead"' in response.content.decode()

    @pytest.mark.parametrize("name", ["400.html", "500.html"])
    def test_pages_for_the_worst_need_neither_request_nor_database(self, name: str, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert 'class="masthead"' in render_to_string(name)

"""What the components look up: every action that the portal ever wrote into the audit trail has words."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.templatetags.screen import action_words


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("minutes.cancel", "cancelled the issue"),
        ("dispatch.cancel", "cancelled the issue"),
        ("dispatch.render_again", "had the PDF made again"),
    ],
)
def test_an_action_has_words_also_one_of_old_records(action: str, words: str):
    with override("en"):
        assert str(action_words(action)) == words

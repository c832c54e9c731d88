"""Whatever the code writes into the audit trail names who acts, and has words that a reader understands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils import translation

from accounts.templatetags.screen import ACTIONS
from minutes.rules import MOVES

# Whom an action is given to.
WRITERS = {"record", "entry", "Step", "saved", "removed"}
ACTION = re.compile(r"[a-z_]+\.[a-z_]+")
FILES = (".css", ".csv", ".docx", ".html", ".json", ".pdf", ".toml", ".xlsx")
# By these a text is known as an action wherever it stands.
KINDS_OF_ACTIONS = {action.partition(".")[0] for action in ACTIONS}


def sources() -> Iterator[ast.Module]:
    rooms = [settings.BASE_DIR / room for room in settings.INSTALLED_APPS if (settings.BASE_DIR / room).is_dir()]
    for path in (path for room in rooms for path in Path(room).rglob("*.py") if "migrations" not in path.parts):
        yield ast.parse(path.read_text())


def texts(tree: ast.AST) -> set[str]:
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    found = {text for text in constants if isinstance(text, str) and ACTION.fullmatch(text)}
    return {text for text in found if not text.endswith(FILES)}


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def given(call: ast.Call) -> set[str]:
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    return set().union(*map(texts, arguments)) if called(call) in WRITERS else set()


def recorded() -> set[str]:
    """The actions in the code: what is given to a writer, and whatever looks like an action of a kind there is.

    What a model is called, `minutes.phrase`, is none.
    """
    found = {f"minutes.{name}" for name in MOVES}
    for tree in sources():
        alike = {text for text in texts(tree) if text.partition(".")[0] in KINDS_OF_ACTIONS}
        found |= alike - {model._meta.label_lower for model in apps.get_models()}
        found |= set().union(*(given(node) for node in ast.walk(tree) if isinstance(node, ast.Call)))
    return found


def test_every_recorded_action_has_words() -> None:
    actions = recorded()
    assert {"minutes.sign", "changes.undo", "account.sign_in", "post.rename", "audit.export"} <= actions
    assert sorted(actions - ACTIONS.keys()) == []


def test_every_actor_is_named_with_post_and_address() -> None:
    """Nobody is behind what the portal itself does; whoever acts, acts in a post and from somewhere."""
    nobody = ast.Constant(None)
    for tree in sources():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == "Actor"):
            named = dict(zip(("user", "post", "address"), call.args, strict=False))
            named |= {str(keyword.arg): keyword.value for keyword in call.keywords}
            if ast.dump(named["user"]) != ast.dump(nobody) and "at" not in named:  # which is the sample's past
                assert {"post", "address"} <= named.keys(), ast.unparse(call)


def test_the_words_are_words_in_both_languages() -> None:
    for language in ("bn", "en"):
        with translation.override(language):
            assert [action for action, words in ACTIONS.items() if ACTION.fullmatch(str(words))] == []

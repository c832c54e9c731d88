"""Modules in a page's head, and what they import ahead of them."""

from __future__ import annotations

from pathlib import Path
from posixpath import basename

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from accounts.templatetags.modules import imported

ROOM = "portal/drafting/room.js"


def test_all_that_a_module_imports_is_found_once_and_stands_ahead_of_it() -> None:
    ahead = imported(ROOM)
    assert len(set(ahead)) == len(ahead)
    assert all(finders.find(each) for each in ahead)
    assert {"active.js", "post.js", "paste.js", "editor.js"} <= {basename(each) for each in ahead}  # of three layers
    head = Template("{% load modules %}{% module path %}").render(Context({"path": ROOM})).splitlines()
    assert head[-1] == f'<script src="/static/{ROOM}" type="module"></script>'
    assert head[:-1] == [f'<link rel="modulepreload" href="/static/{each}">' for each in ahead]


def test_no_import_of_the_portals_modules_is_missed() -> None:
    for file in (Path(settings.BASE_DIR) / "static/portal").rglob("*.js"):
        path = file.relative_to(settings.BASE_DIR / "static").as_posix()
        asked = [line.split('"')[1] for line in file.read_text(encoding="utf-8").splitlines() if line.endswith('.js";')]
        assert {basename(each) for each in asked} <= {basename(each) for each in imported(path)}, path

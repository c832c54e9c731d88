"""A page that begins to arrive before all of it is made."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

logger = logging.getLogger(__name__)

PLACE = SafeString("<!-- content -->")  # a comment, which no text of a page can be: it is escaped


def streamed(
    request: HttpRequest, frame: str, content: str, context: dict[str, Any], status: int = 200
) -> StreamingHttpResponse:
    """The page of the template `frame`, with what the template `content` gives where the frame has `{{ content }}`.

    The frame is sent at once, and the browser reads style sheets and modules while the portal makes the rest. What a
    person may not see or do is refused before: the status is on its way already, and an error after that is written
    down, told as Django tells those of a view, and stands in the place of the content.
    """
    before, after = render_to_string(frame, context | {"content": PLACE}, request).split(PLACE)
    language = translation.get_language()

    def pieces() -> Iterator[str]:
        yield before
        with translation.override(language):
            inside = _inside(request, content, context)
        yield inside
        yield after

    return StreamingHttpResponse(pieces(), status=status)


def _inside(request: HttpRequest, content: str, context: dict[str, Any]) -> str:
    try:
        return render_to_string(content, context, request)
    except Exception:
        logger.exception("%s %s: the page broke off", request.method, request.path)
        got_request_exception.send(sender=None, request=request)
        return render_to_string("components/broken_off.html", {}, request)

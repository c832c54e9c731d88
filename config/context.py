"""What every page's template may count on."""

from django.conf import settings
from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, object]:
    """Whether this portal keeps its mails in a folder, so that the menu shows the mailbox."""
    return {"has_mailbox": settings.HAS_MAILBOX}

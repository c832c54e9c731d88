"""Mails that tell people what was done to their account; the portal's page tells it in any case."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.domain import links
from accounts.domain.alerts import WITH_LINK
from accounts.models import Alert, User
from committees.models import Membership, Post
from committees.powers import SENSITIVE_ROLES
from distribution.domain import outbox


def send(alert_id: int) -> None:
    """Send the mail of one alert, if it is still waiting and due; as `outbox.attempt`."""
    outbox.attempt(_due(), alert_id, letter)


def sweep() -> None:
    """Ask for the alerts that wait.

    A worker that died over one is followed by another, unless two died one after the other: nobody settles an alert by
    hand, and one that comes twice does less harm than one that never comes.
    """
    outbox.requeue_lost(Alert.objects.all())
    outbox.pick_up(_due(), "send_alert")


def letter(alert: Alert) -> EmailMessage:
    """The mail for `alert`, in the person's language."""
    with translation.override(alert.person.language):
        context = {"alert": alert, "portal": settings.PORTAL_URL}
        template = "distribution/alert_body.txt"
        if alert.what in WITH_LINK:
            context["link"] = links.address(alert)
            context["places"] = _places_of(alert.person) if alert.what == Alert.What.INVITATION else []
            template = "distribution/link_body.txt"
        return EmailMessage(
            subject=_("Your account in the portal of ICT committee minutes"),
            body=render_to_string(template, context),
            to=[alert.address],
        )


def _places_of(person: User) -> list[str]:
    """The posts that the person is invited for, held today or later, each with what it is on which committees."""
    day = timezone.localdate()
    not_over = Q(ends_on=None) | Q(ends_on__gte=day)
    posts = list(Post.objects.filter(pk__in=person.tenures.filter(not_over).values("post")).select_related("office"))
    seats = Membership.objects.filter(not_over, post__in=posts, role__in=SENSITIVE_ROLES).select_related("committee")
    of_posts: dict[int | None, list[str]] = {}
    for seat in seats.order_by("committee__name_bn", "pk"):
        of_posts.setdefault(seat.post_id, []).append(f"{seat.committee} ({seat.get_role_display()})")
    return ["; ".join([str(post), *of_posts.get(post.pk, [])]) for post in posts]


def _due() -> QuerySet[Alert]:
    """The alerts to be sent now; a link that opens a closed account is not.

    The account is asked in a subquery, as `outbox` says why the state is not.
    """
    open_accounts = User.objects.filter(is_active=True)
    return outbox.waiting(Alert.objects.filter(~Q(what__in=WITH_LINK) | Q(person__in=open_accounts)))

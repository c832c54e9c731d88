"""The mail that carries an issued document to one recipient."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from distribution.domain.files import issued_pdf
from distribution.models import Delivery, Dispatch


def letter(delivery: Delivery) -> EmailMessage:
    """The mail for `delivery`: covering text in Bengali, the PDF attached, the recipient's own page linked.

    Its Message-ID is that of the delivery, so that a mail sent a second time by hand can be recognised as the same.
    Raises faults.DamagedError, or OSError, where the stored PDF is not what was issued.
    """
    dispatch = delivery.recipient.dispatch
    pdf = issued_pdf(dispatch)
    with translation.override("bn"):
        context = {"delivery": delivery, "dispatch": dispatch, "link": link(delivery)}
        message = EmailMessage(
            subject=" ".join(render_to_string("distribution/mail_subject.txt", context).split()),
            body=render_to_string("distribution/mail_body.txt", context),
            to=[delivery.address],
            headers={
                "Message-ID": f"<delivery-{delivery.pk}.{delivery.token[:8]}@{urlsplit(settings.PORTAL_URL).hostname}>"
            },
        )
    message.attach(file_name(dispatch), pdf, "application/pdf")
    return message


def link(delivery: Delivery) -> str:
    """The address of the recipient's own page."""
    return settings.PORTAL_URL + reverse("distribution:copy", args=[delivery.token])


def file_name(dispatch: Dispatch) -> str:
    """What the PDF is called when it is saved: কার্যবিবরণী and its memo number."""
    memo = dispatch.memo.replace("/", "-").replace("\\", "-")
    return f"কার্যবিবরণী-{memo}.pdf"

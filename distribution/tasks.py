"""What the workers do. Thin: they take ids, and calling one twice does no harm."""

from celery import shared_task

from accounts.domain import resets
from distribution.domain import alerts, outbox, reminders, rendering
from minutes.domain import reminding


@shared_task
def render(dispatch_id: int) -> None:
    """Make the PDF of an issued document."""
    rendering.render_dispatch(dispatch_id)


@shared_task
def send(delivery_id: int) -> None:
    """Send one copy."""
    outbox.send(delivery_id)


@shared_task
def send_alert(alert_id: int) -> None:
    """Send the mail of one alert."""
    alerts.send(alert_id)


@shared_task
def send_reminder(reminder_id: int) -> None:
    """Send one reminder of minutes that wait."""
    reminders.send(reminder_id)


@shared_task
def remind() -> None:
    """Queue the reminders of the day; beat runs it every office hour, for a morning on which the portal stood still."""
    reminding.remind()


@shared_task
def sweep() -> None:
    """Pick up what was left behind; beat runs it every minute."""
    rendering.sweep()
    outbox.sweep()
    resets.answer()
    alerts.sweep()
    reminders.sweep()

"""What the workers do for committees. Thin: calling one twice does no harm."""

from celery import shared_task

from committees.sheets import taking


@shared_task
def forget_sheets() -> None:
    """Forget the sheets of more than a month ago; beat runs it every night."""
    taking.forget_old()

"""What the workers do for the accounts. Thin: calling one twice does no harm."""

from celery import shared_task

from accounts.domain import chain


@shared_task
def link_audit_trail() -> None:
    """Link what a crash left out of the chain; beat runs it every minute."""
    chain.sweep()

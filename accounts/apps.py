from typing import Any

from django.apps import AppConfig
from django.apps import apps as apps_of_now
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from axes.signals import user_locked_out

        from accounts.lockout import enter_in_trail  # models are not loaded yet when this module is

        user_locked_out.connect(enter_in_trail)
        post_migrate.connect(make_authority, sender=self)


def make_authority(*, apps: Any = apps_of_now, **_kwargs: object) -> None:
    """The portal's own authority is there from the first start, unless these migrations end before its table."""
    from accounts.domain.authority import portal  # the models it needs are not loaded yet when this module is

    try:
        apps.get_model("accounts", "Authority")
    except LookupError:
        return
    portal()

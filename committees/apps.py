from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    name = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        from accounts.domain.factors import require_of  # models are not loaded yet when this module is
        from committees.powers import needs_second_factor

        require_of(needs_second_factor)

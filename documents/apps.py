"""The room of the documents among Django's applications."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Has the checks of the room known at start."""

    name = "documents"

    def ready(self) -> None:
        """Register the checks."""
        from documents import checks  # noqa: F401 - registers them

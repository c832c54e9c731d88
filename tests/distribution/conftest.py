"""Fixtures of the tests of distribution."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.distribution.broker import Broker


@pytest.fixture
def broker() -> Broker:
    """The broker's folder, empty at first."""
    return Broker(Path(settings.BROKER_DIR) / "messages")

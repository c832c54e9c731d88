"""Django's own check of a production set-up finds nothing but what we can answer for."""

import re
import subprocess
import sys

import pytest

from tests.operations.compose import portal_environment
from tests.portal import BASE_DIR
from tests.servers import clean_environment

ANSWERED = {
    "security.W005": "hosts below the portal's name are not ours to bind to HTTPS",
    "security.W008": "the proxy sends http on to https",
    "security.W021": "a browser's preload list is for the owner of the domain to decide",
}


@pytest.mark.processes
def test_the_production_settings_pass_the_deployment_check():
    command = [sys.executable, "manage.py", "check", "--deploy"]
    environment = {**clean_environment(), **portal_environment("web", "smtp://localhost")}

    result = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)

    found = set(re.findall(r"\((\w+\.[A-Z]\d+)\)", result.stdout + result.stderr))
    assert result.returncode == 0, result.stderr
    assert found == set(ANSWERED)

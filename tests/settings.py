"""The settings of the tests: the embedded portal in a folder of its own, one for each process of the test run.

With TEST_DATABASE_URL the same portal keeps its data in that PostgreSQL, so that every test that touches the database
can run on both.
"""

import os
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")  # tests/conftest.py removes it

from config.settings import *  # noqa: F403 - the folder has to be known before
from config.settings import DATABASES, STORAGES

if "TEST_DATABASE_URL" in os.environ:
    DATABASES["default"] = dj_database_url.parse(os.environ["TEST_DATABASE_URL"])  # noqa: F405

# A real hasher takes a quarter of a second for each sign-in, by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

"""The settings of the tests: the embedded portal in a folder of its own, one for each process of the test run.

With TEST_DATABASE_URL the same portal keeps its data in that PostgreSQL, so that every test that touches the database
can run on both.
"""

import atexit
import os
import shutil
import tempfile

os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="portal-tests-")
atexit.register(shutil.rmtree, os.environ["VAR_DIR"])

from config.settings import *  # noqa: E402, F403 - the folder has to be known before
from config.settings import DATABASES, POSTGRESQL_OPTIONS, STATIC_ROOT, STORAGES  # noqa: E402 - as above

if "TEST_DATABASE_URL" in os.environ:
    DATABASES["default"] = dj_database_url.parse(os.environ["TEST_DATABASE_URL"])  # noqa: F405
    DATABASES["default"]["OPTIONS"] = POSTGRESQL_OPTIONS

# A real hasher takes a quarter of a second for each sign-in, by design.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Every test client builds the middleware anew, and whitenoise would list all static files each time.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT.mkdir()  # whitenoise warns of a folder that is not there
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

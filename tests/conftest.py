"""Fixtures of the whole suite, and which tests run on which database."""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, expect, sync_playwright
from pytest_django.fixtures import Settings

from accounts.domain import signing
from accounts.models import User
from config.system_packages import BROWSERS
from tests import mail_server, servers
from tests.clients import signed_in
from tests.factories import make_administrator
from tests.guards import guards
from tests.portal import Portal, embedded_portal

ON_POSTGRESQL = "TEST_DATABASE_URL" in os.environ
# Tests that ask for whole pages and documents, and not for lists that search and narrow what they hold. On PostgreSQL,
# test_permissions asks for their routes instead, without any choice of a filter.
PAGES = (
    *("*_page.py", "test_accounts_pages.py", "test_decisions_pages.py", "test_delegation_pages.py"),
    *("test_register_pages.py", "test_verification_pages.py", "*_admin.py", "*_screen.py", "test_issue_*.py"),
    *("test_forms.py", "test_papers.py", "test_desk.py", "test_drafting_room.py", "test_room_routes.py"),
    *("test_checking.py", "test_extracts.py", "test_pictures.py", "test_printed_register.py", "test_archive.py"),
)
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}

# A time limit per example would fail on a busy machine and pass on an idle one.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what touches the database is worth a second run; elsewhere, what needs PostgreSQL is not."""
    kept = [item for item in items if (belongs_on_postgresql if ON_POSTGRESQL else belongs_on_sqlite)(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def pytest_collection_finish() -> None:
    """Spare the garbage collector what lives as long as the run: the portal, the tests and their libraries."""
    gc.collect()
    gc.freeze()


def belongs_on_postgresql(item: pytest.Item) -> bool:
    """Whether the test touches the database, is not bound to SQLite, and is more than another test of a page."""
    if item.get_closest_marker("postgres") or item.get_closest_marker("sqlite_only"):
        return not item.get_closest_marker("sqlite_only")
    touches_database = bool(item.get_closest_marker("django_db")) or not DATABASE_FIXTURES.isdisjoint(
        getattr(item, "fixturenames", ())
    )
    is_of_a_page = any(item.path.match(pattern) for pattern in PAGES) and "transactional_db" not in item.fixturenames
    return touches_database and not is_of_a_page


def belongs_on_sqlite(item: pytest.Item) -> bool:
    """Whether the test does without PostgreSQL."""
    return not item.get_closest_marker("postgres")


@pytest.fixture
def admin_user(db: None) -> User:
    """Whom pytest-django's `admin_client` signs in: an administrator like any other of the suite."""
    return make_administrator()


@pytest.fixture
def admin_client(admin_user: User) -> Client:
    """The administrator's browser, after a whole sign-in."""
    return signed_in(admin_user)


@pytest.fixture(scope="session", autouse=True)
def cheap_pins() -> Iterator[None]:
    """Signing keys that open at once: the cost of the real derivation is its purpose. Portals under test keep it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "PIN_COST", {"time_cost": 1, "memory_cost": 8, "parallelism": 1})
        yield


@pytest.fixture(scope="session", autouse=True)
def flushes_pass_the_guards() -> Iterator[None]:
    """After a test with transactions of its own Django empties every table, which the audit trail's tables refuse.

    For that moment alone they are without their triggers.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def unguarded(self: BaseDatabaseOperations, statements: list[str]) -> None:
        lift, restore = guards(self.connection)
        flush(self, [*lift, *statements, *restore])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", unguarded)
        yield


@pytest.fixture
def smtp_server(settings: Settings) -> Iterator[mail_server.SmtpServer]:
    """A real SMTP server that Django's mails go to during the test."""
    with mail_server.smtp_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
        yield server


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The PostgreSQL server that `make test` started, or one of our own when pytest was called by hand."""
    if "TEST_POSTGRESQL_SERVER" in os.environ:
        yield os.environ["TEST_POSTGRESQL_SERVER"]
        return
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The Redis server that `make test` started, or one of our own when pytest was called by hand."""
    if "TEST_REDIS_URL" in os.environ:
        yield os.environ["TEST_REDIS_URL"]
        return
    with servers.redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a portal that was started on an empty folder and ended: made once for all workers, to be copied."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "sample"
    with Path(f"{folder}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            with embedded_portal(tmp_path_factory.mktemp("new")) as portal:
                pass
            portal.folder.rename(folder)
    return folder


@pytest.fixture(scope="session")
def running_portal(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The embedded portal as `make run` starts it, sample area loaded, data in a folder of its own."""
    folder = tmp_path_factory.mktemp("live-portal")
    shutil.copytree(sample, folder, dirs_exist_ok=True)
    with embedded_portal(folder) as portal:
        yield portal


@pytest.fixture
def live_portal(running_portal: Portal, sample: Path) -> Portal:
    """The same for one test: it finds the sample area as if no other test had been there."""
    running_portal.begin_again(sample)
    return running_portal


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without the calls home that would make the tests need a network.

    Playwright keeps an event loop running in this thread from here on, in which Django refuses database calls: a
    browser test changes and reads the portal through its pages, or by `live_portal.manage(...)`.
    """
    program = next(path for path in map(shutil.which, BROWSERS) if path)
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
    # A page that is slow on a busy machine fails no test.
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
            args=arguments,
        )
        yield browser
        browser.close()


def opened_page(browser: Browser, portal: Portal, width: int, height: int) -> Iterator[Page]:
    """A page in a browser profile of its own; a script error, a blocked script or a foreign address fails the test."""
    context: BrowserContext = browser.new_context(
        base_url=portal.url, viewport={"width": width, "height": height}, locale="bn-BD", timezone_id="Asia/Dhaka"
    )
    faults: list[str] = []

    def note_error(error: Error) -> None:
        faults.append(f"script error: {error}")

    def note_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(f"blocked: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((portal.url, "data:", "blob:")):
            faults.append(f"asked a foreign server: {request.url}")

    context.on("request", note_request)
    context.on("console", note_console)
    page = context.new_page()
    page.on("pageerror", note_error)
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def page(chromium: Browser, live_portal: Portal) -> Iterator[Page]:
    """A desktop's page: 1280 pixels wide."""
    yield from opened_page(chromium, live_portal, 1280, 900)


@pytest.fixture
def phone_page(chromium: Browser, live_portal: Portal) -> Iterator[Page]:
    """A phone's page: 360 pixels wide."""
    yield from opened_page(chromium, live_portal, 360, 740)

"""The chain of the audit trail: who changes, removes, adds or moves a record is found, and the database refuses it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.domain import chain
from accounts.domain.audit import PORTAL, Actor, record, record_all
from accounts.domain.chain import Fault, Finding, Head, Wrong, link, sweep, verify
from accounts.models import AuditLink, AuditRecord, Unlinked
from accounts.tasks import link_audit_trail
from committees.models import Area
from tests.factories import make_area, make_user
from tests.guards import lifted
from tests.races import at_one_lock

pytestmark = pytest.mark.django_db

TABLES = [AuditRecord, AuditLink]


def written(count: int) -> list[AuditRecord]:
    """Records that wait for their links."""
    who = Actor(make_user("নমুনা রহমান"), "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1")
    area = make_area()
    return [record(who, "area.rename", area, number=n) for n in range(count)]


def linked(count: int) -> list[AuditRecord]:
    """Records in the chain, which holds nothing else."""
    records = written(count)
    link()
    assert verify() == Finding(chain.head())
    assert chain.head().position == count
    return records


def run_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def forge(statement: str, *values: object) -> None:
    """Change the tables as somebody does who took the triggers away."""
    with lifted():
        run_sql(statement, *values)


# --- what the database refuses ---


@pytest.mark.parametrize("model", TABLES)
@pytest.mark.parametrize(
    "attack",
    [
        lambda model: model.objects.update(**{"action" if model is AuditRecord else "digest": "x"}),
        lambda model: model.objects.all()._raw_delete("default"),
        lambda model: run_sql(f"UPDATE {model._meta.db_table} SET {model._meta.pk.column} = 900"),  # noqa: S608 - our own names
        lambda model: run_sql(f"DELETE FROM {model._meta.db_table}"),  # noqa: S608 - our own names
    ],
    ids=["update", "delete", "raw update", "raw delete"],
)
def test_the_database_refuses_every_change(
    model: type[AuditRecord | AuditLink], attack: Callable[[type[AuditRecord | AuditLink]], object]
) -> None:
    linked(2)
    before = list(model.objects.values())
    with pytest.raises(IntegrityError), transaction.atomic():
        attack(model)
    assert list(model.objects.values()) == before


@pytest.mark.sqlite_only  # REPLACE is a word of SQLite
@pytest.mark.parametrize("model", TABLES)
def test_a_row_is_not_replaced(model: type[AuditRecord | AuditLink]) -> None:
    linked(2)
    table = model._meta.db_table
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")  # noqa: S608 - our own names


@pytest.mark.sqlite_only  # as above
def test_a_link_is_not_replaced_by_way_of_its_record() -> None:
    linked(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql("REPLACE INTO accounts_auditlink SELECT 3, 'x', max(id) FROM accounts_auditrecord")
    assert chain.head().position == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", TABLES)
def test_the_tables_are_not_emptied(model: type[AuditRecord | AuditLink]) -> None:
    linked(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        run_sql(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.sqlite_only  # PostgreSQL changes a table in place
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", TABLES)
def test_a_table_made_anew_is_guarded_as_before(model: type[AuditRecord | AuditLink]) -> None:
    """SQLite makes a table anew for most changes of its form, and drops the old one with its triggers."""
    linked(2)
    with connection.schema_editor() as editor:
        editor._remake_table(model)
    with pytest.raises(IntegrityError):
        model.objects.all()._raw_delete("default")
    assert verify().head.position == 2


# --- how records come into the chain ---


@pytest.mark.django_db(transaction=True)
def test_a_record_is_linked_once_it_is_committed() -> None:
    area = make_area()
    with transaction.atomic():
        one = record(PORTAL, "area.rename", area)
        assert Unlinked.objects.get().record == one
        assert not AuditLink.objects.exists()
    assert (AuditLink.objects.get().record, Unlinked.objects.exists()) == (one, False)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_never_was() -> None:
    area = make_area()
    with transaction.atomic():
        record(PORTAL, "area.rename", area)
        transaction.set_rollback(True)
    kept = record(PORTAL, "area.rename", area)
    assert [(each.position, each.record) for each in AuditLink.objects.all()] == [(1, kept)]
    assert verify().fault is None


def test_what_a_crash_left_behind_is_swept_up() -> None:
    first, *_rest = written(3)
    assert not AuditLink.objects.exists()
    link_audit_trail()
    assert AuditLink.objects.get(position=1).record == first
    assert (verify().head.position, Unlinked.objects.exists()) == (3, False)
    sweep()
    assert verify().head.position == 3


def test_many_are_linked_and_verified_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 4)
    linked(11)
    written(8)
    link()
    assert verify() == Finding(chain.head())
    assert chain.head().position == 19


def test_one_that_was_committed_late_is_linked_after_those_that_are_younger() -> None:
    late, young = written(2)
    Unlinked.objects.get(record=late).delete()
    link()
    Unlinked.objects.create(record=late)
    link()
    assert [each.record for each in AuditLink.objects.all()] == [young, late]
    assert verify().fault is None


def test_the_same_record_gets_another_digest_elsewhere_in_the_chain() -> None:
    area = make_area()
    moment = timezone.now()
    record_all(
        [
            AuditRecord(at=moment, actor_name="portal", action="x", subject_kind="committees.area", subject_id=area.pk)
            for _ in range(3)
        ]
    )
    link()
    digests = list(AuditLink.objects.values_list("digest", flat=True))
    assert len(set(digests)) == 3
    assert [len(each) for each in digests] == [64] * 3


def test_the_digest_is_over_this_form_and_no_other() -> None:
    """A digest that is noted down today must be found by the code of any later day."""
    entry = AuditRecord(
        pk=7,
        at=datetime.datetime(2026, 1, 31, 18, 0, 5, tzinfo=datetime.UTC),
        actor_id=3,
        actor_name="নমুনা",
        actor_post="পদ",
        address="192.0.2.1",
        action="area.rename",
        subject_kind="committees.area",
        subject_id=9,
        details={"b": [1, None], "a": "ক"},
    )
    assert chain.canonical("00", entry) == (
        b'[1,"00",7,"2026-01-31T18:00:05.000000+00:00",3,"\\u09a8\\u09ae\\u09c1\\u09a8\\u09be","\\u09aa\\u09a6",'
        b'"192.0.2.1","area.rename","committees.area",9,null,{"a":"\\u0995","b":[1,null]}]'
    )
    assert chain.digest("00", entry) == "5c1bfc55a14eab45de4e44d332ff90878aaa63b695cbf9e40ad6a2c855b5dab4"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_never_fork_the_chain() -> None:
    """Each of four has records of its own, and all of them wait at the first link."""
    linked(1)

    def act() -> None:
        area = Area.objects.get()
        for n in range(5):
            record(PORTAL, "area.rename", area, number=n)

    assert at_one_lock(AuditLink.objects.all(), act, act, act, act) == [None] * 4
    sweep()
    assert verify() == Finding(chain.head())
    assert chain.head().position == 21


# --- what verifying finds ---


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "2026-01-01 00:00:00+00:00"),
        ("actor_id", None),
        ("actor_name", "অন্য কেহ"),
        ("actor_post", ""),
        ("address", "192.0.2.9"),
        ("action", "area.removed"),
        ("subject_kind", "committees.post"),
        ("subject_id", 12345),
        ("step", "0" * 32),
        ("details", '{"number": 7}'),
    ],
)
def test_every_field_of_a_record_is_under_the_digest(column: str, value: object) -> None:
    records = linked(5)
    forge(f"UPDATE accounts_auditrecord SET {column} = %s WHERE id = %s", value, records[2].pk)  # noqa: S608 - our own names
    finding = verify()
    assert finding == Finding(finding.head, Fault(Wrong.RECORD_CHANGED, 3, records[2].pk))
    assert finding.head.position == 2


def test_every_column_is_tried_above() -> None:
    columns = {field.column for field in AuditRecord._meta.concrete_fields} - {"id"}
    (tried,) = (
        mark for mark in test_every_field_of_a_record_is_under_the_digest.pytestmark if mark.name == "parametrize"
    )
    assert {column for column, _value in tried.args[1]} == columns


def test_a_changed_last_record() -> None:
    records = linked(3)
    forge("UPDATE accounts_auditrecord SET action = 'x' WHERE id = %s", records[2].pk)
    assert verify().fault == Fault(Wrong.LAST_CHANGED, 3, records[2].pk)


@pytest.mark.sqlite_only  # PostgreSQL keeps no such text in these columns
@pytest.mark.parametrize("column", ["at", "step"])
def test_a_record_that_cannot_be_read(column: str) -> None:
    records = linked(5)
    forge(f"UPDATE accounts_auditrecord SET {column} = 'text' WHERE id = %s", records[2].pk)  # noqa: S608 - our own names
    assert verify().fault == Fault(Wrong.RECORD_CHANGED, 3, records[2].pk)


@pytest.mark.sqlite_only  # PostgreSQL deletes no record that a link points at, whoever asks
def test_a_record_taken_away_from_its_link() -> None:
    records = linked(4)
    forge("DELETE FROM accounts_auditrecord WHERE id = %s", records[1].pk)
    assert verify().fault == Fault(Wrong.RECORD_MISSING, 2, records[1].pk)
    forge("DELETE FROM accounts_auditlink WHERE position = 2")


def test_a_record_taken_away_with_its_link() -> None:
    records = linked(4)
    forge("DELETE FROM accounts_auditlink WHERE position = 2")
    forge("DELETE FROM accounts_auditrecord WHERE id = %s", records[1].pk)
    finding = verify()
    assert (finding.head.position, finding.fault) == (1, Fault(Wrong.LINK_MISSING, 2, records[2].pk))


def test_a_link_with_another_digest() -> None:
    records = linked(4)
    forge("UPDATE accounts_auditlink SET digest = %s WHERE position = 2", "0" * 64)
    assert verify().fault == Fault(Wrong.DIGEST_CHANGED, 2, records[1].pk)


def test_links_that_changed_places() -> None:
    linked(5)
    for old, new in ((2, 99), (3, 2), (99, 3)):
        forge("UPDATE accounts_auditlink SET position = %s WHERE position = %s", new, old)
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.position) == (Wrong.OUT_OF_ORDER, 2)


def test_a_link_put_before_the_first() -> None:
    linked(2)
    (forged,) = written(1)
    Unlinked.objects.all().delete()
    AuditLink.objects.create(position=-3, record=forged, digest=chain.digest("", forged))
    assert verify().fault == Fault(Wrong.OUT_OF_ORDER, 1, forged.pk)


def test_a_record_put_in_by_hand() -> None:
    linked(2)
    forged = AuditRecord.objects.create(actor_name="portal", action="x", subject_kind="committees.area", subject_id=1)
    link()
    assert verify() == Finding(chain.head(), Fault(Wrong.NO_LINK, record=forged.pk))


def test_a_last_link_taken_away() -> None:
    records = linked(3)
    forge("DELETE FROM accounts_auditlink WHERE position = 3")
    assert verify().fault == Fault(Wrong.NO_LINK, record=records[2].pk)


def test_a_record_that_waits_too_long() -> None:
    linked(2)
    just_now = record(PORTAL, "area.rename", Area.objects.get())
    assert verify().fault is None
    late = record(Actor(None, at=timezone.now() - datetime.timedelta(minutes=11)), "area.rename", Area.objects.get())
    assert verify().fault == Fault(Wrong.WAITS, record=late.pk)
    assert just_now.pk < late.pk


def test_an_end_cut_off_is_found_by_what_was_noted_down() -> None:
    """Records and links gone together from the end leave a chain that holds."""
    records = linked(5)
    noted = chain.head()
    forge("DELETE FROM accounts_auditlink WHERE position > 3")
    forge("DELETE FROM accounts_auditrecord WHERE id > %s", records[2].pk)
    assert verify().fault is None
    assert verify([noted]).fault == Fault(Wrong.CUT_OFF, 5)


def test_a_chain_made_anew_is_found_by_what_was_noted_down() -> None:
    records = linked(3)
    noted = chain.head()
    linked_again = written(1)
    forge("DELETE FROM accounts_auditlink")
    forge("UPDATE accounts_auditrecord SET action = 'x' WHERE id = %s", records[0].pk)
    Unlinked.objects.bulk_create(Unlinked(record=each) for each in records)
    link()
    assert verify().fault is None
    assert verify([noted]).fault == Fault(Wrong.NOT_AS_NOTED, 3, records[2].pk)
    assert verify().head.position == len(records) + len(linked_again)


def test_what_was_noted_down_at_any_time_is_in_the_chain() -> None:
    heads = [Head()]
    for _ in range(3):
        written(2)
        link()
        heads.append(chain.head())
    assert verify(heads) == Finding(heads[-1])


@pytest.mark.parametrize("text", ["", "12", "x:" + "0" * 64, "12:abc"])
def test_a_head_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"invalid literal|noted head"):
        Head.read(text)


def test_a_head_is_read_in_either_digits() -> None:
    assert Head.read(f" ১২:{'AB' * 32} ") == Head(12, "ab" * 32)


# --- the command ---


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_audit", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_tells_how_far_the_chain_holds() -> None:
    linked(3)
    head = chain.head()
    assert told() == f"3 records hold. Head: 3:{head.digest}\n"
    assert told("--head", str(head), "--head", f"2:{AuditLink.objects.get(position=2).digest}") == told()


def test_the_command_names_the_first_broken_link() -> None:
    records = linked(3)
    forge("UPDATE accounts_auditrecord SET action = 'x' WHERE id IN (%s, %s)", records[1].pk, records[2].pk)
    out = StringIO()
    with pytest.raises(CommandError, match=rf"^Broken at position 2, record {records[1].pk}: ") as raised:
        call_command("verify_audit", stdout=out)
    assert raised.value.returncode == 1
    assert out.getvalue().startswith("1 records hold. Head: 1:")


def test_the_command_finds_an_end_cut_off() -> None:
    linked(3)
    with pytest.raises(CommandError, match="position 4"):
        told("--head", f"4:{'0' * 64}")

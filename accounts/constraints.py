"""A constraint of the database for tables that only grow."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Model

Given = TypeVar("Given")

_REFUSE = """CREATE OR REPLACE FUNCTION refuse_any_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%% only grows: no %%', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class AppendOnly(BaseConstraint):
    """Rows are added and never changed, replaced or deleted: the database refuses it whoever asks (IntegrityError).

    A constraint rather than a migration's own SQL: where SQLite makes the table anew for a later migration, the
    triggers are made anew with it.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AppendOnly) and self.name == other.name

    def __hash__(self) -> int:
        return hash(self.name)

    def validate(self, *_args: Any, **_kwargs: Any) -> None:
        """No row is wrong in itself."""

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """Nothing within CREATE TABLE: the triggers follow once the table is there."""
        model, schema_editor = _given(model), _given(schema_editor)
        schema_editor.deferred_sql.extend(
            [_postgresql(self.name, model, schema_editor)]
            if schema_editor.connection.vendor == "postgresql"
            else _sqlite(self.name, model, schema_editor)
        )
        return ""

    def create_sql(  # type: ignore[override]  # the stubs know no statement here, yet Django makes them itself
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        """What adds it to a table that is there. SQLite makes the table anew and asks `constraint_sql`."""
        return _postgresql(self.name, _given(model), _given(schema_editor))

    def remove_sql(  # type: ignore[override]  # the stubs know no statement here, yet Django makes them itself
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        model, schema_editor = _given(model), _given(schema_editor)
        return _statement("DROP TRIGGER %(name)s ON %(table)s", self.name, model, schema_editor)


def _postgresql(name: str, model: type[Model], editor: BaseDatabaseSchemaEditor) -> Statement:
    events = "BEFORE UPDATE OR DELETE OR TRUNCATE"
    trigger = f"CREATE TRIGGER %(name)s {events} ON %(table)s FOR EACH STATEMENT EXECUTE FUNCTION refuse_any_change()"
    return _statement(_REFUSE + trigger, name, model, editor)


def _sqlite(name: str, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
    """REPLACE deletes rows without asking a trigger for deletions, so an insertion that would replace is refused."""
    unique = [editor.quote_name(field.column) for field in model._meta.concrete_fields if field.unique and field.column]
    same = " OR ".join(f"old.{column} = NEW.{column}" for column in unique)
    events = {
        "update": "UPDATE ON %(table)s",
        "delete": "DELETE ON %(table)s",
        # names of columns, quoted
        "replace": f"INSERT ON %(table)s WHEN EXISTS (SELECT 1 FROM %(table)s old WHERE {same})",  # noqa: S608
    }
    refuse = f"BEGIN SELECT RAISE(ABORT, {editor.quote_value(name)}); END"
    return [
        _statement(f"CREATE TRIGGER %(name)s BEFORE {event} {refuse}", f"{name}_{what}", model, editor)
        for what, event in events.items()
    ]


def _statement(template: str, name: str, model: type[Model], editor: BaseDatabaseSchemaEditor) -> Statement:
    table = Table(model._meta.db_table, editor.quote_name)
    return Statement(template, name=editor.quote_name(name), table=table)


def _given(value: Given | None) -> Given:
    """Django's types allow None for what it always gives."""
    if value is None:
        raise TypeError("A constraint of the database is of a model.")
    return value

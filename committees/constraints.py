"""A constraint that Django has for PostgreSQL alone: of some rows, no two have periods with a day in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, Field, Model, Q

LAST_DAY = "9999-12-31"
Given = TypeVar("Given")


def column_of(model: type[Model], field: str) -> str:
    """The column, and with it the plain attribute, of a field."""
    found = model._meta.get_field(field)
    if not isinstance(found, Field) or found.column is None:
        raise FieldError(f"{field} of {model._meta.label} has no column.")
    return found.column


class NoOverlap(BaseConstraint):
    """No two rows that are alike in `fields` have periods (`starts_on` to `ends_on`, both included) sharing a day.

    It concerns the rows whose columns have the values in `where`; rows with NULL in one of `fields` are free.
    PostgreSQL keeps it by an exclusion constraint (it needs the extension btree_gist), SQLite by triggers.
    """

    violation_error_code = "overlap"

    def __init__(
        self, *, name: str, fields: Collection[str], where: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.fields = tuple(fields)
        self.where = dict(where or {})

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "fields": self.fields, "where": self.where}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NoOverlap):
            return NotImplemented
        return self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash((self.name, self.fields))

    def validate(
        self, model: type[Model], instance: Model, exclude: Collection[str] | None = None, using: str = DEFAULT_DB_ALIAS
    ) -> None:
        """Raise ValidationError, with the other row as the parameter `other`, where `instance` overlaps one."""
        concerned = {*self.fields, *self.where, "starts_on", "ends_on"}
        if concerned & set(exclude or ()) or any(getattr(instance, k) != v for k, v in self.where.items()):
            return
        same = {field: getattr(instance, column_of(model, field)) for field in self.fields}
        starts_on, ends_on = instance.starts_on, instance.ends_on  # type: ignore[attr-defined]
        if starts_on is None or None in same.values():
            return
        others = model._default_manager.using(using).filter(**same, **self.where).exclude(pk=instance.pk)
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
        if ends_on is not None:
            others = others.filter(starts_on__lte=ends_on)
        if other := others.first():
            params = {"name": self.name, "other": str(other)}
            message = self.violation_error_message or self.default_violation_error_message
            raise ValidationError(message, code=self.violation_error_code, params=params)

    def constraint_sql(self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None) -> str:
        """What stands for it in CREATE TABLE; on SQLite nothing, and the triggers follow once the table is there."""
        model, schema_editor = _given(model), _given(schema_editor)
        if schema_editor.connection.vendor == "postgresql":
            return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._exclusion(model, schema_editor)}"
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return ""

    def create_sql(  # type: ignore[override]  # the stubs know no statement here, yet Django makes them itself
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        """What adds it to a table that is there. SQLite makes the table anew and asks `constraint_sql`."""
        model, schema_editor = _given(model), _given(schema_editor)
        return Statement(
            f"ALTER TABLE %(table)s ADD CONSTRAINT %(name)s {self._exclusion(model, schema_editor)}",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def remove_sql(  # type: ignore[override]  # the stubs know no statement here, yet Django makes them itself
        self, model: type[Model] | None, schema_editor: BaseDatabaseSchemaEditor | None
    ) -> Statement:
        model, schema_editor = _given(model), _given(schema_editor)
        return Statement(
            "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            name=schema_editor.quote_name(self.name),
        )

    def _columns(self, model: type[Model]) -> list[str]:
        return [column_of(model, field) for field in self.fields]

    def _conditions(self, model: type[Model], editor: BaseDatabaseSchemaEditor, row: str = "") -> list[str]:
        """`where` as SQL for the row called `row`."""
        columns = {column_of(model, field): value for field, value in self.where.items()}
        return [f"{row}{editor.quote_name(column)} = {editor.quote_value(v)}" for column, v in columns.items()]

    def _exclusion(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> str:
        same = [f"{editor.quote_name(column)} WITH =" for column in self._columns(model)]
        parts = ", ".join([*same, "daterange(starts_on, ends_on, '[]') WITH &&"])
        where = " AND ".join(self._conditions(model, editor))
        return f"EXCLUDE USING gist ({parts})" + (f" WHERE ({where})" if where else "")

    def _triggers(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        same = [f"old.{name} = NEW.{name}" for name in map(editor.quote_name, self._columns(model))]
        conditions = [
            *self._conditions(model, editor, "NEW."),
            *self._conditions(model, editor, "old."),
            *same,
            "old.id IS NOT NEW.id",
            f"old.starts_on <= COALESCE(NEW.ends_on, '{LAST_DAY}')",
            f"COALESCE(old.ends_on, '{LAST_DAY}') >= NEW.starts_on",
        ]
        # names of columns and values of our own, quoted
        found = f"SELECT 1 FROM %(table)s old WHERE {' AND '.join(conditions)}"  # noqa: S608
        refuse = f"SELECT RAISE(ABORT, {editor.quote_value(self.name)})"
        return [
            Statement(
                f"CREATE TRIGGER %(name)s BEFORE {event} ON %(table)s WHEN EXISTS ({found}) BEGIN {refuse}; END",
                name=editor.quote_name(f"{self.name}_{event.lower()}"),
                table=Table(model._meta.db_table, editor.quote_name),
            )
            for event in ("INSERT", "UPDATE")
        ]


def _given(value: Given | None) -> Given:
    """Django's types allow None for what it always gives."""
    if value is None:
        raise TypeError("A constraint of the database is of a model.")
    return value

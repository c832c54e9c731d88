"""The exchange format: JSON in and out, its canonical bytes and their digest.

What `load` accepts, `dump` gives back equal, but for texts that were not in Unicode NFC. Nothing is mended: what the
format refuses is refused with the place it stands at; what is merely odd is told by `documents.oddities`.
"""

import datetime
import hashlib
import json
import math
import re
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path

import jsonschema
from django.utils.translation import gettext as _

from bangla.text import NO_TEXT
from documents import fonts, richtext
from documents.model import MinutesDocument

FORMAT = "ict-committee-minutes/1"
MAX_DEPTH = 20  # the deepest legal value stands 9 levels down
RICH_LISTS = frozenset({"opening", "closing", "discussion", "paragraphs"})

_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class ExchangeError(ValueError):
    """Data not in the exchange format: `path` is a JSON path, `reason` one line in the active language."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


def load(data: bytes | str | Mapping[str, object]) -> MinutesDocument:
    """Return the document that `data` holds: JSON as UTF-8 bytes or text (a byte order mark is let pass), or a dict.

    Raises ExchangeError naming the first place where `data` is not JSON, not in the format, or holds characters that
    are no text (bangla.text.NO_TEXT) or HTML that a text of its kind may not hold.
    """
    value = _sound(_parse(data) if isinstance(data, bytes | str) else data, ())
    if error := min(_validator().iter_errors(value), key=lambda error: tuple(error.absolute_path), default=None):
        raise ExchangeError(*_explain(error))
    for path, text in texts(value):
        for problem in _text_problems(path, text):
            raise ExchangeError(json_path(path), problem)
    return typing.cast(MinutesDocument, _build(MinutesDocument, value))


def dump(document: MinutesDocument) -> dict[str, object]:
    """Return the document as the JSON object of the exchange format; what is absent has no key."""
    return {"format": FORMAT, **_dump_object(document)}


def canonical(document: MinutesDocument) -> bytes:
    """Return the one JSON text of the document: keys sorted, no spaces, UTF-8, as RFC 8785 writes such values."""
    return json.dumps(dump(document), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(document: MinutesDocument) -> str:
    """Return the SHA-256 of the canonical bytes as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def require_printable(document: MinutesDocument) -> None:
    """Raise ExchangeError naming the first text with a character that no font of the portal has."""
    for path, text in texts(dump(document)):
        for problem in fonts.problems(richtext.plain(text) if _is_rich(path) else text):
            raise ExchangeError(json_path(path), problem)


def json_path(steps: tuple[str | int, ...]) -> str:
    """Return the steps from the root as a JSON path: `$.sections[0].heading`."""
    return "$" + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" if _PLAIN_KEY.fullmatch(step) else f"[{_brief(step)}]"
        for step in steps
    )


def texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text of the JSON value with the steps that lead to it, in order."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from texts(item, (*path, number))


# Reading


class _RepeatedKey(dict[str, object]):
    """An object in which a key stood twice; JSON says nothing of its meaning, so it is refused where it is met."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) == len(pairs):
        return value
    keys = [key for key, _value in pairs]
    return _RepeatedKey(next(key for key in keys if keys.count(key) > 1))


def _parse(data: bytes | str) -> object:
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        raise ExchangeError("$", _("not UTF-8: byte %d cannot be read") % error.start) from error
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise ExchangeError("$", _("not JSON: line %(line)d, column %(column)d cannot be read") % place) from error
    except RecursionError as error:
        raise ExchangeError("$", _("nested too deep")) from error
    except ValueError as error:  # an integer longer than Python reads
        raise ExchangeError("$", _("not JSON: a number is too long")) from error


def _sound(value: object, path: tuple[str | int, ...]) -> object:
    """Return the JSON value with its texts in NFC; raise ExchangeError at what no JSON value of ours may hold."""
    if len(path) > MAX_DEPTH:
        raise ExchangeError(json_path(path), _("nested too deep"))
    match value:
        case _RepeatedKey():
            raise ExchangeError(json_path((*path, value.key)), _("the key stands twice"))
        case str():
            if unsound := _unsound_character(value):
                raise ExchangeError(json_path(path), unsound)
            return unicodedata.normalize("NFC", value)
        case float() if not math.isfinite(value):
            raise ExchangeError(json_path(path), _("not a finite number"))
        case Mapping():
            return {str(_sound(key, path)): _sound(item, (*path, key)) for key, item in value.items()}
        case list() | tuple():
            return [_sound(item, (*path, number)) for number, item in enumerate(value)]
    return value


def _unsound_character(text: str) -> str | None:
    """Return what is wrong with the first character that is no text."""
    found = NO_TEXT.search(text)
    return _("the character U+%04X may not stand in a text") % ord(found[0]) if found else None


# Checking


@cache
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "minutes.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker(["date"]))


def _explain(error: jsonschema.ValidationError) -> tuple[str, str]:
    """Return the path and the reason, in one short line, of what the schema refused."""
    path = tuple(error.absolute_path)
    value: typing.Any = error.instance
    wanted: typing.Any = error.validator_value
    schema: typing.Any = error.schema
    match error.validator:
        case "required":
            missing = next(key for key in wanted if key not in value)
            return json_path((*path, missing)), _("is missing")
        case "additionalProperties":
            unknown = next(key for key in value if key not in schema["properties"])
            return json_path((*path, unknown)), _("is not a key of the format")
        case "enum" | "const":
            allowed = wanted if error.validator == "enum" else [wanted]
            reason = _("%(value)s is not one of %(allowed)s") % {"value": _brief(value), "allowed": ", ".join(allowed)}
        case "type":
            reason = _("%(value)s is not of type %(type)s") % {"value": _brief(value), "type": wanted}
        case "format":
            reason = _("%s is not a date like 2024-01-18") % _brief(value)
        case "pattern":
            reason = _("%(value)s does not match %(pattern)s") % {"value": _brief(value), "pattern": wanted}
        case "minimum":
            reason = _("%(value)s is below %(least)s") % {"value": _brief(value), "least": wanted}
        case _:  # minItems, minLength
            reason = _("is too short: at least %d needed") % wanted
    return json_path(path), reason


def _brief(value: object) -> str:
    text = " ".join(json.dumps(value, ensure_ascii=False).splitlines())
    return text if len(text) <= 60 else f"{text[:60]}…"


def _text_problems(path: tuple[str | int, ...], text: str) -> list[str]:
    return richtext.problems(text) if _is_rich(path) else richtext.plain_problems(text)


def _is_rich(path: tuple[str | int, ...]) -> bool:
    names = [step for step in path if isinstance(step, str)]
    return names[-1] in RICH_LISTS or names[-2:] == ["decisions", "text"]


# Building and dumping, by the dataclasses' own fields


@cache
def _hints(kind: type) -> dict[str, object]:
    return typing.get_type_hints(kind)


def _build(hint: object, value: object) -> object:
    """Return the JSON value, which the schema has passed, as the type `hint` of the model."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _build(arguments[0], value)  # a None is never in the JSON
    if origin is tuple and isinstance(value, list):
        return tuple(_build(arguments[0], item) for item in value)
    if hint is datetime.date:
        return datetime.date.fromisoformat(str(value))
    if hint is int and isinstance(value, float):
        return int(value)  # JSON writes 31.0 for the integer 31
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
        hints = _hints(hint)
        known = {key: _build(hints[key], item) for key, item in value.items() if key in hints and key != "extra"}
        if "extra" in hints:
            known["extra"] = {key: item for key, item in value.items() if key not in known}
        return hint(**known)
    return value


def _dump_object(item: object) -> dict[str, object]:
    result: dict[str, object] = {}
    for entry in fields(typing.cast(typing.Any, item)):
        value = getattr(item, entry.name)
        if entry.name == "extra":
            result.update(value)
        elif value is not None or entry.default is MISSING:
            result[entry.name] = _dump(value)
    return result


def _dump(value: object) -> object:
    if isinstance(value, tuple):
        return [_dump(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _dump_object(value) if is_dataclass(value) else value

"""Check what was read against a pydantic model, and say what is wrong in words a person can act on."""

from __future__ import annotations

import contextlib
import datetime
import re
import types
import typing
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from catalog.errors import BadInput, Problem, nearest
from catalog.yaml_text import Document

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]*\Z"


def _id(text: str) -> str:
    if not re.match(ID_PATTERN, text) or len(text) > 100:
        raise PydanticCustomError("id", "an id holds letters, digits, '.', '-' and '_' only, at most 100 of them")
    return text


def one_decimal(number: float) -> float:
    if Decimal(str(number)) * 10 % 1:
        raise PydanticCustomError("tenths", "points are given to a tenth at most")
    return number


def _iso_date(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        with contextlib.suppress(ValueError):
            return datetime.date.fromisoformat(value)
    return value


Id = Annotated[str, AfterValidator(_id)]
Date = Annotated[datetime.date, BeforeValidator(_iso_date)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000, strip_whitespace=True)]
Points = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False), AfterValidator(one_decimal)]
Hours = Annotated[float, Field(gt=0, le=100_000, allow_inf_nan=False)]
Number = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]


def tenths(points: float) -> int:
    """Points as whole tenths, exactly: 2.3 gives 23."""
    return int(Decimal(str(points)) * 10)


class Shape(BaseModel):
    """Base of everything that comes from outside: no key that is not known, no conversion of types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


M = TypeVar("M", bound=Shape)


def check(model: type[M], document: Document) -> M:
    """The document as a value of `model`. Raises BadInput with every problem, each with its line and key."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise BadInput(_problems(model, document, error)) from None


def _problems(model: type[Shape], document: Document, error: ValidationError) -> Iterable[Problem]:
    seen: dict[tuple[str, str], Problem] = {}
    for found in error.errors(include_url=False):
        path = _path(document.data, found["loc"], missing=found["type"] == "missing")
        text = _sentence(model, path, found)  # type: ignore[arg-type]  # a TypedDict read as a plain dict
        problem = Problem(document.file, document.lines.find(path), dotted(path), text)
        seen.setdefault((problem.key, problem.text), problem)
    return seen.values()


def _path(data: Any, loc: Sequence[int | str], *, missing: bool) -> list[int | str]:
    """The part of pydantic's location that exists in the file, and a `missing` key; names of union members are not."""
    path: list[int | str] = []
    for index, step in enumerate(loc):
        if isinstance(data, dict):
            if step in data:
                data = data[step]
                path.append(step)
            elif missing and index == len(loc) - 1:
                path.append(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            path.append(step)
    return path


def dotted(path: Sequence[int | str]) -> str:
    """A path as people write it: `practices[3].levels[0].title`."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path).removeprefix(".")


_EXPECTED = {
    "string_type": "text was expected",
    "int_type": "a whole number was expected",
    "float_type": "a number was expected",
    "bool_type": "true or false was expected",
    "list_type": "a list was expected",
    "dict_type": "a mapping (key: value) was expected",
    "model_type": "a mapping (key: value) was expected",
    "date_type": "a date like 2026-12-07 was expected",
    "finite_number": "a finite number was expected",
}


def _sentence(model: type[Shape], path: Sequence[int | str], found: dict[str, Any]) -> str:
    kind, value, context = found["type"], found.get("input"), found.get("ctx", {})
    if kind == "missing":
        return f"the key '{path[-1] if path else '?'}' is missing"
    if kind == "extra_forbidden":
        known = _keys_at(model, path[:-1])
        return f"unknown key '{path[-1]}'" + (nearest(str(path[-1]), known) or f"; known keys: {', '.join(known)}")
    if kind in _EXPECTED:
        hint = "; put it in quotes" if kind == "string_type" and not isinstance(value, (dict, list, type(None))) else ""
        return f"{_EXPECTED[kind]}, not {_shown(value)}{hint}"
    if kind == "literal_error":
        expected = context.get("expected", "")
        return f"{_shown(value)} is not one of {expected}" + nearest(str(value), re.findall("'([^']*)'", expected))
    if kind == "string_pattern_mismatch":
        return f"{_shown(value)} does not match {context['pattern']}"
    bounds = {
        "greater_than": ("gt", "more than"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "less than"),
        "less_than_equal": ("le", "at most"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        return f"must be {words} {context[key]:g}, not {_shown(value)}"
    if kind == "string_too_short" or kind == "too_short":
        return "must not be empty"
    if kind == "too_long":
        return f"must hold at most {context['max_length']}, not {context['actual_length']}"
    if kind == "string_too_long":
        return f"is longer than {context['max_length']} characters"
    message = str(found["msg"])
    return message if value is None or isinstance(value, (dict, list)) else f"{message}, not {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    return f"'{text}'"


def _keys_at(model: type[Shape], path: Sequence[int | str]) -> list[str]:
    """The keys known where `path` leads, walking the model's annotations; of several models there, all their keys."""
    reached: list[Any] = [model]
    for step in path:
        reached = [inner for kind in reached for inner in _inside(kind, step)]
    fields = [(name, field) for kind in reached for name, field in kind.model_fields.items()]
    return list(dict.fromkeys(field.alias or name for name, field in fields))


def _inside(model: Any, step: int | str) -> list[Any]:
    if isinstance(step, int) or step not in model.model_fields:
        return [model]
    return _models(model.model_fields[step].annotation)


def _models(annotation: Any) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if (
        typing.get_origin(annotation) is Annotated
        or isinstance(annotation, types.UnionType)
        or typing.get_args(annotation)
    ):
        return [found for inner in typing.get_args(annotation) for found in _models(inner)]
    return []

"""A talent scheme as JSON and back: closed, so that nothing unknown or half-read is counted with.

Numbers are texts, exact: "60", "83.5", or "500/9" where no decimal ends.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar

from candidates.talent_rules import (
    Axis,
    Band,
    Boundaries,
    Box,
    Category,
    Component,
    ImpossibleScheme,
    Indicator,
    Level,
    Measure,
    Scheme,
    TechnicalShare,
)

NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,12})?|\d{1,9}/[1-9]\d{0,8}", re.ASCII)
CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST = {"code": 60, "name": 200, "legal_basis": 500, "source": 500, "caveat": 1000}
T = TypeVar("T")
Json = Mapping[str, Any]


def definition_of(scheme: Scheme) -> dict[str, Any]:
    """What a scheme counts with; its name, source and dates are columns beside it."""
    return {
        "performance": _axis_json(scheme.performance),
        "potential": _axis_json(scheme.potential),
        "performance_share": _text(scheme.performance_share),
        "technical": [
            {"level": share.level, "label": share.label, "talent": _text(share.talent)}
            for share in scheme.technical
        ],
        "boxes": [
            {
                "number": box.number,
                "performance": box.performance.value,
                "potential": box.potential.value,
                "description": box.description,
                "action": box.action,
                "succession": box.succession,
            }
            for box in scheme.boxes
        ],
    }


def scheme_of(definition: object, head: Json) -> Scheme:
    """The scheme of a definition; `head`: code, name, legal_basis, source, caveat, and both dates.

    Raises `ImpossibleScheme` naming the place, for anything unknown, missing or impossible.
    """
    found = _Object(definition, "skema")
    scheme = Scheme(
        **head,
        performance=found.one("performance", _axis),
        potential=found.one("potential", _axis),
        performance_share=found.number("performance_share"),
        technical=found.many("technical", _technical),
        boxes=found.many("boxes", _box),
    )
    found.close()
    return scheme


def scheme_in(document: object) -> Scheme:
    """A whole scheme as one JSON object: the columns beside `definition`, days as YYYY-MM-DD.

    Raises `ImpossibleScheme`.
    """
    found = _Object(document, "berkas")
    head: dict[str, str | date | None] = {
        name: found.take(name, str) for name in ("code", "name", "legal_basis", "source", "caveat")
    }
    head["valid_from"] = found.day("valid_from")
    head["valid_until"] = found.day("valid_until") if "valid_until" in found.left else None
    definition = found.left.pop("definition", None)
    found.close()
    for name, longest in LONGEST.items():
        if len(str(head[name])) > longest:
            raise ImpossibleScheme(f"berkas.{name}: paling panjang {longest} huruf.")
    if CODE.fullmatch(str(head["code"])) is None:
        raise ImpossibleScheme("berkas.code: isi dengan huruf kecil, angka, dan tanda hubung.")
    return scheme_of(definition, head)


def _axis_json(axis: Axis) -> dict[str, Any]:
    marks = axis.boundaries
    return {
        "label": axis.label,
        "boundaries": {
            "middle": _text(marks.middle),
            "high": _text(marks.high),
            "inclusive": marks.inclusive,
        },
        "levels": {level.value: axis.levels[level] for level in Level},
        "components": [
            {
                "label": component.label,
                "weight": _text(component.weight),
                "indicators": [
                    {"weight": _text(i.weight), "measure": _measure_json(i.measure)}
                    for i in component.indicators
                ],
            }
            for component in axis.components
        ],
    }


def _measure_json(measure: Measure) -> dict[str, Any]:
    return {
        "code": measure.code,
        "label": measure.label,
        "source": measure.source,
        "if_missing": None if measure.if_missing is None else _text(measure.if_missing),
        "categories": [
            {"code": row.code, "label": row.label, "score": _text(row.score)}
            for row in measure.categories
        ],
        "bands": [
            {"at_least": _text(band.at_least), "label": band.label, "score": _text(band.score)}
            for band in measure.bands
        ],
        "parts": [_measure_json(part) for part in measure.parts],
    }


def _text(number: Fraction) -> str:
    """Ends as a decimal: written so. Else as a fraction."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{number.numerator}/{number.denominator}"
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


class _Object:
    """A JSON object that is read key by key and must then be used up."""

    def __init__(self, found: object, place: str) -> None:
        if not isinstance(found, Mapping):
            raise ImpossibleScheme(f"{place}: harus berupa objek.")
        self.left = dict(found)
        self.place = place

    def take(self, key: str, kind: type[T]) -> T:
        here = f"{self.place}.{key}"
        if key not in self.left:
            raise ImpossibleScheme(f"{here}: belum diisi.")
        value = self.left.pop(key)
        if type(value) is not kind:
            raise ImpossibleScheme(f"{here}: jenis isinya keliru.")
        return value

    def number(self, key: str) -> Fraction:
        text = self.take(key, str)
        if NUMBER.fullmatch(text) is None:
            raise ImpossibleScheme(f'{self.place}.{key}: tulis bilangan seperti "60" atau "83.5".')
        return Fraction(text)

    def number_or_none(self, key: str) -> Fraction | None:
        if key in self.left and self.left[key] is None:
            del self.left[key]
            return None
        return self.number(key)

    def day(self, key: str) -> date:
        text = self.take(key, str)
        try:
            return date.fromisoformat(text)
        except ValueError:
            here = f"{self.place}.{key}"
            raise ImpossibleScheme(f"{here}: tulis tanggal seperti 2025-01-01.") from None

    def level(self, key: str) -> Level:
        text = self.take(key, str)
        if text not in {*Level}:
            raise ImpossibleScheme(f"{self.place}.{key}: isi dengan low, middle, atau high.")
        return Level(text)

    def one(self, key: str, read: "Callable[[_Object], T]") -> T:
        if key not in self.left:
            raise ImpossibleScheme(f"{self.place}.{key}: belum diisi.")
        return _whole(self.left.pop(key), f"{self.place}.{key}", read)

    def many(self, key: str, read: "Callable[[_Object], T]") -> tuple[T, ...]:
        items = enumerate(self.take(key, list), 1)
        return tuple(_whole(item, f"{self.place}.{key}[{n}]", read) for n, item in items)

    def close(self) -> None:
        if self.left:
            raise ImpossibleScheme(f"{self.place}: {', '.join(sorted(self.left))} tidak dikenal.")


def _whole(found: object, place: str, read: Callable[[_Object], T]) -> T:
    opened = _Object(found, place)
    value = read(opened)
    opened.close()
    return value


def _axis(found: _Object) -> Axis:
    return Axis(
        label=found.take("label", str),
        components=found.many("components", _component),
        boundaries=found.one("boundaries", _boundaries),
        levels=found.one("levels", lambda o: {level: o.take(level.value, str) for level in Level}),
    )


def _boundaries(found: _Object) -> Boundaries:
    return Boundaries(
        found.number("middle"), found.number("high"), inclusive=found.take("inclusive", bool)
    )


def _component(found: _Object) -> Component:
    return Component(
        found.take("label", str), found.number("weight"), found.many("indicators", _indicator)
    )


def _indicator(found: _Object) -> Indicator:
    return Indicator(found.one("measure", _measure), found.number("weight"))


def _measure(found: _Object) -> Measure:
    return Measure(
        code=found.take("code", str),
        label=found.take("label", str),
        source=found.take("source", str),
        if_missing=found.number_or_none("if_missing"),
        categories=found.many("categories", _category),
        bands=found.many("bands", _band),
        parts=found.many("parts", _measure),
    )


def _category(found: _Object) -> Category:
    return Category(found.take("code", str), found.take("label", str), found.number("score"))


def _band(found: _Object) -> Band:
    return Band(found.number("at_least"), found.take("label", str), found.number("score"))


def _technical(found: _Object) -> TechnicalShare:
    return TechnicalShare(
        found.take("level", str), found.take("label", str), found.number("talent")
    )


def _box(found: _Object) -> Box:
    return Box(
        number=found.take("number", int),
        performance=found.level("performance"),
        potential=found.level("potential"),
        description=found.take("description", str),
        action=found.take("action", str),
        succession=found.take("succession", bool),
    )


def as_head(scheme: Scheme) -> dict[str, str | date | None]:
    """The columns that stand beside a definition."""
    return {
        "code": scheme.code,
        "name": scheme.name,
        "legal_basis": scheme.legal_basis,
        "source": scheme.source,
        "caveat": scheme.caveat,
        "valid_from": scheme.valid_from,
        "valid_until": scheme.valid_until,
    }

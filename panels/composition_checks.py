"""The kinds of composition rules, each with its parameters and its arithmetic in words."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Protocol

from accounts.spelling import plain
from accounts.wording import with_comma
from panels.composition_facts import Element, Panel, labels
from selection.enumeration import listed


@dataclass(frozen=True, slots=True)
class Result:
    """Whether a rule holds, and the facts with their numbers: `2 dari 5 = 40%`."""

    holds: bool
    words: str


class Check(Protocol):
    """A kind of rule with its parameters."""

    kind: ClassVar[str]

    @property
    def asks(self) -> str:
        """What is asked, with its numbers: `Jumlah ganjil, 5 sampai 9 orang`."""

    def result(self, panel: Panel) -> Result:
        """Judge a panel; one without members or candidates holds nothing."""


@dataclass(frozen=True, slots=True)
class OddBetween:
    """An odd number of members from `least` to `most`."""

    kind: ClassVar[str] = "odd_between"
    least: int
    most: int

    @property
    def asks(self) -> str:
        return f"Jumlah ganjil, {self.least} sampai {self.most} orang"

    def result(self, panel: Panel) -> Result:
        size = len(panel.members)
        return Result(size % 2 == 1 and self.least <= size <= self.most, f"{size} orang")


@dataclass(frozen=True, slots=True)
class InternalAtMost:
    """A share of members from the agency itself, in percent; exactly the limit is allowed."""

    kind: ClassVar[str] = "internal_at_most"
    percent: int

    @property
    def asks(self) -> str:
        return f"Unsur internal paling banyak {self.percent}%"

    def result(self, panel: Panel) -> Result:
        size, internal = len(panel.members), len(panel.internal)
        if not size:
            return Result(holds=False, words="belum ada anggota")
        share = Fraction(internal * 100, size)
        words = f"{internal} dari {size} = {_percent(share)}"
        if share <= self.percent:
            return Result(holds=True, words=words)
        allowed = size * self.percent // 100
        return Result(holds=False, words=f"{words}; dari {size} orang paling banyak {allowed}")


@dataclass(frozen=True, slots=True)
class ElementPresent:
    """At least one member for one of the elements; `name` is what people call them."""

    kind: ClassVar[str] = "element_present"
    elements: frozenset[Element]
    name: str

    @property
    def asks(self) -> str:
        return f"Ada unsur {self.name}"

    def result(self, panel: Panel) -> Result:
        found = sum(member.element in self.elements for member in panel.members)
        return Result(found > 0, f"{found} orang" if found else "belum ada")


@dataclass(frozen=True, slots=True)
class NobodyFrom:
    """No member for the element, nor from an institution that bears one of the `names`."""

    kind: ClassVar[str] = "nobody_from"
    element: Element
    names: tuple[str, ...]

    @property
    def asks(self) -> str:
        return f"Tidak ada pejabat {self.names[0]} sebagai anggota"

    def result(self, panel: Panel) -> Result:
        found = [
            member.title
            for member in panel.members
            if member.element is self.element or self._bears_name(member.institution)
        ]
        return Result(not found, f"{listed(found)} tercantum" if found else "tidak ada")

    def _bears_name(self, institution: str) -> bool:
        text = plain(institution)
        return any(re.search(rf"\b{re.escape(plain(name))}\b", text) for name in self.names)


@dataclass(frozen=True, slots=True)
class OneChair:
    """Exactly one chair."""

    kind: ClassVar[str] = "one_chair"

    @property
    def asks(self) -> str:
        return "Ada tepat satu ketua"

    def result(self, panel: Panel) -> Result:
        chairs = [member.title for member in panel.members if member.is_chair]
        if len(chairs) > 1:
            return Result(holds=False, words=f"{len(chairs)} ketua: {listed(chairs)}")
        return Result(bool(chairs), chairs[0] if chairs else "belum ada")


@dataclass(frozen=True, slots=True)
class JudgedByAtLeast:
    """Every candidate is scored by so many members, recused ones not counted."""

    kind: ClassVar[str] = "judged_by_at_least"
    members: int

    @property
    def asks(self) -> str:
        return f"Tiap kandidat dinilai paling sedikit {self.members} penilai"

    def result(self, panel: Panel) -> Result:
        judges = panel.judges()
        if not judges:
            return Result(holds=False, words="belum ada kandidat")
        by_count = {
            count: [each for each in judges if judges[each] == count]
            for count in sorted(set(judges.values()))
        }
        lowest, fewest = next(iter(by_count.items()))
        short = [(count, each) for count, each in by_count.items() if count < self.members]
        if short:
            words = listed(f"{labels(each)} ({count} penilai)" for count, each in short)
        elif len(by_count) == 1:
            words = f"semua {lowest} penilai"
        else:
            words = f"terendah: {labels(fewest)} ({lowest} penilai)"
        return Result(not short, words)


@dataclass(frozen=True, slots=True)
class DeclarationsComplete:
    """Every member has signed the declaration on conflicts."""

    kind: ClassVar[str] = "declarations_complete"

    @property
    def asks(self) -> str:
        return "Pernyataan benturan kepentingan lengkap"

    def result(self, panel: Panel) -> Result:
        missing = [member.title for member in panel.members if not member.has_declared]
        size = len(panel.members)
        if missing:
            return Result(
                holds=False, words=f"{len(missing)} belum menandatangani: {listed(missing)}"
            )
        words = f"{size} dari {size} menandatangani" if size else "belum ada anggota"
        return Result(size > 0, words)


def _percent(share: Fraction) -> str:
    """`40%`, `42,86%`: at most two decimals, rounded half up; for reading, never for comparing."""
    places = 0 if share.denominator == 1 else 2
    return f"{with_comma(share, places)}%"

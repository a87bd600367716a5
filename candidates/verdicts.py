"""What a single check answers, and the rules by which doubts and failures add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Protocol

from candidates.facts import Facts, Known

VERIFY = "Verifikasi data ini pada sumbernya."


class Verdict(StrEnum):
    """Whether a requirement is met. What is missing or unverified needs review (fails closed)."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A verdict with what it rests on, in Indonesian sentences.

    `data`: the values used, each with source and date; empty when there were none.
    `arithmetic`: how they lead to the verdict. `questions`: what a person has to clear up.
    `met_from`: the first day on which the requirement is met, when only time is lacking.
    """

    verdict: Verdict
    arithmetic: str
    data: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    met_from: date | None = None


class Check(Protocol):
    """A kind of requirement with its parameters."""

    kind: ClassVar[str]

    @property
    def asks(self) -> str:
        """What is asked, with its numbers, in words: `paling singkat 5 tahun`."""

    def outcome(self, facts: Facts, on: date, /) -> Outcome:
        """Judge one candidate as things stood on a date."""


def unknown(what: str, to_do: str) -> Outcome:
    """Nothing is known: `Data pendidikan belum ada.`"""
    return Outcome(
        verdict=Verdict.NEEDS_REVIEW, arithmetic=f"{what} belum ada.", questions=(to_do,)
    )


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """One failure fails all, else one doubt leaves all in doubt; of nothing, nothing is met."""
    found = set(verdicts)
    if Verdict.NOT_MET in found:
        return Verdict.NOT_MET
    return Verdict.MET if found == {Verdict.MET} else Verdict.NEEDS_REVIEW


def settled(*, holds: bool, verified: bool) -> Verdict:
    """A comparison's answer; on values that nobody verified it stays open."""
    if not verified:
        return Verdict.NEEDS_REVIEW
    return Verdict.MET if holds else Verdict.NOT_MET


def doubts(known: Known[object]) -> tuple[str, ...]:
    """What is left to do about a value that nobody verified."""
    return () if known.is_verified else (VERIFY,)

"""The labels of stability as people see them."""

from dataclasses import dataclass

from scoring.sensitivity import Label


@dataclass(frozen=True, slots=True)
class Mark:
    """A label as it is shown: never by colour alone."""

    word: str
    tone: str
    icon: str


MARKS = {
    Label.STRONG: Mark("Kuat", "ok", "cekb"),
    Label.NARROW: Mark("Tipis", "warn", "seru"),
    Label.UNSTABLE: Mark("Tidak stabil", "err", "x"),
}

"""What every way of signing speaks of: who, with which secret, and how it ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NoReturn, Protocol


class Secret:
    """What the signer typed. Shown by nothing, kept by nothing: it cannot be printed or queued."""

    __slots__ = ("_typed",)

    def __init__(self, typed: str) -> None:
        self._typed = typed

    def reveal(self) -> str:
        """For the one call that hands it to the signer."""
        return self._typed

    def hidden_in(self, text: str) -> str:
        """A text of somebody else, without the secret he may have repeated in it."""
        return text.replace(self._typed, "…") if self._typed else text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret is neither queued nor stored")


@dataclass(frozen=True, slots=True)
class Who:
    """The signer. `key` names his local certificate; `nik` is typed each time and kept nowhere."""

    key: str
    name: str
    email: str
    nik: str = ""

    def __repr__(self) -> str:
        return f"Who({self.key})"


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """The bytes that came back: what was sent, and a signature after it."""

    content: bytes


class Standing(Enum):
    """Whether somebody can sign, as far as the signer knows."""

    READY = "ready"
    NOBODY = "nobody"  # not registered
    NO_CERTIFICATE = "no_certificate"
    EXPIRED = "expired"
    NOT_SAID = "not_said"  # an answer that we do not know


class NotSigned(Exception):
    """Certainly nothing was signed. The message says why and what to do."""


class Unanswered(Exception):
    """It was sent, and no answer tells what became of it: nobody may send it again by itself."""


class Verdict(Enum):
    """What looking into a signed file found."""

    VALID = "valid"
    CHANGED = "changed"
    UNTRUSTED = "untrusted"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Found:
    """One signature in a file: whom its certificate names, and the part of the file it covers."""

    name: str
    issuer: str
    covers: int
    verdict: Verdict


class Signer(Protocol):
    """A way of signing."""

    def sign(self, pdf: bytes, who: Who, secret: Secret, reason: str) -> SignedPdf:
        """Append a signature. Raises NotSigned or Unanswered; never tries twice."""
        ...

    def status(self, who: Who) -> Standing:
        """Whether he could sign now. Raises NotSigned where nobody answers."""
        ...

    def verify(self, pdf: bytes, at: datetime) -> list[Found]:
        """Every signature in the file, as it was trusted `at`. Empty where there is none."""
        ...

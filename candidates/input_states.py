"""The life of a public input as a table; the database holds the same (migration 0011)."""

from collections.abc import Mapping
from types import MappingProxyType

from candidates.models import InputState

S = InputState
NEXT: Mapping[InputState, frozenset[InputState]] = MappingProxyType(
    {
        S.RECEIVED: frozenset({S.VERIFYING, S.REFERRED}),
        S.VERIFYING: frozenset({S.ASKED, S.NOT_VERIFIED, S.REFERRED}),
        S.ASKED: frozenset({S.REPLIED, S.VERIFIED, S.NOT_VERIFIED, S.REFERRED}),
        S.REPLIED: frozenset({S.VERIFIED, S.NOT_VERIFIED, S.REFERRED}),
        S.VERIFIED: frozenset({S.VERIFYING}),
        S.NOT_VERIFIED: frozenset({S.VERIFYING}),
        S.REFERRED: frozenset({S.VERIFYING}),
    }
)
OPEN = (S.RECEIVED, S.VERIFYING, S.ASKED, S.REPLIED)

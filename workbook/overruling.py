"""What a member declared himself is not changed by a file."""

from collections.abc import Iterator, Mapping

from accounts.models import User
from panels.standing import settled_conflicts
from selection.models import Round
from workbook.book import Book, Fault


def overruled(book: Book, round_: Round, users: Mapping[str, User]) -> Iterator[Fault]:
    """A fault for every conflict that the file ends otherwise than the member did.

    `users`: the members' accounts by the address in the file.
    """
    said = {(c.seat.user.email, c.candidate.nip): c for c in settled_conflicts(round_)}
    for row in book.conflicts:
        held = said.get((users[row.email].email, row.nip))
        if held and held.still_scores != row.still_scores:
            outcome = "Ya" if held.still_scores else "Tidak"
            yield book.fault(
                row,
                "still_scores",
                f"Penilai sudah menyatakan sendiri: menilai {outcome}. Berkas tidak mengubahnya;"
                f" isi kolom ini dengan {outcome}.",
            )

"""The round that a book is about."""

from accounts.models import Agency
from selection.models import Round
from workbook.book import Book


def held_round(book: Book, agency: Agency) -> Round | None:
    """The agency's own round of the book's code; another agency's is none of its business."""
    if book.round is None or not book.round.code:
        return None
    found = Round.objects.in_force().filter(code=book.round.code, agency=agency)
    return found.select_related("agency").first()

"""What was appended to a file when it was signed: signatures, and nothing that a reader sees.

A signature vouches for every byte before it, also for a page that was written anew in the same
breath. So what comes back from a signer, or from a person, is held against the file that was sent:
all objects of that file stand as they were, but for the few in which a signature is entered.
"""

from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from reports.signing_checks import BROKEN

ENTERED = {  # the keys that a signature changes, by type of object; a form has no type
    "/Catalog": {"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"},
    "/Page": {"/Annots"},
    "": {"/Fields", "/SigFlags", "/DA", "/DR", "/ModDate", "/Producer"},
}
FORM = {"/Fields", "/SigFlags", "/DA", "/DR"}
ACTIONS = {"/A", "/AA"}


def only_signs(base: bytes, pdf: bytes) -> bool:
    """Whether `pdf` is `base` with signatures after it that nobody sees, and nothing else."""
    if not pdf.startswith(base):
        return False
    try:
        before = PdfFileReader(BytesIO(base), strict=False)
        after = PdfFileReader(BytesIO(pdf), strict=False)
        return _goes_on(before, after) and _stands(before, after)
    except BROKEN:
        return False


def _goes_on(before: Any, after: Any) -> bool:
    """The table of objects continues that of the file before, and its root is the same."""
    kept, now = before.xrefs.total_revisions, after.xrefs.total_revisions
    last = after.xrefs.get_startxref_for_revision(kept - 1) if now > kept else None
    return bool(last == before.last_startxref and after.root_ref == before.root_ref)


def _stands(before: Any, after: Any) -> bool:
    xrefs, kept = after.xrefs, before.xrefs.total_revisions
    revisions = range(kept, xrefs.total_revisions)
    written = {ref for r in revisions for ref in xrefs.explicit_refs_in_revision(r)}
    freed = {ref for r in revisions for ref in xrefs.refs_freed_in_revision(r)}
    form = after.root["/AcroForm"]
    places = _items(form["/Fields"])
    again = [ref for ref in written if xrefs.get_introducing_revision(ref) < kept]
    return (
        not freed
        and not any(ref.generation for ref in written)  # which some readers look past
        and form.keys() <= FORM
        and all(_is_unseen(place.get_object()) for place in places)
        and all(_is_entry(before.get_object(r), after.get_object(r), places) for r in again)
    )


def _is_unseen(field: Any) -> bool:
    """A signature without a place on the page and without anything to do."""
    left, bottom, right, top = field["/Rect"]
    has_size = left != right and bottom != top
    return field["/FT"] == "/Sig" and not has_size and not ACTIONS & field.keys()


def _is_entry(old: Any, new: Any, places: list[Any]) -> bool:
    """An object that was written again says the same, besides that a signature is in it."""
    if isinstance(old, ArrayObject):
        return _grows(old, new, places)
    kind = old.get("/Type", "")
    if isinstance(old, StreamObject):
        return bool(kind == "/Metadata")  # what the file says of itself: when, and by what program
    entered = ENTERED.get(kind, set())
    is_same = _without(old, entered) == _without(new, entered)
    nothing = ArrayObject()
    return is_same and _grows(old.get("/Annots", nothing), new.get("/Annots", nothing), places)


def _grows(old: Any, new: Any, places: list[Any]) -> bool:
    """A list is as it was, with signatures at its end."""
    before, after = _items(old), _items(new)
    added = after[len(before) :]
    return after[: len(before)] == before and all(item in places for item in added)


def _items(array: Any) -> list[Any]:
    return [array.raw_get(place) for place in range(len(array))]


def _without(found: Any, keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in keys}

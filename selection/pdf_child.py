"""The only process that parses an uploaded PDF: no Django, no secrets, little memory and time.

`python -m selection.pdf_child`: the file on standard input; on standard output, as JSON, either
`{"pages": 12}` or `{"refused": "…"}` with a word of `Fault`. Looks at every object that the file's
tables name, at whatever depth; never at the content of a page.
"""

import json
import logging
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    TextStringObject,
)

from selection.confined import limit_resources
from selection.pdf_faults import Fault

MOST_PARTS = 2_000_000  # values in dictionaries and lists; a dissertation has some ten thousand
LOCKED = (DependencyError, FileNotDecryptedError)
BROKEN = (  # everything pypdf raises on bytes that only look like a PDF
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# By key, whatever the object is (ISO 32000-2: 12.6.4.17, 12.6.3, 7.11.4, 12.7.8, 12.3.5, 13.7).
CARRIERS = {
    "/JS": Fault.SCRIPT,
    "/JavaScript": Fault.SCRIPT,
    "/AA": Fault.ACTION,
    "/EF": Fault.EMBEDDED,
    "/EmbeddedFiles": Fault.EMBEDDED,
    "/Collection": Fault.EMBEDDED,
    "/RichMediaContent": Fault.EMBEDDED,
    "/XFA": Fault.FORM,
}
# By the kind of an action (/S), of an annotation (/Subtype) or of an object (/Type).
KINDS = {
    "/JavaScript": Fault.SCRIPT,
    "/Launch": Fault.ACTION,
    "/SubmitForm": Fault.ACTION,
    "/ImportData": Fault.ACTION,
    "/GoToE": Fault.ACTION,
    "/GoToR": Fault.ACTION,
    "/Rendition": Fault.ACTION,
    "/RichMediaExecute": Fault.ACTION,
    "/Movie": Fault.EMBEDDED,
    "/Sound": Fault.EMBEDDED,
    "/EmbeddedFile": Fault.EMBEDDED,
    "/FileAttachment": Fault.EMBEDDED,
    "/RichMedia": Fault.EMBEDDED,
    "/3D": Fault.EMBEDDED,
    "/Screen": Fault.EMBEDDED,
}
LINKS = {"http", "https", "mailto"}


class Refused(Exception):
    """The PDF holds what none of ours may hold."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def main() -> None:
    limit_resources()
    logging.disable(logging.CRITICAL)  # pypdf would write about quirks; nobody reads it
    try:
        answer: dict[str, str | int] = {"pages": inspect(sys.stdin.buffer.read())}
    except Refused as refusal:
        answer = {"refused": refusal.fault.value}
    except LOCKED:
        answer = {"refused": Fault.ENCRYPTED.value}
    except BROKEN:
        answer = {"refused": Fault.BROKEN.value}
    sys.stdout.write(json.dumps(answer))


def inspect(data: bytes) -> int:
    """The number of pages of a harmless PDF. Raises Refused, one of LOCKED or one of BROKEN."""
    reader = PdfReader(BytesIO(data))
    if "/Encrypt" in reader.trailer:
        raise Refused(Fault.ENCRYPTED)
    root = reader.trailer["/Root"].get_object()
    if not isinstance(root, DictionaryObject):
        raise Refused(Fault.BROKEN)
    for part in _dictionaries([reader.trailer, *_named(reader)]):
        _require_harmless(part)
    _require_plain_opening(root)
    pages = len(reader.pages)
    if pages == 0:
        raise Refused(Fault.EMPTY)
    if any(_value(page, "/Type") != NameObject("/Page") for page in reader.pages):
        raise Refused(Fault.BROKEN)
    return pages


def _named(reader: PdfReader) -> Iterator[PdfObject]:
    """A reference to every object that the tables of the file name, used by a page or not."""
    numbers = {(number, 0) for number in reader.xref_objStm}
    numbers |= {(number, gen) for gen, table in reader.xref.items() for number in table}
    return (IndirectObject(number, generation, reader) for number, generation in sorted(numbers))


def _dictionaries(objects: Iterable[PdfObject]) -> Iterator[DictionaryObject]:
    """Every dictionary in these objects and in whatever they refer to, each once."""
    waiting = list(objects)
    seen: set[tuple[int, int]] = set()
    for _ in range(MOST_PARTS):
        if not waiting:
            return
        part: PdfObject | None = waiting.pop()
        if isinstance(part, IndirectObject):
            if (part.idnum, part.generation) in seen:
                continue
            seen.add((part.idnum, part.generation))
            part = part.get_object()
        if isinstance(part, DictionaryObject):
            yield part
            waiting.extend(dict.values(part))
        elif isinstance(part, ArrayObject):
            waiting.extend(list.__iter__(part))
    raise Refused(Fault.HEAVY)


def _require_harmless(part: DictionaryObject) -> None:
    for key in dict.keys(part):
        if key in CARRIERS:
            raise Refused(CARRIERS[key])
    for key in ("/S", "/Subtype", "/Type"):
        kind = _value(part, key)
        if isinstance(kind, NameObject) and kind in KINDS:
            raise Refused(KINDS[kind])
    address = _value(part, "/URI")
    if isinstance(address, TextStringObject | ByteStringObject) and not _is_of_the_web(address):
        raise Refused(Fault.ACTION)


def _is_of_the_web(address: str | bytes) -> bool:
    """Whether a link leads to a site or writes a letter; never a script or a file of the reader."""
    text = address.decode("latin-1") if isinstance(address, bytes) else address
    scheme, colon, _ = "".join(text.split()).partition(":")
    return not colon or scheme.casefold() in LINKS or "/" in scheme


def _require_plain_opening(root: DictionaryObject) -> None:
    """A file may open at a page of its own; it may do nothing else when it is opened."""
    opening = _value(root, "/OpenAction")
    if isinstance(opening, DictionaryObject) and _value(opening, "/S") != NameObject("/GoTo"):
        raise Refused(Fault.ACTION)


def _value(part: DictionaryObject, key: str) -> PdfObject | None:
    """What stands under a key, wherever in the file it is written."""
    found: PdfObject | None = part.get(key)
    return found.get_object() if found is not None else None


if __name__ == "__main__":
    main()

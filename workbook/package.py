"""The parts of an .xlsx file: which sheet is which part, and a clean copy for the reader.

The reader gets a new archive of exactly the parts that were looked through, under plain names, so
that nothing in the original (a second directory, a lying size, a strange path) can reach it.
"""

import posixpath
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from workbook.guard import DAMAGED, MACRO, Refused, unpack
from workbook.markup import Attributes, Findings, local_name, look_through, parse

MOST_ROWS_IN_ALL = 50_000
TOO_MANY_ROWS = (
    "Buku kerja berisi lebih dari 50.000 baris. Tidak ada yang disimpan. Hapus lembar yang tidak "
    "dipakai, lalu unggah lagi."
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TRUE = {"1", "true", "on"}


class Link(NamedTuple):
    """One relationship: what kind of part, and its path in the archive (lower case)."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class Worksheet:
    name: str
    xml: bytes
    findings: Findings


@dataclass(frozen=True, slots=True)
class Package:
    worksheets: tuple[Worksheet, ...]
    shared_strings: bytes | None
    styles: bytes | None
    counts_from_1904: bool

    def clean_copy(self, worksheets: Iterable[Worksheet]) -> bytes:
        """These worksheets alone, named 0, 1, 2 …"""
        chosen = {str(n): sheet.xml for n, sheet in enumerate(worksheets)}
        parts = {
            "_rels/.rels": _links({"w": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": self._workbook(chosen),
            "xl/_rels/workbook.xml.rels": _links(
                {f"s{name}": ("worksheet", f"worksheets/{name}.xml") for name in chosen}
            ),
            **{f"xl/worksheets/{name}.xml": xml for name, xml in chosen.items()},
        }
        if self.shared_strings is not None:
            parts["xl/sharedStrings.xml"] = self.shared_strings
        if self.styles is not None:
            parts["xl/styles.xml"] = self.styles
        copy = BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as archive:
            for path, part in parts.items():
                archive.writestr(path, part)
        return copy.getvalue()

    def _workbook(self, names: Iterable[str]) -> bytes:
        sheets = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="s{name}"/>'
            for n, name in enumerate(names, start=1)
        )
        epoch = '<workbookPr date1904="1"/>' if self.counts_from_1904 else ""
        return (
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{epoch}<sheets>{sheets}</sheets>'
            "</workbook>"
        ).encode()


def open_package(data: bytes) -> Package:
    """Looks through every worksheet of an admitted file; refuses what is damaged or too large."""
    parts = unpack(data)
    roots = _links_of(parts, "").values()
    workbook = next((link.path for link in roots if link.kind == "officeDocument"), "")
    links = _links_of(parts, workbook)
    listing = _Listing()
    parse(_part(parts, workbook), listing.start)
    worksheets = tuple(_worksheets(parts, listing.sheets, links))
    if sum(sheet.findings.rows for sheet in worksheets) > MOST_ROWS_IN_ALL:
        raise Refused(TOO_MANY_ROWS)
    by_kind = {link.kind: link.path for link in links.values()}
    return Package(
        worksheets=worksheets,
        shared_strings=parts.get(by_kind.get("sharedStrings", "")),
        styles=parts.get(by_kind.get("styles", "")),
        counts_from_1904=listing.counts_from_1904,
    )


def _worksheets(
    parts: Mapping[str, bytes], sheets: Iterable[tuple[str, str]], links: Mapping[str, Link]
) -> Iterable[Worksheet]:
    seen: set[str] = set()
    for name, identity in sheets:
        link = links.get(identity)
        if link is None or link.path in seen:
            raise Refused(DAMAGED)
        seen.add(link.path)
        if link.kind in {"xlMacrosheet", "xlIntlMacrosheet"}:
            raise Refused(MACRO)
        if link.kind == "worksheet":  # a chart sheet has no cells
            xml = _part(parts, link.path)
            yield Worksheet(name, xml, look_through(xml, name))


class _Listing:
    """The sheets that the workbook part names, in its order."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, tag: str, attributes: Attributes) -> None:
        match local_name(tag):
            case "sheet":
                identity = (v for k, v in attributes.items() if local_name(k) == "id")
                self.sheets.append((attributes.get("name", ""), next(identity, "")))
            case "workbookPr":
                self.counts_from_1904 = attributes.get("date1904", "").lower() in TRUE


def _links_of(parts: Mapping[str, bytes], owner: str) -> dict[str, Link]:
    """Relationships of a part ("" is the package itself), by their identity."""
    folder, name = posixpath.split(owner)
    found: dict[str, Link] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if local_name(tag) == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = Link(kind, path.lstrip("/").lower())

    parse(_part(parts, posixpath.join(folder, "_rels", f"{name}.rels")), start)
    return found


def _part(parts: Mapping[str, bytes], path: str) -> bytes:
    part = parts.get(path)
    if part is None:
        raise Refused(DAMAGED)
    return part


def _links(targets: Mapping[str, tuple[str, str]]) -> bytes:
    items = "".join(
        f'<Relationship Id="{identity}" Type="{OFFICE}/{kind}" Target={quoteattr(path)}/>'
        for identity, (kind, path) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{items}</Relationships>'.encode()

"""The door to pikepdf: tagged PDFs of ours joined to one that is as valid as each of them.

A plain join drops what makes a PDF/A and PDF/UA of the pages: the tree of tags, the colour profile,
what the file says of itself. Here the trees hang under one root, with the numbers by which pages
find their tags counted on; bookmarks and attached files are kept.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from typing import cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, OutlineItem, Pdf, String

from reports.flattening import flatten
from reports.pdf import Rendered

MARKS = {Operator(name) for name in ("BDC", "BMC", "EMC")}


@dataclass(frozen=True, slots=True)
class Part:
    """A PDF to join. `depth`: how far below the last bookmark its own hang; `title`: one more."""

    content: bytes
    depth: int = 0
    title: str = ""


@dataclass
class _Whole:
    """What is being joined, and what has been gathered for its catalogue."""

    file: Pdf
    document: Dictionary
    parents: list[object] = field(default_factory=list)  # number, tags, number, tags …
    bookmarks: list[OutlineItem] = field(default_factory=list)
    attached: dict[str, tuple[str, pikepdf.Object]] = field(default_factory=dict)
    numbers: int = 0


def merge(parts: Sequence[Part], *, like: bytes, frame: bytes = b"") -> Rendered:
    """One file of all parts that says of itself, and carries, what `like` says and carries.

    `frame` has a page for every page of the parts; what stands on it is drawn there as well, as
    decoration that nobody reads aloud: the head and the foot of the page, its number among them.
    The same parts give the same bytes.
    """
    with ExitStack() as opened:
        said = opened.enter_context(Pdf.open(BytesIO(like)))
        file = opened.enter_context(pikepdf.new())
        document = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))
        whole = _Whole(file, document)
        _keep_attached(whole, said)
        for part in parts:  # one after the other: an open file takes ten times its size
            with Pdf.open(BytesIO(part.content)) as source:
                flatten(source)
                _append(whole, source, part)
        if frame:
            _stamp(file, opened.enter_context(Pdf.open(BytesIO(frame))))
        _describe(whole, said)
        target = BytesIO()
        # Plain objects: checking signatures of a tagged file takes five times as long without.
        file.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return Rendered(target.getvalue(), len(file.pages))


def lying(content: bytes) -> list[bool]:
    """For every page whether it lies on its side."""
    with Pdf.open(BytesIO(content)) as file:
        return [_width(page) > _height(page) for page in file.pages]


def _width(page: pikepdf.Page) -> Decimal:
    left, _, right, _ = page.mediabox
    return Decimal(str(right)) - Decimal(str(left))


def _height(page: pikepdf.Page) -> Decimal:
    _, bottom, _, top = page.mediabox
    return Decimal(str(top)) - Decimal(str(bottom))


def _append(whole: _Whole, source: Pdf, part: Part) -> None:
    first = len(whole.file.pages)
    whole.file.pages.extend(source.pages)
    pages = list(whole.file.pages)[first:]
    _join_tags(whole, source, pages)
    _hang(whole, _bookmarks(source, pages, part.title), part.depth)
    _keep_attached(whole, source)


def _join_tags(whole: _Whole, source: Pdf, pages: Sequence[pikepdf.Page]) -> None:
    """Hang the part's tags under the whole's document, their numbers counted on."""
    tree = whole.file.copy_foreign(source.Root.StructTreeRoot)  # /Pg finds the pages just copied
    for page in pages:
        _count_on(page.obj, "/StructParents", whole.numbers)
        for annotation in page.obj.get("/Annots", Array()):
            _count_on(annotation, "/StructParent", whole.numbers)
    entries = list(tree.ParentTree.Nums)
    own = [int(number) for number in entries[::2]]
    for number, tags in zip(own, entries[1::2], strict=True):
        whole.parents += [number + whole.numbers, tags]
    whole.numbers += max(own, default=-1) + 1
    for element in tree.K:
        element.S, element.P = Name.Part, whole.document
        whole.document.K.append(element)


def _count_on(owner: pikepdf.Object, key: str, start: int) -> None:
    if key in owner:
        owner[key] = int(owner[key]) + start


def _bookmarks(source: Pdf, pages: Sequence[pikepdf.Page], title: str) -> list[OutlineItem]:
    """The part's bookmarks on the pages of the whole, below one named `title` if there is one."""
    places = {page.obj.objgen: place for place, page in enumerate(source.pages)}

    def copied(items: Sequence[OutlineItem]) -> Iterator[OutlineItem]:
        for item in items:
            page, *view = cast("Array", item.destination)
            target = Array([pages[places[page.objgen]].obj, *view])
            copy = OutlineItem(item.title, target)
            copy.children.extend(copied(item.children))
            yield copy

    with source.open_outline() as outline:
        found = list(copied(outline.root))
    if not title:
        return found
    above = OutlineItem(title, Array([pages[0].obj, Name.Fit]))
    above.children.extend(found)
    return [above]


def _hang(whole: _Whole, items: Sequence[OutlineItem], depth: int) -> None:
    level = whole.bookmarks
    for _ in range(depth):
        if level:
            level = level[-1].children
    level.extend(items)


def _keep_attached(whole: _Whole, source: Pdf) -> None:
    """Files of one name and other content get another name; the same file is kept once."""
    for file in source.Root.get("/AF", Array()):
        digest = hashlib.sha256(file.EF.F.read_bytes()).hexdigest()
        stem, dot, ending = str(file.UF).rpartition(".")
        name, another = str(file.UF), 1
        while name in whole.attached and whole.attached[name][0] != digest:
            another += 1
            name = f"{stem}-{another}{dot}{ending}"
        if name not in whole.attached:
            copy = whole.file.copy_foreign(file)
            copy.F = copy.UF = String(name)
            whole.attached[name] = digest, copy


def _stamp(file: Pdf, frame: Pdf) -> None:
    """Draw the pages of the frame on those of the file, outside the tree of tags."""
    for number, (page, drawn) in enumerate(zip(file.pages, frame.pages, strict=True)):
        steps = pikepdf.parse_content_stream(drawn)
        plain = pikepdf.unparse_content_stream([s for s in steps if s.operator not in MARKS])
        name = Name(f"/Frame{number}")
        form = file.make_stream(
            plain,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, _width(drawn), _height(drawn)]),
            Resources=file.copy_foreign(drawn.obj.Resources),
        )
        page.add_resource(form, Name.XObject, name)
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q /Artifact <</Type /Pagination>> BDC {name} Do EMC".encode())


def _describe(whole: _Whole, said: Pdf) -> None:
    """What the catalogue says: the tree, the bookmarks, the files, and all that is said of them."""
    file = whole.file
    for key in ("/Metadata", "/OutputIntents", "/ViewerPreferences", "/MarkInfo"):
        file.Root[key] = file.copy_foreign(said.make_indirect(said.Root[key]))
    file.Root.Lang = String(str(said.Root.Lang))
    file.trailer.Info = file.copy_foreign(said.make_indirect(said.docinfo))
    root = Dictionary(Type=Name.StructTreeRoot, K=Array([whole.document]))
    root.ParentTree = file.make_indirect(Dictionary(Nums=Array(whole.parents)))
    root.ParentTreeNextKey = whole.numbers
    file.Root.StructTreeRoot = file.make_indirect(root)
    whole.document.P = file.Root.StructTreeRoot
    if whole.attached:
        listed = sorted(whole.attached.items())
        names = Array([entry for name, (_, spec) in listed for entry in (String(name), spec)])
        file.Root.AF = Array([spec for _, (_, spec) in listed])
        file.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    with file.open_outline() as outline:
        outline.root.extend(whole.bookmarks)

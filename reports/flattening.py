"""Fewer tags: what only wraps text in a paragraph or a cell is dissolved before files are joined.

WeasyPrint gives every run of text an element of its own, which says nothing: three of four objects
of a file, each a kilobyte of memory while files are joined. The text keeps its order and whatever
means something: the paragraph, the heading, the cell.
"""

from collections.abc import Iterator, Sequence

from pikepdf import Array, Dictionary, Name, Object, Pdf

SILENT = {Name("/Span"), Name("/NonStruct")}
PLAIN = {"/Type", "/S", "/K", "/Pg", "/P"}  # an element that says more than this stays
TEXTUAL = {
    Name(f"/{name}")
    for name in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "LBody", "Lbl", "Caption")
}

Heirs = dict[tuple[int, int], Object]
"""Of the elements that were dissolved: who holds their text now."""


def flatten(file: Pdf) -> None:
    """Dissolve elements that say nothing, below those that may hold text themselves."""
    root = file.Root.StructTreeRoot
    heirs: Heirs = {}
    for element in root.K:
        _descend(element, heirs)
    numbers = root.ParentTree.Nums
    for place in range(1, len(numbers), 2):
        if isinstance(numbers[place], Array):
            numbers[place] = Array([heirs.get(one.objgen, one) for one in numbers[place]])


def _descend(element: Object, heirs: Heirs) -> None:
    kids: Sequence[Object | int] = list(element.K)
    if element.S in TEXTUAL:
        kids = list(_taken_over(element, kids, heirs))
        element.K = Array(kids)
    for kid in kids:
        if isinstance(kid, Dictionary) and "/K" in kid:
            _descend(kid, heirs)


def _taken_over(heir: Object, kids: Sequence[Object | int], heirs: Heirs) -> Iterator[Object | int]:
    """The kids in their order, each silent one replaced by its own."""
    for kid in kids:
        if isinstance(kid, Dictionary) and _is_silent(kid) and kid.Pg.objgen == heir.Pg.objgen:
            heirs[kid.objgen] = heir
            yield from _taken_over(heir, list(kid.K), heirs)
        else:
            if isinstance(kid, Dictionary) and "/P" in kid:
                kid.P = heir
            yield kid


def _is_silent(element: Object) -> bool:
    return element.get("/S") in SILENT and PLAIN.issuperset(element.keys())

"""A long document bound from its pieces, with its head, foot and page numbers drawn over them.

The pieces know neither their place nor the document's number: so that they can be made at the same
time, and taken again for the next document. What they cannot know stands in the frame.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from reports import chunking, merging, pdf
from reports.chunking import Piece

Listener = Callable[[int, str], None]
FIRST, LAST = 20, 85  # percent, where the pieces begin and end


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands at the head of every page but the first, and at the foot of every page."""

    mark: str
    foot: str


@dataclass(frozen=True, slots=True)
class Binding:
    """How the document is bound, and what it says of itself and carries."""

    paper: str
    about: pdf.About
    frame: Frame
    attachments: Sequence[pdf.Attachment] = ()


def bound(
    pieces: Sequence[Piece], binding: Binding, on_step: Listener, *, shared: bool = True
) -> pdf.Rendered:
    """The whole document. The same pieces and binding give the same bytes, whoever made them."""

    def on_piece(number: int) -> None:
        percent = FIRST + (LAST - FIRST) * (number - 1) // len(pieces)
        on_step(percent, f"Menata bagian {number} dari {len(pieces)}")

    made = chunking.made(pieces, binding.paper, on_piece, shared=shared)
    on_step(LAST, "Menggambar nomor halaman")
    frame = _drawn(binding, [side for part in made for side in merging.lying(part.content)])
    on_step(90, "Menulis berkas PDF")
    parts = [
        merging.Part(part.content, depth=piece.depth)
        for piece, part in zip(pieces, made, strict=True)
    ]
    return merging.merge(parts, like=frame.content, frame=frame.content)


def _drawn(binding: Binding, lying: Sequence[bool]) -> pdf.Rendered:
    """The frame of all pages; `lying`: for each whether it lies on its side."""
    html = render_to_string("reports/pdf/frame.html", {"frame": binding.frame, "lying": lying})
    return pdf.render(
        html, paper=binding.paper, about=binding.about, attachments=binding.attachments
    )

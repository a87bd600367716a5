"""PDF of one page of plain lines for the sample rounds, written by hand: no font, no library."""


def page_of(lines: list[str], *, headings: int = 0) -> bytes:
    """One A4 page of text; the first `headings` lines are large."""
    drawn = "\n".join(
        f"/F1 {16 if place < headings else 11} Tf ({_escaped(line)}) Tj T*"
        for place, line in enumerate(lines)
    )
    content = f"BT 18 TL 70 770 Td\n{drawn}\nET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return bytes(out + b"xref\n0 6\n0000000000 65535 f \n" + table + end)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

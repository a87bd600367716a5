import re
import struct
import zipfile
from io import BytesIO

import pytest

from tests.workbook import making
from workbook.guard import (
    DAMAGED,
    EMBEDDED,
    EMPTY,
    LINKED,
    MACRO,
    MEGABYTE,
    TOO_LARGE,
    WRONG_TYPE,
    Refused,
    admit,
    unpack,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAIN = making.xlsx(making.a_round())


def open_archive(data):
    admit(data)
    return unpack(data)


def refusal_of(data):
    """What whoever uploads this is told; the file must be refused, and soon."""
    started = making.processor_seconds()
    with pytest.raises(Refused) as refused:
        open_archive(data)
    assert making.processor_seconds() - started < 3
    return str(refused.value)


def without_name(name):
    return making.archive({k: v for k, v in making.parts(PLAIN).items() if k != name})


def patched(data, name, *, offset, value):
    """The archive with one field of an entry changed in both of its directories."""
    raw = bytearray(data)
    for signature, start in ((b"PK\x03\x04", 30), (b"PK\x01\x02", 46)):
        at = raw.find(signature)
        while at != -1:
            if raw[at + start :].startswith(name.encode()):
                shift = 0 if signature == b"PK\x03\x04" else 2
                struct.pack_into("<" + value[0], raw, at + offset + shift, value[1])
            at = raw.find(signature, at + 4)
    return bytes(raw)


def test_an_ordinary_workbook_is_admitted_and_unpacked():
    admit(PLAIN)

    assert unpack(PLAIN) == {name.lower(): part for name, part in making.parts(PLAIN).items()}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", EMPTY),
        (b"nip;nama\n1;Andi\n", WRONG_TYPE),
        (b"<html><table><tr><td>nip</td></tr></table></html>", WRONG_TYPE),
        (b"%PDF-1.7 ...", WRONG_TYPE),
        (b"\x89PNG\r\n\x1a\n", WRONG_TYPE),
        (b"PK", WRONG_TYPE),
        (OLE + b"Workbook" * 100, WRONG_TYPE),
        (OLE + "EncryptedPackage".encode("utf-16-le"), MACRO),
        (b"PK\x03\x04" + bytes(5 * MEGABYTE), TOO_LARGE),
        (b"PK\x03\x04 and nothing of an archive", DAMAGED),
        (PLAIN[: len(PLAIN) // 2], DAMAGED),
    ],
    ids=[
        "empty",
        "text",
        "page",
        "pdf",
        "png",
        "two-bytes",
        "old-workbook",
        "encrypted",
        "too-large",
        "not-an-archive",
        "half",
    ],
)
def test_what_is_not_an_xlsx_file_is_refused_by_its_bytes(data, message):
    assert refusal_of(data) == message


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": b"<document/>"},
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"},
        {"xl/workbook.bin": b"binary"},
    ],
    ids=["docx", "ods", "xlsb"],
)
def test_another_kind_of_document_in_an_archive_is_refused_as_the_wrong_type(parts):
    assert refusal_of(making.archive(parts)) == WRONG_TYPE


def test_a_workbook_part_with_a_number_is_a_workbook():
    data = without_name("xl/workbook.xml")

    admit(making.with_parts(data, **{"xl/workbook22.xml": b"<workbook/>"}))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("xl/vbaProject.bin", MACRO),
        ("xl/VBAPROJECT.BIN", MACRO),
        ("vbaProjectSignature.bin", MACRO),
        ("xl/macrosheets/sheet1.xml", MACRO),
        ("xl/externalLinks/externalLink1.xml", LINKED),
        ("xl/embeddings/oleObject1.bin", EMBEDDED),
        ("xl/activeX/activeX1.bin", EMBEDDED),
    ],
)
def test_a_part_that_carries_code_or_reaches_out_is_refused(name, message):
    assert refusal_of(making.with_parts(PLAIN, **{name: b"x"})) == message


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../x.xml", "xl/../../x.xml", "xl\\..\\x.xml", "C:/x.xml"]
)
def test_a_part_with_a_path_out_of_the_archive_is_refused(name):
    assert refusal_of(making.with_parts(PLAIN, **{name: b"x"})) == (
        "Berkas tidak wajar: di dalamnya ada nama berkas yang berbahaya. "
        "Unggah berkas asli dari Excel."
    )


def test_two_parts_of_one_name_in_different_case_are_refused():
    data = making.with_parts(PLAIN, **{"XL/Workbook.xml": b"<workbook/>"})

    assert refusal_of(data) == (
        "Berkas tidak wajar: di dalamnya ada bagian dengan nama yang sama. "
        "Unggah berkas asli dari Excel."
    )


def test_more_than_200_parts_are_refused():
    data = making.with_parts(PLAIN, **{f"xl/media/{n}.png": b"x" for n in range(200)})
    count = len(making.parts(data))

    assert refusal_of(data) == (
        f"Berkas tidak wajar: berisi {count} bagian. Unggah berkas asli dari Excel."
    )


def test_a_bomb_is_refused_by_the_size_it_declares():
    data = making.with_worksheet(PLAIN, b" " * (60 * MEGABYTE))

    assert refusal_of(data) == (
        "Berkas tidak wajar: isinya 60 MB setelah dibuka. Unggah berkas asli dari Excel."
    )


def test_a_small_file_that_swells_more_than_a_hundredfold_is_refused():
    data = making.with_worksheet(PLAIN, b" " * (4 * MEGABYTE))

    assert re.fullmatch(
        r"Berkas tidak wajar: isinya [23]\d\d kali lebih besar setelah dibuka\. "
        r"Unggah berkas asli dari Excel\.",
        refusal_of(data),
    )


def test_many_parts_are_counted_together():
    noise = {f"xl/media/{n}.png": b" " * (6 * MEGABYTE) for n in range(9)}

    assert refusal_of(making.with_parts(PLAIN, **noise)) == (
        "Berkas tidak wajar: isinya 54 MB setelah dibuka. Unggah berkas asli dari Excel."
    )


def test_a_bomb_that_lies_about_its_size_is_refused_without_being_unpacked():
    name = "xl/worksheets/sheet1.xml"
    bomb = making.with_worksheet(PLAIN, b" " * (60 * MEGABYTE))

    lying = patched(bomb, name, offset=22, value=("I", 4000))

    assert refusal_of(lying) == DAMAGED


def test_an_archive_whose_parts_share_their_bytes_cannot_exceed_the_limit():
    name = "xl/worksheets/sheet1.xml"
    honest = making.archive(
        {**making.parts(PLAIN), name: bytes(MEGABYTE)}, compression=zipfile.ZIP_STORED
    )

    lying = patched(honest, name, offset=22, value=("I", 51 * MEGABYTE))

    assert "51 MB setelah dibuka" in refusal_of(lying)


def test_unpacking_stops_at_the_limit_whatever_was_admitted():
    big = making.archive({"xl/workbook.xml": b" " * (51 * MEGABYTE)})

    with pytest.raises(Refused, match="isinya 50 MB setelah dibuka"):
        unpack(big)


def test_an_entry_with_a_password_is_refused():
    data = patched(PLAIN, "xl/workbook.xml", offset=6, value=("H", 0x1))

    assert refusal_of(data) == MACRO


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compression_that_excel_does_not_use_is_refused(method):
    assert refusal_of(making.archive(making.parts(PLAIN), compression=method)) == DAMAGED


def test_a_part_whose_checksum_is_wrong_is_refused():
    data = patched(PLAIN, "xl/workbook.xml", offset=14, value=("I", 12345))

    assert refusal_of(data) == DAMAGED


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'),
        ("xl/sharedStrings.xml", b"<!doctype a><sst/>"),
        ("docProps/app.xml", b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "file:///etc/passwd">'),
        ("xl/drawings/vmlDrawing1.vml", b"<!DOCTYPE a>"),
        ("xl/styles.xml", "<!DOCTYPE a><styleSheet/>".encode("utf-16")),
        ("xl/theme/theme1.xml", "<!DOCTYPE a><theme/>".encode("utf-16-be")),
    ],
)
def test_a_document_type_in_any_part_is_refused(name, part):
    assert refusal_of(making.with_parts(PLAIN, **{name: part})) == (
        "Berkas tidak wajar: di dalamnya ada deklarasi DOCTYPE. Unggah berkas asli dari Excel."
    )


def test_billion_laughs_are_refused_before_anything_parses_them():
    entities = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x0 "ha">{entities}]><sst>&x9;</sst>'

    assert "DOCTYPE" in refusal_of(making.with_parts(PLAIN, **{"xl/sharedStrings.xml": laughs}))


def test_a_real_duplicate_name_is_refused():
    file = BytesIO(PLAIN)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")

    assert "nama yang sama" in refusal_of(file.getvalue())

"""What a file must be before anything parses it: a plain .xlsx within the limits.

The sizes that an archive declares are believed only when they are too large; what is inside is
unpacked under a running limit (`unpack`), in the child process.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_CONTENT = 50 * MEGABYTE
LARGEST_RATIO = 100
MOST_ENTRIES = 200
CHUNK = 256 * 1024

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
ENCRYPTED_ENTRY = 0x1
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
WORKBOOK_PART = re.compile(r"xl/workbook\d*\.xml")  # numbered where Excel works in the browser
DOCTYPE = re.compile(rb"<\0*!\0*" + rb"\0*".join(b"%c" % c for c in b"DOCTYPE"), re.IGNORECASE)
BROKEN_ARCHIVE = (  # everything zipfile raises on bytes that only look like an archive
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)

EMPTY = "Berkas kosong. Tidak ada yang disimpan. Pilih berkas .xlsx, lalu unggah lagi."
TOO_LARGE = (
    "Berkas lebih besar dari 5 MB. Tidak ada yang disimpan. Hapus gambar dan lembar yang tidak "
    "dipakai, lalu unggah lagi."
)
WRONG_TYPE = 'Berkas ini bukan .xlsx. Simpan ulang dari Excel sebagai "Buku Kerja Excel (.xlsx)".'
MACRO = (
    "Berkas bersandi atau berisi makro tidak dapat diterima. Simpan salinan tanpa sandi dan tanpa "
    "makro."
)
LINKED = (
    "Berkas terhubung ke buku kerja lain. Tidak ada yang disimpan. Putuskan tautan di Excel "
    "(Data, Edit Tautan), lalu unggah lagi."
)
EMBEDDED = (
    "Berkas berisi objek dari program lain. Tidak ada yang disimpan. Hapus objek itu, lalu unggah "
    "lagi."
)
DAMAGED = (
    "Berkas rusak atau tidak lengkap. Tidak ada yang disimpan. Buka berkas di Excel, simpan ulang "
    "sebagai .xlsx, lalu unggah lagi."
)
UNNATURAL = "Berkas tidak wajar: {what}. Unggah berkas asli dari Excel."
CARRIERS: Mapping[str, str] = {
    "vbaproject": MACRO,
    "/macrosheets/": MACRO,
    "/externallinks/": LINKED,
    "/embeddings/": EMBEDDED,
    "/activex/": EMBEDDED,
}


class Refused(Exception):
    """The file cannot be read at all; the message says why and what to do."""


def admit(data: bytes) -> None:
    """Refuse what is not an ordinary .xlsx file by its bytes and its table of contents."""
    require_type(data)
    entries = _entries(data)
    _require_plain_names(entries)
    _require_plain_entries(entries)
    _require_natural_size(data, entries)


def require_type(data: bytes) -> None:
    """By size and first bytes alone: all that is looked at outside the child process."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > LARGEST_FILE:
        raise Refused(TOO_LARGE)
    if data.startswith(OLE):
        raise Refused(MACRO if ENCRYPTED_STREAM in data else WRONG_TYPE)
    if not data.startswith(ZIP):
        raise Refused(WRONG_TYPE)


def unpack(data: bytes) -> dict[str, bytes]:
    """Every part of an admitted file by its lower-case name, whatever size the archive declares."""
    parts: dict[str, bytes] = {}
    left = LARGEST_CONTENT
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in archive.infolist():
                part = _unpack_one(archive, entry, left)
                left -= len(part)
                _require_no_doctype(part)
                parts[entry.filename.lower()] = part
    except BROKEN_ARCHIVE as error:
        raise Refused(DAMAGED) from error
    return parts


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.infolist()
    except BROKEN_ARCHIVE as error:
        raise Refused(DAMAGED) from error


def _require_plain_names(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Refused(UNNATURAL.format(what="di dalamnya ada nama berkas yang berbahaya"))
        for carrier, message in CARRIERS.items():
            if carrier in f"/{name}":
                raise Refused(message)
    if len(set(names)) != len(names):
        raise Refused(UNNATURAL.format(what="di dalamnya ada bagian dengan nama yang sama"))
    if not any(map(WORKBOOK_PART.fullmatch, names)):
        raise Refused(WRONG_TYPE)


def _require_plain_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Refused(UNNATURAL.format(what=f"berisi {len(entries)} bagian"))
    for entry in entries:
        if entry.flag_bits & ENCRYPTED_ENTRY:
            raise Refused(MACRO)
        if entry.compress_type not in METHODS:
            raise Refused(DAMAGED)


def _require_natural_size(data: bytes, entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST_CONTENT:
        raise Refused(_too_much(total))
    packed = max(1, min(len(data), sum(entry.compress_size for entry in entries)))
    if total > LARGEST_RATIO * packed:
        raise Refused(
            UNNATURAL.format(what=f"isinya {total // packed} kali lebih besar setelah dibuka")
        )


def _unpack_one(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """zipfile stops at the declared size and then checks the sum, so neither can be a lie."""
    part = bytearray()
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            part += chunk
            if len(part) > left:
                raise Refused(_too_much(LARGEST_CONTENT + len(part) - left))
    return bytes(part)


def _require_no_doctype(part: bytes) -> None:
    """An entity can swell to gigabytes; no writer of .xlsx declares one. (NULs: UTF-16.)"""
    if DOCTYPE.search(part):
        raise Refused(UNNATURAL.format(what="di dalamnya ada deklarasi DOCTYPE"))


def _too_much(size: int) -> str:
    return UNNATURAL.format(what=f"isinya {size // MEGABYTE} MB setelah dibuka")

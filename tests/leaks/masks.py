"""What may differ between the worlds: only the links of the chains, which are salted."""

import re
from io import BytesIO

from django.apps import apps
from django.db import connection
from pypdf import PdfReader

from reports.models import Document

CHAINED = {"hash", "prev_hash", "root", "root_hash", "root_sha256"}
HEX = re.compile(
    rb"(?:[0-9a-fA-F]{4,16}(?:[ \-]|\xc2\xa0)){1,15}[0-9a-fA-F]{4,16}|[0-9a-fA-F]{8,64}"
)
POSITION = re.compile(rb'"position": "[0-9A-F/]*"')  # in the answer to one's own save
SIZE = re.compile(  # of minutes, which are compressed with a link: in their row, and in the trail
    rb"Int4\(\d+\)(?=, Int2\(\d+\), 'documents/)"
    rb'|(?<="sha256": "<mata rantai>", "size": )\d+'
)
SEPARATOR = re.compile(rb"[ \-]|\xc2\xa0")
SEALED = {  # table -> columns that hold sealed values; None where the whole table does
    "scoring_scoreevent": None,
    "scoring_sheet": ["entries", "saved_at", "signed_at"],
    "scoring_transcription": ["entries"],
}


def links():
    """The hashes of all chains as they stand, and of papers on which one is printed."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in CHAINED:
                rows = model._base_manager.values_list(field.name, flat=True)
                found |= {_hexadecimal(row) for row in rows if row}
    minutes = Document.objects.filter(kind=Document.Kind.MINUTES)
    return found | set(minutes.exclude(sha256="").values_list("sha256", flat=True))


def text_of(data):
    """What a file says: of a PDF its text, since one link in it changes all of its bytes."""
    if not data.startswith(b"%PDF-"):
        return data
    reader = PdfReader(BytesIO(data))
    title = reader.metadata.title if reader.metadata else ""
    return "\n".join([title or "", *(page.extract_text() for page in reader.pages)]).encode()


def masked(text, known):
    """The text (bytes) without the links of chains, however they are shortened or grouped, without
    the size of a paper on which one is printed, and without the place in the database's own log,
    which no world can set.
    """

    def cover(match):
        bare = SEPARATOR.sub(b"", match[0]).decode().lower()
        is_link = len(bare) >= 8 and any(link.startswith(bare) for link in known)
        return b"<mata rantai>" if is_link else match[0]

    plain = HEX.sub(cover, POSITION.sub(b"<letak catatan>", text_of(text)))
    return SIZE.sub(b"<besar berkas>", plain)


def _hexadecimal(value):
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value).lower()


def remains():
    """Everything that stands in the database outside what is sealed: table -> rows as text."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if SEALED.get(table, []) is None:
                continue
            hidden = [*SEALED.get(table, []), *CHAINED]
            cursor.execute(
                f'SELECT (to_jsonb(t) - %s::text[])::text FROM "{table}" AS t ORDER BY 1', [hidden]
            )
            found[table] = "\n".join(row for (row,) in cursor).encode()
    return found

"""The files of one person's request to other bodies (I-MUT), as one ZIP with a list of hashes.

Made of what is there, byte for byte; what is missing stands in the list. Nothing is sent anywhere.
"""

import hashlib
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from accounts.wording import at_moment, in_words
from candidates.models import Candidate, Evidence
from decisions.tracking import Track
from reports import revisions
from reports.archive import Entry, archived
from reports.models import Document
from selection.attachments import clean_name, content_of
from selection.models import Attachment

LIST, SUMS = "00-daftar-isi.txt", "SHA256SUMS"
WANTED = (
    Document.Kind.RECOMMENDATION,
    Document.Kind.DECISION,
    Document.Kind.PLENARY,
    Document.Kind.CANDIDATE,
)


class FileDamaged(Exception):
    """A file is gone or differs from its hash: nothing is handed out; the message is for people."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Berkas usulan tidak dibuat karena “{name}” di penyimpanan hilang atau berbeda dari"
            " sidik jarinya. Data lain aman. Hubungi administrator sistem."
        )


def request_files(track: Track) -> bytes:
    """The ZIP of a track's choice as of now. Raises FileDamaged."""
    now = timezone.localtime()
    found = [
        *_documents(track),
        *_evidence(track.choice.candidate),
        *_letters(track),
    ]
    entries = [
        Entry(f"{number:02}-{name}", content) for number, (name, content) in enumerate(found, 2)
    ]
    reason = Entry("01-alasan-pilihan.txt", _reason(track).encode())
    contents = _listing(track, [reason, *entries], at_moment(now))
    return archived([Entry(LIST, contents.encode()), reason, *entries], sums=SUMS, at=now)


def missing_from(track: Track) -> list[str]:
    """The documents that a request is expected to hold, and which are not ready yet."""
    ready = {document.kind for document in _ready(track)}
    return [kind.label for kind in WANTED if kind not in ready]


def _ready(track: Track) -> list[Document]:
    """The latest document in force of each kind, of the post or of the whole round."""
    choice = track.choice
    rows = Document.objects.filter(
        Q(vacancy=choice.vacancy) | Q(vacancy=None),
        Q(candidate=choice.candidate) | Q(candidate=None),
        round=choice.vacancy.round,
        kind__in=WANTED,
        status=Document.Status.READY,
        format=Document.Format.PDF,
        revoked_at=None,
    )
    latest: dict[str, Document] = {}
    for row in rows.order_by("vacancy", "pk"):
        about_him = row.kind != Document.Kind.CANDIDATE or row.candidate_id is not None
        if about_him and (
            row.vacancy_id or row.kind not in latest or not latest[row.kind].vacancy_id
        ):
            latest[row.kind] = row
    return [latest[kind] for kind in WANTED if kind in latest]


def _documents(track: Track) -> Iterator[tuple[str, bytes]]:
    for document in _ready(track):
        try:
            content = revisions.content_of(document)
        except revisions.Damaged as damaged:
            raise FileDamaged(document.number) from damaged
        yield document.file_name, content


def _evidence(candidate: Candidate | None) -> Iterator[tuple[str, bytes]]:
    """The newest document of each kind that was recorded for the person, where it has a file."""
    rows = Evidence.objects.filter(candidate=candidate) if candidate else Evidence.objects.none()
    newest = {row.code: row for row in rows.select_related("file").order_by("pk")}
    for code, row in sorted(newest.items()):
        if row.file:
            yield f"bukti-{code}-{clean_name(row.document)}", _content(row.file)


def _letters(track: Track) -> Iterator[tuple[str, bytes]]:
    """What was written about this choice; who was chosen before is no business of the bodies."""
    for letter in track.letters:
        name = clean_name(f"{letter.body} {letter.number}".replace("/", "-"))
        way = letter.get_direction_display().lower().replace(" ", "-")
        yield f"{way}-{letter.dated}-{name}", _content(letter.file)
    if track.decree:
        name = clean_name(track.decree.number.replace("/", "-"))
        yield f"sk-{name}", _content(track.decree.file)


def _content(attachment: Attachment) -> bytes:
    content = content_of(attachment)
    if content is None:
        raise FileDamaged(attachment.name)
    return content


def _reason(track: Track) -> str:
    """Why this person, and why this route, as it is stored."""
    choice = track.choice
    lines = [
        f"Jabatan: {choice.vacancy.title}, {choice.vacancy.unit}",
        f"Pilihan: {choice.candidate.full_name if choice.candidate else choice.get_what_display()}",
    ]
    if choice.candidate:
        lines += [f"NIP: {choice.candidate.nip}", f"Jabatan sekarang: {choice.candidate.place}"]
    if choice.rank:
        lines += [f"Peringkat panitia: {choice.rank}"]
    determination = choice.determination
    set_at = at_moment(timezone.localtime(determination.set_at))
    return "\n".join(
        [
            *lines,
            f"Ditetapkan: {determination.set_by.name}, {set_at}",
            f"Sidik jari penetapan: {determination.sha256}",
            "",
            "Alasan:",
            choice.reason,
            "",
            f"Rute persetujuan, keadaan {in_words(track.route.on)}:",
            *(f"- {step.rule.title}: {step.told}" for step in track.route.steps),
            "",
        ]
    )


def _listing(track: Track, entries: list[Entry], made: str) -> str:
    round_ = track.choice.vacancy.round
    names = [f"{hashlib.sha256(entry.content).hexdigest()}  {entry.name}" for entry in entries]
    missing = [f"- {name}" for name in missing_from(track)]
    return "\n".join(
        [
            f"Berkas usulan · {track.choice.vacancy.title}",
            f"{round_.title} · {round_.agency.name}",
            f"Dibuat {made}. Untuk diunggah sendiri ke I-MUT; aplikasi ini tidak mengirimnya.",
            "",
            "Isi (SHA-256, nama):",
            *names,
            "",
            "Belum ada:" if missing else "Tidak ada yang kurang.",
            *missing,
            "",
        ]
    )

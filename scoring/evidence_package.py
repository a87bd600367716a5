"""The evidence package of an unsealed round: one ZIP with which a stranger counts everything again.

It holds `putaran.json`, the checker, and how to run it; docs/evidence.md names every field.
Members are P1, P2, …; their names come along only for those who may read sheets by name.
"""

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from audit.chain import stamp
from candidates.models import Candidate, Nomination, Rating
from panels.models import Conflict, Seat
from scoring.models import Closing, Freeze, GivenValue, Result, ScoreEvent, Sheet
from scoring.outcome import NothingToRank
from scoring.printing import as_table, printout_of, table_of_nobody
from selection.models import Round, Vacancy
from selection.scheme import canonical, describe

FORMAT = "pratama-paket-bukti-1"
CHECKER = Path(__file__).with_name("check_ranking.py")
POINTS = {rating: 5 - place for place, rating in enumerate(Rating.values)}  # 5: sangat baik
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest moment a ZIP can name: same contents, same bytes
README = """\
PAKET BUKTI {code}
{title}

Isi:
  putaran.json      aturan, panitia, kandidat, lembar nilai, catatan berantai, berita acara,
                    hasil, dan peringkat
  check_ranking.py  pemeriksa: menghitung ulang semuanya dari putaran.json

Memeriksa (Python 3.9 atau lebih baru, tanpa pemasangan apa pun, tanpa jaringan):
  1. Ekstrak paket ini ke sebuah folder.
  2. Di folder itu jalankan:   python3 check_ranking.py
  3. Cocokkan juga dengan kertas. Ketik akar dari setiap berita acara yang ditandatangani:
     python3 check_ranking.py --akar 1="3f9a 07c2 …" --akar aturan="…" --akar hasil="…"

Paket yang Anda terima dari orang lain dapat berisi pemeriksa palsu. Pakai check_ranking.py dari
paket yang Anda unduh sendiri atau dari sumber aplikasinya:   python3 -I check_ranking.py PAKET.zip

Yang tercetak adalah tabel peringkat hasil hitung ulang. COCOK dan status keluar 0 berarti semua
sama. BERBEDA dan status keluar 1 berarti ada yang tidak sama, dan yang tidak sama disebut.

Tanpa langkah 3 pemeriksa hanya tahu bahwa paket ini cocok dengan dirinya sendiri: yang membuktikan
bahwa tidak ada yang diubah sesudahnya adalah kertas yang ditandatangani pada hari itu.
"""


def package_of(round_: Round, *, with_names: bool) -> bytes:
    """The ZIP, the same bytes for the same contents. Raises StillSealed."""
    about = README.format(code=round_.code, title=round_.title)
    said = json.dumps(contents_of(round_, with_names=with_names), ensure_ascii=False, indent=1)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (
            ("BACA-SAYA.txt", about),
            ("check_ranking.py", CHECKER.read_text(encoding="utf-8")),
            ("putaran.json", f"{said}\n"),
        ):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def contents_of(round_: Round, *, with_names: bool) -> dict[str, Any]:
    """What `putaran.json` says. Raises StillSealed."""
    return {
        "format": FORMAT,
        "putaran": {
            "id": round_.pk,
            "kode": round_.code,
            "judul": round_.title,
            "arsip": round_.is_archive,
        },
        "aturan": {"sha256": round_.scheme_sha256, "teks": _rules(round_)},
        "jabatan": [
            {"kode": vacancy.code, "nama": vacancy.title}
            for vacancy in sorted(
                Vacancy.objects.in_force().filter(round=round_), key=lambda vacancy: vacancy.code
            )
        ],
        "kandidat": _candidates(round_),
        "panitia": _panel(round_, with_names=with_names),
        "berhalangan": _recusals(round_),
        "lembar": _sheets(round_),
        "catatan": _events(round_),
        "berita_acara": [
            {"nomor": c.number, "hari": c.day.isoformat(), "catatan": c.chain_no, "akar": c.root}
            for c in Closing.objects.filter(round=round_).order_by("number")
        ],
        "hasil": [_result(r) for r in Result.objects.filter(round=round_).order_by("number")],
        "tabel": _table(round_),
    }


def _table(round_: Round) -> str:
    """As `manage.py ranking --format table` prints it; nobody has a rank without nominations."""
    try:
        return as_table(printout_of(round_))
    except NothingToRank:
        return table_of_nobody(round_)


def _rules(round_: Round) -> str:
    """The text that was frozen, to the letter; in an archive that of the scheme."""
    freeze = Freeze.objects.settled().filter(round=round_).first()
    return freeze.text if freeze else canonical(describe(round_))


def _candidates(round_: Round) -> list[dict[str, Any]]:
    given = _given(round_)
    standing: dict[int, dict[str, Any]] = {}
    nominations = Nomination.objects.in_force().filter(
        candidate__round=round_, vacancy__withdrawn_at=None
    )
    for nomination in nominations.select_related("vacancy").order_by("vacancy__code"):
        code, candidate = nomination.vacancy.code, nomination.candidate_id
        values = {**given.get((candidate, None), {}), **given.get((candidate, code), {})}
        entry = {"syarat": nomination.verdict, "nilai_data": values}
        standing.setdefault(candidate, {})[code] = entry
    return [
        {
            "nip": candidate.nip,
            "nomor": candidate.number,
            "nama": candidate.name,
            "seri": _merits(candidate),
            "pencalonan": standing.get(candidate.pk, {}),
        }
        for candidate in Candidate.objects.in_force().filter(round=round_).order_by("nip")
    ]


def _merits(candidate: Candidate) -> dict[str, str | None]:
    """What tie-breaks compare: ratings and grade, greater is better; days, earlier is better."""
    ratings = [candidate.rating_1, candidate.rating_2]
    return {
        "KINERJA": " ".join(str(POINTS[r]) for r in ratings) if all(ratings) else None,
        "PANGKAT": candidate.grade,
        "MASA_JABATAN": candidate.post_since.isoformat(),
        "USIA": date.fromisoformat(candidate.nip[:8]).isoformat(),
    }


def _given(round_: Round) -> Mapping[tuple[int, str | None], dict[str, str]]:
    """Values of data instruments: (candidate, vacancy where it counts there alone) -> by code."""
    found: dict[tuple[int, str | None], dict[str, str]] = {}
    values = GivenValue.objects.in_force().filter(
        candidate__round=round_, instrument__withdrawn_at=None
    )
    rows = values.order_by("instrument__code", "pk").values_list(
        "candidate", "vacancy__code", "instrument__code", "value"
    )
    for candidate, vacancy, instrument, value in rows:
        found.setdefault((candidate, vacancy), {})[instrument] = f"{value:f}"
    return found


def _panel(round_: Round, *, with_names: bool) -> list[dict[str, Any]]:
    """Everybody who ever had a seat."""
    return [
        {
            "label": seat.label,
            "akun": seat.user_id,
            "keluar": seat.withdrawn_at is not None,
            **({"nama": seat.name} if with_names else {}),
        }
        for seat in Seat.objects.filter(round=round_).order_by("number")
    ]


def _recusals(round_: Round) -> list[dict[str, Any]]:
    conflicts = Conflict.objects.in_force().filter(seat__round=round_, still_scores=False)
    rows = conflicts.order_by("seat__number", "candidate__nip", "pk")
    return [
        {"penilai": conflict.seat.label, "nip": conflict.candidate.nip}
        for conflict in rows.select_related("seat", "candidate")
    ]


def _sheets(round_: Round) -> list[dict[str, Any]]:
    sheets = Sheet.objects.filter(seat__round=round_).order_by("seat__number", "pk")
    return [
        {
            "nomor": sheet.pk,
            "penilai": sheet.seat.label,
            "nip": sheet.candidate.nip,
            "instrumen": sheet.instrument.code,
            "jabatan": sheet.vacancy.code if sheet.vacancy else None,
            "versi": sheet.version,
            "isi": sheet.entries,
            "bukti": sheet.receipt,
            "ditandatangani": sheet.is_signed,
            "ditarik": sheet.withdrawn_at is not None,
        }
        for sheet in sheets.select_related("seat", "candidate", "instrument", "vacancy")
    ]


def _events(round_: Round) -> list[dict[str, Any]]:
    events = ScoreEvent.objects.filter(round=round_).order_by("chain_no")
    return [
        {
            "nomor": event.chain_no,
            "sebelumnya": bytes(event.prev_hash).hex(),
            "hash": bytes(event.hash).hex(),
            "lembar": event.sheet_id,
            "pelaku": event.actor_id,
            "jenis": event.kind,
            "versi": event.version,
            "mutasi": str(event.mutation_id),
            "isi": event.payload_json,
            "waktu": stamp(event.at),
        }
        for event in events.iterator()
    ]


def _result(result: Result) -> dict[str, Any]:
    return {
        "nomor": result.number,
        "sha256": result.sha256,
        "catatan": result.chain_no,
        "akar": result.root,
        "waktu": stamp(result.frozen_at),
        "teks": result.text,
    }

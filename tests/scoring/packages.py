"""Evidence packages for tests, and the checker: as a stranger runs it, and as a module."""

import hashlib
import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from scoring import check_ranking
from scoring.ranking import Source
from selection.scheme import canonical, fingerprint

CHECKER = Path(__file__).parents[2] / "scoring" / "check_ranking.py"
GRADES = {13: "III/d", 14: "IV/a", 15: "IV/b"}
PANEL = "INSTRUMEN_0"
NO_TABLE = "\n\nKeandalan antarpenilai\n"


def checked(place, *options):
    """The checker in a Python of its own: no site packages, no environment, another folder."""
    return subprocess.run(
        [sys.executable, "-I", "-S", CHECKER, place, *options],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd="/",
        env={},
        timeout=60,
    )


def contents(package):
    """What `putaran.json` of a package says."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return json.loads(archive.read("putaran.json"))


def counted(said, *typed):
    """The table and the faults that the checker finds in what a package says."""
    package = check_ranking.Package(said)
    package.build_sheets(package.check_hashes(list(typed)))
    return package.table(), package.faults


def chained(said):
    """The package with all hashes of its events made anew, as a forger would."""
    before = b"\0"
    for number, event in enumerate(said["catatan"], 1):
        event.update(nomor=number, sebelumnya=before.hex())
        fields = [said["putaran"]["id"], *(event[name] for name in check_ranking.EVENT)]
        before = hashlib.sha256(before + json.dumps(fields, ensure_ascii=False).encode()).digest()
        event["hash"] = before.hex()
    return said


def frozen(said, vacancies, decisions=()):
    """The package with a result that says so of its vacancies."""
    tip = said["catatan"][-1] if said["catatan"] else {"nomor": 0, "hash": ""}
    about = {"number": 1, "chain_no": tip["nomor"], "root": tip["hash"]}
    about |= {"scheme_sha256": said["aturan"]["sha256"], "decisions": list(decisions)}
    text = canonical({**about, "vacancies": vacancies})
    result = {"nomor": 1, "teks": text, "sha256": fingerprint(text), "waktu": ""}
    said["hasil"] = [{**result, "catatan": tip["nomor"], "akar": tip["hash"]}]
    return said


def as_result(code, title, ranking):
    """One vacancy's ranking as a frozen result writes it (scoring.results)."""
    fields = ("rank", "nip", "name", "decided_by", "tied", "put_forward", "needs_review")
    return {
        "code": code,
        "title": title,
        "ranked": [
            {
                **{field: getattr(placed, field) for field in fields},
                "total": f"{placed.total:f}",
                "exact_total": exact(placed.exact_total),
                "instruments": {c: exact(score) for c, score in placed.instruments.items()},
            }
            for placed in ranking.ranked
        ],
        "unranked": [
            {
                "nip": person.nip,
                "name": person.name,
                "reasons": list(person.reasons),
                "needs_review": person.needs_review,
                "instruments": {c: exact(score) for c, score in person.instruments.items()},
            }
            for person in ranking.unranked
        ],
    }


def exact(value):
    return f"{value.numerator}/{value.denominator}"


def package_from(scheme, entrants):
    """What a package says of one vacancy, POS, with these people; sheets of the instrument PANEL.

    Their NIPs begin with their birth dates; grade and days are known.
    """
    rules = canonical({"scheme": _described(scheme)})
    said = {
        "putaran": {"id": 1, "kode": "uji", "judul": "Uji", "arsip": False},
        "aturan": {"teks": rules, "sha256": fingerprint(rules)},
        "jabatan": [{"kode": "POS", "nama": "Kepala"}],
        "kandidat": [_candidate(scheme, person) for person in entrants],
        "panitia": [{"label": f"P{n}", "keluar": False} for n in range(1, 10)],
        "berhalangan": [],
        "lembar": [],
        "catatan": [],
        "berita_acara": [],
        "hasil": [],
        "tabel": NO_TABLE,
    }
    for person in entrants:
        _lay_sheets(said, person)
    return chained(said)


def _described(scheme):
    return {
        "aggregation": scheme.aggregation,
        "quorum": scheme.quorum,
        "precision": scheme.precision,
        "tie_breaks": list(scheme.tie_breaks),
        "names_put_forward": scheme.names_put_forward,
        "instruments": [
            {
                "code": tool.code,
                "source": tool.source,
                "coverage": "candidate",
                "scale": ["1", str(tool.scale_max)],
                "weight": str(tool.weight),
                "pass_mark": None if tool.pass_mark is None else str(tool.pass_mark),
                "indicators": [
                    {"code": code, "weight": str(weight)}
                    for code, weight in tool.indicators.items()
                ],
            }
            for tool in scheme.instruments
        ],
    }


def _candidate(scheme, person):
    verdicts = {True: "met", False: "not_met", None: "needs_review"}
    data = [tool.code for tool in scheme.instruments if tool.source is Source.DATA]
    ratings = person.ratings
    return {
        "nip": person.nip,
        "nama": person.name,
        "seri": {
            "KINERJA": " ".join(map(str, ratings)) if all(ratings) else None,
            "PANGKAT": GRADES[person.grade],
            "MASA_JABATAN": person.post_since.isoformat(),
            "USIA": person.born.isoformat(),
        },
        "pencalonan": {
            "POS": {
                "syarat": verdicts[person.meets_requirements],
                "nilai_data": {c: str(person.given[c]) for c in data if c in person.given},
            }
        },
    }


def _lay_sheets(said, person):
    """A sheet for each of the panel's members, signed by those who gave scores."""
    signed = list(person.sheets[PANEL].values())
    for place in range(person.panel_size):
        number = len(said["lembar"]) + 1
        scores = signed[place] if place < len(signed) else None
        entries = {code: {"score": score} for code, score in (scores or {}).items()}
        receipt = f"B{number}" if scores else ""
        sheet = {
            "nomor": number,
            "penilai": f"P{place + 1}",
            "nip": person.nip,
            "instrumen": PANEL,
            "jabatan": None,
            "versi": 1 if scores else 0,
            "isi": entries,
            "bukti": receipt,
            "ditandatangani": bool(scores),
            "ditarik": False,
        }
        said["lembar"].append(sheet)
        if scores:
            event = {"lembar": number, "pelaku": place, "jenis": "sign", "versi": 1}
            text = json.dumps({"entries": entries, "receipt": receipt})
            said["catatan"].append({**event, "mutasi": str(number), "isi": text, "waktu": ""})

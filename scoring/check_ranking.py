"""Menghitung ulang peringkat dan rantai catatan nilai dari paket bukti, tanpa aplikasinya.

    python3 check_ranking.py [PAKET] [--akar NOMOR=HEX ...]

PAKET: berkas ZIP, folder isinya, atau putaran.json; tanpa itu folder berkas ini. HEX: sedikitnya
16 angka atau huruf pertama dari akar pada berita acara NOMOR seperti tercetak di kertas; tulis
`aturan` sebagai NOMOR untuk sidik jari aturan. Keluar 1 bila ada yang berbeda; semuanya disebut.
"""

import argparse
import hashlib
import json
import re
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

EVENT = ("nomor", "lembar", "pelaku", "jenis", "versi", "mutasi", "isi", "waktu")
SIGNED, RATINGS = (
    ("sign", "paper", "archive"),
    ["very_poor", "poor", "needs_work", "good", "very_good"],
)
REASONS = {
    "KUORUM": "kuorum tidak tercapai",
    "DATA_BELUM_ADA": "nilai data belum ada",
    "DI_BAWAH_MINIMUM": "di bawah nilai minimum",
    "TIDAK_MEMENUHI_SYARAT": "tidak memenuhi syarat",
}


class Package:
    """What a package says, counted again; `faults`: what does not agree."""

    def __init__(self, place: Path) -> None:
        if zipfile.is_zipfile(place):
            with zipfile.ZipFile(place) as archive:
                text = archive.read("putaran.json")
        else:
            text = (place / "putaran.json" if place.is_dir() else place).read_bytes()
        self.said, self.faults = json.loads(text), list[str]()
        rules = json.loads(self.said["aturan"]["teks"])
        self.rules = rules.get("scheme", rules)
        self.tools = {tool["code"]: tool for tool in self.rules["instruments"]}
        self.members = sum(not seat["keluar"] for seat in self.said["panitia"])
        self.result = json.loads(self.said["hasil"][-1]["teks"]) if self.said["hasil"] else {}
        self.decisions = self.result.get("decisions", [])
        self.sheets: dict[Any, list[Any]] = {}  # what it counts for -> scores, None if unsigned

    def expect(self, holds: bool, fault: str) -> None:
        self.faults += [] if holds else [fault]

    def check_hashes(self, typed: list[str]) -> None:
        """Each event's hash is the SHA-256 of the hash before and the JSON array of its fields."""
        before, hashes = b"\0", {0: ""}
        for number, event in enumerate(self.said["catatan"], 1):
            fields = [self.said["putaran"]["id"], *(event[name] for name in EVENT)]
            found = hashlib.sha256(before + json.dumps(fields, ensure_ascii=False).encode())
            follows = (event["nomor"], event["sebelumnya"]) == (number, before.hex())
            self.expect(follows, f"catatan {number}: tidak menyambung ke catatan sebelumnya")
            same = event["hash"] == found.hexdigest()
            self.expect(same, f"catatan {number}: isi tidak sesuai dengan hash")
            before, hashes[number] = bytes.fromhex(event["hash"]), event["hash"]
        days, results, rules = (self.said[k] for k in ("berita_acara", "hasil", "aturan"))
        for kept in (*days, *results):
            same = hashes.get(kept["catatan"]) == kept["akar"]
            self.expect(same, f"akar {kept['akar'][:16]}: tidak ada pada rantai catatan")
        for kept in (rules, *results):
            same = hashlib.sha256(kept["teks"].encode()).hexdigest() == kept["sha256"]
            self.expect(same, f"sidik jari {kept['sha256'][:16]}: teksnya berbeda")
        known = {"aturan": rules["sha256"], **{str(day["nomor"]): day["akar"] for day in days}}
        for number, _, text in (said.partition("=") for said in typed):
            digits = re.sub(r"[\s.–-]", "", text).lower()
            same = len(digits) > 15 and known.get(number, "").startswith(digits)
            self.expect(same, f"kertas {number}: tidak sama dengan paket")

    def build_sheets(self) -> None:
        """Every sheet out of its events alone."""
        seats, newest = {seat["label"]: seat for seat in self.said["panitia"]}, dict[int, Any]()
        owners = {sheet["nomor"]: seats[sheet["penilai"]]["akun"] for sheet in self.said["lembar"]}
        for event in self.said["catatan"]:
            sheet, by_other = event["lembar"], event["jenis"] in ("archive", "reopen")
            in_turn = event["versi"] == newest.get(sheet, {"versi": 0})["versi"] + 1
            is_own = sheet in owners and (by_other or event["pelaku"] == owners[sheet])
            self.expect(in_turn and is_own, f"catatan {event['nomor']}: bukan giliran pelakunya")
            newest[sheet] = event
        recused = [(one["penilai"], one["nip"]) for one in self.said["berhalangan"]]
        for sheet in sorted(self.said["lembar"], key=lambda one: int(one["penilai"][1:])):
            event = newest.get(sheet["nomor"], {"versi": 0, "isi": '{"entries": {}}', "jenis": ""})
            said, signed = json.loads(event["isi"]), event["jenis"] in SIGNED
            newly = [event["versi"], said["entries"], said.get("receipt", ""), signed]
            same = newly == [sheet[key] for key in ("versi", "isi", "bukti", "ditandatangani")]
            self.expect(same, f"lembar {sheet['nomor']}: tidak sama dengan catatan terakhirnya")
            out = seats[sheet["penilai"]]["keluar"] or (sheet["penilai"], sheet["nip"]) in recused
            if not (out or sheet["ditarik"]):
                subject = sheet["instrumen"], sheet["nip"], sheet["jabatan"]
                score = self.score(sheet["instrumen"], said["entries"]) if signed else None
                self.sheets.setdefault(subject, []).append(score)

    def score(self, code: str, entries: Any) -> Fraction:
        tool = self.tools[code]
        points = (Fraction(i["weight"]) * entries[i["code"]]["score"] for i in tool["indicators"])
        return sum(points, Fraction(0)) / Fraction(tool["scale"][1])

    def sheets_of(self, code: str, nip: str, post: str) -> list[Any]:
        place = post if self.tools[code]["coverage"] == "vacancy" else None
        return self.sheets.get((code, nip, place), [])

    def entrant(self, person: Any, post: str, rulings: list[Any]) -> Any:
        """A candidate for a vacancy: every score, the reasons against a rank, or the total."""
        nip, run, scores = person["nip"], person["pencalonan"][post], {}
        sheets = {code: self.sheets_of(code, nip, post) for code in self.tools}
        quorum = self.rules["quorum"] or max(map(len, sheets.values())) // 2 + 1
        excused = {c for r in rulings if nip in r["nips"] for c in r["instruments"]}
        for code, tool in self.tools.items():
            signed = sorted(score for score in sheets[code] if score is not None)
            if tool["source"] == "data" and code in run["nilai_data"]:
                scores[code] = Fraction(run["nilai_data"][code]) / Fraction(tool["scale"][1]) * 100
            elif tool["source"] == "panel" and len(signed) >= (1 if code in excused else quorum):
                scores[code] = aggregate(self.rules["aggregation"], signed)
        lacking = {tool["source"] for code, tool in self.tools.items() if code not in scores}
        marks = {code: Fraction(self.tools[code]["pass_mark"] or 0) for code in scores}
        below = any(scores[code] < mark for code, mark in marks.items())
        against = ("panel" in lacking, "data" in lacking, below, run["syarat"] == "not_met")
        row = {"nip": nip, "name": person["nama"], "instruments": scores}
        row["needs_review"] = run["syarat"] == "needs_review"
        if any(against):
            return {**row, "reasons": [r for place, r in enumerate(REASONS) if against[place]]}
        exact = sum(Fraction(self.tools[code]["weight"]) * scores[code] for code in scores) / 100
        total, rated = rounded(exact, self.rules["precision"]), person["kinerja"]
        merits = {"TOTAL": Fraction(total), "PANGKAT": person["pangkat"], "USIA": -int(nip[:8])}
        merits["MASA_JABATAN"] = -int(person["tmt_jabatan"].replace("-", ""))
        merits["KINERJA"] = tuple(map(RATINGS.index, rated)) if all(rated) else None
        return {**row, "exact_total": exact, "total": total, "merits": {**scores, **merits}}

    def rank(self, post: Any) -> Any:
        """One vacancy, as a frozen result has it."""
        code, names, ranked = post["kode"], self.rules["names_put_forward"], list[Any]()
        rulings = [d for d in self.decisions if d["vacancy"] == code]
        chosen = {nip for d in rulings if d["kind"] == "cut" for nip in d["nips"]}
        exceptions = [d for d in rulings if d["kind"] == "quorum"]
        nominated = (p for p in self.said["kandidat"] if code in p["pencalonan"])
        people = [self.entrant(person, code, exceptions) for person in nominated]
        able = [row for row in people if "reasons" not in row]
        for part, rule in settle(able, ["TOTAL", *self.rules["tie_breaks"]]):
            first, last = len(ranked) + 1, len(ranked) + len(part)
            for row in part:
                forward = row["nip"] in chosen if chosen else None
                row["put_forward"] = forward if first <= names < last else last <= names
                row["decided_by"] = None if rule == "TOTAL" else rule
                ranked.append({**row, "rank": first, "tied": last > first})
        forward = {row.pop("merits") and row["nip"] for row in ranked if row["put_forward"]}
        fits = not chosen or (chosen <= forward and len(forward) == names)
        self.expect(fits, f"keputusan pleno {code}: bukan pada peringkat di batas")
        unranked = [row for row in people if "reasons" in row]
        return {"code": code, "title": post["nama"], "ranked": ranked, "unranked": unranked}

    def compare(self, place: str, mine: Any, stated: Any) -> None:
        if isinstance(mine, dict) and isinstance(stated, dict):
            for key in sorted({*mine, *stated}):
                self.compare(f"{place}/{key}", mine.get(key), stated.get(key))
        elif isinstance(mine, list) and isinstance(stated, list) and len(mine) == len(stated):
            for number, row in enumerate(mine):
                self.compare(f"{place}/{number + 1}", row, stated[number])
        else:
            self.expect(mine == stated, f"{place}: tertulis {stated}, hitung ulang {mine}")


def rounded(value: Any, places: int) -> str:
    """Half up, and all the decimals kept."""
    digits = str(int(abs(value) * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    sign = "-" if value < 0 and int(digits) else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def aggregate(how: str, kept: list[Fraction]) -> Fraction:
    if how == "median":
        kept = kept[(len(kept) - 1) // 2 : len(kept) // 2 + 1]
    elif how == "trimmed_mean" and len(kept) > 3:
        kept = kept[1:-1]
    return sum(kept, Fraction(0)) / len(kept)


def settle(group: list[Any], rules: list[str], decided: Any = None) -> list[Any]:
    """Parts of a group of equals, best first, each with the rule that decided it."""
    merits = {row["merits"][rules[0]] for row in group} if rules else set()
    if len(group) < 2 or not rules:
        return [(group, decided)]
    if None in merits or len(merits) == 1:
        return settle(group, rules[1:], decided)
    parts = [[r for r in group if r["merits"][rules[0]] == m] for m in sorted(merits)[::-1]]
    return [place for part in parts for place in settle(part, rules[1:], rules[0])]


def agreement(rows: list[Any], members: int) -> Any:
    """ICC(2,1), ICC(2,k) after Shrout and Fleiss, Kendall's W corrected for ties."""
    n, k, found = len(rows), members, dict.fromkeys(("icc_2_1", "icc_2_k", "kendall_w"))
    if n > 2 and k > 1:
        columns = [[row[place] for row in rows] for place in range(k)]
        mean = sum(map(sum, rows)) ** 2 / (n * k)
        between = sum(sum(row) ** 2 for row in rows) / k - mean
        judges = sum(sum(column) ** 2 for column in columns) / n - mean
        rest = sum(score**2 for row in rows for score in row) - mean - between - judges
        b, j, e = between / (n - 1), judges / (k - 1), rest / ((n - 1) * (k - 1))
        ranks = [[2 * sorted(c).index(s) + 1 + c.count(s) for s in c] for c in columns]
        sums = [sum(of_one[place] for of_one in ranks) for place in range(n)]
        ties = sum(t**3 - t for column in columns for t in Counter(column).values())
        spread = Fraction(3 * sum(s**2 for s in sums) - 3 * k**2 * n * (n + 1) ** 2)
        single = (b - e, b + (k - 1) * e + k * (j - e) / n)
        ratios = (single, (b - e, b + (j - e) / n), (spread, k**2 * (n**3 - n) - k * ties))
        for place, name in enumerate(found):
            over, under = ratios[place]
            found[name] = rounded(over / under, 2) if under > 0 else None
    return {**found, "candidates": n, "members": k}


def aligned(rows: list[list[str]], left: set[int]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    lines = []
    for row in rows:
        cells = [c.ljust(widths[i]) if i in left else c.rjust(widths[i]) for i, c in enumerate(row)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def table(package: Package, ranking: Any) -> str:
    """The text of `manage.py ranking --format table`."""
    about, codes = package.said["putaran"], list(package.tools)
    blocks = [f"{about['judul']} ({about['kode']})"]
    blocks += ["Putaran arsip: nilai berasal dari buku kerja."] if about["arsip"] else []
    for post in ranking["vacancies"]:
        rows = [["Per.", "NIP", "Nama", "Nilai akhir", *codes, "Keterangan"]]
        for row in post["ranked"]:
            marks = {
                "diusulkan": row["put_forward"],
                "menunggu keputusan pleno": row["put_forward"] is None,
                "seri": row["tied"],
                f"seri diputus {row['decided_by']}": row["decided_by"],
                "perlu ditinjau": row["needs_review"],
            }
            scores = [comma(text) for text in (row["total"], *row["instruments"].values())]
            said = ", ".join(mark for mark, holds in marks.items() if holds)
            rows.append([str(row["rank"]), row["nip"], row["name"], *scores, said])
        for row in post["unranked"]:
            said = "tanpa peringkat: " + "; ".join(REASONS[reason] for reason in row["reasons"])
            rows.append(["–", row["nip"], row["name"], *["–"] * (len(codes) + 1), said])
        body = aligned(rows, {1, 2, len(codes) + 4}) if rows[1:] else "Tanpa kandidat."
        blocks.append(f"{post['code']} · {post['title']}\n{body}")
    rows = [["Instrumen", "ICC(2,1)", "ICC(2,k)", "Kendall W", "Kandidat", "Penilai"]]
    rows += [[code, *map(comma, found.values())] for code, found in ranking["reliability"].items()]
    body = aligned(rows, {0}) if rows[1:] else "Tidak ada instrumen yang dinilai panitia."
    return "\n\n".join([*blocks, f"Keandalan antarpenilai\n{body}"])


def comma(value: Any) -> str:
    return "–" if value is None else str(value).replace(".", ",").replace("-", "−")


def check(place: Path, typed: list[str]) -> tuple[str, list[str]]:
    """The table, counted again, and what does not agree."""
    package = Package(place)
    package.check_hashes(typed)
    package.build_sheets()
    said = package.said
    vacancies = [package.rank(post) for post in sorted(said["jabatan"], key=lambda p: p["kode"])]
    if package.result:
        exact = json.dumps(vacancies, default=lambda f: f"{f.numerator}/{f.denominator}")
        package.compare("hasil", json.loads(exact), package.result["vacancies"])
    printed = json.loads(json.dumps(vacancies, default=lambda score: rounded(score, 4)))
    for post in printed:
        for row in post["ranked"]:
            del row["exact_total"]
        post["unranked"] = [{k: r[k] for k in ("nip", "name", "reasons")} for r in post["unranked"]]
    ranking = {"round": said["putaran"]["kode"], "frozen": bool(package.result)}
    ranking["vacancies"], ranking["reliability"] = printed, {}
    for code, tool in package.tools.items():
        if tool["source"] == "panel":
            pairs = [(p["nip"], post) for p in said["kandidat"] for post in p["pencalonan"]]
            keys = {
                (code, nip, post if tool["coverage"] == "vacancy" else None) for nip, post in pairs
            }
            held = [package.sheets.get(key, []) for key in keys]
            rows = [[s for s in row if s is not None] for row in held]
            full = [row for row in rows if len(row) == package.members]
            ranking["reliability"][code] = agreement(full, package.members)
    package.compare("peringkat", ranking, said["peringkat"])
    return table(package, ranking), package.faults


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paket", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--akar", action="append", default=[], metavar="NOMOR=HEX")
    asked = parser.parse_args()
    try:
        text, faults = check(asked.paket, asked.akar)
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        text, faults = "", [f"paket tidak dapat dibaca: {error!r}"]
    sys.stdout.buffer.write(f"{text}\n".encode())
    verdict = [*(f"BERBEDA: {fault}" for fault in faults)] or ["COCOK: semua sama."]
    sys.stderr.buffer.write(("\n".join(verdict) + "\n").encode())
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

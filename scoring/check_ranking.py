"""Menghitung ulang peringkat dan rantai catatan nilai dari paket bukti; keluar 1 bila beda.

PAKET: ZIP, folder isinya, atau putaran.json. HEX: 16 angka/huruf pertama (atau lebih) dari akar
yang tercetak pada berita acara NOMOR; NOMOR `aturan` atau `hasil`: sidik jarinya."""

import argparse
import hashlib
import json
import sys
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

EVENT = ("nomor", "lembar", "pelaku", "jenis", "versi", "mutasi", "isi", "waktu")
REASONS = {"KUORUM": "kuorum tidak tercapai", "DATA_BELUM_ADA": "nilai data belum ada"}
REASONS["DI_BAWAH_MINIMUM"] = "di bawah nilai minimum"
REASONS["TIDAK_MEMENUHI_SYARAT"] = "tidak memenuhi syarat"


class Package:
    """What a package says, counted again; `faults`: what does not agree."""

    def __init__(self, said: Any) -> None:
        self.said, self.faults, self.sheets = said, list[str](), list[Any]()
        rules = json.loads(said["aturan"]["teks"])
        self.rules, self.merits = rules.get("scheme", rules), dict[str, Any]()
        self.tools = {tool["code"]: tool for tool in self.rules["instruments"]}
        self.result = json.loads(said["hasil"][-1]["teks"]) if said["hasil"] else {"vacancies": []}
        self.frozen = {found["code"]: found for found in self.result["vacancies"]}

    def expect(self, same: object, fault: str) -> None:
        self.faults += [] if same else [fault]

    def check_hashes(self, typed: list[str]) -> dict[int, Any]:
        """Hash everything anew; returns the newest event of each sheet."""
        said, hashes, newest = self.said, {0: "00"}, dict[int, Any]()
        for number, event in enumerate(said["catatan"], 1):
            fields = [said["putaran"]["id"], *(event[name] for name in EVENT)]
            before = bytes.fromhex(hashes[number - 1])
            found = hashlib.sha256(before + json.dumps(fields, ensure_ascii=False).encode())
            turn = newest.get(event["lembar"], {"versi": 0})["versi"] + 1
            linked = [number, turn, before.hex(), found.hexdigest()]
            same = linked == [event[key] for key in ("nomor", "versi", "sebelumnya", "hash")]
            self.expect(same, f"catatan {number}: tidak sesuai hash-nya atau catatan sebelumnya")
            hashes[number], newest[event["lembar"]] = event["hash"], event
        for kept in (*said["berita_acara"], *said["hasil"]):
            same = hashes.get(kept["catatan"]) == (kept["akar"] or "00")
            self.expect(same, f"akar {kept['akar'][:16]}: tidak ada pada rantai catatan")
        known = {str(day["nomor"]): day["akar"] for day in said["berita_acara"]}
        for name, kept in (("aturan", said["aturan"]), *(("hasil", one) for one in said["hasil"])):
            known[name] = hashlib.sha256(kept["teks"].encode()).hexdigest()
            self.expect(known[name] == kept["sha256"], f"sidik jari {name}: teksnya berbeda")
        for number, kept in enumerate(said["hasil"], 1):
            about = {"number": number, "chain_no": kept["catatan"], "root": kept["akar"]}
            told = {**json.loads(kept["teks"]), **about, "scheme_sha256": known["aturan"]}
            self.expect(told == json.loads(kept["teks"]), f"hasil {number}: akar atau aturan lain")
        for paper, _, text in (one.partition("=") for one in typed):
            digits = text.lower().translate(dict.fromkeys(map(ord, " .-–")))
            same = len(digits) > 15 and known.get(paper, "").startswith(digits)
            self.expect(same, f"kertas {paper}: tidak sama dengan paket")
        return newest

    def build_sheets(self, newest: dict[int, Any]) -> None:
        """The sheets that count, with what their newest event says, None if unsigned."""
        gone = [seat["label"] for seat in self.said["panitia"] if seat["keluar"]]
        recused = [(one["penilai"], one["nip"]) for one in self.said["berhalangan"]]
        for sheet in self.said["lembar"]:
            event = newest.pop(sheet["nomor"], {"versi": 0, "isi": '{"entries": {}}', "jenis": ""})
            said, signed = json.loads(event["isi"]), event["jenis"] in ("sign", "paper", "archive")
            newly = [event["versi"], said["entries"], said.get("receipt", ""), signed]
            same = newly == [sheet[key] for key in ("versi", "isi", "bukti", "ditandatangani")]
            self.expect(same, f"lembar {sheet['nomor']}: tidak sama dengan catatan terakhirnya")
            is_recused = (sheet["penilai"], sheet["nip"]) in recused
            if not (is_recused or sheet["ditarik"] or sheet["penilai"] in gone):
                self.sheets.append({**sheet, "marks": said["entries"] if signed else None})
        self.expect(not newest, f"catatan tanpa lembar: {[*newest]}")

    def score_of(self, tool: Any, person: Any, post: str) -> Any:
        """An instrument's score, or None."""
        code, nip, scale = tool["code"], person["nip"], Fraction(tool["scale"][1])
        if tool["source"] == "data":
            given = person["pencalonan"][post]["nilai_data"].get(code)
            return None if given is None else Fraction(given) / scale * 100
        mine = [s for s in self.sheets if s["nip"] == nip and s["jabatan"] in (None, post)]
        size = max(sum(sheet["instrumen"] == one for sheet in mine) for one in self.tools)
        signed = [s["marks"] for s in mine if s["instrumen"] == code and s["marks"] is not None]
        excused = any(nip in r["nips"] and code in r["instruments"] for r in self.ruled)
        if len(signed) < (1 if excused else self.rules["quorum"] or size // 2 + 1):
            return None
        weights = {i["code"]: Fraction(i["weight"]) for i in tool["indicators"]}
        kept = sorted(sum(w * marks[i]["score"] for i, w in weights.items()) for marks in signed)
        left_out = {"median": (len(kept) - 1) // 2, "trimmed_mean": int(len(kept) > 3)}
        ends = left_out.get(self.rules["aggregation"], 0)
        kept = kept[ends : len(kept) - ends]
        return sum(kept) / len(kept) / scale

    def entrant(self, person: Any, post: str) -> Any:
        """A candidate as a frozen result has it; `merits`: what tie-breaks compare."""
        found = {code: self.score_of(tool, person, post) for code, tool in self.tools.items()}
        scores = {code: score for code, score in found.items() if score is not None}
        lacking = {tool["source"] for code, tool in self.tools.items() if code not in scores}
        below = any(s < Fraction(self.tools[code]["pass_mark"] or 0) for code, s in scores.items())
        verdict = person["pencalonan"][post]["syarat"]
        against = ["panel" in lacking, "data" in lacking, below, verdict == "not_met"]
        row = {"nip": person["nip"], "name": person["nama"], "instruments": scores}
        row["needs_review"] = verdict == "needs_review"
        if any(against):
            return {**row, "reasons": [r for place, r in enumerate(REASONS) if against[place]]}
        whole = sum(Fraction(self.tools[code]["weight"]) * s for code, s in scores.items()) / 100
        total = shown(whole, self.rules["precision"]).replace(",", ".")
        self.merits[row["nip"]] = {**scores, **person["seri"], "TOTAL": Fraction(total)}
        return {**row, "exact_total": whole, "total": total}

    def settle(self, group: list[Any], rules: list[str], decided: Any = None) -> list[Any]:
        """Parts of a group of equals, the best first, each with the rule that decided it."""
        values = {self.merits[row["nip"]][rules[0]] for row in group} if rules else set()
        if len(values) < 2 or None in values:
            return self.settle(group, rules[1:], decided) if rules else [(group, decided)]
        best = sorted(values, reverse=rules[0] not in ("MASA_JABATAN", "USIA"))  # earlier wins
        parts = [[r for r in group if self.merits[r["nip"]][rules[0]] == value] for value in best]
        return [place for part in parts for place in self.settle(part, rules[1:], rules[0])]

    def rank(self, post: Any) -> list[str]:
        """One vacancy's lines of the table; the frozen result must say the same."""
        code, names, mine = post["kode"], self.rules["names_put_forward"], list[Any]()
        lines = [f"Per. NIP Nama Nilai akhir {' '.join(self.tools)} Keterangan"]
        self.ruled = [r for r in self.result.get("decisions", ()) if r["vacancy"] == code]
        cuts = [nip for r in self.ruled if r["kind"] == "cut" for nip in r["nips"]]
        people = [self.entrant(p, code) for p in self.said["kandidat"] if code in p["pencalonan"]]
        able, others = ([r for r in people if ("reasons" in r) is out] for out in (False, True))
        for part, by in self.settle(able, ["TOTAL", *self.rules["tie_breaks"]]):
            first, last, rule = len(mine) + 1, len(mine) + len(part), by if by != "TOTAL" else None
            for row in part:
                chosen = row["nip"] in cuts if cuts else None
                up = chosen if first <= names < last else last <= names
                marks = {"diusulkan": up, "menunggu keputusan pleno": up is None}
                marks |= {"seri": last > first, f"seri diputus {rule}": rule}
                marks["perlu ditinjau"] = row["needs_review"]
                said = ", ".join(mark for mark, holds in marks.items() if holds)
                scores = " ".join(shown(score, 4) for score in row["instruments"].values())
                total = row["total"].replace(".", ",")
                lines.append(f"{first} {row['nip']} {row['name']} {total} {scores} {said}")
                order = {"rank": first, "tied": last > first, "decided_by": rule}
                mine.append({**row, **order, "put_forward": up})
        for row in others:
            said = "tanpa peringkat: " + "; ".join(REASONS[reason] for reason in row["reasons"])
            lines.append(f"– {row['nip']} {row['name']}{' –' * (len(self.tools) + 1)} {said}")
        found = {"code": code, "title": post["nama"], "ranked": mine, "unranked": others}
        text = json.dumps(found, default=lambda f: f"{f.numerator}/{f.denominator}")
        same = self.frozen.pop(code, None) == json.loads(text) or not self.said["hasil"]
        self.expect(same, f"hasil {code}: berbeda dari hitung ulang")
        return [f"{code} · {post['nama']}", *(lines if people else ["Tanpa kandidat."])]

    def table(self) -> str:
        """The ranking that the package states, if that is what was counted out, else the latter."""
        about, stated = self.said["putaran"], self.said["tabel"].partition("\n\nKeandalan ")[0]
        lines = [f"{about['judul']} ({about['kode']})"]
        lines += ["Putaran arsip: nilai berasal dari buku kerja."] if about["arsip"] else []
        lines += [line for post in self.said["jabatan"] for line in self.rank(post)]
        lines = [" ".join(line.split()) for line in lines]
        found = [" ".join(line.split()) for line in stated.split("\n") if line.strip("- ")]
        other = [line for line in lines if line not in found]
        self.expect(lines == found, f"peringkat pada paket; hitung ulang: {other}")
        self.expect(not self.frozen, f"jabatan {[*self.frozen]}: ada pada hasil saja")
        return stated if lines == found else "\n".join(lines)


def write(stream: Any, text: str) -> None:
    """Spells what would move a terminal's cursor or turn round what follows it."""
    said = "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text)
    stream.buffer.write(f"{said}\n".encode())


def shown(value: Fraction, places: int) -> str:
    digits = str(int(value * 10**places + Fraction(1, 2))).rjust(places + 1, "0")
    return f"{digits[:-places]},{digits[-places:]}" if places else digits


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paket", nargs="?", type=Path, default=Path(__file__).parent)
    parser.add_argument("--akar", action="append", default=[], metavar="NOMOR=HEX")
    asked = parser.parse_args()
    place: Any = asked.paket / "putaran.json" if asked.paket.is_dir() else asked.paket
    try:
        file = zipfile.Path(str(place), "putaran.json") if zipfile.is_zipfile(place) else place
        package = Package(json.loads(file.read_text(encoding="utf-8")))
        package.build_sheets(package.check_hashes(asked.akar))
        text, faults = package.table(), package.faults
    except Exception as error:
        text, faults = "", [f"paket tidak dapat dibaca: {error!r}"]
    write(sys.stdout, text)
    write(sys.stderr, "\n".join(f"BERBEDA: {fault}" for fault in faults) or "COCOK: semua sama.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

"""Small files that mean harm. By hand: `python -m tests.workbook.attacks` measures each of them.

The table says what each costs this process (which reads the answer) and its child (which opens
the file): a file is either read or refused, within 5 s and 512 MB. On a busy machine CLOCK=60
shows what the processor limit alone does.
"""

import os
import resource
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from datetime import time as time_of_day
from itertools import product
from pathlib import Path
from string import ascii_uppercase

from tests.workbook import making
from workbook import opening
from workbook.columns import SHEETS
from workbook.reading import Refused, read

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NIP = making.ANDI
CODES = ["".join(letters) for letters in product(ascii_uppercase, repeat=2)]
ATTACKS: dict[str, Callable[[], bytes]] = {}


def attack(make):
    ATTACKS[make.__name__] = make
    return make


def heading(name):
    return [column.name for sheet in SHEETS if sheet.name == name for column in sheet.columns]


def book(**rows: Iterable[list]) -> bytes:
    """A round's workbook in which some sheets have these rows (without heading) instead."""
    sheets = making.an_archive()
    sheets.update({name: [heading(name), *lines] for name, lines in rows.items()})
    typed = {
        name: [[_plain(cell) for cell in line] for line in lines] for name, lines in sheets.items()
    }
    return making.xlsx_with_shared_strings(typed)


def _plain(cell):
    """Without a format, Excel would show a date as a number."""
    match cell:
        case date():
            return cell.isoformat()
        case time_of_day():
            return cell.isoformat("minutes")
    return cell


def nip(number):
    return f"197003121995{1 + number // 2000:02}{1 + number // 1000 % 2}{number % 1000:03}"


def post(number, codes, unit="u"):
    return [NIP, f"j{number}", "PENGAWAS", unit, "2020-01-01", None, codes]


@attack
def thousands_of_codes_in_a_cell():
    return book(Riwayat_Jabatan=[post(n, ";".join(CODES[:660])) for n in range(14_000)])


@attack
def fifty_unknown_codes_in_every_row():
    return book(Riwayat_Jabatan=[post(n, ";".join(CODES[:50])) for n in range(19_000)])


@attack
def one_instrument_with_thousands_of_criteria():
    criteria = [["UJI_GAGASAN", f"K{n}", "x", 1, None] for n in range(15_000)]
    scores = [[making.CHAIR, NIP, "UJI_GAGASAN", "DLH", f"K{n}", 80] for n in range(15_000)]
    return book(Indikator=criteria, Nilai_Pansel=scores)


@attack
def thousands_of_sheets_that_lack_thousands_of_criteria():
    criteria = [["UJI_GAGASAN", f"K{n}", "x", 1, None] for n in range(15_000)]
    scores = [[making.CHAIR, nip(n), "UJI_GAGASAN", "DLH", "K1", 80] for n in range(15_000)]
    return book(Indikator=criteria, Nilai_Pansel=scores)


@attack
def a_fault_in_every_cell():
    return book(
        Peserta=[["@@"] * 13 for _ in range(20_000)], Jabatan=[["@@"] * 13 for _ in range(20_000)]
    )


@attack
def the_same_key_in_every_row():
    line = making.ROUND["Riwayat_Jabatan"][1]
    return book(Riwayat_Jabatan=[line for _ in range(20_000)])


@attack
def references_to_nobody():
    slot = ["2025-12-01", "08:00", "09:00", "r"]
    slots = [[*slot, "LAIN", nip(n), "LAIN"] for n in range(15_000)]
    return book(
        Jadwal=slots,
        Nilai_Data=[[nip(n), "LAIN", "LAIN", 5] for n in range(15_000)],
        Benturan=[[f"a{n}@b.id", nip(n), "KELUARGA", "", "Tidak"] for n in range(15_000)],
    )


@attack
def thousands_of_unknown_keys():
    return book(Seleksi=[["kode", "x"], *([f"kunci {n}", "x"] for n in range(19_990))])


@attack
def thousands_of_merged_ranges():
    merged = "".join(f'<mergeCell ref="BI{n}:ZZZ{n}"/>' for n in range(1, 20_000))
    data = making.xlsx({"Jabatan": [heading("Jabatan"), ["A", "b", "c", "II.a"]]})
    xml = making.parts(data)["xl/worksheets/sheet1.xml"].decode()
    xml = xml.replace("</sheetData>", f"</sheetData><mergeCells>{merged}</mergeCells>")
    return making.with_worksheet(data, xml)


@attack
def thousands_of_formulas():
    return making.xlsx({"Peserta": [heading("Peserta"), *[["=1+1"] for _ in range(19_000)]]})


@attack
def one_long_text_in_every_cell():
    data = making.xlsx_with_shared_strings({"Jabatan": [["x" * 32_000]]})
    cells = "".join(f'<c r="{letter}%d" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(f'<row r="{n}">{cells % ((n,) * 10)}</row>' for n in range(1, 10_001))
    return making.with_worksheet(
        data, f'<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'
    )


@attack
def texts_of_just_the_greatest_length():
    long = "x;" * 999
    return book(Indikator=[["WAWANCARA", f"K{n}", "x", 1, long] for n in range(5_900)])


@attack
def a_hundred_and_ninety_sheets():
    return making.xlsx_with_shared_strings(
        {f"L{n}": [["x"] * 30 for _ in range(250)] for n in range(190)}
    )


@attack
def elements_within_elements():
    depth = 1_500_000
    xml = f'<worksheet xmlns="{NAMESPACE}">' + "<a>" * depth + "</a>" * depth + "</worksheet>"
    return making.with_worksheet(making.xlsx({"Jabatan": [["kode"]]}), padded(xml))


@attack
def fifty_megabytes_of_styles():
    data = making.xlsx({"Jabatan": [["kode"], ["X"]]})
    xfs = "".join(f'<xf numFmtId="{n}"/>' for n in range(1_500_000))
    styles = f'<styleSheet xmlns="{NAMESPACE}"><cellXfs>{xfs}</cellXfs></styleSheet>'
    return making.with_parts(data, **{"xl/styles.xml": styles})


@attack
def a_hundred_thousand_entries():
    """A directory that names the same few bytes again and again."""
    name = b"xl/workbook.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0) + name
    entry = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, *[0] * 14)
    entry = entry[:28] + struct.pack("<H", 5) + entry[30:]
    directory = b"".join(entry + b"%05d" % (n % 100_000) for n in range(100_000))
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory), len(local), 0
    )
    return local + directory + end


@attack
def addresses_that_are_hard_to_check():
    email = "a-" * 120 + "@" + "a-a." * 3
    return book(Pansel=[[email, "n", "", "i", "BKN", "Ya", "ANGGOTA"] for _ in range(20_000)])


@attack
def a_bomb():
    return making.with_worksheet(making.xlsx({"Jabatan": [["x"]]}), b"<a>" + b"A" * 60_000_000)


@attack
def a_far_cell():
    xml = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    return making.with_worksheet(
        making.xlsx({"Jabatan": [["x"]]}),
        f'<worksheet xmlns="{NAMESPACE}"><sheetData>{xml}</sheetData></worksheet>',
    )


@attack
def the_largest_honest_book():
    """Not hostile: 50,000 rows without a fault, as many as the limits let in."""
    vacancies = [[f"V{n}", "Kepala Dinas", "Dinas", "II.b"] for n in range(100)]
    person = making.ROUND["Peserta"][1]
    line = dict(zip(making.ROUND["Peserta"][0], person, strict=True))
    line |= {"jabatan_dituju": "V1;V2", "tmt_jabatan": date(2020, 1, 2)}
    names = heading("Peserta")
    people = [[nip(n), *(line.get(name) for name in names[1:])] for n in range(14_000)]
    posts = [[nip(n % 14_000), *post(n, "V1;V2")[1:]] for n in range(19_500)]
    values = [[nip(n), "TALENTA", None, 80] for n in range(14_000)]
    sheets = {"Jabatan": vacancies, "Peserta": people, "Riwayat_Jabatan": posts}
    empty = {"Benturan": [], "Jadwal": [], "Nilai_Pansel": []}
    return book(**sheets, **empty, Nilai_Data=values)


def padded(xml):
    """With a part that does not pack, so that the ratio looks natural."""
    import random

    noise = "".join(random.Random(1).choices("0123456789abcdef", k=400_000))
    return f"{xml}<!--{noise}-->"


def main() -> None:
    print(f"{'file':<52}{'KB':>6}{'s':>6}{'CPU':>6}{'parent':>8}{'child':>7}  outcome")
    chosen = sys.argv[1:] or list(ATTACKS)
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            path = Path(folder, "attack.xlsx")
            path.write_bytes(ATTACKS[name]())
            command = (sys.executable, "-m", "tests.workbook.attacks", "--measure", name, path)
            subprocess.run(command, check=True)


def measure(name: str, path: Path) -> None:
    """One line of the table; in a process of its own, whose memory nothing else has used."""
    opening.SECONDS = int(os.environ.get("CLOCK", opening.SECONDS))
    data = path.read_bytes()
    began, before = time.perf_counter(), _peak()
    try:
        found = read(data)
    except Refused as refusal:
        outcome = f"refused: {str(refusal)[:60]}"
    else:
        outcome = f"read: {sum(found.extent.faults.values())} faults"
    seconds = time.perf_counter() - began
    parent = _peak() - before
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(
        f"{name.replace('_', ' '):<52}{len(data) // 1024:>6}{seconds:>6.1f}"
        f"{making.processor_seconds():>6.1f}{parent:>8}{child:>7}  {outcome}"
    )


def _peak() -> int:
    """Of this program alone, in MB; getrusage would count what stood here before it."""
    (line,) = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in x]
    return int(line.split()[1]) // 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main()

import ast
import copy
import json
import sys
import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from audit.models import Event
from candidates.models import Nomination
from scoring.evidence_package import contents_of, package_of
from scoring.models import Closing, GivenValue
from scoring.outcome import StillSealed, outcome_of
from scoring.printing import as_table, printout_of
from selection.scheme import canonical, fingerprint
from tests import factories
from tests.rounds import make_round
from tests.scoring.packages import (
    CHECKER,
    as_result,
    chained,
    checked,
    contents,
    counted,
    frozen,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def file_of(tmp_path):
    """Writes what a package says, and gives the file."""

    def write(said):
        file = tmp_path / "putaran.json"
        file.write_text(json.dumps(said), encoding="utf-8")
        return file

    return write


def table_of(round_):
    """As the product prints it, without the foot that the checker does not work out."""
    return as_table(printout_of(round_)).partition("\n\nKeandalan antarpenilai\n")[0] + "\n"


def test_the_checker_prints_the_table_of_the_ranking(draft, tmp_path):
    round_ = draft.play().round
    file = tmp_path / "paket.zip"
    file.write_bytes(package_of(round_, with_names=False))

    said = checked(file)

    assert said.stderr == "COCOK: semua sama.\n"
    assert said.stdout == table_of(round_)
    assert said.returncode == 0


def test_an_unpacked_package_checks_itself(draft, tmp_path):
    with zipfile.ZipFile(BytesIO(package_of(draft.play().round, with_names=False))) as archive:
        archive.extractall(tmp_path)

    said = checked(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "BACA-SAYA.txt",
        "check_ranking.py",
        "putaran.json",
    ]
    assert (tmp_path / "check_ranking.py").read_text("utf-8") == CHECKER.read_text("utf-8")
    assert (said.returncode, said.stderr) == (0, "COCOK: semua sama.\n")


def test_the_checker_is_short_and_needs_nothing_but_an_old_python():
    text = CHECKER.read_text("utf-8")
    tree = ast.parse(text, feature_version=(3, 9))

    nodes = list(ast.walk(tree))
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    imported |= {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    assert len(text.splitlines()) < 200
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "fields",
    [
        {"aggregation": "median", "precision": 0},
        {"aggregation": "trimmed_mean", "precision": 4, "tie_breaks": ["USIA", "WAWANCARA"]},
        {"quorum": 3, "names_put_forward": 1, "tie_breaks": ["KINERJA", "PANGKAT", "MASA_JABATAN"]},
    ],
    ids=["median", "trimmed", "quorum"],
)
def test_the_checker_agrees_on_rounds_of_every_kind(agency, file_of, fields):
    small = make_round(agency, members=5, **fields)
    small.interview.coverage = "vacancy"
    small.interview.pass_mark = Decimal(60)
    small.interview.save()
    factories.ConflictFactory(seat=small.seats[0], candidate=small.candidates[1])
    GivenValue.objects.filter(candidate=small.candidates[2]).update(value=Decimal("71.333"))
    small.play(lambda seat, candidate, place: 55 + candidate * 7 + (seat * place) % 3)

    said = checked(file_of(contents_of(small.round, with_names=False)))

    assert said.stderr == "COCOK: semua sama.\n"
    assert said.stdout == table_of(small.round)


@pytest.mark.usefixtures("thawed")
def test_the_checker_agrees_where_scores_are_lacking(draft, file_of):
    draft.play(lambda *_: 80)
    first, second, third = draft.candidates
    GivenValue.objects.filter(candidate=first).update(withdrawn_at=timezone.now())
    factories.ConflictFactory(seat=draft.seats[0], candidate=second)
    Nomination.objects.filter(candidate=third).update(verdict="not_met")
    draft.seats[1].withdrawn_at = timezone.now()
    draft.seats[1].save()

    said = checked(file_of(contents_of(draft.round, with_names=False)))

    assert said.stderr == "COCOK: semua sama.\n"
    assert said.stdout == table_of(draft.round)
    assert "nilai data belum ada" in said.stdout and "tidak memenuhi syarat" in said.stdout


@pytest.mark.usefixtures("thawed")
def test_a_round_without_nominations_has_a_package_too(draft, file_of):
    draft.play()
    Nomination.objects.update(withdrawn_at=timezone.now())

    said = checked(file_of(contents_of(draft.round, with_names=False)))

    assert (said.returncode, said.stderr) == (0, "COCOK: semua sama.\n")
    assert said.stdout.count("Tanpa kandidat.") == 2


def with_result(round_, said, decisions=()):
    outcome = outcome_of(round_)
    vacancies = [
        as_result(found.vacancy.code, found.vacancy.title, found.ranking)
        for found in outcome.vacancies
    ]
    return frozen(said, vacancies, decisions)


def test_a_quorum_exception_of_the_plenary_lets_a_score_count(draft):
    draft.play()
    said = contents_of(draft.round, with_names=False)
    nip = draft.candidates[0].nip
    rules = json.loads(said["aturan"]["teks"])
    rules["scheme"]["quorum"] = 4
    text = canonical(rules)
    said["aturan"] = {"teks": text, "sha256": fingerprint(text)}
    ruling = {"kind": "quorum", "nips": [nip], "instruments": ["WAWANCARA"]}

    below, _ = counted(said)
    above, _ = counted(frozen(said, [], [{**ruling, "vacancy": "DINKES"}]))

    assert below.count("kuorum tidak tercapai") == 4
    assert above.count("kuorum tidak tercapai") == 3
    assert f"1 {nip}" in above


def score(said, value=99):
    return said["lembar"][0]["isi"]["W1"].update(score=value)


def payload(said, old, new, place=0):
    event = said["catatan"][place]
    assert old in event["isi"]
    event["isi"] = event["isi"].replace(old, new)


def rules(said, change, *, resealed=False):
    text = json.loads(said["aturan"]["teks"])
    change(text["scheme"])
    said["aturan"]["teks"] = canonical(text)
    if resealed:
        said["aturan"]["sha256"] = fingerprint(said["aturan"]["teks"])


def swapped(rows, one=0, other=1):
    rows[one], rows[other] = rows[other], rows[one]


def exchanged(said, key, one=0, other=-1):
    first, second = said["lembar"][one], said["lembar"][other]
    assert first[key] != second[key]
    first[key], second[key] = second[key], first[key]


def event(said, place=0, **changes):
    assert all(said["catatan"][place][key] != value for key, value in changes.items())
    said["catatan"][place].update(changes)


def result(said, old, new, *, resealed=False):
    found = said["hasil"][0]
    assert old in found["teks"]
    found["teks"] = found["teks"].replace(old, new, 1)
    if resealed:
        found["sha256"] = fingerprint(found["teks"])


def retitled(said, title):
    post = said["jabatan"][0]
    said["tabel"] = said["tabel"].replace(post["nama"], title)
    post["nama"] = title


def titled(said, title):
    said["tabel"] = said["tabel"].replace(said["putaran"]["judul"], title)
    said["putaran"]["judul"] = title


def dropped(said):
    """The last vacancy, as if it had never been ranked."""
    post = said["jabatan"].pop()
    first, _, rest = said["tabel"].partition(f"{post['kode']} · ")
    said["tabel"] = first.rstrip("\n") + rest[rest.index("\n\nKeandalan") :]


def rooted(said):
    chained(said)
    for kept in (*said["berita_acara"], *said["hasil"]):
        kept.update(akar=said["catatan"][kept["catatan"] - 1]["hash"])


def nested(depth):
    return [nested(depth - 1)] if depth else []


TAMPERINGS = {
    "a score on a sheet": score,
    "a score in an event": lambda s: payload(s, '"score": 75', '"score": 99'),
    "a score in both": lambda s: (score(s), payload(s, '"score": 75', '"score": 99')),
    "a score in both, chain made anew": lambda s: (
        score(s),
        payload(s, '"score": 75', '"score": 99'),
        payload(s, '"score": 75', '"score": 99', 1),
        chained(s),
    ),
    "a hash": lambda s: event(s, hash="0" * 64),
    "the hash before": lambda s: event(s, 2, sebelumnya="0" * 64),
    "who wrote": lambda s: event(s, pelaku=0),
    "when": lambda s: event(s, waktu="2025-01-01T00:00:00.000000"),
    "the kind of an event": lambda s: event(s, jenis="reopen"),
    "a mutation": lambda s: event(s, mutasi="00000000-0000-0000-0000-000000000000"),
    "a version": lambda s: event(s, versi=3),
    "a deleted event": lambda s: s["catatan"].pop(3),
    "the deleted first event": lambda s: s["catatan"].pop(0),
    "the deleted last event": lambda s: s["catatan"].pop(),
    "a deleted event, chain made anew": lambda s: (s["catatan"].pop(3), chained(s)),
    "swapped events": lambda s: swapped(s["catatan"]),
    "swapped events, chain made anew": lambda s: (swapped(s["catatan"]), chained(s)),
    "another round": lambda s: s["putaran"].update(id=0),
    "an archive": lambda s: s["putaran"].update(arsip=True),
    "the title": lambda s: s["putaran"].update(judul="Lain"),
    "a weight": lambda s: rules(s, lambda r: r["instruments"][0].update(weight="50")),
    "a weight, with its fingerprint": lambda s: rules(
        s, lambda r: r["instruments"][0].update(weight="50"), resealed=True
    ),
    "the weight of a criterion": lambda s: rules(
        s, lambda r: r["instruments"][1]["indicators"][0].update(weight="20"), resealed=True
    ),
    "the names put forward": lambda s: rules(
        s, lambda r: r.update(names_put_forward=1), resealed=True
    ),
    "the precision": lambda s: rules(s, lambda r: r.update(precision=3), resealed=True),
    "the quorum": lambda s: rules(s, lambda r: r.update(quorum=4), resealed=True),
    "a fingerprint": lambda s: s["aturan"].update(sha256="0" * 64),
    "an order": lambda s: s.update(tabel=s["tabel"].replace("   1  1970", "   2  1970", 1)),
    "a total": lambda s: s.update(tabel=s["tabel"].replace("77,40", "78,40", 1)),
    "a line left out": lambda s: s.update(tabel=s["tabel"].replace("Tanpa", "", 1)[:200]),
    "a name in the table": lambda s: s.update(tabel=s["tabel"].replace("Rahasia 01", "Budi", 1)),
    "a candidate's name": lambda s: s["kandidat"][0].update(nama="Orang Lain"),
    "a candidate left out": lambda s: s["kandidat"].pop(),
    "a nomination left out": lambda s: s["kandidat"][0]["pencalonan"].pop("DISHUB"),
    "a verdict": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(syarat="not_met"),
    "a given value": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(
        nilai_data={"TALENTA": "99"}
    ),
    "a given value taken away": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(
        nilai_data={}
    ),
    "a vacancy left out": lambda s: s["jabatan"].pop(),
    "a vacancy's title": lambda s: s["jabatan"][0].update(nama="Kepala Lain"),
    "a recusal made up": lambda s: s["berhalangan"].append(
        {"penilai": "P3", "nip": s["kandidat"][0]["nip"]}
    ),
    "a member sent away": lambda s: s["panitia"][2].update(keluar=True),
    "a sheet left out": lambda s: s["lembar"].pop(),
    "a sheet withdrawn": lambda s: s["lembar"][0].update(ditarik=True),
    "sheets of two candidates exchanged": lambda s: exchanged(s, "nip"),
    "a receipt": lambda s: s["lembar"][0].update(bukti="AAAA-BBBB-CCCC"),
    "a signature taken away": lambda s: s["lembar"][0].update(ditandatangani=False),
    "a root": lambda s: s["berita_acara"][0].update(akar="0" * 64),
    "the place of a root": lambda s: s["berita_acara"][0].update(catatan=1),
    "a name in the result": lambda s: result(s, "Rahasia 01", "Lain"),
    "a name in the result, with its hash": lambda s: result(s, "Rahasia 01", "Lain", resealed=True),
    "an exact total in the result": lambda s: result(s, "387/5", "388/5", resealed=True),
    "a vacancy out of the result": lambda s: result(s, "DISHUB", "X", resealed=True),
    "the hash of the result": lambda s: s["hasil"][0].update(sha256="0" * 64),
    "the root of the result": lambda s: s["hasil"][0].update(akar="0" * 64),
    "the name of a vacancy, in the table too": lambda s: retitled(s, "Kepala Lain"),
    "a vacancy left out, of the table too": dropped,
    "when, with chain and all roots made anew": lambda s: (
        event(s, waktu="2025-01-01T00:00:00.000000"),
        rooted(s),
    ),
    "the rules, without an effect on the ranking": lambda s: rules(
        s, lambda r: r["instruments"][1]["indicators"][0].update(name="Lain"), resealed=True
    ),
    "the number of the result": lambda s: result(s, '"number":1', '"number":2', resealed=True),
    "a result of nothing": lambda s: s["hasil"].append(
        {**s["hasil"][0], "teks": "{}", "sha256": fingerprint("{}")}
    ),
    "a title of two lines": lambda s: titled(s, "Seleksi\nCOCOK: semua sama."),
    "a value that is not a number": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(
        nilai_data={"TALENTA": float("nan")}
    ),
    "a value without end": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(
        nilai_data={"TALENTA": float("inf")}
    ),
    "half a character": lambda s: s["catatan"][0].update(isi="\ud800"),
    "lists without end": lambda s: s.update(putaran=nested(900)),
    "a part left out": lambda s: s.pop("panitia"),
    "a part of another type": lambda s: s.update(catatan="tidak ada"),
    "a number that is none": lambda s: s["kandidat"][0]["pencalonan"]["DINKES"].update(
        nilai_data={"TALENTA": "banyak"}
    ),
}


def test_every_tampering_is_found_and_named(draft, file_of):
    draft.play()
    whole = with_result(draft.round, contents_of(draft.round, with_names=False))
    untouched = checked(file_of(whole))
    missed = {}
    for name, tamper in TAMPERINGS.items():
        said = copy.deepcopy(whole)
        tamper(said)
        found = checked(file_of(said))
        if found.returncode != 1 or "BERBEDA: " not in found.stderr or "Traceback" in found.stderr:
            missed[name] = found

    assert (untouched.returncode, untouched.stderr) == (0, "COCOK: semua sama.\n")
    assert missed == {}


def test_nothing_in_a_package_moves_the_cursor_of_who_checks_it(draft, file_of):
    draft.play()
    said = contents_of(draft.round, with_names=False)
    titled(said, "Seleksi \x1b[8m\u202e")
    said["lembar"][0]["nomor"] = "\x1b[1A\x1b[2K"

    found = checked(file_of(said))

    assert found.returncode == 1
    assert "Seleksi \\x1b[8m\\u202e (" in found.stdout
    assert not {"\x1b", "\u202e"} & {*found.stdout, *found.stderr}


def test_the_foot_of_the_table_is_not_printed_as_if_it_had_been_counted(draft, file_of):
    draft.play()
    said = contents_of(draft.round, with_names=False)
    said["tabel"] += "\n\nDINKES · Kepala Dinas Kesehatan\n1  199001012015011001  Orang Lain  99,00"

    found = checked(file_of(said))

    assert found.stdout == table_of(draft.round)


def test_the_result_is_compared_with_paper_too(draft, file_of):
    draft.play()
    said = with_result(draft.round, contents_of(draft.round, with_names=False))
    digits = said["hasil"][0]["sha256"][:16]
    before = checked(file_of(said), "--akar", f"hasil={digits}")
    said["hasil"] = []
    without = checked(file_of(said), "--akar", f"hasil={digits}")

    assert (before.returncode, without.returncode) == (0, 1)
    assert without.stderr == "BERBEDA: kertas hasil: tidak sama dengan paket\n"


def test_a_damaged_archive_is_refused_without_a_traceback(draft, tmp_path):
    whole = package_of(draft.play().round, with_names=False)
    file = tmp_path / "paket.zip"
    start = whole.index(b"putaran.json") + 200
    file.write_bytes(
        whole[:start]
        + bytes(byte ^ 0xFF for byte in whole[start : start + 99])
        + whole[start + 99 :]
    )

    said = checked(file)

    assert (said.returncode, said.stdout) == (1, "\n")
    assert said.stderr.startswith("BERBEDA: paket tidak dapat dibaca")
    assert "Traceback" not in said.stderr


def test_what_was_rewritten_throughout_is_told_by_the_paper_alone(draft, file_of, rewrite):
    draft.play()
    paper = {closing.number: closing.root for closing in Closing.objects.all()}
    rewrite(draft.round, '"score": 75', '"score": 90')
    forged = contents_of(draft.round, with_names=False)
    hashes = [found["hash"] for found in forged["catatan"]]
    for day in forged["berita_acara"]:
        day["akar"] = hashes[day["catatan"] - 1]
    [(number, root)] = paper.items()

    alone = checked(file_of(forged))
    beside = checked(file_of(forged), "--akar", f"{number}={root[:4]} {root[4:16]}")

    assert (alone.returncode, alone.stderr) == (0, "COCOK: semua sama.\n")
    assert beside.returncode == 1
    assert beside.stderr == f"BERBEDA: kertas {number}: tidak sama dengan paket\n"


def test_paper_is_compared_as_people_type_it(draft, file_of):
    draft.play()
    file = file_of(contents_of(draft.round, with_names=False))
    root, rules_ = Closing.objects.get().root, draft.round.scheme_sha256
    right = f"{root[:4]} {root[4:8]}-{root[8:12]}.{root[12:].upper()}"

    assert checked(file, "--akar", f"1={right}", "--akar", f"aturan={rules_[:16]}").returncode == 0
    for wrong in (f"1={root[:15]}", f"2={root}", "1", f"aturan={root}"):
        assert checked(file, "--akar", wrong).returncode == 1


def test_what_is_no_package_is_refused_without_a_traceback(tmp_path):
    other = tmp_path / "lain.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("lain.txt", "x")

    for place in (tmp_path, tmp_path / "tidak-ada.zip", other):
        said = checked(place)
        assert said.returncode == 1
        assert said.stderr.startswith("BERBEDA: paket tidak dapat dibaca")


def test_members_have_numbers_and_names_only_where_they_may_be_known(draft):
    draft.play()

    outside = package_of(draft.round, with_names=False)
    inside = contents(package_of(draft.round, with_names=True))

    with zipfile.ZipFile(BytesIO(outside)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert not [seat.name for seat in draft.seats if seat.name in everything]
    assert [seat["nama"] for seat in inside["panitia"]] == [seat.name for seat in draft.seats]


def test_the_same_round_is_the_same_bytes(draft):
    draft.play()

    assert package_of(draft.round, with_names=False) == package_of(draft.round, with_names=False)


def test_a_sealed_round_has_no_package(draft, tmp_path):
    draft.open()

    with pytest.raises(StillSealed):
        package_of(draft.round, with_names=False)
    with pytest.raises(CommandError, match="tersegel"):
        call_command("evidence_package", draft.round.code, to=tmp_path / "paket.zip")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_package_and_says_its_hash(draft, tmp_path, capsys):
    draft.play()
    file = tmp_path / "paket.zip"

    call_command("evidence_package", draft.round.code, to=file)

    assert file.read_bytes() == package_of(draft.round, with_names=False)
    assert f"Paket bukti {draft.round.code}: paket.zip" in capsys.readouterr().out


def test_the_chair_takes_the_package_with_names_and_it_is_logged(
    client, draft, django_assert_max_num_queries
):
    draft.play()
    client.force_login(draft.chair)
    address = reverse("reports:evidence", args=[draft.round.code])

    with django_assert_max_num_queries(40):
        answer = client.get(address)

    assert answer["Content-Type"] == "application/zip"
    assert contents(answer.content)["panitia"][0]["nama"] == draft.seats[0].name
    said = Event.objects.get(verb="scoring.evidence_exported")
    assert said.actor_id == draft.chair.pk and len(said.facts["sha256"]) == 64


def test_only_chair_and_auditor_see_the_way_to_the_package(client, draft):
    draft.play()
    address = reverse("reports:evidence", args=[draft.round.code])
    seen = {}
    for name in ("chair", "auditor", "staff"):
        client.force_login(getattr(draft, name))
        page = client.get(reverse("reports:results", args=[draft.round.code]))
        seen[name] = (address in page.text, client.get(address).status_code)

    assert seen == {"chair": (True, 200), "auditor": (True, 200), "staff": (False, 403)}

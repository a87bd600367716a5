import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.recommendation import WORKING_COPY
from tests.factories import RoundFactory
from tests.reports.reading import paper_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(tmp_path):
    return tmp_path / "laporan.pdf"


def build(code, out, *options):
    call_command("build_report", code, str(out), *options)
    return out.read_bytes()


def refused(*arguments, status=1):
    """The one line on standard error, with the exit status of what was refused."""
    with pytest.raises(CommandError) as refusal:
        call_command("build_report", *map(str, arguments))
    assert refusal.value.returncode == status
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


def test_build_report_gives_the_same_bytes_for_the_same_time_and_number(unsealed, out):
    local = build(unsealed.round.code, out, "--number", "7/2025", "--time", "2025-12-05T10:42")

    zoned = ("--number", "7/2025", "--time", "2025-12-05T03:42:00+00:00")
    assert build(unsealed.round.code, out, *zoned) == local
    assert "Jumat, 5 Desember 2025 pukul 10.42 WIB, nomor 7/2025" in text_of(local)


def test_build_report_without_a_number_is_a_working_copy_of_now(unsealed, out):
    text = text_of(build(unsealed.round.code, out))

    assert WORKING_COPY in text
    assert str(timezone.localdate().year) in text


def test_build_report_of_one_vacancy_on_a4(unsealed, out):
    content = build(unsealed.round.code.upper(), out, "--vacancy", "dishub", "--paper", "a4")

    assert paper_of(content) == (210, 297)
    assert "Kepala Dinas Perhubungan" in text_of(content)
    assert "Kepala Dinas Kesehatan" not in text_of(content)


def test_build_report_refuses_a_sealed_round(draft, out):
    draft.open()

    assert "tersegel" in refused(draft.round.code, out)
    assert not out.exists()


def test_build_report_refuses_an_unknown_round(db, out):
    assert refused("tidak-ada", out) == "Putaran tidak-ada tidak ada. Periksa kodenya."


def test_build_report_refuses_an_unknown_vacancy(unsealed, out):
    assert "Jabatan XYZ tidak ada" in refused(unsealed.round.code, out, "--vacancy", "XYZ")


def test_build_report_refuses_a_round_without_nominations(db, out):
    round_ = RoundFactory(unsealed=True, kind="competency_review")

    assert "tidak memuat pencalonan" in refused(round_.code, out)


def test_build_report_keeps_the_old_file_when_it_cannot_write(unsealed, tmp_path):
    folder = tmp_path / "laporan.pdf"
    folder.mkdir()

    assert "tidak dapat ditulis" in refused(unsealed.round.code, folder, status=2)
    assert sorted(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize(
    "options", [("--paper", "letter"), ("--time", "kemarin"), ("--number", " "), ("--lain",)]
)
def test_build_report_refuses_wrong_usage(out, options):
    with pytest.raises(CommandError, match="Error:"):
        call_command("build_report", "x", str(out), *options)

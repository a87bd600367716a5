import pytest

from scoring.evidence_package import package_of
from scoring.printing import as_table, printout_of
from tests.scoring.packages import checked

pytestmark = pytest.mark.django_db


def test_the_checker_prints_the_table_of_the_ranking(draft, tmp_path):
    round_ = draft.play().round
    file = tmp_path / "paket.zip"
    file.write_bytes(package_of(round_, with_names=False))

    said = checked(file)

    assert said.stderr == "COCOK: semua sama.\n"
    assert said.stdout == f"{as_table(printout_of(round_))}\n"
    assert said.returncode == 0

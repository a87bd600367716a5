import pytest
from django.core.management.base import CommandError

from audit.terminal import PlainCommand, write_file


class Refusing(PlainCommand):
    requires_system_checks = []

    def handle(self, **_):
        raise CommandError("Peserta!A7: NIP harus 18 digit.\nPeserta!A8: Nama wajib diisi.")


def test_a_refusal_is_printed_as_it_reads_and_ends_with_its_code(capsys):
    with pytest.raises(SystemExit) as end:
        Refusing().run_from_argv(["manage.py", "refusing"])

    assert end.value.code == 1
    assert capsys.readouterr().err == (
        "Peserta!A7: NIP harus 18 digit.\nPeserta!A8: Nama wajib diisi.\n"
    )


def test_a_caller_in_the_same_process_gets_the_exception():
    with pytest.raises(CommandError):
        Refusing().execute(no_color=True, force_color=False, skip_checks=True)


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "laporan.pdf"
    path.write_bytes(b"the earlier one")

    write_file(path, b"the new one")

    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "laporan.pdf": b"the new one"
    }


def test_a_file_that_cannot_be_written_is_named_and_the_earlier_one_stays(tmp_path):
    path = tmp_path / "laporan.pdf"
    path.mkdir()

    with pytest.raises(CommandError, match=r"laporan\.pdf tidak dapat ditulis") as refusal:
        write_file(path, b"the new one")

    assert refusal.value.returncode == 2
    assert [each.name for each in tmp_path.iterdir()] == ["laporan.pdf"]

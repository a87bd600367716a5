import pytest
from django.core.management.base import CommandError

from audit.terminal import PlainCommand


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

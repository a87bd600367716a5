import pytest

from config import local_files
from config.local_files import LARGEST, faults_of, kept, main


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", []),
        (b"one line\n", []),
        (b"no end", ["harus berakhir dengan satu baris baru"]),
        (b"two ends\n\n", ["harus berakhir dengan satu baris baru"]),
        (b"\x89PNG\0 a picture ends as it likes", []),
        (b"\0" * (LARGEST + 1), ["lebih besar dari 512 KiB"]),
        (b"-----BEGIN " + b"EC PRIVATE KEY-----\n", ["berisi kunci rahasia"]),
        (b"-----BEGIN " + b"PUBLIC KEY-----\n", []),
        (b"<" * 7 + b" HEAD\n", ["berisi tanda gabungan yang belum selesai"]),
        (b"Title\n=======\n", []),
    ],
)
def test_a_file_is_judged_by_its_bytes(content, faults):
    assert list(faults_of(content)) == faults


def test_the_named_files_are_judged_and_the_faulty_ones_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(local_files, "ROOT", tmp_path)
    (tmp_path / "good.md").write_text("a\n")
    (tmp_path / "bad.md").write_text("a")
    (tmp_path / "link.md").symlink_to("bad.md")

    assert main(["good.md", "link.md", "taken-away.md"]) == 0
    assert main(["good.md", "bad.md"]) == 1
    assert capsys.readouterr().err.strip() == "bad.md: harus berakhir dengan satu baris baru"


def test_without_names_all_that_git_keeps_is_judged():
    if not kept():
        pytest.skip("not a copy of git's")

    assert "config/local_files.py" in kept()
    assert main([]) == 0


def test_outside_of_git_there_is_nothing_to_judge(tmp_path, monkeypatch):
    monkeypatch.setattr(local_files, "ROOT", tmp_path)

    assert kept() == []
    assert main([]) == 0

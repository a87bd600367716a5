import stat

import pytest

from config.local_places import (
    LONGEST_SOCKET_PATH,
    CannotStart,
    prepare,
    trim_logs,
    write_private,
)


@pytest.fixture
def shared(short, monkeypatch):
    """A folder that stands for /tmp."""
    monkeypatch.setattr("tempfile.tempdir", str(short))
    return short


def test_folders_are_closed_to_everyone_else(places):
    modes = {
        stat.S_IMODE(path.stat().st_mode) for path in (places.data, places.sockets, places.store)
    }
    assert modes == {0o700}


def test_sockets_lie_beside_the_data_when_the_path_is_short(short):
    places = prepare(short / "d")

    assert places.sockets == short / "d" / "run"


def test_sockets_move_when_the_path_is_too_long_for_the_kernel(shared):
    places = prepare(shared / ("x" * 150))

    assert places.sockets.parent == shared
    assert len(str(places.postgres_socket / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH


def test_two_long_paths_do_not_share_their_sockets(shared):
    first, second = prepare(shared / ("x" * 150)), prepare(shared / ("y" * 150))

    assert first.sockets != second.sockets


def test_a_long_temporary_folder_is_refused_in_one_line(shared, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(shared / ("t" * 150)))

    with pytest.raises(CannotStart, match="terlalu panjang") as refusal:
        prepare(shared / ("x" * 150))

    assert len(str(refusal.value).splitlines()) == 1


def test_a_socket_folder_planted_by_a_link_is_refused(shared):
    planted = prepare(shared / ("x" * 150)).sockets
    planted.rmdir()
    planted.symlink_to(shared)

    with pytest.raises(CannotStart, match="milik pengguna lain"):
        prepare(shared / ("x" * 150))


def test_an_unusable_folder_is_explained_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotStart) as refusal:
        prepare(tmp_path / "file" / "data")

    assert "PRATAMA_DATA" in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_folder_with_other_things_is_refused_and_stays_as_it_was(tmp_path):
    (tmp_path / "skripsi.odt").write_text("")
    tmp_path.chmod(0o755)

    with pytest.raises(CannotStart, match="berisi berkas lain"):
        prepare(tmp_path)

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert [path.name for path in tmp_path.iterdir()] == ["skripsi.odt"]


def test_a_folder_of_ours_is_taken_again(places):
    assert prepare(places.data) == places


def test_a_folder_that_another_account_must_pass_stays_passable(places):
    for folder in (places.data, places.sockets):
        folder.chmod(0o711)

    prepare(places.data)

    modes = {stat.S_IMODE(folder.stat().st_mode) for folder in (places.data, places.sockets)}
    assert modes == {0o711}


def test_a_folder_that_others_can_read_is_closed(places):
    places.data.chmod(0o755)

    prepare(places.data)

    assert stat.S_IMODE(places.data.stat().st_mode) == 0o711


def test_only_a_large_log_is_put_aside(places):
    places.log("web").write_text("x" * 11)
    places.log("worker").write_text("x" * 10)

    trim_logs(places, limit=10)

    assert sorted(path.name for path in places.log("web").parent.iterdir()) == [
        "web.log.1",
        "worker.log",
    ]


def test_private_text_replaces_the_old_one_and_stays_private(tmp_path):
    file = tmp_path / "secrets.json"
    write_private(file, "first")

    write_private(file, "second")

    assert file.read_text() == "second"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]

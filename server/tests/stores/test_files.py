"""The tests' look at files that change under it."""

from pathlib import Path
from threading import Event, Thread

from server.tests.stores.files import bytes_in


def test_files_are_read_while_others_come_and_go(tmp_path: Path) -> None:
    """CH4: One that is gone when it is read is no error, and what stays is always read."""
    (tmp_path / "stays").write_bytes(b"stays")
    begun, over = Event(), Event()

    def come_and_go() -> None:
        while not over.is_set():
            (tmp_path / "goes").write_bytes(b"goes")
            (tmp_path / "goes").unlink()
            begun.set()

    thread = Thread(target=come_and_go)
    thread.start()
    try:
        begun.wait()
        assert {bytes_in(tmp_path) for _ in range(50)} <= {b"stays", b"goesstays"}
    finally:
        over.set()
        thread.join()


def test_no_file_holds_nothing(tmp_path: Path) -> None:
    """CH4: Nor does a folder."""
    (tmp_path / "below").mkdir()
    assert bytes_in(tmp_path) == b""

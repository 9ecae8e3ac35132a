"""Object stores: what goes wrong at a real one, and what is said of it."""

from __future__ import annotations

import errno
import hashlib
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.errors import NameTaken, PlaceFull, PlaceGone, PlaceRefuses, TransportError
from sync.object_trouble import Taken, translated
from sync.objects import ObjectTransport
from sync.places import is_mailbox, open_place, shown
from tests.sync.s3_proxy import Between
from tests.sync.s3_server import BUCKET, KEY, SECRET, S3Server

NAME = "0011223344556677-000001.vbundle"
BIG = hashlib.shake_256(b"big").digest(1024 * 1024)
ROOT = Path(__file__).resolve().parents[2]


def through(server: S3Server, port: int, tmp_path: Path, prefix: str) -> ObjectTransport:
    file = tmp_path / "credentials.toml"
    file.write_text(f'key = "{KEY}"\nsecret = "{SECRET}"\nendpoint = "http://127.0.0.1:{port}"\n')
    file.chmod(0o600)
    place = open_place(f"s3://{BUCKET}/{prefix}", credentials=file)
    assert isinstance(place, ObjectTransport)
    return place


def test_a_connection_cut_in_the_middle_of_a_put_shows_nothing_and_takes_it_later(
    s3_server: S3Server, tmp_path: Path
) -> None:
    # the store itself is killed there, and started again, by bench/s3.py
    between = Between(s3_server.port, 400_000, lambda: None)
    transport = through(s3_server, between.port, tmp_path, "cut")
    with pytest.raises(PlaceGone, match="nothing was lost"):
        transport.put(NAME, BIG)
    transport.close()
    between.close()
    transport = through(s3_server, s3_server.port, tmp_path, "cut")
    assert transport.list(".vbundle") == ()
    transport.put(NAME, BIG)
    assert transport.get(NAME) == BIG
    transport.close()


def test_a_put_whose_answer_was_lost_is_found_to_have_come(
    s3_server: S3Server, tmp_path: Path
) -> None:
    files = LosesAnswers(s3_server.files)
    transport = ObjectTransport(files, f"{BUCKET}/lost", "s3://lost", whole=True)
    with pytest.raises(PlaceGone):
        transport.put(NAME, b"sealed")
    transport.put(NAME, b"sealed")
    with pytest.raises(NameTaken):
        transport.put(NAME, b"other!")


class LosesAnswers:
    """A store whose first answer to a put is lost on the way."""

    def __init__(self, files: Any) -> None:
        self._files = files
        self._lost = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)

    def pipe_file(self, path: str, data: bytes, mode: str) -> None:
        self._files.pipe_file(path, data, mode=mode)
        if not self._lost:
            self._lost = True
            raise ConnectionResetError("cut off")


class Overwrites:
    """A store that has never heard of a condition, and where another writer comes between."""

    def __init__(self, files: Any, other: bytes) -> None:
        self._files = files
        self._other = other

    def __getattr__(self, name: str) -> Any:
        return getattr(self._files, name)

    def pipe_file(self, path: str, data: bytes, mode: str) -> None:
        self._files.pipe_file(path, data)
        self._files.pipe_file(path, self._other)


def test_a_store_without_conditions_is_asked_what_lies_there_afterwards(
    s3_server: S3Server,
) -> None:
    files = Overwrites(s3_server.files, b"other!")
    transport = ObjectTransport(files, f"{BUCKET}/old", "s3://old", whole=True)
    with pytest.raises(NameTaken, match="another content"):
        transport.put(NAME, b"sealed")


@pytest.mark.parametrize(("key", "secret"), [(KEY, "not-the-right-one"), ("AKIANOBODY", SECRET)])
def test_wrong_credentials_are_told_without_showing_them(
    s3_server: S3Server, tmp_path: Path, key: str, secret: str
) -> None:
    file = s3_server.write_credentials("wrong.toml", key, secret)
    transport = open_place(f"s3://{BUCKET}/wrong", credentials=file)
    acts: tuple[Callable[[], object], ...] = (
        lambda: transport.list(".vbundle"), lambda: transport.get(NAME),
        lambda: transport.put(NAME, b"sealed"),
    )
    for act in acts:
        with pytest.raises(PlaceRefuses, match="credentials are wrong") as caught:
            act()
        for layer in (caught.value, caught.value.__cause__):
            assert key not in repr(layer)
            assert secret not in repr(layer)
        assert caught.value.exit_code == 3
    transport.close()


def test_without_credentials_it_is_said_where_they_may_stand(
    s3_server: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{s3_server.port}")
    transport = open_place(f"s3://{BUCKET}/x")
    with pytest.raises(PlaceRefuses, match="--credentials-file"):
        transport.list(".vbundle")
    transport.close()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    transport = open_place(f"s3://{BUCKET}/environment")
    transport.put(NAME, b"sealed")
    assert transport.get(NAME) == b"sealed"
    transport.close()


class Coded(OSError):
    """An error as the libraries make it: the server's code lies in its cause."""

    def __init__(self, code: str, number: int = errno.EIO) -> None:
        super().__init__(number, f"https://user:{SECRET}@host/{KEY}")
        self.response = {"Error": {"Code": code, "Message": SECRET}}


@pytest.mark.parametrize(("fault", "family"), [
    (Coded("QuotaExceeded"), PlaceFull), (Coded("XMinioStorageFull"), PlaceFull),
    (Coded("EntityTooLarge", errno.EMSGSIZE), PlaceFull), (OSError(errno.ENOSPC, KEY), PlaceFull),
    (PermissionError(KEY), PlaceRefuses), (OSError(errno.EROFS, KEY), PlaceRefuses),
    (Coded("SlowDown", errno.EBUSY), PlaceGone), (Coded("InternalError"), PlaceGone),
    (ConnectionRefusedError(KEY), PlaceGone), (TimeoutError(KEY), PlaceGone),
    (FileExistsError(KEY), Taken), (Coded("PreconditionFailed", errno.EINVAL), Taken),
    (Coded("NotImplemented", errno.ENOSYS), TransportError), (OSError(KEY), TransportError),
])
def test_what_libraries_complain_of_becomes_plain_words(
    fault: BaseException, family: type[Exception]
) -> None:
    trouble = translated(fault, "s3://place", "written")
    assert type(trouble) is family
    assert KEY not in str(trouble)
    assert SECRET not in str(trouble)


def test_leftovers_and_folders_are_not_listed(s3_server: S3Server) -> None:
    files = s3_server.files
    for name in (".tmp-00", "deeper/a.vbundle", "notes.txt", "a.vbundle/"):
        files.pipe_file(f"{BUCKET}/odd/{name}", b"")
    files.pipe_file(f"{BUCKET}/odd/Kopia av A.VBUNDLE", b"x")
    transport = ObjectTransport(files, f"{BUCKET}/odd", "s3://odd", whole=True)
    assert transport.list(".vbundle") == ("Kopia av A.VBUNDLE",)
    assert transport.get("Kopia av A.VBUNDLE") == b"x"


def test_what_is_removed_is_gone(s3_server: S3Server) -> None:
    transport = ObjectTransport(s3_server.files, f"{BUCKET}/gone", "s3://gone", whole=True)
    transport.put(NAME, b"sealed")
    assert transport.remove(NAME)
    assert not transport.remove(NAME)
    assert transport.list(".vbundle") == ()
    with pytest.raises(ValueError, match="name"):
        transport.remove("../x")


@pytest.mark.parametrize(("place", "said"), [
    ("s3://", "bucket"), ("file://relative", "whole path"), ("ftp://host/x", "no kind of place"),
    ("shell://x", "no kind of place"), ("https://host", "paired device"), ("lan:", "paired device"),
    ("s3://key:geheim@bucket/x", "password"), ("sftp://user:geheim@host/x", "password"),
    ("s3://bucket/x?secret=geheim", "password"), ("simplecache::s3://b", "no kind of place"),
])
def test_what_cannot_be_meant_is_told(place: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        open_place(place)
    assert "geheim" not in str(caught.value)
    assert "geheim" not in shown(place)


def test_a_folder_is_meant_by_a_path_or_a_file_address(tmp_path: Path) -> None:
    folder = tmp_path / "a stick"
    folder.mkdir()
    open_place(folder).put(NAME, b"sealed")
    assert open_place(f"file://{tmp_path}/a%20stick").get(NAME) == b"sealed"
    assert not is_mailbox(str(folder))
    assert is_mailbox("https://host:1") and is_mailbox("lan:")


@pytest.mark.parametrize(("text", "mode", "said"), [
    ('key = "k"\nunknown = "x"\n', 0o600, "nothing else"), ("key = 1\n", 0o600, "one text"),
    ("not toml", 0o600, "cannot be read"), ('key = "k"\n', 0o644, "chmod 600"),
])
def test_a_credentials_file_is_read_strictly(
    tmp_path: Path, text: str, mode: int, said: str
) -> None:
    file = tmp_path / "credentials.toml"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises((ValueError, PlaceRefuses), match=said):
        open_place("s3://bucket/x", credentials=file)
    assert file.stat().st_mode & 0o777 == mode


def test_a_folder_is_opened_without_loading_what_object_stores_need() -> None:
    code = (
        "import sys, sync.places\n"
        "sync.places.open_place('/')\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert "sync" in loaded
    assert not loaded & {"fsspec", "s3fs", "botocore", "aiohttp"}

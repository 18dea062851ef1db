"""One PostgreSQL cluster as a process: made, started, asked whether it answers, shut down."""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import IO, TypedDict
from urllib.parse import quote

import msgspec
import psycopg

from backend.adapters.postgres_binaries import Account, binaries, private_folder

_SOCKET_PATH_LIMIT = 80
_PATIENCE = 60.0
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "jit": "off",
    "log_min_error_statement": "panic",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_KNOWN_FAILURES = {
    "No space left on device": "the disk is full: make room and start again",
    "Disk quota exceeded": "the disk quota is used up: make room and start again",
    "Permission denied": "a file in the folder may not be read or written",
    "Read-only file system": "the disk is read-only",
    "incompatible with server": "the data were made by another release of PostgreSQL",
}
_children: dict[int, subprocess.Popen[bytes]] = {}


class ServerFailed(RuntimeError):
    """The database server did not start; the message says why and what to do."""


class Address(msgspec.Struct, frozen=True):
    """Where a server answers, and the password of its owner."""

    socket: str
    port: int
    password: str

    @property
    def url(self) -> str:
        """The way through the unix socket."""
        place = f"host={quote(self.socket, safe='')}&port={self.port}"
        return f"postgresql://kring:{self.password}@/postgres?{place}"

    @property
    def tcp_url(self) -> str:
        """The way through 127.0.0.1."""
        return f"postgresql://kring:{self.password}@127.0.0.1:{self.port}/postgres"


class _User(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


def _as(runs_as: Account) -> _User:
    if runs_as.uid == os.geteuid():
        return {}
    return {"user": runs_as.uid, "group": runs_as.gid, "extra_groups": []}


def known(home: Path) -> Address | None:
    """Return what was written down about the server of a folder, if anything."""
    try:
        return msgspec.json.decode((home / "server.json").read_bytes(), type=Address)
    except (OSError, msgspec.DecodeError):
        return None


def start(home: Path, runs_as: Account, alive: IO[bytes]) -> Address:
    """Start the server of a folder, made when it is new; it inherits the lock ``alive``.

    The caller holds that lock, so nothing of an earlier server runs and its pid files are stale.
    """
    programs = binaries(runs_as)
    before = known(home)
    if before is None or not (home / "data" / "PG_VERSION").exists():
        before = Address("", 0, secrets.token_urlsafe(24))
        _make_cluster(home, programs, runs_as, before.password)
    place = _socket_folder(home, runs_as)
    address = Address(str(place), _free_port(before.port), before.password)
    _remember(home, address)
    for stale in (home / "data" / "postmaster.pid", *place.glob(".s.PGSQL.*")):
        stale.unlink(missing_ok=True)
    process = _spawn(home, programs, runs_as, address, alive)
    await_answer(home, address, process)
    return address


def _remember(home: Path, address: Address) -> None:
    fresh = home / "server.json.new"
    fresh.touch(mode=0o600)
    fresh.write_bytes(msgspec.json.encode(address))
    fresh.rename(home / "server.json")


def _owned(folder: Path, runs_as: Account) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    os.chown(folder, runs_as.uid, runs_as.gid)
    return folder


def _make_cluster(home: Path, programs: Path, runs_as: Account, password: str) -> None:
    shutil.rmtree(home / "data", ignore_errors=True)
    data, secret = _owned(home / "data", runs_as), home / "password"
    secret.unlink(missing_ok=True)
    secret.touch(mode=0o600)
    secret.write_text(password)
    os.chown(secret, runs_as.uid, runs_as.gid)
    options = ("--auth=scram-sha-256", f"--pwfile={secret}", "--username=kring")
    places = (f"--pgdata={data}", "--encoding=UTF8", "--no-locale")
    command = (programs / "initdb", *options, *places, "--no-instructions")
    try:
        done = subprocess.run(  # noqa: S603 -- initdb, found by us, with options of ours
            command, check=False, capture_output=True, cwd="/", **_as(runs_as)
        )
    finally:
        secret.unlink()
    if done.returncode != 0:
        shutil.rmtree(data, ignore_errors=True)
        raise _failure(home, done.stderr.decode(errors="replace"))


def _socket_folder(home: Path, runs_as: Account) -> Path:
    place = home / "socket"
    if len(os.fsencode(place)) <= _SOCKET_PATH_LIMIT:
        return _owned(place, runs_as)
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return _owned(private_folder(f"socket-{digest}", runs_as), runs_as)


def _free_port(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    message = "no port is free on 127.0.0.1"
    raise ServerFailed(message)


def _spawn(
    home: Path, programs: Path, runs_as: Account, address: Address, alive: IO[bytes]
) -> subprocess.Popen[bytes]:
    places = {
        "port": str(address.port),
        "unix_socket_directories": '"' + address.socket.replace('"', '""') + '"',
    }
    settings = [f"--{name}={value}" for name, value in (_SETTINGS | places).items()]
    with (home / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- postgres, found by us, with options of ours
            [programs / "postgres", "-D", home / "data", *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            pass_fds=(alive.fileno(),),
            **_as(runs_as),
        )
    _children[process.pid] = process
    return process


def await_answer(home: Path, address: Address, process: subprocess.Popen[bytes] | None = None) -> None:
    """Wait until the server answers a connection, at most a minute. Raises ServerFailed."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(address.url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if process is not None and process.poll() is not None:
                del _children[process.pid]
                raise _failure(home, (home / "server.log").read_text()) from error
            if time.monotonic() > until:
                raise _failure(home, str(error)) from error
            time.sleep(0.01)
        else:
            return


def _failure(home: Path, output: str) -> ServerFailed:
    for sign, reason in _KNOWN_FAILURES.items():
        if sign in output:
            return ServerFailed(f"PostgreSQL in {home}: {reason}")
    last = [line for line in output.splitlines() if line.strip()][-3:]
    return ServerFailed(f"PostgreSQL in {home} does not start: {' / '.join(last)}")


def shut_down(home: Path) -> None:
    """End the server of a folder, and return when the last process of it has gone."""
    pid = int((home / "data" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGINT)
    child = _children.pop(pid, None)
    if child is not None:
        child.wait()
    with (home / "server.lock").open("ab") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
    place = known(home)
    if place is not None and Path(place.socket) != home / "socket":
        shutil.rmtree(place.socket, ignore_errors=True)

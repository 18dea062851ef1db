"""A PostgreSQL server of our own in a folder, started when first wanted, stopped when last used."""

import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from backend.adapters.postgres_binaries import Account, account, private_folder
from backend.adapters.postgres_process import (
    Address,
    ServerFailed,
    await_answer,
    known,
    shut_down,
    start,
)


@dataclass(frozen=True)
class RunningServer:
    """A server that answers; it runs for as long as anybody holds it.

    ``url`` leads through its unix socket, ``tcp_url`` through 127.0.0.1. ``folder`` is where its
    data are, ``started`` whether this call started it, ``took`` the seconds that cost.
    """

    url: str = field(repr=False)
    tcp_url: str = field(repr=False)
    folder: Path
    started: bool
    took: float
    hold: IO[bytes] = field(repr=False)

    def stop(self) -> None:
        """Let go of the server; whoever lets go last shuts it down. Repeating is harmless."""
        if self.hold.closed:
            return
        with _locked(self.folder / "launch.lock"), self.hold:
            try:
                fcntl.flock(self.hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if not _nothing_runs(self.folder):
                shut_down(self.folder)


def launch(folder: Path) -> RunningServer:
    """Return the server of a folder, running: made on first use, joined when it runs already.

    Any number of processes may call this at once. As root the server runs as another user, and
    when that one cannot enter ``folder`` the data live in a private folder under /var/tmp, named
    by ``RunningServer.folder``. Raises ServerFailed or PostgresMissing, which say what to do.
    """
    began = time.monotonic()
    runs_as = account()
    home = _home(folder.absolute(), runs_as)
    with _locked(home / "launch.lock"):
        hold = (home / "users.lock").open("ab")
        fcntl.flock(hold, fcntl.LOCK_SH)
        try:
            address, started = _joined_or_started(home, runs_as)
        except BaseException:
            hold.close()
            raise
    took = time.monotonic() - began
    return RunningServer(address.url, address.tcp_url, home, started, took, hold)


def _home(folder: Path, runs_as: Account) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "launch.lock").touch()
    except OSError as error:
        message = f"the folder {folder} cannot be written: {error.strerror}"
        raise ServerFailed(message) from error
    if runs_as.uid == os.geteuid():
        folder.chmod(0o700)
        return folder
    folder.chmod(0o711)
    if runs_as.can_enter(folder):
        return folder
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return private_folder(f"data-{digest}", runs_as)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _nothing_runs(home: Path) -> bool:
    with (home / "server.lock").open("ab") as alive:
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _joined_or_started(home: Path, runs_as: Account) -> tuple[Address, bool]:
    """A server holds ``server.lock`` while any process of it lives: no pid has to be believed."""
    with (home / "server.lock").open("ab") as alive:
        try:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return _joined(home), False
        return start(home, runs_as, alive), True


def _joined(home: Path) -> Address:
    address = known(home)
    if address is None:
        message = f"a server runs in {home}, but {home}/server.json is gone"
        raise ServerFailed(message)
    await_answer(home, address)
    return address

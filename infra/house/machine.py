"""What the machine must offer before anything is installed: room, a free port, one at a time."""

import errno
import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from infra.house.places import ROOT, TOOLS
from infra.house.stages import Trouble

_MEGABYTE = 1_000_000
_ROOM_TO_INSTALL = 1_500
_ROOM_TO_RUN = 200
_HIGHEST_PORT = 65_535
_DEFAULT_PORT = "8000"


def need_room(*, installing: bool) -> None:
    """Raise Trouble unless the disk of the checkout has room for what is about to happen."""
    needed = _ROOM_TO_INSTALL if installing else _ROOM_TO_RUN
    free = shutil.disk_usage(ROOT).free // _MEGABYTE
    if free < needed:
        raise Trouble(f"The disk has {free} MB free and Kring needs {needed} MB: make room and try again.")


def need_port() -> None:
    """Raise Trouble unless PORT (8000 when unset) is a port that nobody listens on."""
    said = os.environ.get("PORT") or _DEFAULT_PORT
    if not said.isdecimal() or not 0 < int(said) <= _HIGHEST_PORT:
        raise Trouble(f"PORT is {said!r}, but a port is a number from 1 to {_HIGHEST_PORT}.")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(said)))
        except OSError as fault:
            raise Trouble(_port_trouble(int(said), fault)) from fault


def _port_trouble(port: int, fault: OSError) -> str:
    if fault.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have: choose another, such as make run PORT=8001."
    other = port + 1 if port < _HIGHEST_PORT else _DEFAULT_PORT
    return (
        f"Port {port} is taken by another program (or by a Kring that still runs): "
        f"stop it, or choose another port, such as make run PORT={other}."
    )


@contextmanager
def alone() -> Iterator[None]:
    """Hold the checkout for one preparation at a time; a second one waits and says so."""
    try:
        TOOLS.mkdir(exist_ok=True)
        lock = (TOOLS / "lock").open("a")
    except OSError as fault:
        raise Trouble(
            f"{ROOT} cannot be written ({fault.strerror}): is it yours, and has the disk room?"
        ) from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  Another make prepares this checkout: waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield

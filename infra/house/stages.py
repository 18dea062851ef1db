"""Stages of preparation: each says what it does and how long it took, and is skipped when nothing changed."""

import hashlib
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from infra.house.places import LOGS, ROOT, STAMPS, environment

_TAIL = 20

_HINTS = (
    (("No space left", "ENOSPC", "Disk quota exceeded"), "The disk is full: make room and try again."),
    (
        (
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNREFUSED",
            "ECONNRESET",
            "ETIMEDOUT",
            "ENETUNREACH",
            "dns error",
            "Temporary failure in name resolution",
            "Failed to establish a new connection",
            "Network is unreachable",
            "Connection refused",
            "Could not connect",
            "error sending request",
            "Temporary failure resolving",
        ),
        "The package registry could not be reached: check the network (and the proxy, if you use one).",
    ),
    (
        ("SELF_SIGNED_CERT", "CERTIFICATE_VERIFY_FAILED", "UnknownIssuer", "UNABLE_TO_"),
        "The certificate is of an unknown authority: name it in SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.",
    ),
    (
        ("npm error code EUSAGE",),
        "pwa/package.json and pwa/package-lock.json disagree: npm install --package-lock-only in pwa.",
    ),
    (("EACCES", "Permission denied"), "A file may not be written: does this checkout belong to you?"),
    (("THESE PACKAGES DO NOT MATCH THE HASHES", "Hash mismatch", "EINTEGRITY"),
     "A download is not what the lock file promises, so it was refused."),
)  # fmt: skip


class Trouble(Exception):
    """Something that the reader can put right; the message says what."""


class Stage:
    """A piece of work under way; ``result`` is what its line ends with."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.result = ""

    def run(self, command: Sequence[str], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
        """Run a tool quietly and return what it said; raise Trouble with a hint when it fails."""
        try:
            done = subprocess.run(
                list(command),
                cwd=cwd,
                env=dict(env) if env is not None else environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as fault:
            raise Trouble(f"{self.name}: {command[0]} does not start ({fault.strerror}).") from fault
        log = self._keep(command, done.stdout)
        if done.returncode != 0:
            raise Trouble(explain(self.name, done.stdout, log))
        return done.stdout

    def _keep(self, command: Sequence[str], said: str) -> Path:
        log = LOGS / f"{self.name.lower().replace(' ', '-')}.txt"
        try:
            LOGS.mkdir(parents=True, exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                file.write(f"$ {' '.join(command)}\n{said}\n")
        except OSError as fault:
            raise Trouble(f"{self.name}: cannot write {log} ({fault.strerror}).") from fault
        return log


def explain(name: str, said: str, log: Path) -> str:
    """Return a message for a failed tool: the end of what it said, and what that means."""
    lines = said.rstrip().splitlines()
    lines = lines[:_TAIL] if "npm error code" in said else lines[-_TAIL:]
    hint = next((hint for signs, hint in _HINTS if any(sign in said for sign in signs)), "")
    return "\n".join([f"{name} failed.", *(f"    {line}" for line in lines), hint or f"All it said: {log}"])


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Announce a piece of work, and say how long it took once it is done."""
    work = Stage(name)
    print(f"  {name:<18} ", end="", flush=True)
    (LOGS / f"{name.lower().replace(' ', '-')}.txt").unlink(missing_ok=True)
    began = time.monotonic()
    try:
        yield work
    except BaseException:
        print("failed", flush=True)
        raise
    print(f"{work.result:<52} {time.monotonic() - began:6.1f} s", flush=True)


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Return a hash over the names and contents of files, and over some words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        digest.update(f"\0{file.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def is_current(stamp: str, mark: str) -> bool:
    """Tell whether the work behind a stamp was finished with the same inputs."""
    file = STAMPS / stamp
    return file.is_file() and file.read_text(encoding="utf-8") == mark


def remember(stamp: str, mark: str) -> None:
    """Write down that the work behind a stamp is finished with these inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / stamp).write_text(mark, encoding="utf-8")


def forget(stamp: str) -> None:
    """Forget a stamp before its work begins, so that half a job never counts as done."""
    (STAMPS / stamp).unlink(missing_ok=True)

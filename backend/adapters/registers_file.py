"""The registers of this house: those that are shipped, and those of a file that an operator edits."""

import logging
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path

from backend.adapters.clock import Clock
from backend.domain.register_files import WrongRegisters, profiles_in
from backend.domain.registers import PROFILES, Profile

_log = logging.getLogger("kring.registers")


class UnusableRegisters(RuntimeError):
    """The file of registers cannot be used; the message says what to put right."""


class Registers:
    """Reads the file again when it changed: no restart is needed.

    At the start a file that cannot be used stops the house; later the registers stay as they were.
    """

    def __init__(self, file: Path, clock: Clock) -> None:
        self._file, self._clock = file, clock
        self._seen: tuple[int, int] | None = None
        self._own: Mapping[str, Profile] = {}
        self._read(self._stamp())

    def known(self) -> Mapping[str, Profile]:
        """Return all registers by their keys; one of the file stands in the place of a shipped one."""
        try:
            stamp = self._stamp()
            if stamp != self._seen:
                self._read(stamp)
        except UnusableRegisters as error:
            _log.error("%s Until then the registers stay as they were.", error)
        return {**PROFILES, **self._own}

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UnusableRegisters(f"{self._file.name} cannot be looked at ({error.strerror}).") from error
        return found.st_mtime_ns, found.st_size

    def _read(self, stamp: tuple[int, int] | None) -> None:
        self._seen = stamp
        if stamp is None:
            self._own = {}
            return
        today = self._clock.now().astimezone(UTC).date()
        try:
            self._own = profiles_in(self._file.read_bytes(), today)
        except WrongRegisters as error:
            raise UnusableRegisters(f"{self._file.name} cannot be used. {error} Put that right.") from error
        except OSError as error:
            raise UnusableRegisters(f"{self._file.name} cannot be read ({error.strerror}).") from error

"""What an operator sets, read once from the environment; a wrong value is named in one sentence."""

import base64
import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Final, Literal, Self, cast
from urllib.parse import urlsplit

from msgspec import Struct
from typing_extensions import override

SIGN_IN_LASTS: Final = timedelta(days=90)
"""How long a device stays signed in without being used: for its cookie, and for what is kept of it."""
LONGEST_URL: Final = 300
"""Characters of ``PUBLIC_URL``: every notice has room for them, and so all have one length."""
_HIGHEST_PORT = 65_535
_KEY_BYTES = 32
_SHORTEST_TOKEN = 32
_MAIL_SCHEMES = ("smtps", "smtp", "smtp+plain")
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class Allowance(Struct, frozen=True):
    """How many calls within so many seconds."""

    calls: int
    seconds: int = 10


ALLOWANCES: Final[Mapping[str, Allowance]] = {
    "address-read": Allowance(4_000),
    "address-write": Allowance(2_000),
    "address-entry": Allowance(120, 60),
    "person-read": Allowance(400),
    "person-write": Allowance(200),
    "tenant-read": Allowance(8_000),
    "tenant-write": Allowance(4_000),
    "token-read": Allowance(300),
    "token-write": Allowance(100),
}
"""Calls within ten seconds: a phone that comes back sends a hundred at once, a training room shares one
address. ``address-entry``: calls of strangers that make or try something (signing in, joining) a minute.
"""


PUSH_HOSTS: Final = (
    "fcm.googleapis.com",
    "jmt17.google.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""The push services of the browsers people have; a distribution's own Chromium names the second."""


class WrongSetting(ValueError):
    """A variable of the environment has a value that Kring cannot use; the message says which."""


class Settings(Struct, frozen=True, kw_only=True):
    """How this house is run.

    ``database_url`` None: PostgreSQL is embedded, in ``folder``. ``master_key`` None: it is read
    from ``master_key_file``, which is made on the first run. ``smtp_url`` None: mail becomes files in
    ``folder``. ``offline_app`` False: browsers throw away the worker that serves the app without network.
    """

    database_url: str | None
    port: int
    folder: Path
    master_key: bytes | None
    master_key_file: Path
    erasures_file: Path
    public_url: str
    demo: bool
    log_level: LogLevel
    smtp_url: str | None
    mail_from: str
    allowances: Mapping[str, Allowance]
    trusted_proxies: tuple[str, ...]
    operator_token: str | None
    push_key_file: Path
    certificate_key_file: Path
    registers_file: Path
    push_hosts: tuple[str, ...]
    own_origins: tuple[str, ...]
    offline_app: bool

    @override
    def __repr__(self) -> str:
        """Say what may be said: no key and no address with a password."""
        where = "elsewhere" if self.database_url else "embedded"
        return f"Settings(port={self.port}, folder={str(self.folder)!r}, database={where})"

    @property
    def secure(self) -> bool:
        """Tell whether people reach the house over https."""
        return self.public_url.startswith("https://")

    @property
    def keeps_to_https(self) -> bool:
        """Tell whether browsers may remember to use https only: not on a machine's own name."""
        return self.secure and urlsplit(self.public_url).hostname != "localhost"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the settings. Raises WrongSetting."""
        port = _port(environment.get("PORT", "8000"))
        folder = Path(environment.get("KRING_FOLDER", "var")).absolute()
        key_file = environment.get("KRING_MASTER_KEY_FILE")
        public_url = _public_url(environment.get("PUBLIC_URL") or f"http://localhost:{port}")
        return cls(
            database_url=_database_url(environment.get("DATABASE_URL") or None),
            port=port,
            folder=folder,
            master_key=_master_key(environment.get("KRING_MASTER_KEY") or None),
            master_key_file=Path(key_file) if key_file else folder / "master.key",
            erasures_file=Path(environment.get("KRING_ERASURES_FILE") or folder / "erasures.log"),
            public_url=public_url,
            demo=_switch("DEMO", environment.get("DEMO", "1")),
            log_level=_log_level(environment.get("LOG_LEVEL", "INFO")),
            smtp_url=_smtp_url(environment.get("SMTP_URL") or None),
            allowances=_allowances(environment.get("KRING_LIMITS", "")),
            trusted_proxies=_networks(environment.get("TRUSTED_PROXIES", "")),
            operator_token=_operator_token(environment.get("KRING_OPERATOR_TOKEN") or None),
            push_key_file=Path(environment.get("KRING_PUSH_KEY_FILE") or folder / "push.key"),
            certificate_key_file=Path(
                environment.get("KRING_CERTIFICATE_KEY_FILE") or folder / "certificate.key"
            ),
            registers_file=Path(environment.get("KRING_REGISTERS_FILE") or folder / "registers.json"),
            push_hosts=_push_hosts(environment.get("KRING_PUSH_HOSTS", "")),
            own_origins=_own_origins(environment.get("KRING_OWN_ORIGINS", "")),
            offline_app=_switch("KRING_OFFLINE_APP", environment.get("KRING_OFFLINE_APP", "1")),
            mail_from=_mail_from(environment.get("MAIL_FROM") or f"Kring <kring@{_host(public_url)}>"),
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _HIGHEST_PORT:
        raise WrongSetting(f"PORT is a number from 1 to {_HIGHEST_PORT}, not {text!r}.")
    return int(text)


def _database_url(url: str | None) -> str | None:
    if url is not None and urlsplit(url).scheme not in {"postgresql", "postgres"}:
        raise WrongSetting("DATABASE_URL begins with postgresql://; this one does not.")
    return url


def _master_key(text: str | None) -> bytes | None:
    if text is None:
        return None
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise WrongSetting("KRING_MASTER_KEY is 32 random bytes in base64; this one is not.")
    return key


def _public_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise WrongSetting(f"PUBLIC_URL is an address such as https://kring.example, not {url!r}.")
    if len(url) > LONGEST_URL:
        raise WrongSetting(f"PUBLIC_URL has {LONGEST_URL} characters at most; this one has {len(url)}.")
    return url.rstrip("/")


def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


def _smtp_url(url: str | None) -> str | None:
    if url is None:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in _MAIL_SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise WrongSetting(
            "SMTP_URL begins with smtps://, smtp:// (STARTTLS) or smtp+plain:// (no encryption) and names "
            "a server; this one does not."
        )
    return url


def _mail_from(text: str) -> str:
    local, at, host = parseaddr(text)[1].rpartition("@")
    if not (local and at and host) or not text.isprintable():
        raise WrongSetting("MAIL_FROM is an address such as Kring <kring@kring.example>; this one is not.")
    return text


def _allowances(text: str) -> Mapping[str, Allowance]:
    """Read ``name=calls`` with commas between; what is not named keeps its figure."""
    found = dict(ALLOWANCES)
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, calls = part.partition("=")
        if name not in ALLOWANCES or not calls.isdecimal() or int(calls) < 1:
            raise WrongSetting(f"KRING_LIMITS is such as person-write=200,address-read=4000, not {part!r}.")
        found[name] = Allowance(int(calls), ALLOWANCES[name].seconds)
    return found


def _push_hosts(text: str) -> tuple[str, ...]:
    """Read hosts with commas between; nothing is the push services of the browsers people have."""
    found = tuple(part for part in (part.strip() for part in text.split(",")) if part)
    for part in found:
        if not _PUSH_HOST.fullmatch(part):
            raise WrongSetting(
                "KRING_PUSH_HOSTS is hosts such as fcm.googleapis.com, *.push.apple.com or, for a push "
                f"service of your own, https://push.example:8443, not {part!r}."
            )
    return found or PUSH_HOSTS


def _own_origins(text: str) -> tuple[str, ...]:
    """Read the origins within one's own network that organisations may connect: none unless named."""
    found = tuple(part for part in (part.strip() for part in text.split(",")) if part)
    for part in found:
        if "://" not in part or not _PUSH_HOST.fullmatch(part):
            raise WrongSetting(
                f"KRING_OWN_ORIGINS is origins such as https://hr.internal:8443, not {part!r}."
            )
    return found


_PUSH_HOST: Final = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+|https?://[a-z0-9.-]+(:[0-9]{1,5})?")


def _networks(text: str) -> tuple[str, ...]:
    found = tuple(part for part in (part.strip() for part in text.split(",")) if part)
    for part in found:
        try:
            ip_network(part, strict=False)
        except ValueError as error:
            raise WrongSetting(
                f"TRUSTED_PROXIES is addresses or networks such as 10.0.0.0/8, not {part!r}."
            ) from error
    return found


def _operator_token(token: str | None) -> str | None:
    if token is not None and len(token) < _SHORTEST_TOKEN:
        raise WrongSetting(f"KRING_OPERATOR_TOKEN has {_SHORTEST_TOKEN} characters or more; this has not.")
    return token


def _switch(name: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise WrongSetting(f"{name} is 0 or 1, not {text!r}.")
    return text == "1"


def _log_level(text: str) -> LogLevel:
    if text.upper() not in _LOG_LEVELS:
        raise WrongSetting(f"LOG_LEVEL is one of {', '.join(_LOG_LEVELS)}, not {text!r}.")
    return cast("LogLevel", text.upper())

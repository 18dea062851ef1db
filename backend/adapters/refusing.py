"""How signing in is refused, in the words of the API's problems."""

from typing import Literal

WhyNot = Literal[
    "address-taken",
    "already-claimed",
    "asked-elsewhere",
    "code-expired",
    "code-used",
    "code-wrong",
    "connect-first",
    "id-reused",
    "invitation-used",
    "last-way-in",
    "name-needed",
    "not-of-organisation",
    "passkey-known",
    "passkey-refused",
    "passkey-too-late",
    "provider-unfit",
    "provider-unreachable",
    "sign-in-first",
    "sign-in-refused",
    "signed-in-as-guest",
    "too-many-codes",
    "too-many-tries",
]
"""Every reason for which somebody is not let in, or not let change how they come in."""


class SignInRefused(Exception):
    """Somebody cannot sign in this way; ``reason`` says why, and nobody was signed in.

    ``retry_after``: seconds until it may be allowed, where waiting helps.
    """

    def __init__(self, reason: WhyNot, *, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.reason: WhyNot = reason
        self.retry_after = retry_after

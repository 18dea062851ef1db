"""Words that somebody keeps for themselves alone: sealed under their own key, opened for them."""

from typing import Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from backend.api.caller import Caller
from backend.api.meeting_ports import Draft, PreparedKind
from backend.api.ports import Ports
from backend.api.problems import Problem

NAME: Final = "person.prepared"
"""Under which name all of them are sealed; the kind is the field."""

REFUSALS: Final = ("other-site", "not-json", "too-large", "erased", "too-many-prepared")
"""Why words are not kept, as ``keep`` and the way to it say."""

Kept = TypeVar("Kept", bound=Struct)


async def keep(caller: Caller, ports: Ports, kind: PreparedKind, about: UUID, words: Struct) -> None:
    """Keep words in the place of those before, or refuse when there are too many."""
    me, text = caller.person, msgspec.json.encode(words).decode()
    sealed = await ports.vault.seal(me, NAME, kind, about, None, me, text)
    if not await ports.prepared.keep(me, kind, about, sealed):
        raise Problem("too-many-prepared")


async def found(
    person: UUID, ports: Ports, kind: PreparedKind, words: type[Kept]
) -> list[tuple[Draft, Kept]]:
    """Return what somebody keeps of a kind, the one that was changed last at the end."""
    drafts = await ports.prepared.of(person, kind)
    opener = await ports.vault.opener(person, [draft.words for draft in drafts])
    texts = ((draft, opener.open(NAME, kind, draft.words)) for draft in drafts)
    return [(draft, msgspec.json.decode(text, type=words)) for draft, text in texts if text is not None]

"""A pen that writes sealed: the texts of one contribution under the keys of its case and author."""

from dataclasses import dataclass
from uuid import UUID

from backend.api.record_ports import Vault
from backend.api.texts import kept
from events.base import Event, Sealed, sealing_name


@dataclass(frozen=True, slots=True)
class Pen:
    """Seals the fields of one event; ``case`` None makes the texts personal."""

    vault: Vault
    tenant: UUID
    kind: type[Event]
    contribution: UUID
    case: UUID | None
    person: UUID
    own: UUID | None = None
    """What a personal text is about, so that its author can let it go and stay."""

    async def text(self, field: str, text: str) -> Sealed:
        """Seal a text that must be there."""
        hangs_on = self.case
        if self.own is not None:
            hangs_on = await self.vault.own_slot(self.tenant, self.person, self.own)
        return await self.vault.seal(
            self.tenant,
            sealing_name(self.kind),
            field,
            self.contribution,
            hangs_on,
            self.person,
            text.strip(),
        )

    async def maybe(self, field: str, text: str | None) -> Sealed | None:
        """Seal a text that may be left out."""
        trimmed = kept(text)
        return None if trimmed is None else await self.text(field, trimmed)

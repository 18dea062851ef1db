"""Actions that wait for their report, as people see them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from backend.api.ports import Ports
from events.base import Sealed, sealing_name
from events.contribution import ActionCarriedOn, ActionCommitted
from projections.open_actions import Action

_NAME = sealing_name(ActionCommitted)
_ON = sealing_name(ActionCarriedOn)


class ActionView(Struct, frozen=True, kw_only=True):
    """An action that somebody committed to; the text is null for who was not there, and once erased.

    ``carried_on``: it was reported on and goes on, with ``first_step`` and ``due`` as they were said then.
    """

    action: UUID
    group: UUID
    session: UUID
    case: UUID
    contributor: UUID
    text: str | None
    first_step: str | None
    due: date | None
    carried_on: bool


async def show_actions(
    actions: Sequence[Action], *, tenant: UUID, viewer: UUID, ports: Ports
) -> list[ActionView]:
    """Return actions in the same order, with texts for who was there (invariant 7)."""
    seen = {a.session_id for a in actions if await _was_there(a, tenant, viewer, ports)}
    texts = [
        text for a in actions for text in (a.text, a.first_step, a.next_step) if text and a.session_id in seen
    ]
    opener = await ports.vault.opener(tenant, texts)

    def shown(action: Action, field: str, text: Sealed | None, name: str = _NAME) -> str | None:
        if text is None or action.session_id not in seen:
            return None
        return opener.open(name, field, text)

    return [
        ActionView(
            action=a.action_id,
            group=a.group_id,
            session=a.session_id,
            case=a.case_id,
            contributor=a.contributor,
            text=shown(a, "text", a.text),
            first_step=shown(a, "first_step", a.next_step, _ON) or shown(a, "first_step", a.first_step),
            due=a.due,
            carried_on=a.carried_on_in is not None,
        )
        for a in actions
    ]


async def _was_there(action: Action, tenant: UUID, viewer: UUID, ports: Ports) -> bool:
    if action.contributor == viewer:
        return True
    session = (await ports.sessions.recent(tenant, action.session_id)).state
    if action.case_id in session.erased:
        return False
    is_shared = action.case_id in session.shared
    return is_shared or session.may_read(viewer)

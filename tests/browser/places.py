"""Every screen that the app has, and where: for the album that people look at and for the checks."""

import re
from collections.abc import Mapping
from typing import Final

from infra.house.places import PWA
from tests.browser import table
from tests.browser.table import Table

ANYBODYS: Final = {
    "home": "/",
    "join": "/join",
    "form": "/new",
    "sign-in": "/sign-in",
    "sign-in-organisation": "/sign-in/organisation",
    "found": "/o/new",
    "check": "/check",
    "stop": "/stop",
    "gone": "/gone",
    "service": "/service",
    "unknown": "/nergens",
}
"""What somebody finds who is not signed in; who is finds something else at most of these."""
MINE: Final = {
    "settings": "/settings",
    "details": "/me",
    "signs": "/me/sign-in",
    "data": "/me/data",
    "questions": "/me/questions",
    "reminders": "/me/reminders",
    "certificates": "/me/certificates",
    "register": "/me/certificates/register",
    "actions": "/actions",
    "action": f"/actions/{table.fresh_id()}",
    "prepare": "/prepare",
}
_OF_A_GROUP: Final = (
    "welcome",
    "expectations",
    "rules",
    "arrangement",
    "agreement",
    "relations",
    "belonging",
    "history",
)
OF_AN_ORGANISATION: Final = (
    "uptake",
    "people",
    "units",
    "lists",
    "methods",
    "administrators",
    "tokens",
    "webhooks",
    "signon",
    "audit",
    "about",
)
SHEETS: Final = {
    "group-guide": ("plan.open", "invite.member"),
    "cockpit": (
        "guide.situations",
        "guide.cards",
        "guide.park",
        "guide.duties",
        "lead.join",
        "guide.keys",
    ),
    "session": ("said.reword",),
}
"""What opens over a screen: by the screen, the buttons that open it."""
_ROUTER: Final = PWA / "src" / "router.svelte.ts"
_ORGANISATION: Final = PWA / "src" / "organisation" / "Organisation.svelte"


def of_a_member(group: str) -> dict[str, str]:
    """Return what a member of a group finds there."""
    return {"group": f"/g/{group}"} | {part: f"/g/{group}/{part}" for part in _OF_A_GROUP}


def of_the_facilitator(group: str) -> dict[str, str]:
    """Return what who guides a group finds there and others do not, or not so."""
    return {
        "group-guide": f"/g/{group}",
        "keeping": f"/g/{group}/belonging",
        "group-reminders": f"/g/{group}/reminders",
        "year": f"/g/{group}/attendance",
        "methods": f"/g/{group}/methods",
    }


def of_a_meeting(laid: Table) -> dict[str, str]:
    """Return what who guides a meeting finds of it; on a phone it has one address."""
    return {
        "cockpit": f"{laid.address}/lead",
        "beamer": f"{laid.address}/screen",
        "attendance": f"{laid.address}/attendance",
    }


def of_an_organisation(organisation: str) -> dict[str, str]:
    """Return what who administers an organisation finds there."""
    front = f"/o/{organisation}"
    return {"front": front} | {part: f"{front}/{part}" for part in OF_AN_ORGANISATION}


def known(group: str, session: str, organisation: str) -> set[str]:
    """Return the address of every screen, as far as it can be written down here."""
    laid = f"/g/{group}/s/{session}"
    meeting = {laid, f"{laid}/lead", f"{laid}/screen", f"{laid}/attendance"}
    lists: tuple[Mapping[str, str], ...] = (
        ANYBODYS,
        MINE,
        of_a_member(group),
        of_the_facilitator(group),
        of_an_organisation(organisation),
    )
    return meeting | {path for each in lists for path in each.values()}


def in_the_router(group: str, session: str, organisation: str) -> set[str]:
    """Return the address of every screen that the app's own source names."""
    router = _ROUTER.read_text(encoding="utf-8")
    parts = re.search(r"const PARTS = \[(.*?)\]", _ORGANISATION.read_text(encoding="utf-8"), re.DOTALL)
    assert parts is not None
    return {
        *re.findall(r"^  '(/[^']*)': \{ name", router, re.MULTILINE),
        *(f"/me/{part}" for part in _alternatives(router, r"const ME = .*?\(\?:\\/\(([^)]*)\)")),
        *(f"/g/{group}/{part}" for part in _alternatives(router, r"/g/\(\$\{UUID\}\)\(\?:/\(([^)]*)\)")),
        *(f"/g/{group}/s/{session}/{part}" for part in _alternatives(router, r"/s/.*?\(\?:/\(([^)]*)\)")),
        *(f"/o/{organisation}/{part}" for part in re.findall(r"'(\w+)'", parts[1])),
    }


def _alternatives(source: str, pattern: str) -> list[str]:
    """Return what a pattern of the router lets one choose from."""
    found = re.search(pattern, source)
    assert found is not None, pattern
    return found[1].split("|")

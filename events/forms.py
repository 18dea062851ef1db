"""How people met and whose word that is, as it is said of a meeting and stands on a certificate."""

from enum import StrEnum


class Form(StrEnum):
    """How people met."""

    ROOM = "room"
    ONLINE = "online"
    MIXED = "mixed"


class Word(StrEnum):
    """Whose word stands behind a list of who was there."""

    FACILITATOR = "facilitator"
    MEMBERS = "members"
    AFTERWARDS = "afterwards"
    """Of a meeting from before the group had Kring: whoever guards the group entered it afterwards."""

"""How people met, as it is said of a meeting and stands on a certificate."""

from enum import StrEnum


class Form(StrEnum):
    """How people met."""

    ROOM = "room"
    ONLINE = "online"
    MIXED = "mixed"

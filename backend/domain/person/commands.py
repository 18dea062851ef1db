"""What can be asked about a person as such."""

from datetime import datetime

from msgspec import Struct


class ForgetPerson(Struct, frozen=True, kw_only=True):
    """Delete an account, for good."""

    at: datetime


PersonCommand = ForgetPerson

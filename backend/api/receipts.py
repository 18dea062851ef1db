"""What a command is answered with: where it is in the record, so that a view can be waited for."""

from litestar import Response
from msgspec import Struct

from backend.api.record_ports import Answer


class Receipt(Struct, frozen=True, kw_only=True):
    """The command is in the record, for good.

    ``position``: its place in the record, for ``?after=`` on a view.
    ``version``: the version of the group or session after it.
    """

    position: int
    version: int


def receipt(answer: Answer) -> Response[Receipt]:
    """Return 201 for what is new and 200 for what was known."""
    return Response(
        Receipt(position=answer.position, version=answer.version),
        status_code=200 if answer.repeated else 201,
        headers={"ETag": f'"{answer.version}"'},
    )

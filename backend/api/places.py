"""Places in the record and in a meeting's log, as queries name them."""

from typing import Annotated, Final

from litestar.params import QueryParameter

_FARTHEST: Final = 2**53 - 1
"""The last whole number that every client of JSON can count to; a bigint holds it too."""

After = Annotated[int, QueryParameter(ge=0, le=_FARTHEST)]
"""What one has seen already: answer with what comes after it."""

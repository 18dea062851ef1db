"""The house and the people of the API's tests, and a world in which people are reminded."""

from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import built, circle, house, meeting, person
from tests.reactions.reminded import World, world

__all__ = ["built", "circle", "house", "meeting", "person"]


@pytest.fixture(scope="module")
async def here(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """The house that the reminded people of a file share."""
    async with world(module_database_url, tmp_path_factory.mktemp("kring")) as opened_world:
        yield opened_world

"""Every operation has its row of rights, every row an operation, and nothing goes around them."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from backend.api.admitting import Unlisted, admit, check_rows
from backend.api.rights import RIGHTS, Who
from backend.app import described
from tests.security.doors import every_door


@pytest.fixture(scope="module")
def application() -> Litestar:
    """The application without anything behind it."""
    return described()


def routes_of(application: Litestar) -> Iterator[HTTPRouteHandler]:
    for route in application.routes:
        if isinstance(route, HTTPRoute):
            yield from route.route_handlers


def test_the_document_and_the_rows_name_the_same_operations() -> None:
    names = {door.name for door in every_door()}

    assert names == RIGHTS.keys() - {"get_page", "get_api_page", "provision"}


def test_an_operation_without_a_row_does_not_start() -> None:
    with pytest.raises(Unlisted, match="open_the_safe"):
        check_rows([*RIGHTS, "open_the_safe"])


def test_a_row_without_an_operation_does_not_start() -> None:
    with pytest.raises(Unlisted, match="get_me"):
        check_rows(RIGHTS.keys() - {"get_me"})


def test_no_operation_goes_around_its_row(application: Litestar) -> None:
    asked = set()
    for handler in routes_of(application):
        if isinstance(handler.operation_id, str):
            before = handler.resolve_before_request()
            assert getattr(before, "func", before) is admit, handler.operation_id
            asked.add(handler.operation_id)
    assert asked == RIGHTS.keys()


def test_anybody_and_a_role_do_not_stand_in_one_row() -> None:
    for operation, right in RIGHTS.items():
        assert right.who, operation
        assert right.who == {Who.ANYBODY} or Who.ANYBODY not in right.who, operation

"""The house and the people of the API's tests."""

from tests.api.conftest import built, circle, house, meeting, person

__all__ = ["built", "circle", "house", "meeting", "person"]

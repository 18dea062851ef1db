"""The key we sign with is made once, is ours alone, and can be replaced."""

from datetime import timedelta
from pathlib import Path

import pytest

from backend.adapters.clock import SystemClock
from backend.adapters.push_keys import PushKeys, UnusablePushKey, rotate
from tests.adapters.push_server import PushServer

CONTACT = "kring@kring.example"
NOW = SystemClock().now()


def test_a_key_is_made_at_first_run_and_found_again(tmp_path: Path) -> None:
    file = tmp_path / "kept" / "push.key"
    first, second = PushKeys(file, CONTACT), PushKeys(file, CONTACT)

    assert first.public == second.public
    assert len(first.public) == 87
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_signature_is_for_one_push_service_and_used_again_while_it_is_good(tmp_path: Path) -> None:
    keys, server = PushKeys(tmp_path / "push.key", CONTACT), PushServer(port=8090)
    signed = keys.headers(server.origin, NOW)

    assert server.is_signed(signed["Authorization"])
    assert keys.headers(server.origin, NOW + timedelta(hours=5)) is signed
    assert keys.headers(server.origin, NOW + timedelta(hours=7)) is not signed
    assert not server.is_signed(keys.headers("https://fcm.googleapis.com", NOW)["Authorization"])


def test_another_key_can_take_its_place(tmp_path: Path) -> None:
    file = tmp_path / "push.key"
    before = PushKeys(file, CONTACT).public
    old = rotate(file)

    assert PushKeys(file, CONTACT).public != before
    assert PushKeys(file.with_name(old), CONTACT).public == before


def test_who_subscribed_with_the_key_before_is_signed_for_with_it_as_long_as_it_lies_there(
    tmp_path: Path,
) -> None:
    file, server = tmp_path / "push.key", PushServer(port=8090)
    before = PushKeys(file, CONTACT).public
    old = file.with_name(rotate(file))
    keys = PushKeys(file, CONTACT)
    for public in (before, keys.public, before):
        assert server.is_signed(keys.headers(server.origin, NOW, public)["Authorization"])
    old.chmod(0o640)
    unsafe = PushKeys(file, CONTACT)
    old.unlink()
    gone = PushKeys(file, CONTACT)

    assert server.vapid_keys == {before, keys.public}
    assert [each.signs_for(before) for each in (keys, unsafe, gone)] == [True, False, False]
    assert all(each.signs_for(each.public) for each in (keys, unsafe, gone))


def test_a_key_that_others_can_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "push.key"
    PushKeys(file, CONTACT)
    file.chmod(0o640)
    with pytest.raises(UnusablePushKey, match="chmod 600"):
        PushKeys(file, CONTACT)
    file.write_text("geen sleutel")
    file.chmod(0o600)
    with pytest.raises(UnusablePushKey, match="holds no key"):
        PushKeys(file, CONTACT)

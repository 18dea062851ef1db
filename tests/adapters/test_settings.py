"""A house is run by a few settings; a wrong one is named, and no secret is shown."""

import base64
from pathlib import Path

import pytest

from backend.settings import Settings, WrongSetting

KEY = base64.b64encode(b"k" * 32).decode()


def test_without_any_setting_the_house_runs_by_itself() -> None:
    settings = Settings.from_environment({})

    assert (settings.port, settings.database_url, settings.master_key) == (8000, None, None)
    assert settings.master_key_file == Path("var/master.key").absolute()
    assert settings.public_url == "http://localhost:8000"
    assert not settings.secure


def test_what_is_set_is_taken() -> None:
    settings = Settings.from_environment(
        {"PORT": "8001", "KRING_MASTER_KEY": KEY, "PUBLIC_URL": "https://kring.example/", "DEMO": "0"}
    )

    assert (settings.port, settings.master_key, settings.demo) == (8001, b"k" * 32, False)
    assert settings.public_url == "https://kring.example"
    assert settings.secure


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("DATABASE_URL", "mysql://kring@here/kring"),
        ("KRING_MASTER_KEY", "c2hvcnQ="),
        ("KRING_MASTER_KEY", "not base64!"),
        ("KRING_MASTER_KEY", "sleutel-één"),
        ("PUBLIC_URL", "kring.example"),
        ("DEMO", "yes"),
        ("LOG_LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refusal:
        Settings.from_environment({name: value})

    assert str(refusal.value).startswith(name)
    assert len(str(refusal.value).splitlines()) == 1
    assert name != "KRING_MASTER_KEY" or value not in str(refusal.value)


def test_settings_show_no_secret() -> None:
    url = "postgresql://kring:geheim@here/kring"
    shown = repr(Settings.from_environment({"DATABASE_URL": url, "KRING_MASTER_KEY": KEY}))

    assert "geheim" not in shown
    assert "kkkk" not in shown

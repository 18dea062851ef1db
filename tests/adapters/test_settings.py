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
        ("PUBLIC_URL", "http://["),
        ("DEMO", "yes"),
        ("LOG_LEVEL", "LOUD"),
        ("SMTP_URL", "mail.example"),
        ("SMTP_URL", "http://mail.example"),
        ("SMTP_URL", "smtps://"),
        ("SMTP_URL", "smtps://mail.example:x"),
        ("MAIL_FROM", "Kring"),
        ("MAIL_FROM", "Kring <kring>"),
        ("MAIL_FROM", "Kring <kring@kring.example>\nBcc: x@y.example"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(WrongSetting) as refusal:
        Settings.from_environment({name: value})

    assert str(refusal.value).startswith(name)
    assert len(str(refusal.value).splitlines()) == 1
    assert name != "KRING_MASTER_KEY" or value not in str(refusal.value)


def test_mail_goes_into_files_from_an_address_of_this_house_until_a_server_is_named() -> None:
    silent = Settings.from_environment({"PUBLIC_URL": "https://kring.example"})
    named = Settings.from_environment(
        {"SMTP_URL": "smtp://kring:geheim@mail.example", "MAIL_FROM": "Onze kring <noreply@example.org>"}
    )

    assert (silent.smtp_url, silent.mail_from) == (None, "Kring <kring@kring.example>")
    assert named.smtp_url == "smtp://kring:geheim@mail.example"
    assert named.mail_from == "Onze kring <noreply@example.org>"
    assert "geheim" not in repr(named)


def test_settings_show_no_secret() -> None:
    url = "postgresql://kring:geheim@here/kring"
    shown = repr(Settings.from_environment({"DATABASE_URL": url, "KRING_MASTER_KEY": KEY}))

    assert "geheim" not in shown
    assert "kkkk" not in shown

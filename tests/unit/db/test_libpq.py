"""What operators write for libpq means the same to the fast lane's driver.

The driver's own reader of addresses, which has no public name, says what it understood.
"""

from pathlib import Path
from typing import Any

import pytest
from asyncpg.connect_utils import _parse_connect_dsn_and_args

from viauma.db.engine import checked_url
from viauma.db.libpq import CONNECT_WITHIN_S, connect_arguments
from viauma.errors import InvalidInput

OTHERS = (
    "host", "port", "user", "password", "passfile", "database", "ssl", "service", "direct_tls",
    "target_session_attrs", "krbsrvname", "gsslib",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_else_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be deaf to the environment's own database."""
    for name in ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSERVICE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "no-such-file"))
    monkeypatch.setenv("PGUSER", "viauma")


def understood(url: str) -> tuple[list[Any], Any]:
    given = connect_arguments(url, {"role": "viauma_public"})
    addresses, parameters = _parse_connect_dsn_and_args(
        dsn=given["dsn"], servicefile=given["servicefile"],
        server_settings=given["server_settings"], **dict.fromkeys(OTHERS),
    )  # fmt: skip
    return addresses, parameters


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("postgresql://db.example.org/x", [("db.example.org", 5432)]),
        ("postgresql://db.example.org:6432/x", [("db.example.org", 6432)]),
        ("postgresql://[2001:db8::1]:5433/x", [("2001:db8::1", 5433)]),
        ("postgresql://a:1,b:2/x", [("a", 1), ("b", 2)]),
        ("postgresql://a,[::1]/x?port=7", [("a", 7), ("::1", 7)]),
        ("postgresql:///x?host=a,b&port=1,2", [("a", 1), ("b", 2)]),
        ("postgresql:///x?hostaddr=192.0.2.1", [("192.0.2.1", 5432)]),
        ("postgresql:///x?host=/run/own&port=6000", ["/run/own/.s.PGSQL.6000"]),
        ("postgresql://%2Frun%2Fown/x", ["/run/own/.s.PGSQL.5432"]),
    ],
)
def test_the_same_servers_are_meant(url: str, addresses: list[Any]) -> None:
    assert understood(checked_url(url))[0] == addresses


@pytest.mark.parametrize("secret", ["p@ss/w:rd?#", "a b", "100%", "å+ä", "'\\", "&=;"])
def test_a_password_is_what_it_is_however_it_must_be_spelled(secret: str) -> None:
    spelled = "".join(f"%{byte:02X}" for byte in secret.encode())
    _, parameters = understood(checked_url(f"postgresql://clerk:{spelled}@h/d%C3%A5"))

    assert ("clerk", secret, "då") == (parameters.user, parameters.password, parameters.database)


def test_without_a_name_the_database_is_called_like_the_user() -> None:
    assert understood("postgresql://clerk@h")[1].database == "clerk"


def test_a_service_file_says_what_the_url_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "services"
    file.write_text("[region]\nhost=192.0.2.7\nport=6000\ndbname=places\nuser=reader\n")
    monkeypatch.setenv("PGSERVICEFILE", str(file))

    addresses, parameters = understood(checked_url("postgresql://?service=region"))

    assert addresses == [("192.0.2.7", 6000)]
    assert (parameters.database, parameters.user) == ("places", "reader")


def test_options_and_the_programs_name_go_to_the_server_beside_our_own_settings() -> None:
    url = "postgresql://h/x?options=-c%20work_mem%3D8MB&application_name=map"
    settings = understood(checked_url(url))[1].server_settings

    expected = {
        "role": "viauma_public", "options": "-c work_mem=8MB", "application_name": "map",
    }  # fmt: skip
    assert expected == settings


@pytest.mark.parametrize("name", ["keepalives", "client_encoding", "tcp_user_timeout"])
def test_what_the_driver_has_no_use_for_is_no_setting_of_the_server(name: str) -> None:
    value = "UTF8" if name == "client_encoding" else "1"
    settings = understood(f"postgresql://h/x?{name}={value}")[1].server_settings

    assert settings == {"role": "viauma_public"}


@pytest.mark.parametrize(
    ("mode", "verified"),
    [("require", "CERT_NONE"), ("verify-ca", "CERT_REQUIRED"), ("verify-full", "CERT_REQUIRED")],
)
def test_tls_is_as_strict_as_the_url_says(mode: str, verified: str) -> None:
    import certifi

    trusting = "" if mode == "require" else f"&sslrootcert={certifi.where()}"
    context = understood(f"postgresql://h/x?sslmode={mode}{trusting}")[1].ssl

    assert context.verify_mode.name == verified
    assert context.check_hostname is (mode == "verify-full")


@pytest.mark.parametrize(
    ("said", "meant"), [("", CONNECT_WITHIN_S), ("0", CONNECT_WITHIN_S), ("3", 3)]
)
def test_the_wait_for_a_server_is_always_bounded(said: str, meant: float) -> None:
    url = f"postgresql://h/x?connect_timeout={said}" if said else "postgresql://h/x"

    assert connect_arguments(url, {})["timeout"] == meant


@pytest.mark.parametrize(
    "url",
    [
        "host=h dbname=x",
        "mysql://h/x",
        "postgresql+asyncmy",
        "postgresql://clerk:s3cr3t words@h/x",
        "postgresql://clerk:s3cr3t@h/x?no_such_setting=1",
        "postgresql://clerk:s3cr3t%ZZ@h/x",
    ],
)
def test_what_is_no_url_of_postgresql_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_url(url)

    assert "s3cr3t" not in refusal.value.message


def test_the_spelling_of_sqlalchemy_is_taken_too() -> None:
    assert checked_url("postgresql+psycopg://u:a%20b@h/x") == "postgresql://u:a%20b@h/x"

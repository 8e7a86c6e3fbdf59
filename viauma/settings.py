"""What an operator can set: small frozen groups, read once at a door and handed down.

Environment variables carry the prefix ``VIAUMA_`` and two underscores between group and
name, as in ``VIAUMA_DATABASE__URL``; a ``.env`` file in the working directory is read too.
Every setting stands in ``.env.example`` with its sentence; a test keeps it so.
"""

import os
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SYSTEM_DATA_DIR = Path("/var/lib/viauma")

Network = IPv4Network | IPv6Network

EVERYONE = "*"
NOBODY = "none"


class _Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Group):
    """Which PostGIS to use; with no URL, Via Uma runs a private cluster."""

    url: SecretStr | None = Field(
        None, description="SQLAlchemy or libpq URL of your own PostGIS; empty: private cluster"
    )
    pool_size: int = Field(8, ge=1, le=200, description="Connections of the fast lane per process")
    statement_timeout_ms: int = Field(
        10_000, ge=100, description="Longest a public question may take in the database"
    )


class ClusterSettings(_Group):
    """The private PostgreSQL cluster, used when no database URL is set."""

    data_dir: Path | None = Field(
        None, description="Where the cluster keeps its data; empty: the user's data directory"
    )
    bin_dir: Path | None = Field(
        None, description="Directory of initdb and pg_ctl; empty: found by looking"
    )
    run_as: str = Field(
        "postgres",
        description="System account that runs the server when Via Uma is started by root",
    )


class ServerSettings(_Group):
    """Where the web server listens and what it calls itself."""

    host: str = Field("127.0.0.1", description="Address the web server listens on")
    port: int = Field(
        8000, ge=1, le=65_535, description="Port; if taken, the next free one is used"
    )
    root_path: str = Field("", description="Path prefix when a proxy serves Via Uma below a folder")
    trusted_proxies: str = Field(
        "127.0.0.1,::1",
        description="Who may tell the client's address by X-Forwarded-*: addresses and networks "
        "with commas between, * for everyone, none for nobody",
    )
    cursor_key: SecretStr | None = Field(
        None,
        description="Signs the cursors of pages; empty: made once and kept beside the data. "
        "Several machines behind one address need the same",
    )
    answers_mb: float = Field(
        16,
        ge=0,
        description="Megabytes in each process for answers that are kept until something changes; "
        "0: none are kept",
    )
    offline_places: int = Field(
        2_000,
        ge=1,
        le=10_000,
        description="A municipality with more places cannot be saved for use without a network",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much the log tells"
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _names_networks(cls, text: str) -> str:
        _networks(text)
        return text

    @property
    def trusted_networks(self) -> tuple[Network, ...]:
        """The networks of the trusted proxies."""
        return _networks(self.trusted_proxies)


class MapSettings(_Group):
    """How generated maps are drawn."""

    directory: Path | None = Field(
        None, description="Where built maps are kept and served from; empty: beside the data"
    )
    tile_url: str | None = Field(
        None,
        description="XYZ tiles for the base map, like https://…/{z}/{x}/{y}.png; empty: our own",
    )
    vector_tile_url: str | None = Field(
        None,
        description="Vector tiles in the Protomaps schema for the visitor's base map, as .pmtiles "
        "or https://…/{z}/{x}/{y}.mvt; empty: our own",
    )
    tile_attribution: str = Field("", description="Attribution the tile provider asks for")


class DayPlanSettings(_Group):
    """How fast visitors are reckoned to travel between the places of a day."""

    car_kmh: float = Field(60, gt=0, le=200, description="Speed by car, with stops and villages")
    bike_kmh: float = Field(16, gt=0, le=200, description="Speed by bicycle")
    foot_kmh: float = Field(4.5, gt=0, le=200, description="Speed on foot")
    detour: float = Field(
        1.3,
        ge=1,
        le=10,
        description="How much longer a way is than the straight line; it stretches times only",
    )


class CatalogueSettings(_Group):
    """Who publishes the data, as the catalogue (DCAT-AP-SE) and the API document say it."""

    name_sv: str = Field("Umeåregionen", description="Publisher's name in Swedish")
    name_en: str = Field("The Umeå Region", description="Publisher's name in English")
    homepage: HttpUrl = Field(
        HttpUrl("https://www.umearegionen.se/"), description="Publisher's own page"
    )
    organisation_number: str | None = Field(
        None, pattern=r"^\d{6}-?\d{4}$", description="Ten digits; the data portal knows it by them"
    )
    contact_name: str | None = Field(None, description="Whom to ask about the data: a role")
    contact_email: str | None = Field(
        None,
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
        description="Its mailbox; without one the catalogue has no contact point",
    )
    contact_page: HttpUrl | None = Field(None, description="Its page")
    issued: date | None = Field(None, description="Day the data were first published")


class ImportSettings(_Group):
    """What a foreign file may ask of this machine; named importing, as import is Python's word."""

    max_file_mb: int = Field(
        2_048, ge=1, description="Largest file that is read, packed or unpacked, in megabytes"
    )
    memory_mb: int = Field(
        3_072, ge=512, description="Address space of a reader that is not written in Python"
    )
    private_addresses: bool = Field(
        default=False, description="Files may be fetched from private networks as well"
    )
    profiles: Path | None = Field(
        default=None,
        description="Folder of profiles of one's own (*.toml, *.json), found like those shipped",
    )


class Settings(BaseSettings):
    """All settings, in groups."""

    model_config = SettingsConfigDict(
        env_prefix="VIAUMA_",
        env_nested_delimiter="__",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database: DatabaseSettings = DatabaseSettings()
    cluster: ClusterSettings = ClusterSettings()
    server: ServerSettings = ServerSettings()
    maps: MapSettings = MapSettings()
    day_plan: DayPlanSettings = DayPlanSettings()
    catalogue: CatalogueSettings = CatalogueSettings()
    importing: ImportSettings = ImportSettings()

    @property
    def data_dir(self) -> Path:
        """The directory for everything Via Uma keeps on this machine."""
        return default_data_dir()

    @property
    def cluster_dir(self) -> Path:
        """The private cluster's home: its data, log and lock."""
        return self.cluster.data_dir or self.data_dir / "cluster"

    @property
    def maps_dir(self) -> Path:
        """The directory of built maps."""
        return self.maps.directory or self.data_dir / "maps"


def default_data_dir() -> Path:
    """Find the user's data directory, or the system's where another account cannot enter it.

    PostgreSQL refuses to run as root, so root's cluster belongs to another account, and that
    account cannot pass through a home directory closed to others.
    """
    home = Path(platformdirs.user_data_dir("viauma", appauthor=False))
    if _is_root() and not _others_may_enter(home):
        return SYSTEM_DATA_DIR
    return home


def _networks(text: str) -> tuple[Network, ...]:
    if text == NOBODY:
        return ()
    names = "0.0.0.0/0,::/0" if text == EVERYONE else text
    return tuple(ip_network(name.strip(), strict=False) for name in names.split(","))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _others_may_enter(path: Path) -> bool:
    existing = [folder for folder in (path, *path.parents) if folder.exists()]
    return all(folder.stat().st_mode & 0o001 for folder in existing)

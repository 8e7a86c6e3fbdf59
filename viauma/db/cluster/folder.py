"""The folder a private cluster lives in: its parts, its owner, its lock, its free space.

::

    cluster/            0700, owned by the account that runs the server
    ├── data/           PostgreSQL's data directory
    ├── run/            the socket, where the path is short enough
    ├── backups/        what was set aside before something was replaced
    ├── local.conf      the operator's own settings, if any
    └── server.log
"""

import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from viauma import clock
from viauma.db.cluster.account import Account, account_name
from viauma.errors import ClusterFault

# The kernel keeps 108 bytes for a socket's path on Linux and 104 on macOS, its end included.
LONGEST_SOCKET_PATH = 103
SOCKET_NAME = ".s.PGSQL.5432"
LOCK_TIMEOUT_S = 600
# An empty cluster with PostGIS takes 80 MB and its write-ahead log soon as much again.
NEW_CLUSTER_BYTES = 300 * 1024**2


@dataclass(frozen=True)
class Folder:
    """Where everything of one cluster is."""

    path: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.path / "server.log"

    @property
    def data_major(self) -> int | None:
        """The PostgreSQL major the data are of, or None when there are none."""
        try:
            return int((self.data / "PG_VERSION").read_text().split(".")[0])
        except FileNotFoundError:
            return None
        except PermissionError:
            raise ClusterFault(self._not_ours()) from None

    def sockets_of(self, data: Path) -> Path:
        """Choose the socket's directory for a data directory here, the same in every process."""
        beside = self.path / data.name.replace("data", "run", 1)
        if len(os.fsencode(beside / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
            return beside
        digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
        return Path("/tmp") / f"viauma-{digest}"  # noqa: S108 - its owner is checked before use

    def prepare(self) -> None:
        """Make the folder, or check that the one there is ours to use."""
        try:
            self._make_or_adopt()
        except OSError as error:
            raise ClusterFault(
                f"{self.path} cannot be used ({error.strerror}): name another place with "
                "VIAUMA_CLUSTER__DATA_DIR."
            ) from None
        if self.path.stat().st_uid != self.account.uid:
            raise ClusterFault(self._not_ours())
        if not self.account.can_write_in(self.path):
            raise ClusterFault(self._out_of_reach())

    def make_private(self, folder: Path) -> None:
        """Make a directory only its owner enters; refuse one that somebody else put there."""
        self.account.run("mkdir", "-m", "700", folder)
        if not folder.is_dir():
            raise ClusterFault(f"{folder} cannot be made by the account {self.account.name}.")
        found = folder.lstat()
        if found.st_uid != self.account.uid or found.st_mode & 0o077 or folder.is_symlink():
            raise ClusterFault(f"{folder} is not a private directory of {self.account.name}.")

    def new_backup(self, why: str) -> Path:
        """Name a file for data that are about to be replaced."""
        folder = self.path / "backups"
        self.make_private(folder)
        return folder / f"{clock.now():%Y%m%dT%H%M%S%fZ}-{why}.dump"

    def require_room_for_new_cluster(self) -> None:
        """Refuse to begin what the disk cannot hold."""
        free = shutil.disk_usage(self.path).free
        if free < NEW_CLUSTER_BYTES:
            raise ClusterFault(
                f"The disk that holds {self.path} has {free // 1024**2} MB left, and a new cluster "
                f"needs {NEW_CLUSTER_BYTES // 1024**2} MB: make room there, or name another place "
                "with VIAUMA_CLUSTER__DATA_DIR."
            )

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Let one program at a time start, stop or replace the cluster.

        The directory itself is locked, so there is no lock file to be left behind.
        """
        handle = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._wait_for(handle)
            yield
        finally:
            os.close(handle)

    def _wait_for(self, handle: int) -> None:
        deadline = time.monotonic() + LOCK_TIMEOUT_S
        while True:
            try:
                return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise ClusterFault(
                        f"Another program has been at work on {self.path} for "
                        f"{LOCK_TIMEOUT_S // 60} minutes: let it finish, then try again."
                    ) from None
                time.sleep(0.02)

    def _make_or_adopt(self) -> None:
        """Make the folder, or take over one of the caller's own that is still empty.

        Two first starts may meet here: whichever comes second finds an empty folder and says
        the same about it.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.path.stat().st_uid == os.geteuid() and not any(self.path.iterdir()):
            self.path.chmod(0o700)
            os.chown(self.path, self.account.uid, self.account.gid)

    def _not_ours(self) -> str:
        owner = account_name(self.path.stat().st_uid)
        how = f"set VIAUMA_CLUSTER__RUN_AS={owner}" if self.account.is_another else "or as root"
        return (
            f"The cluster in {self.path} belongs to {owner}, not to {self.account.name}: run this "
            f"as {owner}, {how}, or name another place with VIAUMA_CLUSTER__DATA_DIR."
        )

    def _out_of_reach(self) -> str:
        return (
            f"The account {self.account.name}, which runs PostgreSQL, cannot write in {self.path} "
            "or reach it: name a place it can enter with VIAUMA_CLUSTER__DATA_DIR."
        )

"""Which system account runs the server, and how root steps down to it.

PostgreSQL refuses to run as root. Everything inside the cluster's folder is therefore written by
the account itself, in a program of its own: root writing in a folder that another account
controls could be led astray by a symbolic link.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from viauma.errors import ClusterFault

# The server must not inherit PGHOST, PGOPTIONS or a locale from whoever happened to start it.
SPARE_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "LC_ALL": "C"}
WRITE_ASIDE_THEN_RENAME = 'cat > "$1.new" && mv "$1.new" "$1"'


@dataclass(frozen=True)
class Account:
    """A system account, and whether we have to become it."""

    name: str
    uid: int
    gid: int
    is_another: bool

    @classmethod
    def running_servers(cls, run_as: str) -> "Account":
        """Choose the account of the server: the caller's own, or ``run_as`` when that is root."""
        if os.geteuid() != 0:
            own = pwd.getpwuid(os.geteuid())
            return cls(own.pw_name, own.pw_uid, own.pw_gid, is_another=False)
        try:
            other = pwd.getpwnam(run_as)
        except KeyError:
            raise ClusterFault(_no_such_account(run_as)) from None
        if other.pw_uid == 0:
            raise ClusterFault(
                "PostgreSQL refuses to run as root: VIAUMA_CLUSTER__RUN_AS names it."
            )
        return cls(other.pw_name, other.pw_uid, other.pw_gid, is_another=True)

    @property
    def may_connect(self) -> list[str]:
        """The system accounts whose word the server takes: the server's own, and root."""
        return sorted({self.name, "root"})

    def run(
        self, *command: str | Path, text: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, in a spare environment, and collect what it says."""
        return subprocess.run(
            [str(word) for word in command],
            input=text,
            stdin=subprocess.DEVNULL if text is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=SPARE_ENVIRONMENT,
            umask=0o077,
            user=self.uid if self.is_another else None,
            group=self.gid if self.is_another else None,
            extra_groups=self._groups() if self.is_another else None,
        )

    def write(self, path: Path, text: str) -> None:
        """Write a file as this account, whole or not at all, unless it says the same already."""
        if path.exists() and path.read_text() == text:
            return
        done = self.run("sh", "-c", WRITE_ASIDE_THEN_RENAME, "sh", path, text=text)
        if done.returncode != 0:
            raise ClusterFault(f"{path} cannot be written: {done.stdout.strip()}")

    def can_write_in(self, folder: Path) -> bool:
        """Tell whether this account reaches the folder and may write there."""
        return self.run("sh", "-c", 'test -w "$1" && test -x "$1"', "sh", folder).returncode == 0

    def _groups(self) -> Sequence[int]:
        # Debian's postgres is in ssl-cert, and its packages expect the server to be.
        return os.getgrouplist(self.name, self.gid)


def account_name(uid: int) -> str:
    """Name an account for a sentence, or give its number when it has no name."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"


def _no_such_account(run_as: str) -> str:
    return (
        f"There is no system account '{run_as}' to run PostgreSQL for root: name one with "
        "VIAUMA_CLUSTER__RUN_AS, or start Via Uma as an ordinary user."
    )

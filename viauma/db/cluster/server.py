"""One PostgreSQL server on one data directory: is it ours, is it alive, start it, stop it.

A pid alone proves nothing: after a crash or a reboot the number in ``postmaster.pid`` may belong
to somebody else's program. So a process counts as ours only if its command line names our
data directory, and only such a process is ever signalled.
"""

import os
import shlex
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from viauma.db.cluster.account import Account
from viauma.db.cluster.configuration import DATABASE, PORT, ROLE, SUPERUSER, write_configuration
from viauma.db.cluster.faults import why_it_did_not_start
from viauma.db.cluster.folder import SOCKET_NAME
from viauma.db.cluster.programs import Programs
from viauma.errors import ClusterFault

# Crash recovery replays at most max_wal_size of log; minutes only on a very slow disk.
START_TIMEOUT_S = 300
STOP_TIMEOUT_S = 120
# Children of a killed server need a moment to notice before their shared memory is free.
ORPHANS_TIMEOUT_S = 15
LOG_LIMIT_BYTES = 10 * 1024**2


@dataclass(frozen=True)
class Server:
    """A server that may or may not be running on a data directory that exists."""

    programs: Programs
    account: Account
    data: Path
    sockets: Path
    log: Path

    def url(self, role: str = ROLE, database: str = DATABASE) -> str:
        """Compose the libpq URL for a role and a database of this server."""
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{role}@/{database}?host={host}&port={PORT}"

    @property
    def superuser_url(self) -> str:
        """The libpq URL of the superuser in the maintenance database."""
        return self.url(SUPERUSER, "postgres")

    @property
    def accepts(self) -> bool:
        """Tell whether the server takes connections now."""
        return self._ping() == Ping.OK

    def pid(self) -> int | None:
        """Find the process of our own running server."""
        noted = noted_pid(self.data / "postmaster.pid")
        return noted if noted and self._is_ours(noted) else None

    def start(self) -> None:
        """Start the server and wait until it takes connections; do nothing when it does already."""
        if self.accepts:
            return
        self._wait_for_the_one_before()
        self._set_aside_foreign_pids()
        write_configuration(self.data, self.account)
        self._rotate_log()
        self._start_until(time.monotonic() + ORPHANS_TIMEOUT_S)

    def stop(self) -> bool:
        """Stop our own server, letting open transactions roll back; tell whether there was one."""
        if self.pid() is None:
            return False
        done = self._pg_ctl("stop", "-m", "fast", "-t", str(STOP_TIMEOUT_S))
        if done.returncode != 0 and self.pid() is not None:
            raise ClusterFault(f"PostgreSQL did not stop: {_last_line(done.stdout)}")
        return True

    def _start_until(self, deadline: float) -> None:
        while True:
            done = self._pg_ctl("start", "-t", str(START_TIMEOUT_S), *self._options())
            if done.returncode == 0:
                return
            said = self._log_tail() or done.stdout
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise ClusterFault(why_it_did_not_start(said, self.data, self.log))
            time.sleep(0.2)

    def _options(self) -> tuple[str, ...]:
        # PostgreSQL reads a list of directories here; the quotes keep a comma in a path a comma.
        return ("-l", str(self.log), "-o", "-k " + shlex.quote(f'"{self.sockets}"'))

    def _pg_ctl(self, action: str, *options: str) -> subprocess.CompletedProcess[str]:
        command = (self.programs.path("pg_ctl"), action, "-w", "-s", "-D", str(self.data))
        return self.account.run(*command, *options)

    def _ping(self) -> Ping:
        info = make_conninfo(self.superuser_url, connect_timeout=5)
        return Ping(PGconn.ping(info.encode()))

    def _wait_for_the_one_before(self) -> None:
        """Let a server of ours that is starting or stopping come to its end."""
        deadline = time.monotonic() + START_TIMEOUT_S
        while self.pid() is not None and not self.accepts and time.monotonic() < deadline:
            time.sleep(0.05)

    def _set_aside_foreign_pids(self) -> None:
        """Remove our former server's marks when the number in them is taken, but not by ours.

        PostgreSQL itself would refuse to start for them. Should orphans of our own server still
        live, the shared memory they hold stops a second server from starting all the same.
        """
        marks = (self.data / "postmaster.pid", self.sockets / f"{SOCKET_NAME}.lock")
        noted = {mark: pid for mark in marks if (pid := noted_pid(mark))}
        foreign = [mark for mark, pid in noted.items() if is_taken(pid) and not self._is_ours(pid)]
        if foreign:
            self.account.run("rm", "-f", "--", *foreign)

    def _is_ours(self, pid: int) -> bool:
        program, *words = command_line(pid) or [""]
        return Path(program).name.startswith("postgres") and str(self.data) in words

    def _rotate_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.account.run("mv", self.log, self.log.with_suffix(".log.1"))

    def _log_tail(self) -> str:
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8192))
            return log.read().decode(errors="replace")


def noted_pid(mark: Path) -> int | None:
    """Read the process number that a server left in a lock file, true or stale."""
    try:
        first = mark.read_text().splitlines()[:1]
    except FileNotFoundError:
        return None
    return int(first[0]) if first and first[0].isdigit() else None


def command_line(pid: int) -> list[str]:
    """Read a process's command line; empty when there is no such process, or it is dead."""
    proc = Path("/proc")
    if (proc / "self" / "cmdline").exists():
        try:
            words = (proc / str(pid) / "cmdline").read_text(errors="replace")
        except OSError:
            return []
        return words.split("\0") if words else []
    told = subprocess.run(  # macOS has no /proc
        ["ps", "-ww", "-o", "command=", "-p", str(pid)],  # noqa: S607 - ps lies elsewhere on each
        capture_output=True,
        text=True,
        check=False,
    )
    return shlex.split(told.stdout)


def is_taken(pid: int) -> bool:
    """Tell whether a number is in use: by a program, or by a dead one that nobody has buried."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no reason given"

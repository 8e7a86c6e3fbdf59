"""What the private server is told: fitted to the machine, closed to everybody else.

``viauma.conf`` is written anew before every start, so that a machine with more memory or a newer
program brings its settings along. What an operator wants otherwise goes into ``local.conf`` in
the cluster's folder, which is read last and never written by Via Uma.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from viauma.db.cluster.account import Account

SUPERUSER = "postgres"
ROLE = "viauma"
PUBLIC_ROLE = "viauma_public"
DATABASE = "viauma"
PORT = 5432  # only part of the socket's name; nothing listens on the network

MEGABYTE = 1024**2
INCLUDE = "\n# Via Uma's own settings; yours go into ../local.conf\ninclude 'viauma.conf'\n"


def server_settings(memory_bytes: int | None = None) -> str:
    """Compose ``viauma.conf`` for a machine with that much memory."""
    memory_mb = (memory_bytes or machine_memory_bytes()) // MEGABYTE
    settings = {
        "listen_addresses": "''",
        "port": str(PORT),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "cluster_name": "'viauma'",
        "shared_buffers": f"{_between(128, memory_mb // 4, 2048)}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "maintenance_work_mem": f"{_between(64, memory_mb // 16, 512)}MB",
        "work_mem": f"{_between(8, memory_mb // 512, 32)}MB",
        "random_page_cost": "1.1",  # the data fit in memory or lie on flash
        "jit": "off",  # compiling costs more than our short questions take
        "wal_compression": "on",
        # No replica follows a private cluster: what an import makes anew need not be written twice.
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "4GB",  # an import of a million rows must not wait for checkpoints
        "checkpoint_completion_target": "0.9",
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "lc_messages": "'C'",  # faults are recognised by their words
        "log_line_prefix": "'%m [%p] %q%u@%d '",
        "log_checkpoints": "off",
        "log_min_error_statement": "fatal",  # statements carry people's data
    }
    lines = [f"{name} = {value}" for name, value in settings.items()]
    return "\n".join([*lines, "include_if_exists '../local.conf'", ""])


def access_rules() -> str:
    """Compose ``pg_hba.conf``: the socket only, and only for system accounts we name."""
    return "# type database role method\nlocal all all peer map=viauma\n"


def access_map(accounts: Iterable[str]) -> str:
    """Compose ``pg_ident.conf``: which system account may be which role."""
    roles = (SUPERUSER, ROLE)
    lines = [f'viauma "{account}" {role}' for account in accounts for role in roles]
    return "\n".join(["# map system-account role", *lines, ""])


def write_configuration(data: Path, account: Account) -> None:
    """Bring the files in a data directory up to this program and this machine."""
    account.write(data / "viauma.conf", server_settings())
    account.write(data / "pg_hba.conf", access_rules())
    account.write(data / "pg_ident.conf", access_map(account.may_connect))
    main = data / "postgresql.conf"
    if INCLUDE not in main.read_text():
        account.write(main, main.read_text() + INCLUDE)


def machine_memory_bytes() -> int:
    """Measure the memory we may use: the machine's, or less where a control group says so."""
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    told = limit.read_text().strip() if limit.is_file() else "max"
    return min(physical, int(told)) if told.isdigit() else physical


def _between(least: int, wanted: int, most: int) -> int:
    return max(least, min(wanted, most))

"""Files written in a process of their own, fed by an asynchronous server page by page."""

import asyncio
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from viauma.errors import Unavailable
from viauma.exchange.columns import COLUMNS, Columns, is_whole
from viauma.exchange.features import to_json
from viauma.exchange.json_seq import JsonSeq
from viauma.exchange.media_types import checked_file
from viauma.geo.crs import CRS84, Crs

logger = logging.getLogger(__name__)

# Each page is a large piece of memory. Unless such pieces are kept apart from the small ones, the
# index that grows between them leaves holes that nothing fits into: 1 GB instead of 300 MB for a
# million places, as measured with the GNU C library.
TIDY_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "65536"}


async def write_file_apart(  # noqa: PLR0913 - as `write_file` has it
    format_: str,
    columns: Columns,
    batches: AsyncIterable[Sequence[bytes]],
    target: Path,
    *,
    name: str,
    crs: Crs = CRS84,
    attribution: str = "",
) -> None:
    """Do what `viauma.exchange.files.write_file` does without holding up the event loop.

    When pages break off or the caller is cancelled, the process is ended. What it was about to
    write beside the target stays behind; give it a folder of its own and remove that.

    Raises
    ------
    InvalidInput
        No such format is a file, or it cannot hold this CRS.
    Unavailable
        The process ended without the file; the log has its last words.
    """
    checked_file(format_, crs)
    job = _job(format_, columns, target, crs, {"name": name, "attribution": attribution})
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "viauma.exchange.file_writer", job,
        stdin=PIPE, stdout=DEVNULL, stderr=PIPE, env=os.environ | TIDY_MEMORY,
    )  # fmt: skip
    words = asyncio.ensure_future(_last_words(process))
    try:
        await _feed(process, batches)
        await process.wait()
    finally:
        await _settle(process, target)
        said = await words
    if process.returncode != 0:
        logger.error("file_not_written", extra={"format": format_, "said": said})
        raise Unavailable("The file could not be written. Try again later.")


def _job(format_: str, columns: Columns, target: Path, crs: Crs, said: Mapping[str, str]) -> str:
    kind = next(kind for kind, every in COLUMNS.items() if set(columns) <= set(every))
    chosen = [] if is_whole(columns) else [one.name for one in columns if one.is_property]
    return to_json({
        "format": format_, "kind": kind, "properties": chosen, "target": str(target),
        "crs": crs.uri, **said,
    })  # fmt: skip


async def _feed(process: Process, batches: AsyncIterable[Sequence[bytes]]) -> None:
    stdin = cast("asyncio.StreamWriter", process.stdin)
    whole = JsonSeq(COLUMNS["place"])
    # A process that has ended says why on its standard error; see there.
    with suppress(BrokenPipeError, ConnectionResetError):
        async for batch in batches:
            stdin.write(whole.batch(batch))
            await stdin.drain()
        stdin.close()
        await stdin.wait_closed()


async def _settle(process: Process, target: Path) -> None:
    """End a process that still runs; what is not finished is removed."""
    if process.returncode is None:
        process.kill()
        await process.wait()
    if process.returncode != 0:
        await asyncio.to_thread(target.unlink, missing_ok=True)


async def _last_words(process: Process, most: int = 4_000) -> str:
    stderr = cast("asyncio.StreamReader", process.stderr)
    said = b""
    while piece := await stderr.read(most):
        said = (said + piece)[-most:]
    return said.decode(errors="replace")

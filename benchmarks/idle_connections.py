"""Opens many connections that say nothing, and measures what they cost the server.

    python -m benchmarks.idle_connections http://127.0.0.1:8000 PID [COUNT]

PID is the server's process, whose memory is read. It ends by itself within a minute: the server
hangs up on whoever says nothing for fifteen seconds.
"""

import asyncio
import json
import resource
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

AT_ONCE = 200
ENDS_WITHIN_S = 60.0
QUESTIONS = 100


def main(address: str, process: int, count: int = 10_000) -> None:
    """Measure, and print the figures as JSON."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    figures = asyncio.run(asyncio.wait_for(measured(address, process, count), 2 * ENDS_WITHIN_S))
    print(json.dumps(figures, indent=2))


async def measured(address: str, process: int, count: int) -> dict[str, float]:
    """Open them, ask beside them, and wait until the server has hung up on all."""
    parts = urlsplit(address)
    before = memory_mib(process), await asyncio.to_thread(milliseconds, address)
    gate = asyncio.Semaphore(AT_ONCE)

    async def idle() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        async with gate:
            return await asyncio.open_connection(parts.hostname, parts.port)

    started = time.monotonic()
    opened = await asyncio.gather(*(idle() for _ in range(count)), return_exceptions=True)
    lines = [one for one in opened if not isinstance(one, BaseException)]
    took_s = time.monotonic() - started
    beside = memory_mib(process), await asyncio.to_thread(milliseconds, address)
    ended = [asyncio.ensure_future(reader.read()) for reader, _ in lines]
    if ended:
        await asyncio.wait(ended, timeout=ENDS_WITHIN_S)
    hung_up = sum(one.done() for one in ended)
    for _, writer in lines:
        writer.close()
    after = memory_mib(process), await asyncio.to_thread(milliseconds, address)
    return {
        "opened": len(lines), "opened in s": round(took_s, 1), "hung up on": hung_up,
        "ended after s": round(time.monotonic() - started, 1),
        "MiB before": before[0], "MiB with them": beside[0], "MiB after": after[0],
        "ms before": before[1], "ms with them": beside[1], "ms after": after[1],
    }  # fmt: skip


def memory_mib(process: int) -> float:
    """Read how much memory a process holds."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    kib = next(line.split()[1] for line in lines if line.startswith("VmRSS"))
    return round(int(kib) / 1024, 1)


def milliseconds(address: str) -> float:
    """Ask for a page of places some times; the median, with a connection made for each."""
    times = []
    for number in range(QUESTIONS):
        started = time.perf_counter()
        url = f"{address}/collections/places/items?limit={number + 1}"
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own server
            answer.read()
        times.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(times), 1)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))

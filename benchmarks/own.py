"""Ourselves among the contenders: computing every answer, and once more where they may be kept."""

from contextlib import ExitStack

from benchmarks import serving
from benchmarks.goals import OWN_NAME
from benchmarks.measuring import Contender
from benchmarks.questions import address
from benchmarks.serving import Running


def own_contender(stack: ExitStack, server: Running, url: str, workers: int) -> Contender:
    """Put a second server beside the one that computes, if a setting tells them apart."""
    caching = ""
    if serving.NO_CACHES:
        kept = serving.viauma(url, workers=workers, is_caching=True)
        caching = stack.enter_context(kept).base
    return Contender(OWN_NAME, server.base, server.pid, address, caching)

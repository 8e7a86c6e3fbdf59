"""Ourselves among the contenders: computing every answer, and once more where they may be kept."""

from contextlib import ExitStack

from benchmarks import serving
from benchmarks.goals import OWN_NAME
from benchmarks.measuring import Contender
from benchmarks.questions import address


def own_contender(stack: ExitStack, url: str, workers: int) -> Contender:
    """Start a server that keeps no answer and, if a setting tells them apart, one that does."""
    server = stack.enter_context(serving.viauma(url, workers=workers))
    caching = None
    if serving.NO_CACHES:
        kept = serving.viauma(url, workers=workers, is_caching=True)
        caching = stack.enter_context(kept)
    return Contender(OWN_NAME, server.base, server.pid, address, caching)

"""Asking the command line as a shell would, in this process for speed."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from viauma.cli import main


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


def asking(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Make a function that runs `viauma ARGUMENTS` on a database."""
    monkeypatch.setenv("VIAUMA_DATABASE__URL", url)
    monkeypatch.setenv("COLUMNS", "140")

    def ask(*arguments: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["viauma", *arguments])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return ask

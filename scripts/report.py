"""How the set-up talks to a person, and how it gives up: one sentence each."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(Exception):
    """The set-up cannot go on; the message says what the person can do."""


def say(sentence: str) -> None:
    """Tell the person what happens next, at once even when output is piped."""
    print(f"setup: {sentence}", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    otherwise: str,
    environment: Mapping[str, str] | None = None,
    text: str = "",
) -> None:
    """Run a program with its output shown; give up with a sentence when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env=environment, input=text, text=True, check=False)
    if done.returncode != 0:
        raise SetupError(f"{otherwise} (`{' '.join(words[:4])} …` ended with {done.returncode}).")

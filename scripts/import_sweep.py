"""Send every messy file of the tests, and seeded damage, through `viauma import`; say what is odd.

VIAUMA_DATABASE__URL=… python scripts/import_sweep.py [WORD …] [--mutations N] [--seed N]
"""

import argparse
import io
import os
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cli.asked import Answer
from tests.imports.messy.every import every_case
from tests.imports.messy.hostile import heavy, mutations
from tests.imports.messy.running import tried

SLOW_SECONDS = 10


def ask(*arguments: str) -> Answer:
    """Run `viauma ARGUMENTS` in this process."""
    from viauma.cli import main

    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["viauma", *arguments]
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        except Exception:  # noqa: BLE001 - what is not a refusal is what is looked for
            code = 99
            err.write("Traceback: " + " / ".join(traceback.format_exc().splitlines()[-3:]))
    return Answer(code, out.getvalue(), err.getvalue())


def sweep(words: list[str], mutated: int, seed: int) -> int:
    """Try the cases whose names have one of the words, or all; then files damaged by chance."""
    url = os.environ["VIAUMA_DATABASE__URL"]
    wrong = number = 0
    every = () if mutated and not words else (*every_case(), *heavy())
    wanted = [one for one in every if not words or any(word in one.name for word in words)]
    for case in (*wanted, *mutations(mutated, seed)):
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            found = tried(ask, url, case, Path(folder))
            took = time.monotonic() - began
        wrong += bool(found)
        for one in found:
            print(f"WRONG {one.case}: {one.what}", flush=True)
        if took > SLOW_SECONDS:
            print(f"SLOW  {case.name}: {took:.1f} s")
    print(f"{number} cases, {wrong} wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    sys.exit(sweep(said.words, said.mutations, said.seed))

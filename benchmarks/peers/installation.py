"""Each peer in an environment of its own under build/peers, as its requirements file says."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
BUILT = HERE.parent.parent / "build" / "peers"


def installed(name: str) -> Path:
    """Install a peer unless it is there as its file wants it; give its folder of programs."""
    folder, wanted = BUILT / name, HERE / f"{name}.txt"
    stamp = folder / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted.read_text():
        print(f"Installing {name} into build/peers/{name} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = (folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check")
        subprocess.run([*pip, "--requirement", wanted], check=True)
        stamp.write_text(wanted.read_text())
    return folder / "bin"

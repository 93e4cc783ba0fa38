#!/usr/bin/env python3
"""Finds cuobjdump, which reads the machine code of built objects with nvdisasm's help; brings both from PyPI where that
is asked for.

As a program it prints the path; with --install it brings what is missing.
"""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
VENV = ROOT / "build" / "sass-tools"
# Read what every supported toolkit writes; releases before 13 do not know the newest architectures.
PACKAGES = ("nvidia-cuda-cuobjdump==13.*", "nvidia-cuda-nvdisasm==13.*")


class ToolMissing(Exception):
    """No cuobjdump on this machine, or none that works."""


def search_path(cuobjdump):
    """PATH for it: it calls nvdisasm, which lies beside it or on PATH."""
    return f"{os.path.dirname(cuobjdump)}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def _works(program):
    return os.access(program, os.X_OK) and shutil.which("nvdisasm", path=search_path(program)) is not None


def _in_environment(folder):
    return sorted(folder.glob("lib/python3*/site-packages/nvidia/*/bin/cuobjdump"))


def find_cuobjdump(given=None, install=False):
    """The program's path: the one given, on PATH, in a CUDA Toolkit, or from an earlier install under build/."""
    places = [given] if given else [
        shutil.which("cuobjdump"),
        *(os.path.join(home, "bin", "cuobjdump") for home in (os.environ.get("CUDA_HOME"), "/usr/local/cuda") if home),
        *_in_environment(VENV),
    ]
    for place in places:
        if place and _works(place):
            return str(place)
    if given:
        raise ToolMissing(f"{given} is not a program, or there is no nvdisasm for it")
    if not install:
        raise ToolMissing("no cuobjdump with nvdisasm on PATH, in CUDA_HOME, /usr/local/cuda or build/sass-tools; "
                          "--install-tools brings them from PyPI")
    subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    subprocess.run([str(VENV / "bin" / "pip"), "install", "--quiet", *PACKAGES], check=True)
    found = _in_environment(VENV)
    if not found or not _works(found[0]):
        raise ToolMissing(f"{' and '.join(PACKAGES)} brought no cuobjdump that works into {VENV}")
    return str(found[0])


def release_of(program):
    """As the program says: '13.0.85'."""
    text = subprocess.run([program, "--version"], check=True, capture_output=True, text=True).stdout
    return text.strip().rsplit(" V", 1)[-1].split()[0] if " V" in text else text.strip().splitlines()[-1]


if __name__ == "__main__":
    try:
        print(find_cuobjdump(install="--install" in sys.argv[1:]))
    except (ToolMissing, subprocess.CalledProcessError) as failure:
        sys.exit(f"toolkit.py: {failure}")

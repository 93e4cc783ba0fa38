"""mypy --strict on the example of faltung.ndimage and on what its functions return; and the example itself."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "example_pictures.py"

PROGRAM = """
import numpy as np
from faltung import ndimage

class Tensor:
    def __dlpack__(self, *, stream: int | None = None) -> object: ...
    def __dlpack_device__(self) -> tuple[int, int]: return (1, 0)

reveal_type(ndimage.convolve(np.ones((3, 4)), [[1, 2]], mode="wrap", axes=(0, 1), threads=1))
reveal_type(ndimage.correlate1d([1.0, 2.0], [1], origin=np.int64(0)))
reveal_type(ndimage.gaussian_filter(Tensor(), (1.0, 2.0), max_error=1e-9))
reveal_type(ndimage.sobel(Tensor(), mode=("wrap", "mirror")))
ndimage.gaussian_filter1d(np.ones(3), "wide")
ndimage.uniform_filter(np.ones(3), 3, thread=1)
ndimage.correlate(object(), [1])
"""


def mypy(folder: pathlib.Path, *files: pathlib.Path) -> str:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(folder), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder).stdout


def test_types(tmp_path: pathlib.Path) -> None:
    pytest.importorskip("mypy")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    lines = mypy(tmp_path, EXAMPLE, program).splitlines()
    assert not any(EXAMPLE.name in line for line in lines), lines
    found = [line.split('"')[1] for line in lines if "Revealed type" in line]
    expected = ["numpy.ndarray[", "numpy.ndarray[", "program.Tensor", "program.Tensor"]
    assert len(found) == len(expected), lines
    assert all(name.startswith(start) for name, start in zip(found, expected)), lines
    refused = sorted({int(line.split(":")[1]) for line in lines if ": error:" in line})
    last = len(PROGRAM.splitlines())
    assert refused == [last - 2, last - 1, last], lines


def test_the_example() -> None:
    run = subprocess.run([sys.executable, str(EXAMPLE)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    steep, loudness, sums = run.stdout.splitlines()
    edge, inside = (int(number) for number in steep.replace("on the edge", "").split(", inside"))
    assert edge > 10 * inside
    # White noise under weights w has the norm of w: sqrt(1 / (1 - exp(-0.02))) of these.
    assert abs(float(loudness.rsplit(" ", 1)[1]) - 7.1) < 0.2
    assert 0 < int(sums.rsplit(" ", 1)[1]) <= 16 * 255

"""mypy --strict on the package, on the example, on programs that must be refused, and on the stubs against the extension itself."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

pytest.importorskip("mypy")
EXAMPLE = pathlib.Path(__file__).resolve().parent.parent / "example.py"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """NumPy's stubs take most of the time, and are read once."""
    return tmp_path_factory.mktemp("mypy")


def mypy(cache: pathlib.Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cache).stdout


def test_the_package(cache: pathlib.Path) -> None:
    said = mypy(cache, "-p", "faltung")
    assert said.startswith("Success"), said


def test_the_example(cache: pathlib.Path) -> None:
    assert "Success" in mypy(cache, str(EXAMPLE))


def test_what_is_inferred(tmp_path: pathlib.Path, cache: pathlib.Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        """
import numpy as np
import faltung

class Tensor:
    def __dlpack__(self, *, stream: int | None = None) -> object: ...
    def __dlpack_device__(self) -> tuple[int, int]: return (1, 0)

plan = faltung.Plan(10, 3, mode="same")
reveal_type(plan.execute(np.ones(10)))
reveal_type(plan.execute(Tensor()))
reveal_type(plan.execute(np.ones(10), np.ones(10, np.float32)))
reveal_type(plan.output_shape)
reveal_type(plan.method)
reveal_type(faltung.capabilities().cpu.threads)
try:
    plan.set_filter([1, 2, 3])
except faltung.InvalidArgument as error:
    reveal_type(error.argument)
faltung.Plan(10, 3, mode="middle")
faltung.Plan(10, 3, overflow=True)
faltung.Plan(10, 3, "float32")
plan.execute(object())
plan.method = "fft"
faltung.convolve
"""
    )
    lines = mypy(cache, str(program)).splitlines()
    said = [line.split(": ", 2)[1:] for line in lines[:-1]]
    notes = [text for kind, text in said if kind == "note" and text.startswith("Revealed")]
    expected = ["ndarray", "Tensor", "floating[", "tuple[int, ...]", "overlap_save", "int", "str"]
    assert len(notes) == len(expected)
    assert all(name in note for name, note in zip(expected, notes)), notes
    errors = {line.split(":")[1] for line, (kind, _) in zip(lines, said) if kind == "error"}
    first = program.read_text().splitlines().index('faltung.Plan(10, 3, mode="middle")') + 1
    assert errors == {str(first + i) for i in range(6)}, lines


def test_the_stubs_are_the_extensions(tmp_path: pathlib.Path) -> None:
    """stubtest compares names, and signatures where the extension says them."""
    # nanobind's classes have a metaclass of their own, and an __init__ that takes anything and refuses it.
    known = tmp_path / "known"
    known.write_text("faltung\\._core\\.[A-Z][A-Za-z]*\nfaltung\\._core\\.[A-Z][A-Za-z]*\\.__init__\n")
    command = [sys.executable, "-m", "mypy.stubtest", "faltung._core", "--allowlist", str(known)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr

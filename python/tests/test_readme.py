"""What the package's README prints is what it says; the example runs."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent


def run(*arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_example() -> None:
    text = (HERE / "README.md").read_text()
    program = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    output = re.search(r"```text\n(.*?)```", text, re.DOTALL)
    assert program is not None and output is not None
    # A machine with a device may take that.
    assert run("-c", program[1]).replace("cuda", "cpu") == output[1]


def test_the_example() -> None:
    assert "from 1.00 to 0.17" in run(str(HERE / "example.py"))

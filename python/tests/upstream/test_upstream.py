"""NumPy's and SciPy's own tests of the functions whose names faltung has, run on faltung's.

The tests are those of the installed packages. A data file for each suite, `<suite>.txt`, lists each test that does not
pass and why; a test that is listed and passes is as much an error as one that is not listed and fails:

    version 1.2.3                        the model's, to which the list belongs
    reason: why the tests below do not pass
        module::Class::test[parameters]
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from suites import SUITES

HERE = Path(__file__).parent


def read_list(path: Path) -> tuple[str, dict[str, str]]:
    """The version, and test -> reason."""
    version, reason, listed = "", "", dict[str, str]()
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("version "):
            version = line.removeprefix("version ").strip()
        elif line.startswith("reason: "):
            reason = line.removeprefix("reason: ").strip()
        elif line.startswith("    "):
            assert reason, f"{path.name}:{number}: a test without a reason"
            assert line.strip() not in listed, f"{path.name}:{number}: listed twice"
            listed[line.strip()] = reason
        else:
            assert not line.strip() or line.startswith("#"), f"{path.name}:{number}: neither version, reason nor test"
    return version, listed


@pytest.mark.parametrize("name", SUITES)
def test_namesakes_pass_the_models_tests(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite = SUITES[name]
    package = suite.model.split(".")[0]
    pytest.importorskip(package)
    version, listed = read_list(HERE / f"{name}.txt")
    installed = importlib.import_module(package).__version__
    if installed != version:
        pytest.skip(f"{name}.txt is the list for {package} {version}; {installed} is installed")

    outcome_file = tmp_path / "outcomes.json"
    search_path = os.pathsep.join([str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = os.environ | {
        "FALTUNG_UPSTREAM": name,
        "FALTUNG_UPSTREAM_OUTCOMES": str(outcome_file),
        "PYTHONPATH": search_path,
    }
    modules = [module for module, _ in suite.tests]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "namesakes", "-p", "no:cacheprovider", "-c", os.devnull]
    run = subprocess.run(
        [*command, "--pyargs", *modules], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert outcome_file.exists(), (
        f"the models' tests did not come to their end:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}"
    )
    result = json.loads(outcome_file.read_text())
    outcomes: dict[str, str] = result["outcomes"]

    with capsys.disabled():
        counts = Counter(outcomes.values())
        print(f"\n{name}: {len(outcomes)} tests of {package} {installed}: {dict(counts)}, {len(listed)} listed")

    for module, tests in suite.tests:
        for test in tests:
            assert any(f"{i}[".startswith((f"{module}::{test}[", f"{module}::{test}::")) for i in outcomes), (
                f"{module} has no test {test}"
            )
    never_called = [function for function, count in result["calls"].items() if count == 0]
    assert not never_called, f"no test called {never_called}: were they replaced?"
    failed = {i for i, outcome in outcomes.items() if outcome in ("failed", "not run")}
    unlisted = sorted(failed - listed.keys())
    gone = sorted(listed.keys() - failed)
    if unlisted:
        texts = "\n".join(f"{i}\n{result['failures'].get(i, 'not run')}" for i in unlisted[:3])
        pytest.fail(
            f"{len(unlisted)} not listed, and failed:\n" + "\n".join(unlisted) + "\nthe first:\n" + texts, pytrace=False
        )
    if gone:
        pytest.fail(f"{len(gone)} listed, and passed or gone:\n" + "\n".join(gone), pytrace=False)

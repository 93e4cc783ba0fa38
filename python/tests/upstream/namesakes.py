"""pytest plugin: runs one suite of a model's own tests on the namesakes, and writes each test's outcome to a file.

FALTUNG_UPSTREAM names the suite, FALTUNG_UPSTREAM_OUTCOMES the file. The replacing happens when this module is
imported, before the test modules, so that names they import, and parameters they make from them, are the namesakes.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import json
import os
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from suites import SUITES, Suite

SUITE = SUITES[os.environ["FALTUNG_UPSTREAM"]]
calls: Counter[str] = Counter()
outcomes: dict[str, str] = {}
failures: dict[str, str] = {}


def counted(name: str, function: Any) -> Any:
    @functools.wraps(function)
    def call(*arguments: Any, **keywords: Any) -> Any:
        calls[name] += 1
        return function(*arguments, **keywords)

    return call


def adopt_capabilities(models: dict[Any, Any]) -> None:
    """SciPy's tests look up by function which array libraries it takes, in a table that knows nothing of ours."""
    try:
        from scipy._lib._array_api import xp_capabilities_table as table
    except ImportError:
        return
    for theirs, ours in models.items():
        if theirs in table:
            table[ours] = table[theirs]


def replace(suite: Suite) -> None:
    model: ModuleType = importlib.import_module(suite.model)
    namesake: ModuleType = importlib.import_module(suite.namesake)
    replaced = {}
    for name in suite.names:
        ours = counted(name, getattr(namesake, name))
        replaced[getattr(model, name)] = ours
        setattr(model, name, ours)
    if suite.model.startswith("scipy"):
        adopt_capabilities(replaced)


replace(SUITE)


def module_files(suite: Suite) -> dict[Path, str]:
    """Test modules by their files: where a folder of tests is no package, pytest does not know a module's whole
    name."""
    specs = {module: importlib.util.find_spec(module) for module, _ in suite.tests}
    return {Path(spec.origin).resolve(): module for module, spec in specs.items() if spec and spec.origin}


MODULES = module_files(SUITE)


def identity(item: pytest.Item) -> str:
    """`module::Class::test[parameters]`, wherever the model is installed."""
    return f"{MODULES[item.path.resolve()]}::{item.nodeid.split('::', 1)[1]}"


def wanted(item: pytest.Item) -> bool:
    path = identity(item).split("[", 1)[0].split("::")
    return any(
        path[0] == module and path[1 : 1 + test.count("::") + 1] == test.split("::")
        for module, tests in SUITE.tests
        for test in tests
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = [item for item in items if wanted(item)]
    for item in items:
        outcomes[identity(item)] = "not run"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Any:
    report = yield
    name = identity(item)
    if report.failed:
        outcomes[name] = "failed"
        failures[name] = str(report.longrepr)[-2000:]
    elif report.skipped:
        outcomes[name] = "xfailed" if hasattr(report, "wasxfail") else "skipped"
    elif report.when == "call":
        outcomes[name] = "passed"
    return report


def pytest_sessionfinish() -> None:
    result = {"outcomes": outcomes, "failures": failures, "calls": {name: calls[name] for name in SUITE.names}}
    Path(os.environ["FALTUNG_UPSTREAM_OUTCOMES"]).write_text(json.dumps(result))

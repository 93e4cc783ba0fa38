"""What the tests of the core share."""

from __future__ import annotations

from typing import Any

import hypothesis
import numpy as np
import pytest
import standin

from faltung import _core

# Its assertions show their values as those of tests do.
pytest.register_assert_rewrite("core_calls")

hypothesis.settings.register_profile("suite", deadline=None, max_examples=60, derandomize=True)
hypothesis.settings.load_profile("suite")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


@pytest.fixture(scope="module", autouse=True)
def where_a_device_is(request: pytest.FixtureRequest) -> None:
    """The emulated device, where there is one, is for modules that say `on_device`: it runs on the CPU, and slowly."""
    emulation = getattr(_core, "_emulation", None)
    if emulation is not None:
        _core.clear_cache()
        emulation.set_device(getattr(request.module, "on_device", False))


@pytest.fixture(autouse=True)
def no_capsule_is_left() -> Any:
    """Each test gives back what it was handed out by DLPack."""
    yield
    assert not standin.alive

"""Threads, forks and signals."""

from __future__ import annotations

import os
import signal
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

import faltung
from faltung import _core

# The reference sums some 10^8 products in a second: these are minutes of it, on one thread.
LONG = (np.ones(300_000), np.ones(60_000), (-1,), False, "full")
LONG_OPTIONS = (None, None, None, None, None, None, "reference", "cpu", 1)


def test_threads_have_plans_of_their_own(rng: np.random.Generator) -> None:
    signals = [rng.integers(-99, 99, n) for n in (50, 5000, 200_000)]
    filters = [rng.integers(-99, 99, m) for m in (3, 30)]
    expected = {(i, j): np.convolve(x, h) for i, x in enumerate(signals) for j, h in enumerate(filters)}

    def work(seed: int) -> bool:
        turns = np.random.default_rng(seed)
        for _ in range(40):
            i, j = turns.integers(len(signals)), turns.integers(len(filters))
            if not np.array_equal(_core.convolve(signals[i], filters[j], (-1,), False, "full"), expected[i, j]):
                return False
            if turns.integers(8) == 0:
                faltung.clear_cache()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(6)))


def test_one_plan_in_many_threads(rng: np.random.Generator) -> None:
    plan = faltung.Plan((8, 4000), 100, dtype="float32", mode="same")
    plan.set_filter(rng.standard_normal(100).astype("float32"))
    signals = [rng.standard_normal((8, 4000)).astype("float32") for _ in range(6)]
    alone = [plan.execute(x).tobytes() for x in signals]
    with ThreadPoolExecutor(6) as pool:
        for _ in range(5):
            assert [y.tobytes() for y in pool.map(plan.execute, signals)] == alone


def test_a_filter_in_use_is_not_replaced() -> None:
    plan = faltung.Plan(300_000, 60_000, method="reference", backend="cpu", threads=1)
    plan.set_filter(LONG[1])
    failures: list[BaseException] = []

    def replace() -> None:
        time.sleep(0.3)
        try:
            plan.set_filter(LONG[1])
        except BaseException as error:
            failures.append(error)
        os.kill(os.getpid(), signal.SIGUSR1)  # enough seen

    with raising(signal.SIGUSR1):
        other = threading.Thread(target=replace)
        other.start()
        with pytest.raises(Stop):
            plan.execute(LONG[0])
        other.join()
    assert len(failures) == 1 and isinstance(failures[0], faltung.InvalidArgument)
    assert "being executed" in str(failures[0])


class Stop(Exception):
    pass


class raising:
    """Makes a signal raise Stop for the time of a with statement."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __enter__(self) -> None:
        def handler(*_: Any) -> None:
            raise Stop

        self.before = signal.signal(self.number, handler)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(self.number, self.before)


@pytest.mark.parametrize("planned", [False, True])
def test_a_signal_ends_a_long_call(planned: bool) -> None:
    if planned:
        plan = faltung.Plan(300_000, 60_000, method="reference", backend="cpu", threads=1)
        plan.set_filter(LONG[1])
    with raising(signal.SIGALRM):
        started = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(Stop):
            if planned:
                plan.execute(LONG[0])
            else:
                _core.convolve(*LONG, *LONG_OPTIONS)
        # In processor time, which other processes do not take: handlers run within about 10 ms and a piece of work.
        assert time.process_time() - started < 2
    # All is as it was.
    assert np.array_equal(_core.convolve(np.ones(9), np.ones(2), (-1,), False, "valid"), np.full(8, 2.0))


def test_ctrl_c_is_a_keyboard_interrupt() -> None:
    # Python installs this handler, but not where it was started in the background, with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    try:
        timer.start()
        with pytest.raises(KeyboardInterrupt):
            _core.convolve(*LONG, *LONG_OPTIONS)
        timer.join()
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_handler_may_convolve() -> None:
    """It runs within the call that it interrupts, with a plan of its own for the same problem."""
    x, h = np.ones(20_000), np.ones(3_000)
    within: list[Any] = []

    def handler(*_: Any) -> None:
        within.append(_core.convolve(x, 2 * h, (-1,), False, "valid", *LONG_OPTIONS))

    before = signal.signal(signal.SIGALRM, handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        outer = _core.convolve(x, h, (-1,), False, "valid", *LONG_OPTIONS)
        while not within:
            time.sleep(0.01)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert np.all(outer == 3_000) and np.all(within[0] == 6_000)


def test_other_threads_run_meanwhile() -> None:
    done = threading.Event()

    def work() -> None:
        x, h = np.ones(20_000), np.ones(3_000)
        _core.convolve(x, h, (-1,), False, "full", *LONG_OPTIONS)
        done.set()

    other = threading.Thread(target=work)
    other.start()
    turns = 0
    while not done.wait(0.002):
        turns += 1
    other.join()
    # The call takes some 0.5 s. With the GIL held there would be a turn before it and none until its end.
    assert turns > 10


def test_a_child_works_after_a_fork(rng: np.random.Generator) -> None:
    x, h = rng.integers(-99, 99, 400_000), rng.integers(-99, 99, 64)
    expected = np.convolve(x, h)
    plan = faltung.Plan(x.shape, h.shape, dtype="int64")
    plan.set_filter(h)
    assert np.array_equal(_core.convolve(x, h, (-1,), False, "full"), expected)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that a process with threads forks
        child = os.fork()
    if child == 0:
        try:
            same = np.array_equal(_core.convolve(x, h, (-1,), False, "full"), expected)
            same &= np.array_equal(plan.execute(x), expected)
            os._exit(0 if same else 1)
        except BaseException:
            os._exit(2)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        time.sleep(0.01)
    else:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pytest.fail("the child hangs")
    assert os.waitstatus_to_exitcode(status) == 0

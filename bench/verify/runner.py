"""Runs steps one after the other, each within its limit and all within one; leaves a JSON file and a log for each.

A step that fails, runs out of time or cannot start is noted and the next one begins. What a step leaves running is
ended with it, by its process group.
"""

import dataclasses
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

PASSED, FAILED, TIMED_OUT, SKIPPED, NOT_REACHED, PLANNED = (
    "passed", "failed", "timed out", "skipped", "not reached", "planned")
SKIP_CODE = 77  # how the project's programs say that there was nothing to run on
LEAST_SECONDS = 5  # less is not worth starting a step for
LAST_WORDS = 4000  # characters of a log that its JSON repeats


@dataclasses.dataclass
class Step:
    name: str
    what: str
    command: list
    limit: float  # seconds
    environment: dict = dataclasses.field(default_factory=dict)
    needs: tuple = ()  # steps without which this one makes no sense
    files: tuple = ()  # that must be there
    programs: tuple = ()  # that must be found
    unless: str = ""  # a reason not to run it here
    results: tuple = ()  # JSON files that it writes, taken into its own
    codes: dict = dataclasses.field(default_factory=dict)  # exit code -> what it means


@dataclasses.dataclass
class Outcome:
    step: Step
    status: str
    seconds: float = 0.0
    code: int = None
    reason: str = ""

    def as_json(self, folder, given):
        content = {"schema": "faltung-step-1", "name": self.step.name, "what": self.step.what,
                   "command": [str(each) for each in self.step.command], "status": self.status, "reason": self.reason,
                   "code": self.code, "seconds": round(self.seconds, 2), "limit_seconds": self.step.limit,
                   "given_seconds": round(given, 2)}
        log = folder / f"{self.step.name}.log"
        if log.exists():
            content["log"] = log.name
            content["last_words"] = log.read_text(errors="replace")[-LAST_WORDS:]
        results = {}
        for each in self.step.results:
            path = pathlib.Path(each)
            if self.status != PLANNED and path.exists():
                try:
                    results[path.name] = json.loads(path.read_text())
                except ValueError as broken:
                    results[path.name] = f"no JSON: {broken}"
        if results:
            content["results"] = results
        return content


def write_json(path, content):
    path.write_text(json.dumps(content, indent=1) + "\n")


def _missing(step, outcomes):
    """Why the step cannot start; empty where it can."""
    if step.unless:
        return step.unless
    bad = [name for name in step.needs if outcomes[name].status != PASSED]
    if bad:
        return f"needs {', '.join(bad)}, which did not pass"
    for each in step.programs:
        if not (shutil.which(each, path=step.environment.get("PATH")) or os.access(each, os.X_OK)):
            return f"there is no {each} here"
    for each in step.files:
        if not pathlib.Path(each).exists():
            return f"there is no {each}"
    return ""


def _execute(step, folder, seconds):
    log = folder / f"{step.name}.log"
    start = time.monotonic()
    with open(log, "w", encoding="utf-8") as out:
        try:
            # A group of its own, so that all of its processes can be ended with it.
            process = subprocess.Popen([str(each) for each in step.command], stdout=out, stderr=subprocess.STDOUT,
                                       stdin=subprocess.DEVNULL, env={**os.environ, **step.environment},
                                       start_new_session=True)
        except OSError as failure:
            return Outcome(step, FAILED, reason=f"cannot start: {failure}")
        try:
            code = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end(process)
            return Outcome(step, TIMED_OUT, time.monotonic() - start, reason=f"ended after {seconds:.0f} s")
        except BaseException:
            _end(process)
            raise
    took = time.monotonic() - start
    if code == 0:
        return Outcome(step, PASSED, took, code)
    if code == SKIP_CODE:
        return Outcome(step, SKIPPED, took, code, "it says that there is nothing to run on")
    return Outcome(step, FAILED, took, code, step.codes.get(code, f"exit code {code}"))


def _end(process):
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            continue
    process.wait()


def run(steps, folder, time_limit, context, dry=False, say=print):
    """All steps in order; {name: Outcome}. The folder gets NAME.json and NAME.log for each and summary.json."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + time_limit
    outcomes = {}
    for step in steps:
        left = deadline - time.monotonic()
        given = min(step.limit, left)
        reason = "" if dry else _missing(step, outcomes)
        if dry:
            outcome = Outcome(step, PLANNED)
        elif reason:
            outcome = Outcome(step, SKIPPED, reason=reason)
        elif given < min(LEAST_SECONDS, step.limit):
            outcome = Outcome(step, NOT_REACHED, reason=f"the {time_limit:.0f} s for all steps were over")
        else:
            say(f"== {step.name}: {step.what} (at most {given:.0f} s)")
            outcome = _execute(step, folder, given)
        outcomes[step.name] = outcome
        write_json(folder / f"{step.name}.json", outcome.as_json(folder, given))
        # After every step, so that a run that is cut off leaves what it had.
        write_json(folder / "summary.json", summary(steps, outcomes, context, time_limit))
        say(line_of(outcome))
    return outcomes


def line_of(outcome):
    text = f"{outcome.status:>11}  {outcome.step.name:<22} {outcome.seconds:6.1f} of {outcome.step.limit:.0f} s"
    return f"{text}  {outcome.reason}" if outcome.reason else text


def summary(steps, outcomes, context, time_limit):
    return {"schema": "faltung-verify-1", "context": context, "time_limit_seconds": time_limit,
            "steps": [{"name": step.name, "limit_seconds": step.limit,
                       "status": outcomes[step.name].status if step.name in outcomes else NOT_REACHED,
                       "seconds": round(outcomes[step.name].seconds, 2) if step.name in outcomes else 0,
                       "reason": outcomes[step.name].reason if step.name in outcomes else ""} for step in steps]}

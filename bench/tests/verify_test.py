"""bench/verify-on-gpu without a GPU: its dry run, and how its runner takes steps that fail, hang or cannot start."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

BENCH = pathlib.Path(__file__).resolve().parents[1]
SCRIPT = BENCH / "verify-on-gpu"
sys.path[:0] = [str(BENCH / "verify"), str(BENCH / "peers")]

import compare  # noqa: E402
import compiled_peer  # noqa: E402
import labelled_tests  # noqa: E402
import machine  # noqa: E402
import peer  # noqa: E402
import runner  # noqa: E402
from runner import Step  # noqa: E402


class Scratch(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def read(self, name):
        return json.loads((self.folder / f"{name}.json").read_text())


class DryRun(Scratch):
    def run_script(self, *arguments):
        return subprocess.run([sys.executable, SCRIPT, "--out", self.folder, *arguments], capture_output=True,
                              text=True, check=False)

    def test_every_step_leaves_its_plan(self):
        done = self.run_script("--dry-run", "--time-limit", "570")
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = self.read("summary")
        self.assertEqual(summary["schema"], "faltung-verify-1")
        self.assertTrue(summary["context"]["dry_run"])
        names = [step["name"] for step in summary["steps"]]
        self.assertEqual(len(set(names)), len(names))
        for step in summary["steps"]:
            self.assertEqual(step["status"], "planned")
            plan = self.read(step["name"])
            self.assertEqual(plan["name"], step["name"])
            self.assertTrue(plan["what"])
            self.assertTrue(all(isinstance(word, str) and word for word in plan["command"]), plan["command"])
            self.assertEqual(plan["limit_seconds"], step["limit_seconds"])
            self.assertLessEqual(plan["given_seconds"], 570)
            self.assertFalse((self.folder / f"{step['name']}.log").exists(), "a dry run runs nothing")

    def test_steps_come_in_order_of_worth_and_each_ends_in_time(self):
        self.run_script("--dry-run")
        steps = {step["name"]: i for i, step in enumerate(self.read("summary")["steps"])}
        order = ["prerequisites", "configure", "build", "gpu-tests", "roofline", "sanitizer-memcheck",
                 "sanitizer-racecheck", "sanitizer-initcheck", "sanitizer-synccheck", "crossover", "points",
                 "peer-torch", "build-tune", "tune"]
        self.assertEqual(sorted(order, key=steps.__getitem__), order)
        self.assertLessEqual({"peer-torch", "peer-cupy", "peer-npp", "peer-cufft", "peer-cufftdx"}, set(steps))
        limits = [step["limit_seconds"] for step in self.read("summary")["steps"]]
        self.assertTrue(all(0 < limit <= 600 for limit in limits), limits)
        # What comes before the first result, and that result, fit into one run.
        self.assertLessEqual(sum(limits[:steps["build"] + 1]), 570)

    def test_programs_of_the_tree_that_steps_call_are_there(self):
        self.run_script("--dry-run")
        for step in self.read("summary")["steps"]:
            for word in self.read(step["name"])["command"]:
                if word.endswith(".py"):
                    self.assertTrue(pathlib.Path(word).exists(), word)

    def test_no_program_writes_over_the_steps_own_files(self):
        self.run_script("--dry-run")
        names = [step["name"] for step in self.read("summary")["steps"]]
        taken = {str(self.folder.resolve() / f"{name}.{kind}") for name in [*names, "summary"]
                 for kind in ("json", "log")}
        for name in names:
            self.assertFalse(taken & set(self.read(name)["command"]), name)

    def test_chosen_steps_bring_what_they_need(self):
        done = self.run_script("--dry-run", "--steps", "peer-cupy")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([step["name"] for step in self.read("summary")["steps"]],
                         ["configure", "build", "points", "peer-cupy"])

    def test_a_prefix_is_told_to_every_tool_that_searches(self):
        (self.folder / "prefix" / "usr").mkdir(parents=True)
        self.run_script("--dry-run", "--prefix", str(self.folder / "prefix"))
        command = " ".join(self.read("configure")["command"])
        self.assertIn("rpath-link", command)
        self.assertIn("--prefix", self.read("prerequisites")["command"])

    def test_a_simulator_runs_the_tests_and_times_nothing(self):
        done = self.run_script("--dry-run", "--simulator", sys.executable)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("--under", self.read("gpu-tests")["command"])
        self.assertIn("--no-device", self.read("prerequisites")["command"])

    def test_a_wrong_call_is_told_and_does_nothing(self):
        for arguments, words in ((["--steps", "nonsense"], "nonsense"), (["--prefix", "/nonexistent"], "/nonexistent"),
                                 (["--time-limit", "0"], "time-limit")):
            done = self.run_script("--dry-run", *arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
        self.assertFalse((self.folder / "summary.json").exists())


    def test_the_sanitizers_shapes_are_tests_that_there_are(self):
        # A filter that matches nothing would pass.
        self.run_script("--dry-run")
        chosen = self.read("sanitizer-memcheck")["command"][-1].split("=", 1)[1].split(":")
        sources = "".join(path.read_text() for path in (BENCH.parent / "tests" / "contract").glob("*_test.cpp"))
        for each in chosen:
            prefix, suite = each.removesuffix(".*").split("/")
            self.assertRegex(sources, rf"INSTANTIATE_TEST_SUITE_P\({prefix}, {suite},")
            self.assertRegex(sources, rf"TEST_P\({suite},")


class Runner(Scratch):
    def run_steps(self, *steps, time_limit=60):
        lines = []
        outcomes = runner.run(steps, self.folder, time_limit, {}, say=lines.append)
        return {name: one.status for name, one in outcomes.items()}

    def python(self, text):
        return [sys.executable, "-c", text]

    def test_no_failure_stops_the_rest(self):
        statuses = self.run_steps(
            Step("fails", "", self.python("import sys; print('broken'); sys.exit(3)"), 20),
            Step("absent", "", ["/nonexistent/program"], 20),
            Step("unfound", "", ["true"], 20, programs=("no-such-program",)),
            Step("fileless", "", ["true"], 20, files=("/nonexistent/file",)),
            Step("unwanted", "", ["true"], 20, unless="not here"),
            Step("dependent", "", ["true"], 20, needs=("fails",)),
            Step("skips", "", self.python("import sys; sys.exit(77)"), 20),
            Step("works", "", self.python("print('done')"), 20))
        self.assertEqual(statuses, {"fails": "failed", "absent": "failed", "works": "passed",
                                    **dict.fromkeys(["unfound", "fileless", "unwanted", "dependent", "skips"],
                                                    "skipped")})
        self.assertEqual(self.read("fails")["code"], 3)
        self.assertIn("broken", self.read("fails")["last_words"])
        self.assertIn("no-such-program", self.read("unfound")["reason"])
        self.assertIn("fails", self.read("dependent")["reason"])
        self.assertEqual({step["name"]: step["status"] for step in self.read("summary")["steps"]}, statuses)

    def test_a_step_ends_at_its_limit_with_all_that_it_started(self):
        child = self.folder / "child"
        text = ("import subprocess, sys, time;"
                "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
                f"open({str(child)!r}, 'w').write(str(p.pid)); time.sleep(60)")
        start = time.monotonic()
        statuses = self.run_steps(Step("hangs", "", self.python(text), 3), Step("next", "", self.python("pass"), 20))
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(statuses, {"hangs": "timed out", "next": "passed"})
        pid = int(child.read_text())
        for _ in range(50):
            if not pathlib.Path(f"/proc/{pid}").exists() or ") Z " in pathlib.Path(f"/proc/{pid}/stat").read_text():
                return
            time.sleep(0.1)
        self.fail("the step's child lives on")

    def test_the_whole_ends_in_time(self):
        start = time.monotonic()
        statuses = self.run_steps(Step("long", "", self.python("import time; time.sleep(60)"), 50),
                                  Step("late", "", self.python("pass"), 50), time_limit=6)
        self.assertLess(time.monotonic() - start, 30)
        self.assertEqual(statuses, {"long": "timed out", "late": "not reached"})

    def test_results_are_taken_into_the_step(self):
        good, bad = self.folder / "good-result.json", self.folder / "bad-result.json"
        self.run_steps(Step("measures", "", self.python(
            f"open({str(good)!r}, 'w').write('[1, 2]'); open({str(bad)!r}, 'w').write('[1,')"), 20,
                            results=(good, bad)))
        results = self.read("measures")["results"]
        self.assertEqual(results[good.name], [1, 2])
        self.assertIn("no JSON", results[bad.name])

    def test_the_environment_reaches_the_step(self):
        statuses = self.run_steps(Step("asks", "", self.python(
            "import os, sys; sys.exit(os.environ.get('FALTUNG_TEST') != 'yes')"), 20, {"FALTUNG_TEST": "yes"}))
        self.assertEqual(statuses["asks"], "passed")


class Prerequisites(Scratch):
    def test_what_is_missing_is_named(self):
        target = self.folder / "machine.json"
        environment = {**os.environ, "PATH": str(self.folder), "CUDA_HOME": str(self.folder)}
        done = subprocess.run([sys.executable, BENCH / "verify" / "machine.py", target], capture_output=True, text=True,
                              check=False, env=environment)
        found = json.loads(target.read_text())
        self.assertEqual(found["devices"], [])
        self.assertEqual(done.returncode, 1)
        self.assertIn("nvidia-smi finds no device", done.stdout)
        self.assertIn("ninja-build", found["packages_absent"])

    def test_packages_under_a_prefix_count(self):
        header = self.folder / "usr" / machine.PACKAGES["librapidcheck-dev"]
        header.parent.mkdir(parents=True)
        header.touch()
        self.assertNotIn("librapidcheck-dev", machine.facts(self.folder)["packages_absent"])


class LabelledTests(Scratch):
    def run_with(self, *codes):
        folder = self.folder / "build"
        folder.mkdir()
        lines = []
        for i, code in enumerate(codes):
            lines += [f'add_test(t{i} "{sys.executable}" "-c" "import sys; sys.exit({code})")',
                      f'set_tests_properties(t{i} PROPERTIES LABELS "gpu" SKIP_RETURN_CODE 77)']
        (folder / "CTestTestfile.cmake").write_text("\n".join(lines) + "\n")
        return subprocess.run([sys.executable, labelled_tests.__file__, folder, "gpu", self.folder / "result.json"],
                              capture_output=True, text=True, check=False)

    def test_a_skip_is_not_a_pass(self):
        self.assertEqual(self.run_with(77).returncode, 77)
        self.assertEqual(self.read("result")[0]["status"], "skipped")

    def test_a_failure_is_one(self):
        self.assertEqual(self.run_with(0, 1, 77).returncode, 1)

    def test_passes(self):
        self.assertEqual(self.run_with(0, 77).returncode, 0)

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual(self.run_with().returncode, 1)

    def test_environment_modifications_are_made(self):
        test = {"name": "t", "properties": [{"name": "ENVIRONMENT_MODIFICATION",
                                             "value": ["FALTUNG_A=path_list_append:/x", "FALTUNG_B=set:y"]}]}
        made = labelled_tests.environment_of(test)
        self.assertEqual((made["FALTUNG_A"], made["FALTUNG_B"]), ("/x", "y"))


class Peers(Scratch):
    points = [{"name": "a", "signal": [100], "filter": [9], "batch": 4, "type": "float32", "mode": "same"},
              {"name": "b", "signal": [20, 30], "filter": [3, 5], "batch": 1, "type": "float32", "mode": "same"}]

    def test_what_a_peer_cannot_do_is_noted_and_the_rest_measured(self):
        def prepare(point):
            if point["name"] == "b":
                raise ValueError("no pictures")
            return {"slow": lambda turn: None, "broken": None}

        def clock(work):
            if work is None:
                raise RuntimeError("out of memory")
            return [3e-6, 1e-6, 2e-6]

        results = peer.measure(self.points, prepare, clock)
        self.assertEqual([one["way"] for one in results], ["slow", "broken", ""])
        self.assertEqual(results[0]["seconds"], {"min": 1e-6, "median": 2e-6, "max": 3e-6})
        self.assertAlmostEqual(results[0]["outputs_per_second"], 400 / 2e-6)
        self.assertIn("out of memory", results[1]["skipped"])
        self.assertIn("no pictures", results[2]["skipped"])

    def test_a_compiled_peer_is_told_and_tells_its_points_in_lines(self):
        self.assertEqual(compiled_peer.line_of(0, self.points[0]), "0 1 1 100 1 9 4")
        self.assertEqual(compiled_peer.line_of(1, self.points[1]), "1 2 20 30 3 5 1")
        results = compiled_peer.parse("noise\n0 1e-6 2e-6\n1 ! too small\n", self.points, "npp")
        self.assertEqual(results[0]["seconds"]["min"], 1e-6)
        self.assertEqual(results[1]["skipped"], "too small")

    def test_peers_are_held_against_the_fastest_of_faltung(self):
        def timed(name, way, seconds, **more):
            return {"name": name, "seconds": {"median": seconds}, **way, **more}

        roofline = {"points": [timed("a", {"method": "direct"}, 2.0, roof_share=0.5),
                               timed("a", {"method": "fft"}, 1.0, roof_share=0.25), {"name": "c", "method": "direct"}]}
        peers = [{"peer": "npp", "points": [timed("a", {"way": "filter"}, 3.0), timed("b", {"way": "filter"}, 1.0)]},
                 {"peer": "cupy", "points": [timed("a", {"way": "slow"}, 9.0), timed("a", {"way": "fast"}, 0.5)]}]
        rows = compare.compare(roofline, peers)
        self.assertEqual([row["name"] for row in rows], ["a"])
        self.assertEqual((rows[0]["method"], rows[0]["roof_share"]), ("fft", 0.25))
        self.assertEqual(rows[0]["peers"]["npp"]["times_longer"], 3)
        self.assertEqual(rows[0]["peers"]["cupy"], {"way": "fast", "times_longer": 0.5})
        self.assertIn("3.00x", compare.table(rows, ["npp", "cupy"]))

    def test_a_peer_that_is_not_here_says_so_and_is_skipped(self):
        points = self.folder / "points.json"
        points.write_text(json.dumps({"schema": "faltung-points-1", "points": self.points}))
        for name in sorted(compiled_peer.KNOWN):
            done = subprocess.run([sys.executable, BENCH / "peers" / "compiled_peer.py", name, points,
                                   self.folder / "result.json", "--nvcc", "/nonexistent/nvcc"], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 77, done.stderr)
            self.assertIn("SKIPPED", done.stdout)
            self.assertTrue((BENCH / "peers" / f"{name}.cu").exists())


if __name__ == "__main__":
    unittest.main()

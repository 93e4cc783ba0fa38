"""From counts to the static report, and to what is pinned of it."""

import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from static_case import kernel_of

import accesses
import measures
import occupancy
import pins
import pipes
import prototypes
import report
import roof
import simulate


class Model(unittest.TestCase):
    def test_occupancy_against_known_cases(self):
        self.assertEqual(occupancy.resident_warps(90, 32, 128, 0), 64)
        self.assertEqual(occupancy.resident_warps(90, 64, 128, 12160), 32)
        self.assertEqual(occupancy.resident_warps(90, 65, 128, 0), 28)
        self.assertEqual(occupancy.resident_warps(80, 32, 128, 80 * 1024), 8)
        self.assertEqual(occupancy.resident_warps(90, 32, 32, 300 * 1024), 0)

    def work(self, **changed):
        base = dict(moved_bytes=8, halo_bytes=0, extra_bytes=0, multiply_adds=9, kind="float32", instructions=15,
                    pipes={"multiply-adds": 9 / 4}, wavefronts=3, overlapped=True)
        return roof.Work(**{**base, **changed})

    def test_a_light_kernel_comes_near_the_copy_and_a_heavy_one_near_the_multiply_adds(self):
        device = roof.DEVICES[90]
        self.assertAlmostEqual(roof.issue_slots(device, 8), 62.3, delta=0.2)
        share, bound, _ = roof.predict(device, self.work())
        self.assertEqual(bound, "memory")
        self.assertAlmostEqual(share, roof.ATTAINED["memory"], delta=0.01)
        share, bound, _ = roof.predict(device, self.work(multiply_adds=1000, instructions=1000))
        self.assertEqual(bound, "issue")
        self.assertAlmostEqual(share, roof.ATTAINED["issue"], delta=0.01)

    def test_what_goes_at_half_the_rate_takes_twice_the_time(self):
        device = roof.DEVICES[90]
        taps = 1000
        for opcode, slower, pipe in (("FFMA", 1, "issue"), ("IMAD", 2, "integer products"), ("PRMT", 2, "logic"),
                                     ("F2F", 8, "conversions"), ("DFMA", 2, "doubles")):
            clocks = pipes.clocks(90, {opcode: taps})
            self.assertEqual(max(clocks.values()), slower * taps / roof.ISSUE_PER_CLOCK, opcode)
            share, bound, _ = roof.predict(device, self.work(multiply_adds=taps, instructions=taps, pipes=clocks))
            self.assertAlmostEqual(share, roof.ATTAINED["issue"] / slower, delta=0.01)
            self.assertEqual(bound, pipe)
        # Before it had two pipes for float products, all of them shared one.
        self.assertEqual(pipes.clocks(80, {"FFMA": taps, "IMAD": taps})["multiply-adds"], taps)
        self.assertEqual(pipes.clocks(120, {"FFMA": taps}), {})

    def test_every_device_knows_its_pipes(self):
        for architecture, device in roof.DEVICES.items():
            rates = {name: threads for name, (_, threads) in pipes.PIPES[architecture].items()}
            self.assertEqual(rates["multiply-adds"], device.multiply_adds["float32"])
            self.assertEqual(rates["doubles"], device.multiply_adds["float64"])
            integers = rates.get("integer products", rates["multiply-adds"])
            self.assertEqual(4 * integers, device.multiply_adds["bytes"])

    def test_more_of_anything_is_never_faster(self):
        device = roof.DEVICES[90]
        share = roof.predict(device, self.work())[0]
        for more in ({"instructions": 60}, {"pipes": {"logic": 20}}, {"wavefronts": 20}, {"halo_bytes": 30},
                     {"extra_bytes": 8}, {"overlapped": False}):
            self.assertLess(roof.predict(device, self.work(**more))[0], share, more)

    def test_the_inner_loop_is_the_innermost_with_most_multiply_adds(self):
        kernel = kernel_of(["NOP", "FFMA R0, R1, R2, R0", "LDS R1, [R3]", "@P0 BRA 0x10", "FFMA R0, R1, R2, R0",
                            "FFMA R0, R1, R2, R0", "@P1 BRA 0x40", "@P2 BRA 0x0", "EXIT"])
        every = {one.address for one in kernel.instructions}
        self.assertEqual(measures.inner_loop(kernel, every), {"instructions": 3, "fma": 2, "load": 0, "other": 1})
        # One that only borders come to is none of an inner tile.
        self.assertEqual(measures.inner_loop(kernel, set(range(0, 0x40, 16))),
                         {"instructions": 3, "fma": 1, "load": 1, "other": 1})
        self.assertIsNone(measures.inner_loop(kernel, {0}))


class Study(unittest.TestCase):
    """A kernel that copies a word per thread, four blocks of a warp."""

    def study(self, store="STG.E desc[UR4][R4.64], R6", name="test"):
        kernel = kernel_of(["S2R R0, SR_TID.X", "S2R R1, SR_CTAID.X", "LEA R0, R1, R0, 0x5", "LDC.64 R2, c[0x0][0x210]",
                            "IMAD.WIDE R2, R0, 0x4, R2", "LDC.64 R4, c[0x0][0x218]", "IMAD.WIDE R4, R0, 0x4, R4",
                            "LDG.E R6, desc[UR4][R2.64]", "FFMA R6, R6, R6, R6", store, "EXIT"])
        kernel.name = name
        launch = {"kernel": "test", "blocks": [4, 1, 1], "threads": [32, 1, 1], "shared_bytes": 0,
                  "parameters": (0x1000).to_bytes(8, "little").hex() + (0x9000).to_bytes(8, "little").hex()}
        problem = {"name": "p m=1", "group": "g", "method": "direct", "mode": "same", "signal": [128], "filter": [1],
                   "batch": 1, "type": "float32", "multiply_adds_per_output": 1, "outputs": 128, "output_bytes": 4,
                   "signal_bytes": 4, "launches": [launch]}
        return measures.study([problem], [kernel])[90]

    def test_counts_are_for_one_output(self):
        study = self.study()
        entry = study["problems"][0]
        self.assertEqual(entry["instructions_per_output"], 11)
        self.assertEqual(entry["executed_multiply_adds_per_output"], 1)
        self.assertEqual(entry["read_bytes_per_output"], 4)
        self.assertEqual(entry["stored_bytes_per_output"], 4)
        self.assertEqual(entry["wavefronts_per_32_outputs"], 2)
        self.assertEqual(entry["predicted"]["bound"], "memory")
        self.assertEqual(study["kernels"]["test"]["resident_warps"], 32)
        self.assertEqual(study["kernels"]["test"]["most_warps"], 64)
        self.assertEqual(entry["sectors_over_ideal"], 1)
        self.assertIsNone(entry["shared_wavefronts_over_ideal"])
        self.assertEqual(entry["lane_utilisation"], 1)

    def test_the_report_says_all_of_it(self):
        out = io.StringIO()
        report.print_report(out, {90: self.study()})
        self.assertIn(roof.__doc__.strip(), out.getvalue())
        self.assertIn("from 1e-15 to 3e38", out.getvalue())
        kernel, problem = [line.split() for line in out.getvalue().splitlines() if line.startswith(("test ", "p m=1"))]
        self.assertEqual(kernel[4:8], ["32", "32", "50", "%"])  # threads, warps, occupancy
        self.assertEqual(problem[-1], "test")
        self.assertEqual(problem[2:7], ["11.0", "1.0", "2.0", "1.00", "100"])

    def test_an_output_stored_twice_is_no_count(self):
        self.assertIn("more than once", self.study("STG.E.64 desc[UR4][R4.64], R6")["problems"][0]["uncounted"])

    def test_a_kernel_that_is_not_in_the_objects_is_no_count(self):
        self.assertIn("no machine code", self.study(name="other")["problems"][0]["uncounted"])


class Simulate(unittest.TestCase):
    """With a simulator that is a shell script."""

    COUNTS = {"warp_instructions": 10, "lane_instructions": 240, "global_sectors": 6, "global_sectors_ideal": 4,
              "shared_wavefronts": 0, "shared_wavefronts_ideal": 0}

    def run_it(self, *options, code=0):
        folder = pathlib.Path(self.folder())
        program, simulator, out = folder / "program", folder / "simulator", folder / "out.json"
        program.write_text("#!/bin/sh\n[ \"$1\" = --list ] && echo 'p m=1' && echo 'p m=2'; exit 0\n")
        counts = json.dumps({"kernels": {"k<float>": self.COUNTS, "direct_taps<float>": self.COUNTS}})
        simulator.write_text(f"#!/bin/sh\nreport=$1; shift; echo '{counts}' >$report; \"$@\" && "
                             f"{{ [ $2 = --list ] || exit {code}; }}\n")
        for each in (program, simulator):
            each.chmod(0o755)
        done = subprocess.run([sys.executable, simulate.__file__, "--simulator", f"{simulator} {{report}}", "--program",
                               str(program), "--out", str(out), *options], capture_output=True, text=True, check=False)
        return done, out

    def folder(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        return made.name

    def test_counts_are_of_the_kernels_of_an_execution(self):
        done, out = self.run_it()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(simulate.read(out), {"p m=1": self.COUNTS, "p m=2": self.COUNTS})
        self.assertEqual(list(simulate.read(self.run_it("--only", "m=2")[1])), ["p m=2"])

    def test_a_failing_simulator_is_told(self):
        done, _ = self.run_it(code=86)
        self.assertEqual(done.returncode, 1)
        self.assertIn("p m=1: code 86", done.stderr)

    def test_counts_stand_beside_the_report_s_own(self):
        entry = {"name": "p m=1", "sectors_over_ideal": 1.25, "shared_wavefronts_over_ideal": None,
                 "lane_utilisation": 1.0}
        self.assertEqual(list(report.simulated_rows([entry, {"name": "q"}], {"p m=1": self.COUNTS})),
                         [["p m=1", "1.25", "", "100 %", "1.50", "", "75 %"]])

    def test_other_files_are_no_counts(self):
        path = pathlib.Path(self.folder()) / "other.json"
        path.write_text("{}")
        with self.assertRaises(simulate.SimulationFailed):
            simulate.read(path)


class Prototypes(unittest.TestCase):
    def rows(self, name, instructions):
        return list(prototypes.rows([{"name": name, "instructions_per_output": instructions}]))

    def test_less_needs_no_reason(self):
        self.assertEqual(self.rows("1d float32 same m=3", 8.0), [["1d float32 same m=3", "8", "11.4", "8.0", ""]])

    def test_more_than_the_estimate_and_less_than_the_trace(self):
        self.assertIn("traced whole", self.rows("1d float32 valid m=9", 17.6)[0][-1])

    def test_more_than_either_has_its_own_reason_or_none(self):
        self.assertEqual(self.rows("1d float32 valid m=9", 20)[0][-1], "no reason is known")
        self.assertIn("16 bytes", self.rows("1d float32 same m=31", 42.3)[0][-1])

    def test_reasons_are_for_prototypes_that_there_are(self):
        for kind, extent, part in prototypes.REASONS:
            letter = "m" if kind.startswith("1d") else "k"
            self.assertEqual(prototypes.split(f"{kind} {part} {letter}={extent}"), (kind, part, extent))

    def test_what_has_no_prototype_is_no_row(self):
        for name in ("1d float64 same m=9", "1d float32 same m=5", "2d float32 same 1x9",
                     "batch of 64 float32 same m=9"):
            self.assertEqual(self.rows(name, 1), [])
        self.assertEqual(list(prototypes.rows([{"name": "1d float32 same m=3", "uncounted": "why"}])), [])


class Accesses(unittest.TestCase):
    NAMES = {"a": "tile_2d<float>", "b": "direct_1d_lines<float>", "c": "brand_new<float>"}

    def rows(self, *problems):
        return list(accesses.rows([{"sectors_over_ideal": sectors, "shared_wavefronts_over_ideal": shared,
                                    "launches": [{"kernel": kernel}]} for kernel, sectors, shared in problems],
                                  self.NAMES))

    def test_what_is_near_the_ideal_is_no_row(self):
        self.assertEqual(self.rows(("a", 1.05, None), ("b", 1.0, 1.04)), [])

    def test_problems_of_a_kernel_share_a_row(self):
        rows = self.rows(("a", 1.1, None), ("a", 1.25, 1.3), ("b", 1.5, 1.0))
        self.assertEqual([row[:4] for row in rows],
                         [["sectors", "direct_1d_lines", "1", "1.50"], ["sectors", "tile_2d", "2", "1.10 to 1.25"],
                          ["shared", "tile_2d", "1", "1.30"]])
        self.assertEqual([row[4] for row in rows], [accesses.reason_of(*row[:2]) for row in rows])

    def test_what_nobody_explained_is_said_to_be_so(self):
        self.assertEqual(self.rows(("c", 2.0, None))[0][4], "no reason is known")

    def test_the_committed_report_explains_all_and_needs_every_reason(self):
        path = pathlib.Path(__file__).resolve().parents[1] / "results" / "static" / "report.json"
        found = set()
        for content in json.loads(path.read_text(encoding="utf-8"))["architectures"].values():
            names = measures.readable(list(content["kernels"]))
            for row in accesses.rows([one for one in content["problems"] if "uncounted" not in one], names):
                self.assertNotEqual(row[4], "no reason is known", row)
                found.add((row[0], row[4]))
        self.assertEqual(found, {(measure, why) for measure, _, why in accesses.REASONS})


class Pins(unittest.TestCase):
    def pinned(self, registers=64, fma=800, instructions=30.0, sectors=1.0):
        return {"kernels": {"k": {"registers": registers, "spill_instructions": 0, "stack_bytes": 0,
                                  "inner_loop": {"instructions": 830, "fma": fma, "load": 20, "other": 10}}},
                "problems": {"p": {"instructions_per_output": instructions, "sectors_over_ideal": sectors}}}

    def test_what_is_within_the_tolerance_is_as_pinned(self):
        self.assertEqual(pins.differences(self.pinned(), self.pinned(fma=810, instructions=30.4)), [])

    def test_every_difference_is_told(self):
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(registers=65))), 1)
        self.assertIn("+3.3 %", pins.differences(self.pinned(), self.pinned(instructions=31.0))[0])
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(instructions=28.0))), 1)
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(fma=840))), 1)
        self.assertIn("4.00 times the ideal sectors", pins.differences(self.pinned(), self.pinned(sectors=4.0))[0])
        uncounted = self.pinned()
        del uncounted["problems"]["p"]["sectors_over_ideal"]
        self.assertEqual(len(pins.differences(self.pinned(), uncounted)), 1)
        other = self.pinned()
        other["kernels"]["new"] = other["kernels"].pop("k")
        self.assertEqual(len(pins.differences(self.pinned(), other)), 2)

    def test_spills_are_found(self):
        bad = self.pinned()
        bad["kernels"]["k"]["spill_instructions"] = 3
        self.assertEqual(pins.spilled(self.pinned()), [])
        self.assertEqual(len(pins.spilled(bad)), 1)


if __name__ == "__main__":
    unittest.main()

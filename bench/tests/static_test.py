"""The parts of bench/static that need neither a GPU nor cuobjdump: machine code as text in, counts out."""

import io
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "static"))

import cubin  # noqa: E402
import interpreter  # noqa: E402
import measures  # noqa: E402
import occupancy  # noqa: E402
import pins  # noqa: E402
import pipes  # noqa: E402
import prototypes  # noqa: E402
import report  # noqa: E402
import roof  # noqa: E402
import simulate  # noqa: E402
import toolkit  # noqa: E402
from semantics.words import MASK, MASK64, signed  # noqa: E402


def kernel_of(lines, architecture=90):
    """A kernel from 'opcode operands' lines, 16 bytes each, as cuobjdump prints them."""
    text = "\t\tFunction : test\n" + "\n".join(
        f"        /*{16 * i:04x}*/                   {line} ;" for i, line in enumerate(lines))
    return cubin.Kernel("test", architecture, "test", cubin.parse_listing(text)["test"], 32, 0, 0, 0x210, {}, "")


def launch_of(threads=1, parameters=b"", blocks=1):
    return interpreter.Launch((blocks, 1, 1), (threads, 1, 1), 0, parameters)


def executed(lines, registers=None, predicates=None):
    """Registers and predicates after the instructions."""
    return executed_kernel(kernel_of([*lines, "EXIT"]), registers, predicates)


def executed_kernel(kernel, registers=None, predicates=None):
    program = interpreter.Program(kernel)
    thread = interpreter._Thread(interpreter._Place((0, 0, 0), (0, 0, 0), 0),
                                 interpreter.constant_reader(kernel, launch_of()), {})
    for number, value in (registers or {}).items():
        thread.r[number] = None if value is None else value & MASK
    for number, value in (predicates or {}).items():
        thread.p[number] = value
    interpreter._run_to_barrier(program, thread, thread.constant, thread.shared)
    return thread


class Semantics(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(1)

    def words(self, count):
        edge = [0, 1, 2, 0x7FFFFFFF, 0x80000000, MASK - 1, MASK]
        return [self.random.choice([self.random.getrandbits(32), self.random.choice(edge)]) for _ in range(count)]

    def test_additions_carry_over_to_64_bits(self):
        for _ in range(200):
            a, b, c, d = self.words(4)
            wide = ((a | b << 32) + (c | d << 32)) & MASK64
            done = executed(["IADD3 R4, P0, R0, R2, RZ", "IADD3.X R5, R1, R3, RZ, P0, !PT"], {0: a, 1: b, 2: c, 3: d})
            self.assertEqual(done.r[4] | done.r[5] << 32, wide)
            wide = ((a | b << 32) - (c | d << 32)) & MASK64
            done = executed(["IADD3 R4, P0, R0, -R2, RZ", "IADD3.X R5, R1, ~R3, RZ, P0, !PT"], {0: a, 1: b, 2: c, 3: d})
            self.assertEqual(done.r[4] | done.r[5] << 32, wide)

    def test_wide_products(self):
        for _ in range(200):
            a, b, c, d = self.words(4)
            done = executed(["IMAD.WIDE.U32 R4, R0, R1, R2", "IMAD.WIDE R6, R0, R1, RZ", "IMAD.HI.U32 R8, R0, R1, RZ"],
                            {0: a, 1: b, 2: c, 3: d})
            self.assertEqual(done.r[4] | done.r[5] << 32, (a * b + (c | d << 32)) & MASK64)
            self.assertEqual(done.r[6] | done.r[7] << 32,
                             signed(a) * signed(b) & MASK64)
            self.assertEqual(done.r[8], a * b >> 32)

    def test_64_bit_comparisons(self):
        for _ in range(200):
            a, b, c, d = self.words(4)
            first, second = a | signed(b) << 32, c | signed(d) << 32
            done = executed(["ISETP.GE.U32.AND P0, PT, R0, R2, PT", "ISETP.GE.AND.EX P1, PT, R1, R3, PT, P0",
                             "ISETP.NE.U32.AND P2, PT, R0, R2, PT", "ISETP.NE.AND.EX P3, PT, R1, R3, PT, P2"],
                            {0: a, 1: b, 2: c, 3: d})
            self.assertEqual(done.p[1], first >= second)
            self.assertEqual(done.p[3], first != second)

    def test_addresses_by_shift_and_add(self):
        for _ in range(200):
            a, b, c, d = self.words(4)
            done = executed(["LEA R4, P0, R0, R2, 0x2", "LEA.HI.X R5, R0, R3, R1, 0x2, P0",
                             "LEA.HI.X.SX32 R6, R0, RZ, 0x1, PT"], {0: a, 1: b, 2: c, 3: d})
            self.assertEqual(done.r[4] | done.r[5] << 32,
                             (((a | b << 32) << 2) + (c | d << 32)) & MASK64)
            self.assertEqual(done.r[6], (MASK if a & 0x80000000 else 0) + 1 & MASK)

    def test_shifts(self):
        for _ in range(200):
            low, high = self.words(2)
            amount = self.random.randrange(32)
            done = executed([f"SHF.L.U64.HI R4, R0, {amount:#x}, R1", f"SHF.R.U64 R5, R0, {amount:#x}, R1",
                             f"SHF.R.S32.HI R6, RZ, {amount:#x}, R1", f"SHF.L.U32 R7, R0, {amount:#x}, RZ",
                             f"SHF.R.U32.HI R8, RZ, {amount:#x}, R1", f"SHF.L.W.U32.HI R9, R0, {amount:#x}, R0"],
                            {0: low, 1: high})
            wide = low | high << 32
            self.assertEqual(done.r[4], wide << amount >> 32 & MASK)
            self.assertEqual(done.r[5], wide >> amount & MASK)
            self.assertEqual(done.r[6], signed(high) >> amount & MASK)
            self.assertEqual(done.r[7], low << amount & MASK)
            self.assertEqual(done.r[8], high >> amount)
            self.assertEqual(done.r[9], (low << amount | low >> 32 - amount) & MASK)

    def test_logic_and_permutations(self):
        a, b, c = 0x12345678, 0x0F0F00FF, 0xDEADBEEF
        done = executed(["LOP3.LUT R4, R0, R1, R2, 0x96, !PT", "LOP3.LUT P0, RZ, R0, 0x8, RZ, 0xc0, !PT",
                         "PRMT R5, R0, 0x5410, R1", "PRMT R6, R2, 0x9910, RZ", "SEL R7, R0, R1, P0",
                         "PLOP3.LUT P1, P2, PT, PT, P0, 0x80, 0x8"], {0: a, 1: b, 2: c})
        self.assertEqual(done.r[4], a ^ b ^ c)
        self.assertTrue(done.p[0])
        self.assertEqual(done.r[5], 0x00FF5678)
        self.assertEqual(done.r[6], 0xFFFFBEEF)
        self.assertEqual(done.r[7], a)
        self.assertTrue(done.p[1])
        self.assertFalse(done.p[2])

    def test_the_conversions_of_a_division_never_overestimate_a_reciprocal_by_much(self):
        for divisor in [1, 3, 7, 20, 240, 2560, 65537, 1048573, (1 << 31) - 1]:
            done = executed(["I2F.U32.RP R2, R0", "MUFU.RCP R3, R2", "IADD3 R4, R3, 0xffffffe, RZ",
                             "F2I.FTZ.U32.TRUNC.NTZ R5, R4"], {0: divisor})
            self.assertLessEqual(done.r[5], (1 << 32) // divisor)
            self.assertGreater(done.r[5], (1 << 32) // divisor * 0.999 - 2)

    def test_a_constant_in_disguise(self):
        self.assertEqual(executed(["HFMA2.MMA R0, -RZ, RZ, 0, 5.9604644775390625e-08"]).r[0], 1)

    def test_flags_are_kept_in_bits_of_a_register_that_was_never_written(self):
        done = executed(["LOP3.LUT R2, R2, 0xfffffffe, RZ, 0xc0, !PT", "@P1 LOP3.LUT R2, R2, 0x1, RZ, 0xfc, !PT",
                         "LOP3.LUT P5, RZ, R2, 0x1, RZ, 0xc0, !PT"], predicates={1: True})
        self.assertTrue(done.p[5])

    def test_unknown_values_stay_unknown_unless_they_cannot_matter(self):
        done = executed(["IADD3 R1, R0, 0x1, RZ", "IMAD R2, R0, RZ, R3", "ISETP.GE.AND P0, PT, R0, R3, !PT",
                         "@P3 MOV R3, 0x7"], {0: None, 3: 5})
        self.assertIsNone(done.r[1])
        self.assertEqual(done.r[2], 5)
        self.assertFalse(done.p[0])
        self.assertIsNone(done.r[3])

    def test_sums_are_ordinary_numbers(self):
        done = executed(["FSETP.NE.AND P0, PT, R0, RZ, PT", "FSETP.EQ.OR P1, P2, R0, RZ, P0",
                         "FSETP.GT.AND P3, PT, R0, R1, PT", "DSETP.NEU.AND P4, PT, |R2|, +INF, PT",
                         "FSETP.NAN.AND P5, P6, R0, R0, PT"])
        self.assertEqual(done.p[:7], [True, True, True, None, True, False, True])

    def test_limits_of_ordinary_numbers_may_lie_in_constant_memory(self):
        for limit, less in ((1.7976931348623157e308, True), (1e-146, False), (1.0, None)):
            kernel = kernel_of(["DSETP.GTU.AND P0, P1, |R0|, c[0x2][0x0], PT", "EXIT"])
            kernel.constants[2] = struct.pack("<d", limit)
            self.assertEqual(executed_kernel(kernel).p[:2], [None, None] if less is None else [not less, less])
        kernel = kernel_of(["FSETP.LT.OR P0, PT, |R0|, c[0x2][0x0], !PT", "FSETP.LT.AND P1, PT, R0, c[0x2][0x0], PT",
                            "EXIT"])
        kernel.constants[2] = struct.pack("<f", 3.4e38)
        self.assertEqual(executed_kernel(kernel).p[:2], [True, None])

    def test_whether_one_of_two_sums_is_no_number_stays_unknown(self):
        self.assertIsNone(executed(["FSETP.NAN.AND P0, PT, R0, R1, PT"]).p[0])

    def test_an_instruction_nobody_explained_is_an_error_only_where_it_is_met(self):
        with self.assertRaisesRegex(interpreter.Unsupported, "XYZZY"):
            executed(["XYZZY R0, R1"])
        executed(["BRA 0x20", "XYZZY R0, R1", "NOP"])


class Interpreter(unittest.TestCase):
    def test_a_loop_is_counted_as_often_as_it_turns(self):
        kernel = kernel_of(["MOV R0, RZ", "FFMA R2, R3, R4, R2", "IADD3 R0, R0, 0x1, RZ",
                            "ISETP.GE.AND P0, PT, R0, c[0x0][0x210], PT", "@!P0 BRA 0x10", "EXIT"])
        counts = interpreter.run_block(kernel, launch_of(64, (10).to_bytes(4, "little")), (0, 0, 0))
        self.assertEqual(counts.warps, 2)
        self.assertEqual(counts.instructions, 2 * (1 + 4 * 10 + 1))
        self.assertEqual(counts.multiply_adds, 64 * 10)

    def test_a_warp_takes_both_sides_of_a_branch_that_parts_it(self):
        kernel = kernel_of(["S2R R0, SR_TID.X", "ISETP.GE.AND P0, PT, R0, 0x10, PT", "@P0 BRA 0x50", "NOP", "BRA 0x60",
                            "NOP", "EXIT"])
        self.assertEqual(interpreter.run_block(kernel, launch_of(32), (0, 0, 0)).instructions, 3 + 2 + 1 + 1)
        self.assertEqual(interpreter.run_block(kernel, launch_of(16), (0, 0, 0)).instructions, 3 + 2 + 1)

    def test_words_pass_through_shared_memory_at_a_barrier(self):
        # Thread t turns as often as thread 31 - t said.
        kernel = kernel_of(["S2R R0, SR_TID.X", "IMAD.SHL.U32 R1, R0, 0x4, RZ", "STS [R1], R0",
                            "BAR.SYNC.DEFER_BLOCKING 0x0", "IADD3 R2, -R1, 0x7c, RZ", "LDS R3, [R2]",
                            "IADD3 R3, R3, -0x1, RZ", "ISETP.GE.AND P0, PT, R3, RZ, PT", "@P0 BRA 0x60", "EXIT"])
        counts = interpreter.run_block(kernel, launch_of(32), (0, 0, 0))
        self.assertEqual(counts.instructions, 6 + 3 * 32 + 1)
        self.assertEqual(counts.shared_wavefronts, 2)

    def test_lanes_shuffle_their_values(self):
        kernel = kernel_of(["S2R R0, SR_TID.X", "SHFL.IDX PT, R1, R0, 0x5, 0x1f", "SHFL.DOWN P0, R2, R0, 0x10, 0x1f",
                            "SHFL.BFLY PT, R3, R0, 0x1, 0x1f", "SHFL.UP P1, R4, R0, 0x1, RZ", "IMAD R5, R1, R2, R3",
                            "IADD3 R5, R5, R4, RZ", "STS [R5], R0", "EXIT"])
        program = interpreter.Program(kernel)
        threads = [interpreter._Thread(interpreter._Place((0, 0, 0), (lane, 0, 0), lane), lambda *_: None, {})
                   for lane in range(32)]
        interpreter._run_warp(threads, program, threads[0].constant, {})
        for lane, thread in enumerate(threads):
            self.assertTrue(thread.done)
            self.assertEqual(thread.r[1], 5)
            self.assertEqual((thread.r[2], thread.p[0]), (lane + 16, True) if lane < 16 else (lane, False))
            self.assertEqual(thread.r[3], lane ^ 1)
            self.assertEqual((thread.r[4], thread.p[1]), (lane - 1, True) if lane else (0, False))

    def test_a_branch_on_data_is_an_error(self):
        kernel = kernel_of(["LDG.E R0, desc[UR4][R2.64]", "ISETP.GE.AND P0, PT, R0, RZ, PT", "@P0 BRA 0x0", "EXIT"])
        with self.assertRaisesRegex(interpreter.Unsupported, "branch on data"):
            interpreter.run_block(kernel, launch_of(), (0, 0, 0))

    def test_an_endless_loop_is_an_error(self):
        most, interpreter.MOST_STEPS = interpreter.MOST_STEPS, 100
        self.addCleanup(setattr, interpreter, "MOST_STEPS", most)
        with self.assertRaisesRegex(interpreter.Unsupported, "no end"):
            interpreter.run_block(kernel_of(["BRA 0x0", "EXIT"]), launch_of(), (0, 0, 0))

    def test_a_call_returns(self):
        kernel = kernel_of(["MOV R4, 0x20", "CALL.REL.NOINC 0x40", "NOP", "EXIT", "FFMA R0, R1, R2, R3",
                            "RET.REL.NODEC R4 0x0"])
        self.assertEqual(interpreter.run_block(kernel, launch_of(), (0, 0, 0)).instructions, 6)

    def test_a_table_of_places_is_followed(self):
        # Entries are places in the function; the jump adds what stands behind the register and where it ends itself.
        for jump in (["LDC R4, c[0x2][R0]", "BRX R4 -0x40"], ["ULDC UR4, c[0x2][UR0]", "BRXU UR4 -0x40"]):
            for entry, instructions in ((0x50, 4 + 2), (0x40, 4 + 3)):
                kernel = kernel_of(["NOP", "NOP", *jump, "NOP", "NOP", "EXIT"])
                kernel.constants[2] = entry.to_bytes(4, "little")
                counts = interpreter.run_block(kernel, launch_of(), (0, 0, 0))
                self.assertEqual(counts.instructions, instructions, jump)

    def test_accesses_are_held_against_the_ideal(self):
        parameters = (0x1000).to_bytes(8, "little")

        def counted(distance, first=0):
            return interpreter.run_block(kernel_of([
                "S2R R0, SR_TID.X", "LDC.64 R2, c[0x0][0x210]", f"IADD3 R2, R2, {first:#x}, RZ",
                f"IMAD.WIDE R2, R0, {distance:#x}, R2", f"IMAD R4, R0, {distance:#x}, RZ", "LDG.E R6, desc[UR4][R2.64]",
                "LDS R7, [R4]", "EXIT"]), launch_of(32, parameters), (0, 0, 0))

        neighbours, apart, between = counted(4), counted(8), counted(4, 4)
        self.assertEqual((neighbours.sectors, neighbours.ideal_sectors), (4, 4))
        self.assertEqual((neighbours.shared_wavefronts, neighbours.ideal_wavefronts), (1, 1))
        self.assertEqual((apart.sectors, apart.ideal_sectors), (8, 4))
        self.assertEqual((apart.shared_wavefronts, apart.ideal_wavefronts), (2, 1))
        self.assertEqual((between.sectors, between.ideal_sectors), (5, 4))

    def test_lanes_that_come_to_an_instruction_are_counted(self):
        kernel = kernel_of(["S2R R0, SR_TID.X", "ISETP.GE.AND P0, PT, R0, 0x8, PT", "@P0 EXIT", "NOP", "EXIT"])
        counts = interpreter.run_block(kernel, launch_of(32), (0, 0, 0))
        self.assertEqual((counts.instructions, counts.lane_instructions), (5, 3 * 32 + 2 * 8))

    def test_bytes_stored_are_counted_one_by_one(self):
        parameters = (0x1000).to_bytes(8, "little")
        kernel = kernel_of(["S2R R0, SR_TID.X", "LDC.64 R2, c[0x0][0x210]", "IMAD.WIDE R2, R0, 0x10, R2",
                            "STG.E.128 desc[UR4][R2.64], R4", "EXIT"])
        counts = interpreter.run_block(kernel, launch_of(32, parameters), (0, 0, 0))
        self.assertEqual(set(counts.stored), set(range(0x1000, 0x1200)))
        self.assertEqual(counts.global_wavefronts, 4)

    def test_wavefronts_of_shared_memory(self):
        words = [4 * lane for lane in range(32)]
        self.assertEqual(interpreter.wavefronts(words, 4), 1)
        self.assertEqual(interpreter.wavefronts([2 * each for each in words], 4), 2)
        self.assertEqual(interpreter.wavefronts([0] * 32, 4), 1)
        self.assertEqual(interpreter.wavefronts([0] * 32, 16), 2)
        # Chunks of R floats per lane: free of conflicts exactly where R / 4 is odd.
        for outputs in range(4, 36, 4):
            lanes = [4 * outputs * lane for lane in range(32)]
            self.assertEqual(interpreter.wavefronts(lanes, 16) == 4, outputs // 4 % 2 == 1, outputs)


class Toolkit(unittest.TestCase):
    def test_a_cuobjdump_without_its_disassembler_is_none(self):
        with tempfile.TemporaryDirectory() as folder:
            programs = [pathlib.Path(folder) / name for name in ("cuobjdump", "nvdisasm")]
            before = os.environ["PATH"]
            self.addCleanup(os.environ.__setitem__, "PATH", before)
            os.environ["PATH"] = folder
            for program in programs:
                with self.assertRaises(toolkit.ToolMissing):
                    toolkit.find_cuobjdump(str(programs[0]))
                program.write_text("#!/bin/sh\n")
                program.chmod(0o755)
            self.assertEqual(toolkit.find_cuobjdump(str(programs[0])), str(programs[0]))


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
        self.assertEqual(measures.inner_loop(kernel), {"instructions": 3, "fma": 2, "load": 0, "other": 1})


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


class Pins(unittest.TestCase):
    def pinned(self, registers=64, fma=800, instructions=30.0):
        return {"kernels": {"k": {"registers": registers, "spill_instructions": 0, "stack_bytes": 0,
                                  "inner_loop": {"instructions": 830, "fma": fma, "load": 20, "other": 10}}},
                "instructions_per_output": {"p": instructions}}

    def test_what_is_within_the_tolerance_is_as_pinned(self):
        self.assertEqual(pins.differences(self.pinned(), self.pinned(fma=810, instructions=30.4)), [])

    def test_every_difference_is_told(self):
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(registers=65))), 1)
        self.assertIn("+3.3 %", pins.differences(self.pinned(), self.pinned(instructions=31.0))[0])
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(instructions=28.0))), 1)
        self.assertEqual(len(pins.differences(self.pinned(), self.pinned(fma=840))), 1)
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

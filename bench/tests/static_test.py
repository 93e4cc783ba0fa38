"""Machine code as text in, counts out: the parts of bench/static that need neither a GPU nor cuobjdump."""

import os
import pathlib
import random
import struct
import tempfile
import unittest

from static_case import kernel_of, launch_of

import interpreter
import toolkit
import warp_counts
from semantics.words import MASK, MASK64, signed


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
        self.assertEqual(warp_counts.wavefronts(words, 4), 1)
        self.assertEqual(warp_counts.wavefronts([2 * each for each in words], 4), 2)
        self.assertEqual(warp_counts.wavefronts([0] * 32, 4), 1)
        self.assertEqual(warp_counts.wavefronts([0] * 32, 16), 2)
        # Chunks of R floats per lane: free of conflicts exactly where R / 4 is odd.
        for outputs in range(4, 36, 4):
            lanes = [4 * outputs * lane for lane in range(32)]
            self.assertEqual(warp_counts.wavefronts(lanes, 16) == 4, outputs // 4 % 2 == 1, outputs)


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


if __name__ == "__main__":
    unittest.main()

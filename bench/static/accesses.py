"""Why warps ask for more sectors of global memory, or for more wavefronts of shared memory, than the ideal, wherever
they do: read from the accesses of each kernel's machine code, lane by lane."""

import re

CACHED = ("A sector that is asked for twice is found in the first-level cache the second time, and where two stores "
          "share one they meet in the second-level cache: that takes wavefronts, which the prediction counts, and no "
          "bandwidth of memory.")

NEAR = 1.05  # what is not more than this over the ideal needs no reason

_NEIGHBOURS = ("a lane reads its own pack and, of the packs beside it, as many elements as its windows reach: some of"
               " the 16 bytes that its neighbour reads whole")
_TWO_PACKS = ("a window that begins between two addresses for packs is made of two packs for each of its own, and of "
              "the second only the first elements are wanted: 32 packs take 12 wavefronts, and up to 16 were they read "
              "once and stored in parts")
_SHORT_ROWS = ("a warp's lanes work on several rows, each of which begins and ends within a sector and of which the "
               "first and the last elements come one by one")
_PIECES = ("a row of the window begins anywhere in a sector and is read by 8 lanes at a time: 5 sectors for 4 of "
           "float, 3 for 2 of 16 bits, 2 for 1 of bytes")
_ANYWHERE = ("windows, and taps behind the first chunk's, begin anywhere in a sector: 9 for 8 of 8 bytes a lane, 5 "
             "for 4 of 4 bytes")
_BROADCAST = ("taps, 16 bytes at one address for the whole warp, take two wavefronts where the ideal for so few bytes"
              " is one; and of a window's last elements, less than a pack, those of every eighth lane share banks")
_SEVERAL_ROWS = ("lanes that are served together work on two or three rows, whose packs share banks; and taps, as in "
                 "long rows")
_SEVERAL_FILTERS = ("a warp's lanes meet two to four filters, and taps at each address take a wavefront of their own,"
                    " where the ideal for so few bytes is one")
_PARTS = ("rows of the window that begin between two addresses for packs are stored in two or three parts, which "
          "share banks; in tiles of few threads across, lanes that are served together lie in several rows of "
          "threads; and taps, at one address for the whole warp")
_HALVES = ("the halves of a warp, which make the real and the imaginary parts, read the same windows, and taps at an "
           "address of their own: eight lanes are served at a time, whatever others ask for")

# The first whose kernels and measure match.
REASONS = (
    ("sectors", r"direct_1d_registers|direct_1d_bytes|stream_2d", _NEIGHBOURS),
    ("sectors", r"stream_2d_\w+", f"{_NEIGHBOURS}; and rows begin anywhere in a sector"),
    ("sectors", r"direct_1d_(stored_)?bank", _TWO_PACKS),
    ("sectors", r"direct_1d_(stored_|complex_)?(bank_)?lines", f"{_SHORT_ROWS}; {_TWO_PACKS}"),
    ("sectors", r"direct_1d_(stored|complex|complex_bank)|tile_2d_complex", _ANYWHERE),
    ("sectors", r"tile_2d", _PIECES),
    ("shared", r"direct_1d_(stored_)?bank_lines|direct_1d_complex_bank", _SEVERAL_FILTERS),
    ("shared", r"direct_1d_(stored_|complex_)?lines", _SEVERAL_ROWS),
    ("shared", r"direct_1d_\w+", _BROADCAST),
    ("shared", r"tile_2d_complex", _HALVES),
    ("shared", r"tile_2d", _PARTS),
)
MEASURES = {"sectors": "sectors_over_ideal", "shared": "shared_wavefronts_over_ideal"}


def family(kernel):
    """tile_2d of tile_2d<float,float,float>."""
    return re.sub("<.*", "", kernel)


def reason_of(measure, kernel):
    """'' where none is known."""
    return next((why for what, kernels, why in REASONS if what == measure and re.fullmatch(kernels, kernel)), "")


def rows(problems, names):
    """A table's: measure, kernel, of how many problems, the least and the most, why."""
    found = {}
    for entry in problems:
        for measure, key in MEASURES.items():
            if (entry.get(key) or 0) > NEAR:
                # The last launch makes the outputs.
                found.setdefault((measure, family(names[entry["launches"][-1]["kernel"]])), []).append(entry[key])
    for (measure, kernel), ratios in sorted(found.items()):
        span = f"{min(ratios):.2f}" if len(ratios) == 1 else f"{min(ratios):.2f} to {max(ratios):.2f}"
        yield [measure, kernel, str(len(ratios)), span, reason_of(measure, kernel) or "no reason is known"]

"""The convolutions of scipy.signal, with their arguments, results and exceptions.

Where the arguments are SciPy's, so are shapes, element types and values; sums in floating point are rounded by the
method that is taken, within its bound. What differs:

- Integers are exact modulo 2^bits by every method. In fftconvolve and oaconvolve, whose results are floating-point as
  SciPy's, they are converted first.
- A NaN or an infinity reaches only the outputs whose window holds it, by every method; SciPy's transforms spread it
  over all outputs, and its convolve warns of that. Samples outside are left out of the sum rather than multiplied by
  zero.
- bool and float16 are taken in any number of dimensions, and are bool and float16 (summed in float32). longdouble,
  object and whatever else the library has no element type for is a TypeError.
- Along more than two axes on which both operands have more than one sample, nothing is convolved: Unsupported, a
  ValueError, says so. With an extent of 1 in one operand, an axis counts signals or filters.
- 'auto' and choose_conv_method go by the library's own predicted times, for the machine they run on.

Beyond SciPy, by keyword only:

out: array of the result's shape, written and returned
axes: (convolve, correlate, convolve2d, correlate2d) convolve along these; the other axes are broadcast against each
    other and count signals or filters; mode 'same' of the first two has in1's shape along them too
boundary, cval: (where SciPy has no boundary) what stands outside in1: None or "zero", "constant" (of value cval),
    "wrap", "reflect", "mirror" or "nearest"
method: (where SciPy has none) None or "auto", "reference", "direct", "separable", "fft" or "overlap_save"; None and
    "auto" leave the choice to the library. Where SciPy has one, the library's are taken as well
backend: None, "cpu" or "cuda"
threads: CPU threads that may be used, 0 for all
max_error: take no method whose proved error bound, relative to the 2-norms of the operands, is worse
stream: CUDA stream of work on device arrays
workspace: bytes to work in

Arrays of other libraries (CuPy, torch, JAX) are taken by DLPack or __cuda_array_interface__, and the result is such an
array.
"""

from ._choose import choose_conv_method
from ._convolve import convolve, correlate
from ._convolve2d import convolve2d, correlate2d
from ._fftconvolve import fftconvolve, oaconvolve
from ._lags import correlation_lags
from ._sepfir2d import sepfir2d

__all__ = [
    "choose_conv_method",
    "convolve",
    "convolve2d",
    "correlate",
    "correlate2d",
    "correlation_lags",
    "fftconvolve",
    "oaconvolve",
    "sepfir2d",
]

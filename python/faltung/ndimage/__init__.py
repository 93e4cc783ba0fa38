"""The linear filters of scipy.ndimage: the same names, arguments, results, exceptions and warnings.

    from faltung import ndimage
    soft = ndimage.gaussian_filter(picture, 2.0)
    edges = ndimage.sobel(picture, axis=0, output=float)
    shifted = ndimage.convolve(volume, weights, mode="wrap", axes=(1, 2))

Arguments that the functions have in common:

axis : the axis whose lines are filtered; the last by default.
output : None for a new array of input's type (complex for complex weights); a type, or its name; or the array to
    write, of input's shape, any strides and byte order, which may be input itself and is returned. Results are
    rounded once to its type, or truncated to integers as C converts them: towards zero, modulo the width of narrow
    types.
mode : what stands outside of a b c d. reflect or grid-mirror: d c b a | a b c d | d c b a. mirror: d c b | a b c d |
    c b a. nearest: a a | a b c d | d d. wrap or grid-wrap: a b c d | a b c d | a b c d. constant or grid-constant:
    cval.
cval : any float64, complex for a complex input.
origin : moves the filter's centre, which is weight number m // 2 of m: a positive one moves what a correlation
    returns to the right and what a convolution returns to the left.

and those that scipy.ndimage does not have, by keyword only:

method : None, "reference", "direct", "separable", "fft" or "overlap_save". None leaves the choice to the library, but
    up to 128 taps along one axis, and where an integer output makes the last bit of a sum count, it is "direct".
backend : None, "cpu" or "cuda".
threads : CPU threads that may be used, 0 for all. The result does not depend on it.
max_error : take no method whose proved error bound, relative to the 2-norms of input and weights, is worse.
stream : CUDA stream of work on device arrays.
workspace : bytes to work in.

Sums run in float64 or complex128, whatever the types of input and output, within the bounds of the library's methods.
With an integer output they have scipy.ndimage's very values: integers under integer weights are summed as integers,
and where the order of the terms decides what truncation leaves, they are added in scipy.ndimage's order, as its x86
builds have it (others contract products and sums). Only derivatives of Gaussians may differ by 1 there: their weights
may in the last bit.

float16 and longdouble are refused with RuntimeError, as scipy.ndimage refuses them. Where it strays from its
definition, this module does not: mode reflect in N dimensions with filters of four times the signal's length and
more; input of stride 0 in N dimensions, of which it takes samples for ones outside; weights below 2.2e-16, which it
drops or takes for equal; counts of 256 that it truncates to False; complex64 under complex weights, whose products it
rounds to complex64 whatever the output; an output that is its own input, in derivatives along several axes; and the
means that follow a NaN in its line.

Arrays of other libraries (CuPy, torch, JAX) are taken by DLPack or __cuda_array_interface__, and the result is such
an array; weights and output may be. They have the library's element types, float16 and bfloat16 among them; output
must be a floating-point type or array where integer arithmetic does not give the result; an array to write must not
be the input.
"""

from ._gaussian import gaussian_filter, gaussian_filter1d
from ._gradients import gaussian_gradient_magnitude, generic_gradient_magnitude
from ._laplace import gaussian_laplace, generic_laplace, laplace
from ._neighbours import prewitt, sobel
from ._uniform import uniform_filter, uniform_filter1d
from ._weights import convolve, convolve1d, correlate, correlate1d

__all__ = [
    "convolve",
    "convolve1d",
    "correlate",
    "correlate1d",
    "gaussian_filter",
    "gaussian_filter1d",
    "gaussian_gradient_magnitude",
    "gaussian_laplace",
    "generic_gradient_magnitude",
    "generic_laplace",
    "laplace",
    "prewitt",
    "sobel",
    "uniform_filter",
    "uniform_filter1d",
]

#!/usr/bin/env python3
"""Writes golden.json: what NumPy, SciPy, OpenCV and scikit-image answer.

    python3 -m pip install numpy scipy opencv-python-headless scikit-image
    tests/unit/filters/golden/make_golden.py

Operands have few binary digits, so that they are the same numbers in float and in double.
"""

import fractions
import json
import pathlib

import cv2
import numpy
import scipy
import skimage
from scipy import ndimage, signal
from skimage.feature import match_template

RANDOM = numpy.random.default_rng(5)
MODES = {"zero": "constant", "reflect": "reflect", "mirror": "mirror", "nearest": "nearest", "wrap": "wrap"}
MEASURES = {
    "squared_difference": cv2.TM_SQDIFF,
    "squared_difference_normalised": cv2.TM_SQDIFF_NORMED,
    "correlation": cv2.TM_CCORR,
    "correlation_normalised": cv2.TM_CCORR_NORMED,
    "correlation_coefficient": cv2.TM_CCOEFF,
    "correlation_coefficient_normalised": cv2.TM_CCOEFF_NORMED,
}


def operand(*shape):
    return RANDOM.integers(-512, 513, shape) / 64


def windows():
    for name, parameter in [("boxcar", None), ("hann", None), ("hamming", None), ("blackman", None), ("bartlett", None),
                            ("gaussian", 2.5), ("kaiser", 0.0), ("kaiser", 8.6), ("kaiser", 40.0)]:
        for length in (1, 2, 3, 8, 31):
            for sym in (True, False):
                window = name if parameter is None else (name, parameter)
                yield {"name": name, "parameter": parameter, "length": length, "symmetric": sym,
                       "values": signal.get_window(window, length, fftbins=not sym).tolist()}


def exact_savgol_coeffs(length, order, deriv, delta, pos):
    """In rational arithmetic: by monic orthogonal polynomials on the samples."""
    centre = fractions.Fraction(length - 1, 2)
    points = [i - centre for i in range(length)]
    at = (centre if pos is None else fractions.Fraction(pos)) - centre

    def times_x(p):
        return [0, *p]

    def minus(p, q, factor):
        return [a - factor * (q[k] if k < len(q) else 0) for k, a in enumerate(p)]

    def value(p, x):
        return sum(a * x**k for k, a in enumerate(p))

    def derivative(p):
        return [k * a for k, a in enumerate(p)][1:]

    taps = [fractions.Fraction(0)] * length
    before, norm_before, p = [0], fractions.Fraction(1), [fractions.Fraction(1)]
    for degree in range(order + 1):
        norm = sum(value(p, x) ** 2 for x in points)
        wanted = p
        for _ in range(deriv):
            wanted = derivative(wanted)
        taps = [tap + value(p, x) * value(wanted, at) / norm for tap, x in zip(taps, points)]
        p, before, norm_before = minus(times_x(p), before, norm / norm_before if degree > 0 else 0), p, norm
    return [float(tap / fractions.Fraction(delta) ** deriv) for tap in reversed(taps)]


def condition(length, order, pos=None):
    """Of the equations that SciPy solves: its own error is this many roundings."""
    place = (length - 1) / 2 if pos is None else pos
    return numpy.linalg.cond(numpy.vander(numpy.arange(length) - place, order + 1))


def savgol_coeffs():
    for length, order, deriv, delta, pos in [
        (1, 0, 0, 1.0, None), (5, 2, 0, 1.0, None), (7, 3, 1, 0.5, None), (11, 4, 2, 0.25, None), (9, 3, 3, 2.0, None),
        (6, 2, 0, 1.0, None), (8, 3, 1, 1.0, None), (2, 1, 0, 1.0, None), (5, 2, 3, 1.0, None), (7, 2, 0, 1.0, 0),
        (7, 3, 1, -0.5, 6), (21, 5, 0, 1.0, None), (4, 3, 0, 1.0, 2), (15, 4, 1, 1.0, 3),
        (31, 20, 0, 1.0, None), (51, 8, 3, 1.0, None), (20, 19, 0, 1.0, 0),
    ]:
        yield {"window_length": length, "polyorder": order, "deriv": deriv, "delta": delta, "pos": pos,
               "condition": condition(length, order, pos),
               "exact": exact_savgol_coeffs(length, order, deriv, delta, pos),
               "values": signal.savgol_coeffs(length, order, deriv, delta, pos).tolist()}


def gaussian_kernels():
    for sigma, truncate in [(0.3, 4.0), (1.0, 4.0), (2.5, 4.0), (2.0, 2.25)]:
        for order in range(4):
            radius = int(truncate * sigma + 0.5)
            impulse = numpy.zeros(2 * radius + 1)
            impulse[radius] = 1
            values = ndimage.gaussian_filter1d(impulse, sigma, order=order, mode="constant", truncate=truncate)
            yield {"sigma": sigma, "order": order, "truncate": truncate, "values": values.tolist()}


def filters_1d():
    for n in (1, 2, 9, 40):
        x = operand(n)
        for boundary, mode in MODES.items():
            for size in (1, 2, 3, 4, 7):
                yield {"function": "uniform_filter", "boundary": boundary, "signal": x.tolist(), "size": size,
                       "values": ndimage.uniform_filter1d(x, size, mode=mode).tolist()}
            for sigma, order in ((0.8, 0), (2.0, 1), (1.5, 2)):
                yield {"function": "gaussian_filter", "boundary": boundary, "signal": x.tolist(), "sigma": sigma,
                       "order": order, "values": ndimage.gaussian_filter1d(x, sigma, order=order, mode=mode).tolist()}
        for boundary, mode in {"interp": "interp", **MODES}.items():
            for length, order, deriv, delta in ((1, 0, 0, 1.0), (5, 2, 0, 1.0), (7, 3, 1, 0.5), (6, 2, 0, 1.0),
                                                (8, 4, 2, 2.0), (9, 2, 3, 1.0), (2, 1, 0, 1.0)):
                if mode == "reflect" or (mode == "interp" and length > n):
                    continue  # not of savgol_filter's modes, refused
                values = signal.savgol_filter(x, length, order, deriv, delta, mode=mode)
                yield {"function": "savgol_filter", "boundary": boundary, "signal": x.tolist(), "window_length": length,
                       "polyorder": order, "deriv": deriv, "delta": delta, "condition": condition(length, order, 0),
                       "values": values.tolist()}
        for window in (1, 2, 3, 4, 7):
            if window <= n:
                box = numpy.ones(window)
                values = numpy.convolve(x, box, "same") / numpy.convolve(numpy.ones(n), box, "same")
                yield {"function": "moving_average", "signal": x.tolist(), "window": window, "values": values.tolist()}
        if n > 1:
            for spacing in (1.0, 0.25):
                yield {"function": "gradient", "signal": x.tolist(), "spacing": spacing,
                       "values": numpy.gradient(x, spacing).tolist()}


def filters_2d():
    for height, width in ((1, 1), (5, 9), (12, 7)):
        x = operand(height, width)
        for boundary, mode in MODES.items():
            head = {"boundary": boundary, "height": height, "width": width, "signal": x.ravel().tolist()}
            for size in ((3, 3), (2, 5), (1, 4)):
                values = ndimage.uniform_filter(x, size, mode=mode)
                yield {"function": "uniform_filter", **head, "size": size, "values": values.ravel().tolist()}
            for sigma, order in (((1.0, 1.0), (0, 0)), ((0.7, 1.6), (0, 1)), ((1.2, 0.0), (2, 0))):
                values = ndimage.gaussian_filter(x, sigma, order=order, mode=mode)
                yield {"function": "gaussian_filter", **head, "sigma": sigma, "order": order,
                       "values": values.ravel().tolist()}


def matches():
    for picture_shape, pattern_shape, kind in (((9, 11), (3, 4), "uint8"), ((9, 11), (3, 4), "float32"),
                                               ((6, 6), (6, 6), "uint8"), ((1, 20), (1, 5), "float32")):
        if kind == "uint8":
            picture, pattern = RANDOM.integers(0, 256, picture_shape), RANDOM.integers(0, 256, pattern_shape)
        else:
            picture, pattern = operand(*picture_shape), operand(*pattern_shape)
        typed = picture.astype(kind), pattern.astype(kind)
        head = {"type": kind, "picture": picture.tolist(), "pattern": pattern.tolist()}
        for name, measure in MEASURES.items():
            yield {"by": "OpenCV", "measure": name, **head, "values": cv2.matchTemplate(*typed, measure).tolist()}
        if picture_shape != pattern_shape and picture_shape[0] > 1:
            for pad in (False, True):
                scores = match_template(picture.astype(float), pattern.astype(float), pad_input=pad)
                yield {"by": "skimage", "pad": pad, "measure": "correlation_coefficient_normalised", **head,
                       "values": scores.tolist()}


def main():
    made_by = {"numpy": numpy, "scipy": scipy, "opencv": cv2, "skimage": skimage}
    parts = [json.dumps({name: module.__version__ for name, module in made_by.items()})[1:-1]]
    for part in (windows, savgol_coeffs, gaussian_kernels, filters_1d, filters_2d, matches):
        lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in part())
        parts.append(f'"{part.__name__}": [\n{lines}\n]')
    text = "{" + ",\n".join(parts) + "}\n"
    json.loads(text)
    pathlib.Path(__file__).with_name("golden.json").write_text(text)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""CuPy's convolutions.     cupy_peer.py POINTS.json RESULT.json"""

import sys

import peer


def main():
    points, target = sys.argv[1:]
    try:
        import cupy
        import cupyx.scipy.ndimage as ndimage
        import cupyx.scipy.signal as signal
    except ImportError as missing:
        peer.absent("CuPy", missing)
    try:
        cupy.cuda.runtime.getDeviceCount()
    except cupy.cuda.runtime.CUDARuntimeError as missing:
        peer.absent("CuPy's device", missing)

    def prepare(point):
        batch = point["batch"]
        shape = (*([batch] if batch > 1 else []), *point["signal"])
        random = cupy.random.RandomState(1)
        signals = [random.standard_normal(shape, dtype=cupy.float32) for _ in range(peer.COPIES)]
        taps = random.standard_normal(tuple(point["filter"]), dtype=cupy.float32)
        if len(point["filter"]) == 1:
            ways = {"ndimage": lambda turn: ndimage.convolve1d(signals[turn], taps, mode="constant")}
            wide = taps.reshape((1, -1)) if batch > 1 else taps
        else:
            ways = {"ndimage": lambda turn: ndimage.convolve(signals[turn], taps, mode="constant")}
            wide = taps
        axes = tuple(range(-len(point["filter"]), 0))
        ways["fftconvolve"] = lambda turn: signal.fftconvolve(signals[turn], wide, mode="same", axes=axes)
        if len(point["filter"]) == 1:
            ways["oaconvolve"] = lambda turn: signal.oaconvolve(signals[turn], wide, mode="same", axes=axes)
        return ways

    def clock(work):
        work(0)
        seconds = []
        for _ in range(peer.REPETITIONS):
            start, stop = cupy.cuda.Event(), cupy.cuda.Event()
            start.record()
            for turn in range(peer.EXECUTIONS):
                work(turn % peer.COPIES)
            stop.record()
            stop.synchronize()
            seconds.append(cupy.cuda.get_elapsed_time(start, stop) * 1e-3 / peer.EXECUTIONS)
        return seconds

    peer.write_result(target, "cupy", cupy.__version__, peer.measure(peer.read_points(points), prepare, clock))


if __name__ == "__main__":
    main()

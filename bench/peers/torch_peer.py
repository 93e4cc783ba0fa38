#!/usr/bin/env python3
"""cuDNN's convolutions and cuFFT's transforms, through PyTorch.     torch_peer.py POINTS.json RESULT.json"""

import sys

import peer


def main():
    points, target = sys.argv[1:]
    try:
        import torch
    except ImportError as missing:
        peer.absent("PyTorch", missing)
    if not torch.cuda.is_available():
        peer.absent("PyTorch's device", "torch.cuda.is_available() is false")
    # Full float32, as faltung computes, and the fastest algorithm that cuDNN finds for that.
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    functional = torch.nn.functional

    def prepare(point):
        one_dimensional = len(point["signal"]) == 1
        shape = (point["batch"], 1, *point["signal"])
        signals = [torch.randn(shape, device="cuda") for _ in range(peer.COPIES)]
        taps = torch.randn((1, 1, *point["filter"]), device="cuda")
        padding = tuple(extent // 2 for extent in point["filter"])
        convolve = functional.conv1d if one_dimensional else functional.conv2d
        axes = (-1,) if one_dimensional else (-2, -1)
        lengths = [n + m - 1 for n, m in zip(point["signal"], point["filter"])]
        spectrum = torch.fft.rfftn(taps, s=lengths, dim=axes)
        crop = tuple(slice(m // 2, m // 2 + n) for n, m in zip(point["signal"], point["filter"]))

        def transformed(turn):
            product = torch.fft.rfftn(signals[turn], s=lengths, dim=axes) * spectrum
            return torch.fft.irfftn(product, s=lengths, dim=axes)[(..., *crop)]

        return {"cudnn": lambda turn: convolve(signals[turn], taps, padding=padding), "fft": transformed}

    def clock(work):
        with torch.no_grad():
            work(0)
            torch.cuda.synchronize()
            seconds = []
            for _ in range(peer.REPETITIONS):
                start, stop = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
                start.record()
                for turn in range(peer.EXECUTIONS):
                    work(turn % peer.COPIES)
                stop.record()
                stop.synchronize()
                seconds.append(start.elapsed_time(stop) * 1e-3 / peer.EXECUTIONS)
            return seconds

    version = f"torch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}"
    peer.write_result(target, "torch", version, peer.measure(peer.read_points(points), prepare, clock))


if __name__ == "__main__":
    main()

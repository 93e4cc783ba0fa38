"""What is done on a machine with a GPU, most valuable first."""

import pathlib
import sys

from machine import find_program
from runner import Step

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
PEERS = ROOT / "bench" / "peers"
FOUND_SOMETHING = 86  # asked of compute-sanitizer; the simulator's own code for it too
SANITIZERS = {"memcheck": 90, "racecheck": 90, "initcheck": 60, "synccheck": 60}
# Those that launch every kernel on small problems; the rest of the suite repeats them to look at something else.
SMALL_SHAPES = "contract/every_way.*:contract/every_direct_way.*"
TARGETS = ("faltung_gpu_tests", "faltung_program", "faltung_roofline", "faltung_host_cost")


def prefix_environment(prefix, architecture):
    """For CMake, pkg-config, compiler and loader to find what was unpacked under the prefix."""
    if not prefix:
        return {}
    usr = prefix / "usr"
    libraries = f"{usr / 'lib' / architecture}:{usr / 'lib'}"
    return {"CMAKE_PREFIX_PATH": str(usr), "PKG_CONFIG_SYSROOT_DIR": str(prefix),
            "PKG_CONFIG_PATH": f"{usr / 'lib' / architecture / 'pkgconfig'}:{usr / 'share' / 'pkgconfig'}",
            "LD_LIBRARY_PATH": libraries, "LIBRARY_PATH": libraries}


def merged(own, outer):
    """Path lists in front of those there are."""
    result = dict(own)
    for name in ("LD_LIBRARY_PATH", "LIBRARY_PATH", "CMAKE_PREFIX_PATH", "PKG_CONFIG_PATH"):
        if name in own and outer.get(name):
            result[name] = f"{own[name]}:{outer[name]}"
    return result


def all_steps(request, outer):
    out, build, prefix = request.out.resolve(), request.build.resolve(), request.prefix
    multiarch = request.multiarch
    environment = merged(prefix_environment(prefix.resolve() if prefix else None, multiarch), outer)
    if prefix:
        environment["PATH"] = f"{prefix.resolve() / 'usr' / 'bin'}:{outer.get('PATH', '')}"
    nvcc = request.nvcc or find_program("nvcc") or "nvcc"
    toolkit = pathlib.Path(nvcc).resolve().parent.parent
    # cuFFT is opened by name when the first transform is planned.
    on_device = dict(environment)
    on_device["LD_LIBRARY_PATH"] = ":".join(
        filter(None, [environment.get("LD_LIBRARY_PATH", outer.get("LD_LIBRARY_PATH")), str(toolkit / "lib64")]))
    simulator = str(request.simulator.resolve()) if request.simulator else None
    only_real = "a simulated device has no times" if simulator else ""
    tests = build / "tests" / "gpu" / "faltung_gpu_tests"
    bench = build / "bench"
    quick = ["--quick"] if request.quick or simulator else []
    configure = [
        "cmake", "-S", ROOT, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DFALTUNG_CUDA=ON",
        f"-DCMAKE_CUDA_COMPILER={nvcc}", f"-DCUDAToolkit_ROOT={toolkit}",
        f"-DCMAKE_CUDA_ARCHITECTURES={request.architectures}", "-DFALTUNG_BUILD_EXAMPLES=OFF", "-DFALTUNG_INSTALL=OFF",
    ]
    if prefix:
        # The linker follows libraries that libraries need by this alone.
        configure.append(f"-DCMAKE_EXE_LINKER_FLAGS=-Wl,-rpath-link,{prefix.resolve() / 'usr' / 'lib' / multiarch}")

    steps = [
        Step("prerequisites", "what this machine has", [
            sys.executable, HERE / "machine.py", out / "machine.json",
            *(["--prefix", prefix.resolve()] if prefix else []), *(["--no-device"] if simulator else [])
        ], 30, environment, results=(out / "machine.json",)),
        Step("configure", "CMake", configure, 90, environment, programs=("cmake",)),
        Step("build", "the library, the GPU tests and the benchmarks",
             ["cmake", "--build", build, "--parallel", str(request.jobs), "--target", *TARGETS], 330, environment,
             needs=("configure",), programs=("cmake",)),
        Step("gpu-tests", "the tests with the label gpu", [
            sys.executable, HERE / "labelled_tests.py", build, "gpu", out / "gpu-tests-results.json",
            *(["--under", simulator] if simulator else [])
        ], 1800 if simulator else 180, environment, needs=("build",), programs=("ctest",),
             results=(out / "gpu-tests-results.json",),
             codes={FOUND_SOMETHING: "the simulator found a defect"}),
        Step("roofline", "every kernel against the roofs measured in the same run",
             [bench / "faltung_roofline", "--out", out / "roofline", "--budget", "60", "--commit", request.commit,
              *quick], 150, on_device, needs=("build",), results=(out / "roofline" / "roofline.json",),
             unless=only_real),
    ]
    sanitizer = find_program("compute-sanitizer") or "compute-sanitizer"
    for tool, limit in SANITIZERS.items():
        steps.append(
            Step(f"sanitizer-{tool}", f"compute-sanitizer's {tool} on the contract suite's small shapes", [
                sanitizer, "--tool", tool, "--error-exitcode", str(FOUND_SOMETHING),
                *(["--leak-check", "full"] if tool == "memcheck" else []), tests, f"--gtest_filter={SMALL_SHAPES}"
            ], limit, on_device, needs=("build",), programs=(sanitizer,),
                 codes={FOUND_SOMETHING: f"{tool} found a defect"},
                 unless="the simulator's own checks ran with the tests" if simulator else ""))
    steps += [
        Step("crossover", "which method wins where",
             [bench / "faltung", "crossover", "--out", out / "crossover", "--budget", "60", "--quick", "--commit",
              request.commit], 120, on_device, needs=("build",), results=(out / "crossover" / "study.json",),
             unless=only_real),
        Step("host-cost", "what executing costs the host beside a bare launch",
             [bench / "faltung_host_cost", "--out", out / "host-cost-result.json", "--commit", request.commit], 60,
             on_device, needs=("build",), results=(out / "host-cost-result.json",), unless=only_real),
        Step("points", "the roofline's problems, for the peers",
             [bench / "faltung_roofline", "--list", out / "points-list.json", *quick], 20, environment,
             needs=("build",)),
        *[Step(f"peer-{name}", what, command, 60, on_device, needs=("points",), unless=only_real,
               results=(out / f"peer-{name}-result.json",)) for name, what, command in peers(request, out, nvcc)],
        Step("comparison", "faltung beside its peers", [
            sys.executable, PEERS / "compare.py", out / "roofline" / "roofline.json", out / "comparison-result.json",
            *[out / f"peer-{name}-result.json" for name, _, _ in peers(request, out, nvcc)]
        ], 20, needs=("roofline",), results=(out / "comparison-result.json",), unless=only_real),
        # Some two hundred kernels, by themselves: everything else goes without them.
        Step("build-tune", "kernels cut to other sizes, compiled",
             ["cmake", "--build", build, "--parallel", str(request.jobs), "--target", "faltung_tune"], 200, environment,
             needs=("build",), programs=("cmake",), unless=only_real),
        Step("tune", "kernels cut to other sizes",
             [bench / "faltung_tune", "--out", out / "tune", "--budget", "90", *quick], 150, on_device,
             needs=("build-tune",), results=(out / "tune" / "tune.json",), unless=only_real),
    ]
    return steps


def peers(request, out, nvcc):
    python = request.python
    points = out / "points-list.json"
    for name, what in (("torch", "cuDNN and cuFFT through PyTorch"), ("cupy", "CuPy")):
        yield name, what, [python, PEERS / f"{name}_peer.py", points, out / f"peer-{name}-result.json"]
    for name, what in (("cufft", "plain cuFFT over the whole signal"), ("npp", "NPP's filters"),
                       ("cufftdx", "overlap-save on cuFFTDx")):
        yield name, what, [python, PEERS / "compiled_peer.py", name, points, out / f"peer-{name}-result.json",
                           "--nvcc", nvcc]

# shellcheck shell=bash
# Sourced by tests/run and bench/run: brings what a build needs and configures one.
#
#   faltung_install_prerequisites tests|bench ...   Debian packages, and the CUDA Toolkit unless it is there or unwanted
#   faltung_configure BUILD_DIR [CMAKE_ARGUMENT ...]
#
# Environment:
#   FALTUNG_CUDA=AUTO|ON|OFF   OFF leaves the CUDA backend out, and the toolkit with it
#   FALTUNG_TOOLKIT=pypi       takes the toolkit from PyPI even where one is installed
#   CMAKE_CUDA_ARCHITECTURES   what to compile for; otherwise this machine's device, or 90 where there is none

faltung_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
faltung_cuda=${FALTUNG_CUDA:-AUTO}
faltung_nvcc=

# Build folders of this tree lend each other what they have compiled alike.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$faltung_root} CCACHE_NOHASHDIR=1

faltung_say() { printf '== %s\n' "$*"; }
faltung_die() { printf 'error: %s\n' "$*" >&2; exit 1; }

faltung_packages_for() {
  local common=(g++ cmake ninja-build ccache pkg-config libhwy-dev libeigen3-dev
    libfftw3-dev)
  case $1 in
    tests) printf '%s\n' "${common[@]}" binutils python3 libgtest-dev libgmock-dev libboost-context-dev librapidcheck-dev ;;
    python) printf '%s\n' "${common[@]}" python3-dev python3-venv ;;
    bench) printf '%s\n' "${common[@]}" libbenchmark-dev libcli11-dev nlohmann-json3-dev libsndfile1-dev libpng-dev \
      alsa-utils ;;
    *) faltung_die "no list of packages for '$1'" ;;
  esac
}

# Installs those that are missing; touches neither network nor apt when none is.
faltung_install_packages() {
  local name missing=() root=()
  for name in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null ||
    faltung_die "this is not a Debian system; install what corresponds to these packages of Debian's: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || faltung_die "not root and no sudo; have these installed: apt-get install ${missing[*]}"
    root=(sudo)
  fi
  faltung_say "installing ${missing[*]}"
  if ! "${root[@]}" apt-get update -qq || ! "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null; then
    faltung_die "apt-get could not install: ${missing[*]}"
  fi
}

# Sets faltung_nvcc to an installed toolkit's compiler, if there is one new enough.
faltung_find_toolkit() {
  local nvcc version
  [ "${FALTUNG_TOOLKIT:-}" = pypi ] && return
  for nvcc in "$(command -v nvcc)" "${CUDA_HOME:-/usr/local/cuda}/bin/nvcc" /usr/local/cuda/bin/nvcc; do
    [ -x "$nvcc" ] || continue
    version=$("$nvcc" --version | sed -n 's/.*release \([0-9]*\.[0-9]*\).*/\1/p')
    if [ "$(printf '%s\n' 12.4 "$version" | sort -V | head -n 1)" = 12.4 ]; then
      faltung_nvcc=$nvcc
      return
    fi
    faltung_say "$nvcc is release $version; 12.4 or later is needed"
  done
}

# NVIDIA's wheels carry a whole toolkit but for the names that the linker looks for.
faltung_install_toolkit_from_pypi() {
  local venv=$faltung_root/build/cuda-toolkit lib name
  if [ ! -e "$venv/complete" ]; then
    faltung_install_packages python3-venv
    faltung_say "no CUDA Toolkit here: installing it from PyPI into ${venv#"$faltung_root"/} (FALTUNG_CUDA=OFF does without)"
    rm -rf "$venv"
    # Debian's own interpreter: python3-venv, just installed, belongs to that one and not to another first on PATH.
    if ! /usr/bin/python3 -m venv "$venv" ||
      ! "$venv/bin/pip" install --quiet "cuda-toolkit[nvcc,cudart,cufft,cccl,crt,nvtx]==13.0.*"; then
      faltung_die "pip could not install the CUDA Toolkit; FALTUNG_CUDA=OFF builds without it"
    fi
    for lib in "$venv"/lib/python3*/site-packages/nvidia/cu13/lib/*.so.*; do
      name=${lib##*/}
      ln -sf "$name" "${lib%/*}/${name%%.so.*}.so"
    done
    ln -sfn lib "${lib%/*}/../lib64"
    touch "$venv/complete"
  fi
  faltung_nvcc=$(echo "$venv"/lib/python3*/site-packages/nvidia/cu13/bin/nvcc)
  [ -x "$faltung_nvcc" ] || faltung_die "no nvcc in $venv; remove that folder and try again"
}

# What reads machine code, for the test that holds the kernels to their counts; without it that test is skipped.
faltung_install_disassembler() {
  local finder=$faltung_root/bench/static/toolkit.py
  python3 "$finder" >/dev/null 2>&1 && return
  faltung_install_packages python3-venv
  faltung_say "no cuobjdump here: installing it from PyPI into build/sass-tools"
  /usr/bin/python3 "$finder" --install >/dev/null || faltung_say "that failed: the kernels' counts go unchecked"
}

faltung_install_prerequisites() {
  case $faltung_cuda in AUTO | ON | OFF) ;; *) faltung_die "FALTUNG_CUDA is '$faltung_cuda', not AUTO, ON or OFF" ;; esac
  mkdir -p "$faltung_root/build"
  local group packages=()
  mapfile -t packages < <(for group in "$@"; do faltung_packages_for "$group"; done | sort -u)
  faltung_install_packages "${packages[@]}"
  [ "$faltung_cuda" = OFF ] && return
  faltung_find_toolkit
  [ -n "$faltung_nvcc" ] || faltung_install_toolkit_from_pypi
  if [[ " $* " == *" tests "* ]]; then
    faltung_install_disassembler
  fi
}

# One architecture keeps nvcc's time down: the device's, if there is one.
faltung_architectures() {
  local found
  found=$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader 2>/dev/null | grep -E '^[0-9]+\.[0-9]+$' |
    tr -d . | sort -un | paste -sd ';') || true
  echo "${CMAKE_CUDA_ARCHITECTURES:-${found:-90}}"
}

faltung_configure() {
  local build_dir=$1
  shift
  local arguments=(-S "$faltung_root" -B "$build_dir" -G Ninja "-DFALTUNG_CUDA=$faltung_cuda")
  if [ -n "$faltung_nvcc" ]; then
    # CUDACXX would be ignored in a build folder that has a compiler already; the root keeps other toolkits out.
    arguments+=("-DCMAKE_CUDA_COMPILER=$faltung_nvcc" "-DCUDAToolkit_ROOT=${faltung_nvcc%/bin/nvcc}"
      "-DCMAKE_CUDA_ARCHITECTURES=$(faltung_architectures)")
  fi
  # A folder configured with another compiler is started over: CMake would do it half, losing the other settings.
  local before=
  [ ! -e "$build_dir/CMakeCache.txt" ] ||
    before=$(sed -n 's/^CMAKE_CUDA_COMPILER:[A-Z]*=//p' "$build_dir/CMakeCache.txt")
  if [ -n "$before" ] && [ "$before" != "$faltung_nvcc" ]; then
    rm -rf "$build_dir/CMakeCache.txt" "$build_dir/CMakeFiles"
  fi
  cmake "${arguments[@]}" "$@"
}

/// How a convolution is carried out, as far as the caller wants a say. Every default leaves the choice to the library.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <limits>
#include <string_view>

#include "faltung/export.hpp"
#include "faltung/types.hpp"

namespace faltung {

/// Where the work runs.
enum class backend : unsigned char { automatic, cpu, cuda };

/// How the sums are formed.
///  - reference:    one sum per output in wider precision, for verification: slow, and taken last (CPU only)
///  - direct:       one fused multiply-add chain per output, in order of the signal; the same bits on every backend
///  - separable:    a 2D filter of known rank as row filters, then column filters (problem::filter_rank)
///  - fft:          one transform over the whole signal
///  - overlap_save: transforms over overlapping segments of a long 1D signal, on the CPU also over tiles of a picture
enum class method : unsigned char { automatic, reference, direct, separable, fft, overlap_save };

/// Where the pointers given to a plan point to.
enum class memory : unsigned char { host, device };

/// What an FFT method makes of a NaN or an infinity, which would reach every output of its transform.
///  - contain:   the outputs of a transform whose result is not finite are computed again by the direct method, so that
///               only those outputs are touched whose window holds it, as with method direct
///  - propagate: they are left as the transform gives them
enum class non_finite : unsigned char { contain, propagate };

struct options {
  faltung::backend backend = faltung::backend::automatic;
  faltung::method method = faltung::method::automatic;

  /// With `host`, a CUDA plan copies in and out and returns when the result is there. With `device`, it only enqueues.
  faltung::memory memory = faltung::memory::host;

  /// Stream of set_filter and execute where the call names none; nullptr is CUDA's default stream.
  cuda_stream stream = nullptr;

  /// Largest workspace in bytes. FFT methods then work in more, smaller passes; a method that cannot is not chosen.
  std::size_t workspace_limit = std::size_t{1} << 30;

  /// Largest acceptable error relative to the product of the 2-norms of signal and filter (see error_bound).
  double max_error = std::numeric_limits<double>::infinity();

  faltung::non_finite non_finite = faltung::non_finite::contain;

  /// Whether method separable may be chosen, and one-call functions may look for a filter's rank to that end.
  bool separable = true;

  /// CPU threads that one execute may use; 0 takes what the machine has. Results do not depend on it.
  int threads = 0;

  /// Asked between pieces of the CPU's work, by the calling thread alone and at most about every 10 ms, whether to give
  /// up: on true the call throws faltung::interrupted, with outputs partly written and the plan as good as before. A
  /// piece takes a few ms, of direct sums of 10^5 taps and more longer; one transform (all of a signal with method fft)
  /// and the search for a filter's rank run to their end, and so does whatever runs on a GPU. It must not throw.
  bool (*interrupted)() = nullptr;
};

[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(backend value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(method value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(memory value);
[[nodiscard]] FALTUNG_EXPORT std::string_view to_string(non_finite value);

/// The value of that name as to_string() gives it; otherwise an invalid_argument that names the string.
[[nodiscard]] FALTUNG_EXPORT backend parse_backend(std::string_view name);
[[nodiscard]] FALTUNG_EXPORT method parse_method(std::string_view name);

FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, backend value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, method value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, memory value);
FALTUNG_EXPORT std::ostream& operator<<(std::ostream& out, non_finite value);

}  // namespace faltung

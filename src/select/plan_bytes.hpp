// What a plan keeps of its filter in bytes, and how many transforms its workspace holds.
#pragma once

#include <cstddef>
#include <cstdint>

#include "select/implementations.hpp"

namespace faltung {

// Of the filters as windows.
std::size_t window_bytes(const geometry& problem);

// For the direct method, which computes what is not finite again.
std::size_t contained_bytes(const selection_context& context);

// Of the filters as spectra, and for what is not finite.
std::size_t spectra_bytes(const shape& transform, const selection_context& context);

// As many as the workspace limit allows, evenly spread over the passes so that the last one is not mostly padding. At
// least one: a limit below that is refused afterwards, with the number of bytes that one needs.
std::int64_t per_pass(std::int64_t transforms, std::size_t bytes_of_one, std::size_t limit);

}  // namespace faltung

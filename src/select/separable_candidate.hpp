// Method separable, on either backend.
#pragma once

#include <cstddef>
#include <functional>

#include "select/implementations.hpp"

namespace faltung {

refusal refuse_separable(const selection_context& context);

// `seconds` of one pass as a direct convolution. The intermediate lies in the workspace, before the passes' scratch.
refusal configure_separable(candidate& made, const selection_context& context, std::size_t scratch,
                            const std::function<double(const geometry&)>& seconds);

}  // namespace faltung

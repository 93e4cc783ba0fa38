// The study as JSON, for other programs and other days.
#pragma once

#include <nlohmann/json.hpp>

#include <span>

#include "study/context.hpp"
#include "study/result.hpp"

namespace faltung::bench {

// {"schema": "faltung-study-1", "context": {...}, "cases": [{"title", "signal", "batch", "points": [...], "choices",
// "crossings"}]}; times in seconds for one execution of the whole batch.
nlohmann::ordered_json to_json(const study_context& context, std::span<const case_result> results);

}  // namespace faltung::bench

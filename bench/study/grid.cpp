#include "study/grid.hpp"

#include <algorithm>
#include <utility>

#include "report/format.hpp"

namespace faltung::bench {

problem study_case::with(std::int64_t length) const {
  return {.signal = signal,
          .filter = signal.rank() == 1 ? shape(length) : shape(length, length),
          .batch = batch,
          .filters = filters,
          .type = type,
          .mode = mode::same};
}

std::vector<study_case> study_grid(element_type type, bool quick) {
  const std::vector<std::int64_t> taps =
      quick ? std::vector<std::int64_t>{5, 33, 257, 1025}
            : std::vector<std::int64_t>{3, 5, 9, 17, 33, 65, 129, 257, 513, 1025, 2049, 4097};
  const std::vector<std::int64_t> edges =
      quick ? std::vector<std::int64_t>{3, 9, 33} : std::vector<std::int64_t>{3, 5, 7, 9, 13, 17, 25, 33, 49, 65};

  std::vector<study_case> grid;
  const auto add = [&](std::string title, shape signal, std::int64_t batch, filters kind) {
    study_case one{std::move(title), signal, batch, kind, type, signal.rank() == 1 ? taps : edges};
    std::erase_if(one.lengths, [&](std::int64_t length) { return length > signal[0]; });
    grid.push_back(std::move(one));
  };
  const auto samples = [](std::int64_t count) { return grouped(count) + " samples"; };
  for (const std::int64_t count : {1000, 10'000, 100'000, 1'000'000}) {
    if (!quick || count == 10'000) add(samples(count), count, 1, filters::shared);
  }
  add("256 signals of " + samples(1000), 1000, 256, filters::shared);
  if (!quick) add("256 signals of " + samples(1000) + ", a filter each", 1000, 256, filters::per_signal);
  add("256 x 256 picture", {256, 256}, 1, filters::shared);
  if (!quick) add("1024 x 1024 picture", {1024, 1024}, 1, filters::shared);
  return grid;
}

}  // namespace faltung::bench

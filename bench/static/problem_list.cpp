#include "static/problem_list.hpp"

namespace faltung::bench {
namespace {

constexpr std::int64_t long_signal = std::int64_t{1} << 20;
constexpr std::int64_t picture = 4096;

}  // namespace

std::vector<static_problem> static_problems() {
  std::vector<static_problem> list;
  const auto add_1d = [&](const std::string& group, const std::string& name, std::int64_t length, std::int64_t taps,
                          std::int64_t batch, element_type type, mode part) {
    list.push_back({name + " m=" + std::to_string(taps), group,
                    problem{.signal = length, .filter = taps, .batch = batch, .type = type, .mode = part}});
  };
  const auto add_2d = [&](const std::string& group, const std::string& name, std::int64_t edge, element_type type,
                          method how) {
    list.push_back({name + " k=" + std::to_string(edge), group,
                    problem{.signal = {picture, picture},
                            .filter = {edge, edge},
                            .type = type,
                            .mode = mode::same,
                            .filter_rank = how == method::separable ? 1 : 0},
                    how});
  };

  for (const std::int64_t taps : {3, 5, 9, 17, 31, 33, 48, 63, 65, 96, 129, 255}) {
    add_1d("1D", "1d float32 same", long_signal, taps, 1, float32, mode::same);
  }
  // Windows that start where 16-byte loads do.
  for (const std::int64_t taps : {3, 9, 31, 63, 255}) {
    add_1d("1D", "1d float32 valid", long_signal, taps, 1, float32, mode::valid);
  }
  for (const std::int64_t edge : {3, 5, 7, 9, 13, 17, 31})
    add_2d("2D", "2d float32 same", edge, float32, method::direct);
  for (const std::int64_t edge : {3, 9, 17, 23, 31}) {
    add_2d("2D separable", "2d separable float32 same", edge, float32, method::separable);
  }
  for (const std::int64_t length : {64, 100, 256, 1000}) {
    for (const std::int64_t taps : {9, 31, 63}) {
      add_1d("Batches", "batch of " + std::to_string(length) + " float32 same", length, taps, long_signal / length,
             float32, mode::same);
    }
  }
  for (const std::int64_t taps : {9, 63}) add_1d("Types", "1d float64 same", long_signal, taps, 1, float64, mode::same);
  for (const std::int64_t taps : {9, 31}) {
    add_1d("Types", "1d float16 same", long_signal, taps, 1, float16, mode::same);
    add_1d("Types", "1d bfloat16 same", long_signal, taps, 1, bfloat16, mode::same);
    add_1d("Types", "1d int8 same", long_signal, taps, 1, int8, mode::same);
  }
  for (const std::int64_t length : {100, 500, 1000}) {
    for (const std::int64_t taps : {9, 31}) {
      add_1d("Complex", "batch of " + std::to_string(length) + " complex64 same", length, taps, long_signal / length,
             complex64, mode::same);
    }
  }
  for (const std::int64_t taps : {9, 31, 63, 255}) {
    add_1d("Complex", "1d complex64 same", long_signal, taps, 1, complex64, mode::same);
    add_1d("Complex", "1d complex128 same", long_signal, taps, 1, complex128, mode::same);
    add_1d("Complex", "1d complex64 by float32 same", long_signal, taps, 1, complex64, mode::same);
    list.back().description.filter_type = float32;
    add_1d("Complex", "1d float32 by complex64 same", long_signal, taps, 1, float32, mode::same);
    list.back().description.filter_type = complex64;
  }
  for (const std::int64_t edge : {5, 9}) add_2d("Types", "2d float64 same", edge, float64, method::direct);
  add_2d("Types", "2d uint8 same", 5, uint8, method::direct);
  return list;
}

}  // namespace faltung::bench

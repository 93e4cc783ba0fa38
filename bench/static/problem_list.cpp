#include "static/problem_list.hpp"

#include <utility>

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
  const auto add_bank = [&](const std::string& name, std::int64_t length, std::int64_t taps, std::int64_t batch,
                            std::int64_t bank, element_type type) {
    list.push_back(
        {name + " bank=" + std::to_string(bank) + " m=" + std::to_string(taps), "Banks",
         problem{.signal = length, .filter = taps, .batch = batch, .bank = bank, .type = type, .mode = mode::same}});
  };
  for (const std::int64_t taps : {3, 9, 17, 31, 63, 255}) {
    add_bank("banks float32 same", long_signal / 4, taps, 4, 16, float32);
  }
  // Outputs of neighbouring filters begin at different places modulo 16 bytes.
  for (const std::int64_t taps : {9, 63}) add_bank("banks of odd rows float32 same", 262'143, taps, 4, 16, float32);
  for (const std::int64_t length : {64, 256, 1000}) {
    add_bank("banks of " + std::to_string(length) + " float32 same", length, 31, long_signal / length, 16, float32);
  }
  add_bank("banks float64 same", long_signal / 4, 31, 4, 16, float64);
  add_bank("banks int32 same", long_signal / 4, 31, 4, 16, int32);
  for (const std::int64_t taps : {9, 31}) {
    for (const element_type type : {float16, int16, int64, complex64})
      add_bank("banks " + std::string(to_string(type)) + " same", long_signal / 4, taps, 4, 16, type);
    for (const element_type type : {float16, int16, complex64})
      add_bank("banks of 100 " + std::string(to_string(type)) + " same", 100, taps, long_signal / 100, 16, type);
  }
  for (const std::int64_t length : {64, 100, 256, 1000}) {
    for (const std::int64_t taps : {9, 31}) {
      for (const element_type type : {float16, int8, int16})
        add_1d("Batches", "batch of " + std::to_string(length) + " " + std::string(to_string(type)) + " same", length,
               taps, long_signal / length, type, mode::same);
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
  // Rows of elements narrower than what is computed in. At 9 and 31 taps the windows begin 4 and 15 before the outputs.
  for (const std::int64_t taps : {63, 255}) {
    add_1d("Types", "1d float16 same", long_signal, taps, 1, float16, mode::same);
    add_1d("Types", "1d int8 same", long_signal, taps, 1, int8, mode::same);
  }
  for (const std::int64_t taps : {9, 31, 63}) add_1d("Types", "1d int16 same", long_signal, taps, 1, int16, mode::same);
  const auto add_widening = [&](const std::string& name, std::int64_t taps, element_type type, element_type output) {
    list.push_back(
        {name + " m=" + std::to_string(taps), "Types",
         problem{.signal = long_signal, .filter = taps, .type = type, .output_type = output, .mode = mode::same}});
  };
  for (const std::int64_t taps : {9, 31}) {
    add_widening("1d float16 to float32 same", taps, float16, float32);
    add_widening("1d int8 to int32 same", taps, int8, int32);
  }
  for (const std::int64_t edge : {5, 9}) add_2d("Types", "2d float64 same", edge, float64, method::direct);
  add_2d("Types", "2d uint8 same", 5, uint8, method::direct);
  for (const element_type type : {float16, bfloat16, int16, uint8}) {
    for (const std::int64_t edge : {3, 5, 7}) {
      const std::string name = "2d " + std::string(to_string(type)) + " same";
      if (type != uint8 || edge != 5) add_2d("Types", name, edge, type, method::direct);
    }
  }
  const auto add_image = [&](const std::string& name, std::int64_t edge, problem description) {
    description.filter = {edge, edge};
    list.push_back({name + " k=" + std::to_string(edge), "Types", description, method::direct});
  };
  for (const std::int64_t edge : {3, 5}) {
    add_image("2d float16 to float32 same", edge,
              {.signal = {picture, picture}, .type = float16, .output_type = float32, .mode = mode::same});
    add_image(
        "2d uint8 by int8 to int32 same", edge,
        {.signal = {picture, picture}, .type = uint8, .filter_type = int8, .output_type = int32, .mode = mode::same});
    // Outputs are aligned nowhere.
    add_image("2d uint8 valid", edge, {.signal = {picture, picture}, .type = uint8});
    for (const std::int64_t channels : {3, 4}) {
      const layout pixels = interleaved({picture, picture}, channels);
      add_image("2d uint8 of " + std::to_string(channels) + " interleaved channels same", edge,
                {.signal = {picture, picture},
                 .batch = channels,
                 .type = uint8,
                 .mode = mode::same,
                 .signal_layout = pixels,
                 .output_layout = pixels});
    }
  }
  const auto add_transforms = [&](const std::string& name, std::int64_t length, std::int64_t taps) {
    add_1d("Transforms", name, length, taps, long_signal / length, float32, mode::same);
    list.back().method = method::overlap_save;
  };
  for (const std::int64_t taps : {65, 129, 257, 513, 1025})
    add_transforms("1d overlap_save float32 same", long_signal, taps);
  add_transforms("batch of 384 overlap_save float32 same", 384, 65);  // two transforms of 256 points
  // What does not stream: sides that are even, unequal or large, many filters, small images.
  const auto add_tile = [&](const std::string& name, const shape& filter, problem description) {
    description.filter = filter;
    description.mode = mode::same;
    list.push_back({name, "2D tiles", description, method::direct});
  };
  for (const auto& [rows, columns] :
       {std::pair<std::int64_t, std::int64_t>{1, 9}, {9, 1}, {2, 2}, {4, 4}, {5, 7}, {6, 6}, {8, 8}, {12, 12}}) {
    add_tile("2d float32 same " + std::to_string(rows) + "x" + std::to_string(columns), {rows, columns},
             {.signal = {picture, picture}, .type = float32});
  }
  for (const element_type type : {float16, bfloat16, uint8, int16}) {
    for (const std::int64_t edge : {5, 9}) {
      const std::string sides = std::to_string(edge) + "x" + std::to_string(edge);
      add_tile("2d " + std::string(to_string(type)) + " same " + sides, {edge, edge},
               {.signal = {picture, picture}, .type = type});
    }
  }
  add_tile("2d float16 to float32 same 5x5", {5, 5},
           {.signal = {picture, picture}, .type = float16, .output_type = float32});
  add_tile("2d uint8 to int32 same 5x5", {5, 5}, {.signal = {picture, picture}, .type = uint8, .output_type = int32});
  add_tile("2d float16 same 5x5 images of 28x28", {5, 5}, {.signal = {28, 28}, .batch = 4096, .type = float16});
  add_tile("2d float32 same 5x5 one per image of 128x128", {5, 5},
           {.signal = {128, 128}, .batch = 64, .filters = filters::per_signal, .type = float32});
  add_tile("2d float32 same 5x5 images of 28x28", {5, 5}, {.signal = {28, 28}, .batch = 4096, .type = float32});
  // Complex numbers, where either operand may be real.
  for (const std::int64_t edge : {3, 5, 9}) {
    const std::string sides = std::to_string(edge) + "x" + std::to_string(edge);
    add_tile("2d complex64 same " + sides, {edge, edge}, {.signal = {1024, 1024}, .type = complex64});
  }
  add_tile("2d complex128 same 5x5", {5, 5}, {.signal = {1024, 1024}, .type = complex128});
  add_tile("2d complex64 by float32 same 5x5", {5, 5},
           {.signal = {1024, 1024}, .type = complex64, .filter_type = float32});
  add_tile("2d float32 by complex64 same 5x5", {5, 5},
           {.signal = {1024, 1024}, .type = float32, .filter_type = complex64});
  add_tile("2d float32 same 7x7 bank of 16", {7, 7}, {.signal = {1024, 1024}, .bank = 16, .type = float32});
  return list;
}

}  // namespace faltung::bench

// Which kernel is for which problem.
#include "plan/direct_choice.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <sstream>
#include <utility>

namespace faltung::test {
namespace {

direct_kernel chosen(const problem& description) { return direct_choice_of(resolve(description)).kernel; }

TEST(direct_choice, suits_the_rows) {
  EXPECT_EQ(chosen({.signal = {1'000'000}, .filter = {8}}), direct_kernel::direct_1d_registers);
  EXPECT_EQ(chosen({.signal = {1'000'000}, .filter = {9}}), direct_kernel::direct_1d_dense);
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .batch = 50}), direct_kernel::direct_1d_lines);
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {300}, .batch = 50, .filters = filters::per_signal}),
            direct_kernel::direct_1d_lines);
}

TEST(direct_choice, is_the_same_for_every_type_computed_in) {
  for (const element_type type : {float32, float64, int32, uint32, int64, uint64})
    EXPECT_EQ(chosen({.signal = {1'000'000}, .filter = {31}, .type = type}), direct_kernel::direct_1d_dense) << type;
}

TEST(direct_choice, leaves_to_the_general_kernel_what_are_no_rows_of_the_type_computed_in) {
  for (const problem& one : {problem{.signal = {1000}, .filter = {8}, .type = float16, .output_type = float64},
                             problem{.signal = {1000}, .filter = {8}, .signal_layout = layout{.column = 2}},
                             problem{.signal = {1'000}, .filter = {900'000}, .mode = mode::full}})
    EXPECT_EQ(chosen(one), direct_kernel::direct_1d) << one;
}

TEST(direct_choice, reads_signals_once_for_a_bank) {
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .bank = 2}), direct_kernel::direct_1d_bank);
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .bank = 2, .type = float16}), direct_kernel::direct_1d_bank);
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .bank = 2, .type = boolean}), direct_kernel::direct_1d);
}

TEST(direct_choice, widens_rows_of_narrow_numbers) {
  for (const element_type type : {float16, bfloat16, int16, uint16})
    EXPECT_EQ(chosen({.signal = {100'000}, .filter = {31}, .type = type}), direct_kernel::direct_1d_stored) << type;
  for (const element_type type : {int8, uint8})
    EXPECT_EQ(chosen({.signal = {100'000}, .filter = {31}, .type = type}), direct_kernel::direct_1d_bytes) << type;
  EXPECT_EQ(chosen({.signal = {100'000}, .filter = {31}, .type = int8, .filter_type = int16, .output_type = int32}),
            direct_kernel::direct_1d_stored);
  EXPECT_EQ(chosen({.signal = {100'000}, .filter = {31}, .type = boolean}), direct_kernel::direct_1d);
  for (const element_type type : {float16, bfloat16, int8, uint8, int16, uint16})
    EXPECT_EQ(chosen({.signal = {1000}, .filter = {31}, .batch = 9, .type = type}), direct_kernel::direct_1d_lines)
        << type;
  // Of bytes whose filters are none, only short rows.
  const auto of_bytes = [](std::int64_t signal) {
    return chosen({.signal = {signal}, .filter = {31}, .type = int8, .filter_type = int16, .output_type = int8});
  };
  EXPECT_EQ(of_bytes(1000), direct_kernel::direct_1d_lines);
  EXPECT_EQ(of_bytes(100'000), direct_kernel::direct_1d);
}

TEST(direct_choice, reads_rows_of_complex_numbers_once) {
  for (const element_type filter : {complex64, float32})
    EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .type = complex64, .filter_type = filter}),
              direct_kernel::direct_1d_complex);
  EXPECT_EQ(chosen({.signal = {1000}, .filter = {8}, .bank = 2, .type = complex64}), direct_kernel::direct_1d_complex);
  EXPECT_EQ(chosen({.signal = {9000}, .filter = {800}, .bank = 2, .type = complex64}), direct_kernel::direct_1d);
}

TEST(direct_choice, takes_an_image_by_streaming_or_in_tiles) {
  EXPECT_EQ(chosen({.signal = {500, 500}, .filter = {3, 3}}), direct_kernel::stream_2d);
  EXPECT_EQ(chosen({.signal = {500, 500}, .filter = {4, 4}}), direct_kernel::tile_2d);
  EXPECT_EQ(chosen({.signal = {500, 500}, .filter = {4, 4}, .type = uint8}), direct_kernel::tile_2d);
}

TEST(direct_choice, streams_images_of_narrow_numbers) {
  const problem photograph{.signal = {480, 640}, .filter = {5, 5}, .batch = 2, .mode = mode::same, .boundary = reflect};
  const auto chosen_for = [&](const std::function<void(problem&)>& change) {
    problem description = photograph;
    change(description);
    return chosen(description);
  };
  for (const element_type type : {float16, bfloat16, int16, uint16}) {
    for (const std::int64_t side : {3, 5, 7}) {
      const auto of = [&](problem& one) { one.type = type, one.filter = {side, side}; };
      EXPECT_EQ(chosen_for(of), direct_kernel::stream_2d_stored) << type;
      const element_type wide = is_integer(type) ? int32 : float32;
      EXPECT_EQ(chosen_for([&](problem& one) { of(one), one.output_type = wide; }), direct_kernel::stream_2d_stored)
          << type;
    }
    EXPECT_EQ(chosen_for([&](problem& one) { one.type = type, one.filter = {9, 9}; }), direct_kernel::tile_2d) << type;
  }
  for (const element_type type : {int8, uint8}) {
    EXPECT_EQ(chosen_for([&](problem& one) { one.type = type; }), direct_kernel::stream_2d_bytes) << type;
    EXPECT_EQ(chosen_for([&](problem& one) { one.type = type, one.output_type = int32; }),
              direct_kernel::stream_2d_bytes)
        << type;
    // Modulo 2^8 a tap is a byte, whatever its type.
    const auto wide_taps = [&](problem& one) { one.type = type, one.filter_type = int32, one.output_type = type; };
    EXPECT_EQ(chosen_for(wide_taps), direct_kernel::stream_2d_bytes) << type;
    EXPECT_EQ(chosen_for([&](problem& one) { wide_taps(one), one.output_type = int32; }),
              direct_kernel::stream_2d_stored)
        << type;
  }
  const auto bytes_by = [&](element_type type, element_type filter) {
    return chosen_for([&](problem& one) { one.type = type, one.filter_type = filter, one.output_type = int32; });
  };
  EXPECT_EQ(bytes_by(uint8, int8), direct_kernel::stream_2d_bytes);
  EXPECT_EQ(bytes_by(int8, uint8), direct_kernel::stream_2d_stored);
  EXPECT_EQ(chosen_for([](problem& one) { one.type = boolean; }), direct_kernel::direct_2d);
  EXPECT_EQ(chosen_for([](problem& one) { one.type = uint8, one.filter = {3, 5}; }), direct_kernel::tile_2d);
  EXPECT_EQ(chosen_for([](problem& one) { one.type = float16, one.output_type = bfloat16; }), direct_kernel::direct_2d);
  EXPECT_EQ(chosen_for([](problem& one) { one.type = uint8, one.signal = {480, 60}; }), direct_kernel::tile_2d);
  EXPECT_EQ(chosen_for([](problem& one) { one.type = uint8, one.bank = 9; }), direct_kernel::tile_2d);
}

TEST(direct_choice, streams_bytes_of_interleaved_channels) {
  for (const std::int64_t channels : {2, 3, 4}) {
    for (const std::int64_t side : {3, 5, 7}) {
      problem one{.signal = {480, 640}, .filter = {side, side}, .batch = channels, .type = uint8, .mode = mode::same};
      one.signal_layout = one.output_layout = interleaved(one.signal, channels);
      const bool compiled = channels > 2 && side < 7;
      EXPECT_EQ(chosen(one), compiled ? direct_kernel::stream_2d_bytes : direct_kernel::direct_2d) << channels << side;
      problem planes = one;
      planes.output_layout.reset();
      EXPECT_EQ(chosen(planes), direct_kernel::direct_2d);
      one.type = float16;
      EXPECT_EQ(chosen(one), direct_kernel::direct_2d);
    }
  }
}

// The kernel for an image of 40 x 50 and a filter of 4 x 6, which may differ from that.
direct_kernel for_image(const std::function<void(problem&)>& change) {
  problem description{.signal = {40, 50}, .filter = {4, 6}, .batch = 2, .mode = mode::same};
  change(description);
  return chosen(description);
}

TEST(direct_choice, takes_images_of_the_type_computed_in_by_tiles) {
  EXPECT_EQ(for_image([](problem&) {}), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.type = float64; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.type = int32, one.output_type = int32; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.bank = 9; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.filters = filters::per_signal; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.boundary = wrap; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.filter = {1, 1}; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.filter = {39, 200}, one.mode = mode::full; }), direct_kernel::tile_2d);
  EXPECT_EQ(for_image([](problem& one) { one.signal_layout = layout{.offset = 3003, .batch = 9000, .row = -77}; }),
            direct_kernel::tile_2d);
}

TEST(direct_choice, takes_images_of_complex_numbers_by_tiles) {
  for (const auto& [signal, filter] : {std::pair{complex64, complex64},
                                       {complex64, float32},
                                       {float32, complex64},
                                       {complex128, complex128},
                                       {complex128, float64},
                                       {float64, complex128}}) {
    for (const shape& sides : {shape(1, 1), shape(3, 3), shape(5, 4), shape(9, 9), shape(39, 40)})
      EXPECT_EQ(for_image([&](problem& one) { one.type = signal, one.filter_type = filter, one.filter = sides; }),
                direct_kernel::tile_2d_complex)
          << signal << " by " << filter;
  }
  const auto complex_image = [](const std::function<void(problem&)>& change) {
    return for_image([&](problem& one) {
      one.type = complex64;
      change(one);
    });
  };
  EXPECT_EQ(complex_image([](problem& one) { one.bank = 9; }), direct_kernel::tile_2d_complex);
  EXPECT_EQ(complex_image([](problem& one) { one.filters = filters::per_signal; }), direct_kernel::tile_2d_complex);
  EXPECT_EQ(complex_image([](problem& one) { one.boundary = wrap; }), direct_kernel::tile_2d_complex);
  EXPECT_EQ(complex_image([](problem& one) { one.signal_layout = interleaved(one.signal, 2); }),
            direct_kernel::direct_2d);
  EXPECT_EQ(complex_image([](problem& one) { one.output_layout = interleaved(one.signal, 2); }),
            direct_kernel::direct_2d);
}

TEST(direct_choice, takes_images_of_narrow_numbers_by_tiles) {
  const auto chosen_for = [](element_type from, element_type to) {
    return for_image([&](problem& one) { one.type = from, one.output_type = to; });
  };
  for (const auto& [from, to] : {std::pair{float16, float16},
                                 {float16, float32},
                                 {bfloat16, bfloat16},
                                 {bfloat16, float32},
                                 {int8, int8},
                                 {int8, uint32},
                                 {uint8, uint8},
                                 {uint8, int32},
                                 {int16, uint16},
                                 {uint16, int32}})
    EXPECT_EQ(chosen_for(from, to), direct_kernel::tile_2d) << from << " to " << to;
  for (const auto& [from, to] :
       {std::pair{float16, float64}, {int8, int16}, {int8, int64}, {boolean, boolean}, {boolean, int32}})
    EXPECT_EQ(chosen_for(from, to), direct_kernel::direct_2d) << from << " to " << to;
  EXPECT_EQ(for_image([](problem& one) {
              one.type = uint8;
              one.signal_layout = layout{.batch = 9000, .row = 150, .column = 3};
            }),
            direct_kernel::direct_2d);
}

TEST(direct_choice, leaves_all_other_images_to_the_kernel_that_takes_everything) {
  EXPECT_EQ(for_image([](problem& one) { one.type = int64; }), direct_kernel::direct_2d);
  EXPECT_EQ(for_image([](problem& one) { one.output_type = float64; }), direct_kernel::direct_2d);
  EXPECT_EQ(for_image([](problem& one) { one.signal_layout = layout{.batch = 9000, .row = 150, .column = 3}; }),
            direct_kernel::direct_2d);
  EXPECT_EQ(for_image([](problem& one) {
              one.signal = {1LL << 31, 1}, one.filter = {4, 1};
            }),
            direct_kernel::direct_2d);
  EXPECT_EQ(for_image([](problem& one) { one.batch = 1LL << 23; }), direct_kernel::direct_2d);
}

TEST(direct_choice, prints_the_kernel_and_why) {
  std::ostringstream text;
  text << direct_choice_of(resolve({.signal = {1'000'000}, .filter = {9}}));
  EXPECT_EQ(text.str(), "direct_1d_dense: rows, and more than 8 taps");
}

}  // namespace
}  // namespace faltung::test

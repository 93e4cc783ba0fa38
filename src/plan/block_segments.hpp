// How the CPU's overlap_save cuts a signal, and the memory that it works in: selection predicts with it, the backend
// lays out its workspace by it.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "plan/direct_tiles.hpp"
#include "plan/transform_buffers.hpp"
#include "problem/geometry.hpp"

namespace faltung {

// Segment s is the transform of samples [s * step, s * step + length) from under tap 0 of output 0 on, zeros beyond the
// last window. One transform holds filters of up to half of it and a tap more: outputs [s * step, (s + 1) * step) are
// elements 0 .. step - 1 of its circular convolution. A longer filter is cut into `parts` of length / 2 taps, and
// those outputs are the sum of part p's with segment s + p.
struct block_segments {
  std::int64_t length;
  std::int64_t parts;
  std::int64_t taps;  ///< of a part, fewer in the last one
  std::int64_t step;
  std::int64_t count;    ///< of a signal, with outputs
  std::int64_t samples;  ///< of a signal, under all windows

  block_segments(const axis_geometry& axis, std::int64_t transform)
      : length(transform),
        parts(axis.filter <= transform / 2 + 1 ? 1 : (axis.filter + transform / 2 - 1) / (transform / 2)),
        taps(parts == 1 ? axis.filter : transform / 2),
        step(parts == 1 ? transform - axis.filter + 1 : transform / 2),
        count((axis.output + step - 1) / step),
        samples(axis.output + axis.filter - 1) {}

  // log2 of the points that a segment is packed in.
  [[nodiscard]] int levels() const { return std::countr_zero(static_cast<std::uint64_t>(length)) - 1; }
};

// Of one worker, who works on a group of as many segments as a vector has numbers: rows on their way into lanes and out
// of them, spectra of the signal's parts unless the product takes their place, and the product. Where a filter has
// parts, the spectra are those of the group and of the segments after it that its outputs need.
struct block_memory {
  static constexpr std::int64_t chunk = 256;  ///< samples of a row at a time
  std::int64_t width;                         ///< segments of a group
  std::int64_t history;                       ///< segments kept beside a group's, a multiple of the width
  bool in_place;
  std::size_t staging_bytes;
  std::size_t spectrum_bytes;
  std::size_t product_bytes;
  std::size_t lane_bytes;

  // `contained`: room for the direct method, which computes what is not finite again.
  block_memory(const geometry& problem, const block_segments& segments, std::int64_t vector_bytes, bool contained)
      : width(std::max<std::int64_t>(1, vector_bytes / static_cast<std::int64_t>(size_of(problem.spectral)))),
        history((segments.parts - 1 + width - 1) / width * width),
        in_place(segments.parts == 1 && problem.bank == 1 &&
                 static_cast<int>(problem.products().size()) == problem.signal.parts() &&
                 problem.output_parts() == problem.signal.parts()),
        staging_bytes(bytes(width * std::min(chunk, segments.length), problem)),
        spectrum_bytes(in_place ? 0 : bytes((width + history) * segments.length, problem)),
        product_bytes(bytes(width * segments.length, problem)) {
    if (contained) product_bytes = std::max(product_bytes, direct_tiles(problem, product_bytes).lane_bytes);
    lane_bytes = staging_bytes + static_cast<std::size_t>(in_place ? 0 : problem.signal.parts()) * spectrum_bytes +
                 product_bytes;
  }

 private:
  static std::size_t bytes(std::int64_t numbers, const geometry& problem) {
    return transform_buffers::rounded(static_cast<std::size_t>(numbers) * size_of(problem.spectral));
  }
};

}  // namespace faltung

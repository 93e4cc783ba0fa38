#include "select/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "plan/direct_places.hpp"

namespace faltung {
namespace {

// Products as doubles: an estimate may exceed 63 bits.
double outputs(const geometry& problem) {
  return static_cast<double>(problem.output_elements()) * static_cast<double>(problem.output_count());
}
double signals(const geometry& problem) {
  return static_cast<double>(problem.signal_elements()) * static_cast<double>(problem.batch);
}
double moved_bytes(const geometry& problem) {
  return outputs(problem) * static_cast<double>(size_of(problem.output.type)) +
         signals(problem) * static_cast<double>(size_of(problem.signal.type));
}
double products(const geometry& problem) {
  return outputs(problem) * problem.output_parts() * static_cast<double>(problem.terms());
}

// Of the type computed in, over float32.
double width_of(const geometry& problem) { return size_of(problem.compute) == 4 ? 1.0 : 2.0; }

// Outputs of one signal row whose window hangs out of it.
double border_outputs(const axis_geometry& axis) {
  const std::int64_t first_inside = std::max<std::int64_t>(0, -axis.origin);
  const std::int64_t last_inside = std::min(axis.output - 1, axis.signal - axis.filter - axis.origin);
  return static_cast<double>(axis.output - std::max<std::int64_t>(0, last_inside - first_inside + 1));
}

double points(const shape& transform) { return static_cast<double>(transform.elements()); }

double shared_among_threads(double seconds, std::int64_t threads) {
  const double workers = static_cast<double>(threads);
  return std::min(seconds, seconds / workers + (workers - 1) * costs.cpu_thread_start);
}

// An instruction issues as fast as a multiply-add in float32; those in float64 may have a slower unit.
double cuda_sums_seconds(const geometry& problem, const kernel_instructions& code, double products_of_all,
                         const cuda_capabilities& machine) {
  const double rate =
      size_of(problem.compute) == 4 ? machine.multiply_adds_per_second : machine.double_multiply_adds_per_second;
  const double instructions =
      code.each_output * outputs(problem) * problem.output_parts() + code.each_product * products_of_all;
  const double roof = std::max({moved_bytes(problem) / machine.bytes_per_second, products_of_all / rate,
                                instructions / machine.multiply_adds_per_second});
  return costs.cuda_launch + roof / costs.cuda_direct_efficiency;
}

// ns of one vector of a tile of 2^10, 2^11, .. 2^26 samples, from the signal through one filter to the outputs, on the
// same scale as `cost_constants`: 1.4 times what was measured in float32 and float64 with filters of a quarter and an
// eighth of the tile's side, 5.9 / 6.8 / 8.2 / 10 / 15 / 24 / 34 / 36 at 2^10 / 12 / 14 / 16 / 18 / 20 / 22 / 24, the
// direct method with pictures being 1.4 times as fast there as its constants say. Up to 2^17 tile and table lie in the
// second-level cache, up to 2^21 in the third.
constexpr std::array<double, 17> tile_vector{8.2, 9,    9.6, 10.2, 11.4, 13, 14, 16.1, 21.4,
                                             26,  33.5, 37,  46,   48,   50, 53, 56};

// The strips or columns of a long tile leave the first-level cache sooner than a square one's: 1.5 ns for each doubling
// of 64 x 512 and 64 x 1024 either way.
constexpr double long_tile_vector = 2.1;

double tile_vector_seconds(const block_tiles& tiles) {
  const int levels = tiles.rows.levels() + tiles.columns.levels();
  const int at = std::clamp(levels - 10, 0, static_cast<int>(tile_vector.size()) - 1);
  const int beyond = std::max(tiles.rows.levels(), tiles.columns.levels()) - std::max(8, (levels + 1) / 2);
  return 1e-9 * (tile_vector[static_cast<std::size_t>(at)] + long_tile_vector * std::max(0, beyond));
}

// Machine code counted for sm_90 in float32, borders included, a photograph's or a million samples (bench/static).
constexpr kernel_instructions separable_2d_instructions{6.5, 1.25};

}  // namespace

kernel_instructions instructions_of(direct_kernel kernel, bool whole_lines) {
  switch (kernel) {
    case direct_kernel::direct_1d_registers: return {5, 1.06};
    case direct_kernel::direct_1d_dense: return {6.2, 1.04};
    case direct_kernel::direct_1d_lines: return {19, 1.16};
    case direct_kernel::direct_1d_bank:
      return whole_lines ? kernel_instructions{24, 1.25} : kernel_instructions{6.5, 1.04};
    case direct_kernel::direct_1d_stored: return {9, 1.04};
    case direct_kernel::direct_1d_bytes: return {6, 0.28};  // four products to an instruction
    case direct_kernel::direct_1d_complex:
      return whole_lines ? kernel_instructions{42, 1.03} : kernel_instructions{12, 1.08};
    case direct_kernel::stream_2d: return {3.3, 1.075};
    case direct_kernel::stream_2d_stored: return {7, 1.1};
    case direct_kernel::stream_2d_bytes: return {5.5, 0.37};  // as direct_1d_bytes
    case direct_kernel::tile_2d: return {17, 1.14};
    case direct_kernel::tile_2d_complex: return {32, 1.28};
    case direct_kernel::direct_2d: return {60, 1.2};
    case direct_kernel::direct_1d: break;
  }
  return {85, 1.15};  // numbers converted one by one
}

double cpu_reference_seconds(const geometry& problem) {
  const double width = width_of(problem);
  return costs.cpu_call + products(problem) * width * costs.cpu_reference_term;
}

double cpu_direct_seconds(const geometry& problem, const cpu_capabilities& machine, int threads) {
  const double rate = machine.multiply_adds_per_second / width_of(problem);
  const double width = width_of(problem);
  const double rows = static_cast<double>(problem.rows.output) * static_cast<double>(problem.output_count());
  const double terms = static_cast<double>(problem.terms());
  const double beside = rows * border_outputs(problem.columns);
  double border = beside * width * (costs.cpu_direct_border + terms * costs.cpu_direct_border_tap);
  // Of a picture's rows the vectors at both ends, as many whatever the type.
  if (problem.rank == 2 && beside > 0)
    border = rows * (static_cast<double>(problem.rows.terms()) * costs.cpu_direct_ends_row +
                     terms * costs.cpu_direct_ends_tap);
  const double handling = outputs(problem) * width * costs.cpu_direct_output + border;
  const double computed = shared_among_threads(products(problem) / rate + handling, threads);
  return costs.cpu_call + std::max(computed, moved_bytes(problem) / machine.bytes_per_second);
}

// Filters of one row or one column use a loaded number once where others use it in several rows, and a row's ends are
// one chain of sums each.
double cpu_pass_seconds(const geometry& pass, const cpu_capabilities& machine, int threads) {
  const double width = width_of(pass);
  const double rows = static_cast<double>(pass.rows.output) * static_cast<double>(pass.output_count());
  const double taps = border_outputs(pass.columns) > 0 ? static_cast<double>(pass.terms()) : 0.0;
  const bool between = pass.output.at.column > 1;  // written for several components, or read
  const double strided = between ? outputs(pass) : pass.signal.parts() > 1 ? signals(pass) * pass.signal.parts() : 0.0;
  const double sums = products(pass) * costs.cpu_pass_products / (machine.multiply_adds_per_second / width);
  const double handling = outputs(pass) * width * costs.cpu_direct_output + strided * costs.cpu_pass_component +
                          rows * (costs.cpu_pass_row + taps * costs.cpu_pass_ends_tap);
  return costs.cpu_call +
         std::max(shared_among_threads(sums + handling, threads), moved_bytes(pass) / machine.bytes_per_second);
}

double cpu_transform_seconds(const shape& transform, std::int64_t transforms, std::int64_t lanes,
                             const geometry& problem) {
  const double size = points(transform);
  // A forward and an inverse transform make one of those that the constants count.
  const double pairs = 0.5 * static_cast<double>(problem.signal.parts() + problem.bank * problem.output_parts());
  const double width = pairs * (problem.spectral == float32 ? 1.0 : costs.cpu_fft_double);
  const double per_level = costs.cpu_fft_point + costs.cpu_fft_point_cache * std::max(0.0, std::log2(size / 8192));
  const double calls =
      costs.cpu_transform + (transform.rank() == 2 ? static_cast<double>(transform[0]) * costs.cpu_transform_row : 0.0);
  const double one = calls + size * width * (per_level * std::log2(std::max(2.0, size)) + costs.cpu_gather_point);
  return costs.cpu_call + shared_among_threads(one * static_cast<double>(transforms), lanes);
}

double cpu_overlap_save_seconds(const block_segments& segments, const lane_groups& groups, std::int64_t workers,
                                const geometry& problem, const cpu_capabilities& machine) {
  const double vectors = static_cast<double>(segments.length);
  const double levels = std::log2(vectors);
  const double one_way =
      0.5 * vectors *
      (costs.cpu_block_vector + costs.cpu_block_level * levels + costs.cpu_block_cache * std::max(0.0, levels - 10));
  const double forward = one_way * problem.signal.parts();
  const auto bank = static_cast<double>(problem.bank);
  const double products = static_cast<double>(problem.products().size()) * static_cast<double>(segments.parts);
  // Tables, and spectra of about as many segments as there are parts for each lane that is multiplied at a time.
  const double part_bytes = products * vectors * 4 * static_cast<double>(size_of(problem.spectral));
  const double far = part_bytes > costs.cpu_block_near_bytes ? costs.cpu_block_far_part : costs.cpu_block_part;
  const double product = segments.parts == 1 ? costs.cpu_block_product : far;
  const double after =
      bank * (problem.output_parts() * (one_way + static_cast<double>(segments.step) * costs.cpu_block_store) +
              products * vectors * product);
  const double all = static_cast<double>(groups.count());
  const double before = static_cast<double>(groups.transformed());
  const double beside = before * costs.cpu_block_group + static_cast<double>(problem.batch) * costs.cpu_block_ends;
  const double computed = shared_among_threads(before * forward + all * after + beside,
                                               std::clamp<std::int64_t>(groups.runs(), 1, workers));
  return costs.cpu_call + std::max(computed, moved_bytes(problem) / machine.bytes_per_second);
}

// Of a vector's time a transform one way takes two fifths and a product one.
double cpu_tiles_seconds(const block_tiles& tiles, std::int64_t width, std::int64_t workers, const geometry& problem,
                         const cpu_capabilities& machine) {
  const double parts = 0.4 * problem.signal.parts() +
                       static_cast<double>(problem.bank) *
                           (0.4 * problem.output_parts() + 0.2 * static_cast<double>(problem.products().size()));
  const double vectors = static_cast<double>(tiles.samples()) / static_cast<double>(width);
  const double one = vectors * parts * tile_vector_seconds(tiles) +
                     static_cast<double>(tiles.rows.length) * costs.cpu_tile_row * parts;
  const double waiting = costs.cpu_tile_far_byte * std::max(0.0, moved_bytes(problem) - costs.cpu_tile_near_bytes);
  const auto all = static_cast<double>(tiles.count() * problem.batch);
  const double busy = std::clamp(static_cast<double>(workers), 1.0, std::max(1.0, all));
  const double together =
      (one + waiting / std::max(1.0, all)) * std::ceil(all / busy) + (busy - 1) * costs.cpu_thread_start;
  const double computed = std::min(one * all + waiting, together);
  return costs.cpu_call + std::max(computed, moved_bytes(problem) / machine.bytes_per_second);
}

double cuda_direct_seconds(const geometry& problem, direct_kernel kernel, const cuda_capabilities& machine) {
  const direct_places places = direct_places_of(kernel, problem);
  const kernel_instructions each = instructions_of(kernel, places.whole_lines);
  return cuda_sums_seconds(problem,
                           {places.for_each_output * each.each_output, places.for_each_output * each.each_product},
                           products(problem), machine);
}

double cuda_one_pass_seconds(const geometry& whole, const separable::passes& both, const cuda_capabilities& machine) {
  return cuda_sums_seconds(whole, separable_2d_instructions, products(both.across) + products(both.down), machine);
}

double cuda_transform_seconds(const shape& transform, std::int64_t transforms, std::int64_t per_pass,
                              const geometry& problem, const cuda_capabilities& machine) {
  // Gather reads the signal and writes N reals, cuFFT reads and writes about N reals per pass each way, the product reads
  // two spectra (one, when shared, from cache) and writes one, the scatter reads N and writes the outputs.
  const double element = static_cast<double>(size_of(problem.spectral)) * 0.5 *
                         static_cast<double>(problem.signal.parts() + problem.bank * problem.output_parts());
  const double size = points(transform);
  const double fft_passes = std::ceil(std::log2(std::max(2.0, size)) / costs.cuda_points_per_fft_pass);
  const double product_reads = problem.filter_per_signal ? 2.0 : 1.0;
  const double reals = size * (2.0 + 2.0 * 2.0 * fft_passes + product_reads + 1.0);
  const double bytes = reals * element * static_cast<double>(transforms) + moved_bytes(problem);
  const double passes = std::ceil(static_cast<double>(transforms) / static_cast<double>(per_pass));
  const double launches = passes * (3.0 + 2.0 * fft_passes);
  return launches * costs.cuda_launch + bytes / (machine.bytes_per_second * costs.cuda_fft_efficiency);
}

// Machine code counted for sm_90 (bench/static): of a transform inside a million samples, but of 256 points, which short
// signals take, of one at a border.
double fused_instructions_per_point(std::int64_t length) {
  switch (length) {
    case 256: return 80.7;
    case 1024: return 70.2;
    case 2048: return 74;
    default: return 79.7;
  }
}

// Memory and instructions overlap, but not wholly: joined as bench/static/roof.py joins them.
double cuda_fused_seconds(const fused_segments& segments, const geometry& problem, const cuda_capabilities& machine) {
  const double rows = static_cast<double>(problem.output_count());
  const double transforms = rows * static_cast<double>(segments.pairs);
  const double instructions =
      transforms * static_cast<double>(segments.length) * fused_instructions_per_point(segments.length);
  const double loaded = rows * static_cast<double>((problem.columns.output + segments.step - 1) / segments.step) *
                        static_cast<double>(segments.length);
  const double again = std::max(0.0, loaded - signals(problem)) * static_cast<double>(size_of(problem.signal.type));
  const double memory = (moved_bytes(problem) + costs.cuda_halo * again) / machine.bytes_per_second;
  const double issue = instructions / machine.multiply_adds_per_second;
  const double joined = std::pow(std::pow(memory, 8) + std::pow(issue, 8), 1.0 / 8);
  return costs.cuda_launch + joined / costs.cuda_fused_efficiency;
}

double cuda_staging_seconds(const geometry& problem, const cuda_capabilities& machine) {
  return costs.cuda_host_call + moved_bytes(problem) / machine.host_bytes_per_second;
}

}  // namespace faltung

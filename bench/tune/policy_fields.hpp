// The kernels' policies as names and values, for tables.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "direct_1d_bank_policy.hpp"
#include "direct_1d_bytes_policy.hpp"
#include "direct_1d_complex_bank_policy.hpp"
#include "direct_1d_complex_policy.hpp"
#include "direct_1d_dense_policy.hpp"
#include "direct_1d_lines_policy.hpp"
#include "direct_1d_registers_policy.hpp"
#include "direct_2d_policy.hpp"
#include "stream_2d_policy.hpp"
#include "tile_2d_policy.hpp"

namespace faltung::bench {

using policy_fields = std::vector<std::pair<std::string, int>>;

// In the order of the members, all of them.
inline policy_fields fields_of(const kernel::direct_1d_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_per_chunk", one.taps_per_chunk},
          {"max_threads", one.max_threads},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::direct_1d_dense_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_per_chunk", one.taps_per_chunk},
          {"threads", one.threads},
          {"min_blocks", one.min_blocks},
          {"turns", one.turns}};
}
inline policy_fields fields_of(const kernel::direct_1d_registers_policy& one) {
  return {{"packs", one.packs}, {"threads", one.threads}, {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::direct_1d_lines_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_per_chunk", one.taps_per_chunk},
          {"most_threads", one.most_threads},
          {"min_blocks", one.min_blocks},
          {"shared_bytes", one.shared_bytes}};
}
inline policy_fields fields_of(const kernel::direct_1d_bank_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_held", one.taps_held},
          {"most_threads", one.most_threads},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::direct_1d_bank_lines_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"most_threads", one.most_threads},
          {"min_blocks", one.min_blocks},
          {"shared_bytes", one.shared_bytes}};
}
inline policy_fields fields_of(const kernel::direct_1d_complex_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_per_chunk", one.taps_per_chunk},
          {"threads", one.threads},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::direct_1d_complex_bank_policy& one) {
  return {{"outputs_per_thread", one.outputs_per_thread},
          {"taps_held", one.taps_held},
          {"most_threads", one.most_threads},
          {"min_blocks", one.min_blocks},
          {"shared_bytes", one.shared_bytes}};
}
inline policy_fields fields_of(const kernel::direct_1d_bytes_policy& one) {
  return {{"packs", one.packs},
          {"threads", one.threads},
          {"taps_per_chunk", one.taps_per_chunk},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::direct_2d_policy& one) {
  return {{"columns_per_thread", one.columns_per_thread},
          {"rows_per_thread", one.rows_per_thread},
          {"thread_rows", one.thread_rows},
          {"min_thread_columns", one.min_thread_columns},
          {"max_thread_columns", one.max_thread_columns},
          {"columns_per_chunk", one.columns_per_chunk},
          {"shared_bytes", one.shared_bytes},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::tile_2d_policy& one) {
  return {{"columns_per_thread", one.columns_per_thread},
          {"rows_per_thread", one.rows_per_thread},
          {"taps_together", one.taps_together},
          {"most_across", one.most_across},
          {"most_threads", one.most_threads},
          {"columns_per_chunk", one.columns_per_chunk},
          {"shared_bytes", one.shared_bytes},
          {"min_blocks", one.min_blocks}};
}
inline policy_fields fields_of(const kernel::stream_2d_policy& one) {
  return {{"groups", one.groups},         {"passes_over", one.passes_over}, {"warps", one.warps},
          {"min_blocks", one.min_blocks}, {"least_rows", one.least_rows},   {"most_rows", one.most_rows},
          {"want_warps", one.want_warps}};
}

// "20, 240, 128, 8"
inline std::string values_of(const policy_fields& fields) {
  std::string text;
  for (const auto& [name, value] : fields) text += (text.empty() ? "" : ", ") + std::to_string(value);
  return text;
}

}  // namespace faltung::bench

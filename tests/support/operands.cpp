#include "support/operands.hpp"

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <sstream>

namespace faltung::test {
namespace {

// splitmix64 (Steele, Lea, Flood 2014): the standard library's distributions differ between implementations.
class generator {
 public:
  explicit generator(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebU;
    return mixed ^ (mixed >> 31);
  }
  double uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1p-53; }  // (0, 1)
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform()); }
  std::int64_t below(std::int64_t limit) {
    return static_cast<std::int64_t>(bits() % static_cast<std::uint64_t>(limit));
  }

 private:
  std::uint64_t state_;
};

}  // namespace

std::uint64_t base_seed() {
  static const std::uint64_t seed = [] {
    const char* asked = std::getenv("FALTUNG_TEST_SEED");
    return asked == nullptr ? std::uint64_t{20240229} : std::strtoull(asked, nullptr, 10);
  }();
  return seed;
}

std::uint64_t seed_for(const std::string& purpose) {
  std::uint64_t hash = 0xcbf29ce484222325U ^ base_seed();  // FNV-1a
  for (const char letter : purpose) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  return hash;
}

elements random_elements(element_type type, std::int64_t count, values kind, std::uint64_t seed) {
  generator random(seed);
  elements made(type, static_cast<std::size_t>(count));
  const bool negative = is_signed(type) || !is_integer(type);
  for (std::size_t index = 0; index < made.size(); ++index) {
    if (type == boolean && kind == values::normal) {
      made.bytes()[index] = static_cast<std::byte>(random.below(2) * random.below(256));  // any byte but 0 is true
    } else if (is_integer(type) && kind == values::normal) {
      made.set_whole(index, random.bits());
    } else {
      for (std::size_t part = 0; part < made.parts(); ++part)
        made.set(index,
                 kind == values::integers || is_integer(type)
                     ? static_cast<long double>(type == boolean ? random.below(2)
                                                : negative      ? random.below(17) - 8
                                                                : random.below(9))
                     : static_cast<long double>(random.normal()),
                 part);
    }
  }
  if (kind == values::spiked && count > 0) made.set(static_cast<std::size_t>(random.below(count)), 1e4L);
  return made;
}

template <element Type>
std::vector<Type> random_values(std::int64_t count, values kind, std::uint64_t seed) {
  return random_elements(type_of<Type>, count, kind, seed).template as<Type>();
}

element_type filter_type(const problem& description) { return description.filter_type.value_or(description.type); }

element_type result_type(const problem& description) {
  return description.output_type.value_or(promote(description.type, filter_type(description)));
}

namespace {

element_type common_type(const problem& description) {
  return promote(promote(description.type, filter_type(description)), result_type(description));
}

}  // namespace

bool sums_integers(const problem& description) { return is_integer(common_type(description)); }

element_type sum_type(const problem& description) {
  const bool wide = component_of(common_type(description)) == float64 ||
                    (description.accumulator && component_of(*description.accumulator) == float64);
  return wide ? float64 : float32;
}

std::int64_t filter_count(const problem& description) {
  return description.bank * (description.filters == filters::per_signal ? description.batch : 1);
}

std::int64_t filter_of_output(const problem& description, std::int64_t output) {
  return description.filters == filters::per_signal ? output : output % description.bank;
}

operands random_operands(const problem& description, values kind) {
  // The operands depend on the sizes and types alone: the same for every method, mode and operation, so oracles can be
  // shared.
  std::ostringstream sizes;
  sizes << description.signal << description.filter << description.batch << static_cast<int>(kind);
  const auto signal = description.signal.elements() * description.batch;
  const auto filter = description.filter.elements() * filter_count(description);
  // Products of all bits of two integers fit modulo 2^64 or in a float64, but not in every output.
  const bool narrow = !sums_integers(description) && component_of(result_type(description)) != float64;
  const auto kind_for = [&](element_type type, bool of_filter) {
    if (kind == values::spiked && of_filter) return values::normal;
    return is_integer(type) && narrow ? values::integers : kind;
  };
  return {
      random_elements(description.type, signal, kind_for(description.type, false), seed_for(sizes.str() + "signal")),
      random_elements(filter_type(description), filter, kind_for(filter_type(description), true),
                      seed_for(sizes.str() + "filter"))};
}

std::string in_one_line(const problem& description) {
  std::ostringstream line;
  line << description.type << " with " << filter_type(description) << " to " << result_type(description);
  if (description.accumulator) line << " in " << *description.accumulator;
  line << ' ' << description.operation << ' ' << description.mode << ' ' << description.boundary << " origin "
       << description.origin[0] << ", " << description.origin[1] << " signal " << description.signal << " filter "
       << description.filter << ' ' << description.filters << " batch " << description.batch << " bank "
       << description.bank;
  if (description.signal_layout) line << " signal at " << *description.signal_layout;
  if (description.filter_layout) line << " filter at " << *description.filter_layout;
  if (description.output_layout) line << " output at " << *description.output_layout;
  line << "; repeat with FALTUNG_TEST_SEED=" << base_seed();
  return line.str();
}

std::string as_test_name(std::string text) {
  for (char& letter : text)
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  return text;
}

template std::vector<float> random_values<float>(std::int64_t, values, std::uint64_t);
template std::vector<double> random_values<double>(std::int64_t, values, std::uint64_t);

}  // namespace faltung::test

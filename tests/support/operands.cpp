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

template <element Type>
std::vector<Type> random_values(std::int64_t count, values kind, std::uint64_t seed) {
  generator random(seed);
  std::vector<Type> made(static_cast<std::size_t>(count));
  for (Type& value : made)
    value = kind == values::integers ? static_cast<Type>(random.below(17) - 8) : static_cast<Type>(random.normal());
  if (kind == values::spiked) made[static_cast<std::size_t>(random.below(count))] = static_cast<Type>(1e4);
  return made;
}

template <element Type>
operands<Type> random_operands(const problem& description, values kind) {
  // The operands depend on the sizes alone: the same for every method, mode and operation, so oracles can be shared.
  std::ostringstream sizes;
  sizes << description.signal << description.filter << description.batch << static_cast<int>(kind);
  const auto signal = description.signal.elements() * description.batch;
  const auto filter = description.filter.elements() * filter_count(description);
  return {
      random_values<Type>(signal, kind, seed_for(sizes.str() + "signal")),
      random_values<Type>(filter, kind == values::spiked ? values::normal : kind, seed_for(sizes.str() + "filter"))};
}

std::string in_one_line(const problem& description) {
  std::ostringstream line;
  line << description.type << ' ' << description.operation << ' ' << description.mode << " signal "
       << description.signal << " filter " << description.filter << ' ' << description.filters << " batch "
       << description.batch << "; repeat with FALTUNG_TEST_SEED=" << base_seed();
  return line.str();
}

std::string as_test_name(std::string text) {
  for (char& letter : text)
    if (std::isalnum(static_cast<unsigned char>(letter)) == 0) letter = '_';
  return text;
}

template std::vector<float> random_values<float>(std::int64_t, values, std::uint64_t);
template std::vector<double> random_values<double>(std::int64_t, values, std::uint64_t);
template operands<float> random_operands<float>(const problem&, values);
template operands<double> random_operands<double>(const problem&, values);

}  // namespace faltung::test

#include <cstddef>
#include <vector>

#include "faltung/plan.hpp"
#include "material/noise.hpp"
#include "measure/device.hpp"
#include "measure/workload.hpp"

namespace faltung::bench {
namespace {

std::size_t elements(const shape& extents, std::int64_t count) {
  return static_cast<std::size_t>(extents.elements() * count);
}

template <class Type>
class host_workload final : public workload {
 public:
  host_workload(const problem& description, const options& request)
      : plan_(description, request),
        signal_(noise<Type>(elements(description.signal, description.batch), 1)),
        output_(elements(plan_.output_shape(), description.batch)),
        workspace_(plan_.workspace_bytes()) {
    const std::int64_t filters = description.filters == filters::per_signal ? description.batch : 1;
    plan_.set_filter(noise<Type>(elements(description.filter, filters), 2));
  }

  void run(benchmark::State& state) override {
    for (auto iteration : state) {
      static_cast<void>(iteration);
      plan_.execute(signal_, output_, workspace_);
      benchmark::ClobberMemory();
    }
  }

 private:
  plan plan_;
  std::vector<Type> signal_;
  std::vector<Type> output_;
  std::vector<std::byte> workspace_;
};

}  // namespace

std::unique_ptr<workload> make_workload(const problem& description, const options& request) {
  if (request.memory == memory::device) return make_device_workload(description, request);
  if (description.type == float32) return std::make_unique<host_workload<float>>(description, request);
  return std::make_unique<host_workload<double>>(description, request);
}

}  // namespace faltung::bench

#include "measure/device.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "faltung/cuda.hpp"
#include "faltung/plan.hpp"
#include "material/noise.hpp"
#include "measure/device_buffer.hpp"

namespace faltung::bench {
namespace {

std::size_t elements(const shape& extents, std::int64_t count) {
  return static_cast<std::size_t>(extents.elements() * count);
}

std::size_t level_2_bytes() {
  int device = 0;
  int bytes = 0;
  FALTUNG_BENCH_CUDA(cudaGetDevice(&device));
  FALTUNG_BENCH_CUDA(cudaDeviceGetAttribute(&bytes, cudaDevAttrL2CacheSize, device));
  return static_cast<std::size_t>(bytes);
}

template <class Type>
device_buffer noise_on_device(std::size_t count, std::uint64_t seed) {
  const std::vector<Type> values = noise<Type>(count, seed);
  device_buffer copy = allocate_on_device(count * sizeof(Type));
  FALTUNG_BENCH_CUDA(cudaMemcpy(copy.get(), values.data(), count * sizeof(Type), cudaMemcpyHostToDevice));
  return copy;
}

template <class Type>
class device_workload final : public workload {
 public:
  device_workload(const problem& description, const options& request)
      : plan_(description, request), workspace_(allocate_on_device(plan_.workspace_bytes())) {
    const std::size_t inputs = elements(description.signal, description.batch);
    const std::size_t outputs = elements(plan_.output_shape(), description.batch);
    const std::int64_t filters = description.filters == filters::per_signal ? description.batch : 1;
    set_filter(description, filters);

    // Twice the cache: what one execution leaves in it is gone when its data come round again.
    const std::size_t bytes = (inputs + outputs) * sizeof(Type);
    const std::size_t copies = std::clamp<std::size_t>(2 * level_2_bytes() / bytes + 1, 2, 64);
    for (std::size_t copy = 0; copy < copies; ++copy) {
      sets_.push_back({noise_on_device<Type>(inputs, 1), allocate_on_device(outputs * sizeof(Type))});
    }
    // Enough executions between two events that the time of an event does not count.
    constexpr double long_enough = 200e-6;
    execute_next();
    const double seconds = executed_between_events(1);
    executions_ = static_cast<int>(std::clamp(long_enough / seconds, 1.0, 64.0));
  }

  void run(benchmark::State& state) override {
    for (auto iteration : state) {
      static_cast<void>(iteration);
      state.SetIterationTime(executed_between_events(executions_));
    }
  }
  [[nodiscard]] int executions_per_iteration() const override { return executions_; }

 private:
  struct data {
    device_buffer signal;
    device_buffer output;
  };

  // Noise has no low rank: where a method wants one, the filter is given by its factors.
  void set_filter(const problem& description, std::int64_t filters) {
    if (plan_.method() == method::separable) {
      const auto factor = [&](int axis) {
        return elements(description.filter[axis] * description.filter_rank, filters);
      };
      const device_buffer columns = noise_on_device<Type>(factor(0), 2), rows = noise_on_device<Type>(factor(1), 3);
      plan_.set_filter(plan::const_view{columns.get(), factor(0), description.type},
                       plan::const_view{rows.get(), factor(1), description.type});
    } else {
      const device_buffer taps = noise_on_device<Type>(elements(description.filter, filters), 2);
      plan_.set_filter(reinterpret_cast<const Type*>(taps.get()));
    }
  }

  void execute_next() {
    const data& next = sets_[turn_++ % sets_.size()];
    plan_.execute(reinterpret_cast<const Type*>(next.signal.get()), reinterpret_cast<Type*>(next.output.get()),
                  std::span(workspace_.get(), plan_.workspace_bytes()));
  }

  double executed_between_events(int executions) {
    start_.record();
    for (int i = 0; i < executions; ++i) execute_next();
    stop_.record();
    return stop_.seconds_since(start_);
  }

  plan plan_;
  device_buffer workspace_;
  std::vector<data> sets_;
  std::size_t turn_ = 0;
  int executions_ = 1;
  event start_;
  event stop_;
};

std::string version_text(int version) {
  return version == 0 ? "" : std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

}  // namespace

std::unique_ptr<workload> make_device_workload(const problem& description, const options& request) {
  if (description.type == float32) return std::make_unique<device_workload<float>>(description, request);
  return std::make_unique<device_workload<double>>(description, request);
}

std::string cuda_driver_version() {
  int version = 0;
  return cudaDriverGetVersion(&version) == cudaSuccess ? version_text(version) : "";
}

std::string cuda_runtime_version() {
  int version = 0;
  return cudaRuntimeGetVersion(&version) == cudaSuccess ? version_text(version) : "";
}

}  // namespace faltung::bench

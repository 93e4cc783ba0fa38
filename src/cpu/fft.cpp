#ifdef FALTUNG_HAVE_FFTW
#include "cpu/fft.hpp"

#include "cpu/spectral_executor.hpp"

namespace faltung::cpu {
namespace {

class whole_signal {
 public:
  whole_signal(const geometry& problem, std::int64_t length)
      : one_{0, problem.columns.output, frame_of(problem.columns, problem.boundary.rule, length)} {}

  [[nodiscard]] std::int64_t count() const noexcept { return 1; }
  [[nodiscard]] segment operator()(std::int64_t) const noexcept { return one_; }

 private:
  segment one_;
};

}  // namespace

template <class Type>
std::unique_ptr<executor> make_fft(const executor_request& request) {
  return std::make_unique<spectral_executor<Type, whole_signal>>(request);
}
template std::unique_ptr<executor> make_fft<float>(const executor_request&);
template std::unique_ptr<executor> make_fft<double>(const executor_request&);

}  // namespace faltung::cpu
#endif

// NPP's filters. They read outside of what they are given, so only the outputs whose windows lie inside are computed.
#include <nppcore.h>
#include <nppi_filtering_functions.h>

#include "peer.cuh"

namespace {

class contender {
 public:
  contender(const peer::point& one, const std::vector<float>& filter) : one_(one), taps_(filter) {
    if (one.rank == 1 && one.batch > 1) throw peer::unsuited("an image of many rows would be filtered as one signal");
    int device = 0;
    PEER_CUDA(cudaGetDevice(&device));
    cudaDeviceProp properties{};
    PEER_CUDA(cudaGetDeviceProperties(&properties, device));
    context_.hStream = nullptr;
    context_.nCudaDeviceId = device;
    context_.nMultiProcessorCount = properties.multiProcessorCount;
    context_.nMaxThreadsPerMultiProcessor = properties.maxThreadsPerMultiProcessor;
    context_.nMaxThreadsPerBlock = properties.maxThreadsPerBlock;
    context_.nSharedMemPerBlock = properties.sharedMemPerBlock;
    context_.nCudaDevAttrComputeCapabilityMajor = properties.major;
    context_.nCudaDevAttrComputeCapabilityMinor = properties.minor;
  }

  void run(const float* signal, float* output) {
    const int rows = static_cast<int>(one_.filter_rows), columns = static_cast<int>(one_.filter_columns);
    const int step = static_cast<int>(one_.columns * static_cast<long long>(sizeof(float)));
    const NppiSize inside{static_cast<int>(one_.columns) - columns + 1, static_cast<int>(one_.rows) - rows + 1};
    const long long first = rows / 2 * one_.columns + columns / 2;
    const NppStatus status =
        one_.rank == 1 ? nppiFilterRow_32f_C1R_Ctx(signal + first, step, output + first, step, inside, taps_.get(),
                                                   columns, columns / 2, context_)
                       : nppiFilter_32f_C1R_Ctx(signal + first, step, output + first, step, inside, taps_.get(),
                                                {columns, rows}, {columns / 2, rows / 2}, context_);
    if (status != NPP_SUCCESS) throw std::runtime_error("NPP returned " + std::to_string(status));
  }

 private:
  peer::point one_;
  peer::device_array<float> taps_;
  NppStreamContext context_{};
};

}  // namespace

int main() { return peer::run_all<contender>(); }

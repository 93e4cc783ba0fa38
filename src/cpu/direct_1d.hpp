// Direct convolution along one axis, by the widest vectors this processor has.
#pragma once

#include "cpu/direct_task.hpp"

namespace faltung::cpu {

void direct_1d(const direct_task<float>& task);
void direct_1d(const direct_task<double>& task);

}  // namespace faltung::cpu

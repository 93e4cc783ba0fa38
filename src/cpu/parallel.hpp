// Independent pieces of work on several threads. Who does which piece is not fixed, so no result may depend on it.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

#include "plan/interruption.hpp"

namespace faltung::cpu {

// Threads worth their start: one starts and joins in 10 to 30 us, so work below 200 us stays on the caller.
inline int worthwhile_threads(int threads, double seconds_on_one) {
  constexpr double least_seconds = 200e-6;
  return seconds_on_one < least_seconds ? 1 : std::max(threads, 1);
}

// Calls body(worker, begin, end) for ranges that cover [0, count) once, worker in [0, workers), never twice at the same
// time for one worker; worker 0 is the caller. With one worker: plain calls, no allocation. The first exception ends the
// claiming of further ranges and is rethrown. Where a thread cannot be started, those that run, at least the caller, do
// its share. Between ranges the caller's wish to end is asked for; where anyone has one, they take a few ms each, one
// of the `count` taking `seconds`.
template <class Body>
void parallel_for(int workers, std::int64_t count, interruption& stop, double seconds, const Body& body) {
  const std::int64_t most = stop.units_between(seconds);
  workers = static_cast<int>(std::min<std::int64_t>(workers, count));
  if (workers <= 1) {
    for (std::int64_t begin = 0, end = 0; begin < count; begin = end) {
      if (begin > 0) stop.poll();
      end = begin + std::min(most, count - begin);
      body(0, begin, end);
    }
    return;
  }

  // A few ranges for each, so that one who is held up does not hold up all.
  const std::int64_t grain = std::clamp<std::int64_t>(count / (std::int64_t{workers} * 8), 1, most);
  std::atomic<std::int64_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_guard;
  const auto work = [&](int worker) {
    try {
      bool first = true;
      for (std::int64_t begin; (begin = next.fetch_add(grain)) < count; first = false) {
        if (!first) stop.poll(worker);
        body(worker, begin, std::min(begin + grain, count));
      }
    } catch (...) {
      next.store(count);
      const std::lock_guard lock(failure_guard);
      if (!failure) failure = std::current_exception();
    }
  };

  {
    std::vector<std::jthread> team;
    try {
      team.reserve(static_cast<std::size_t>(workers - 1));
      for (int worker = 1; worker < workers; ++worker) team.emplace_back(work, worker);
    } catch (const std::system_error&) {
    } catch (const std::bad_alloc&) {
    }
    work(0);
  }
  if (failure) std::rethrow_exception(failure);
}

// The same where nobody may want to end.
template <class Body>
void parallel_for(int workers, std::int64_t count, const Body& body) {
  interruption never(nullptr);
  parallel_for(workers, count, never, 0, body);
}

}  // namespace faltung::cpu

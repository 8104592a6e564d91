#include "identity/attempts.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/limits.h"

namespace tenure::identity {
namespace {

// After `wrong` guesses, of which `allowed` are free, how long the next one waits: half a minute, doubled each
// time, at most a quarter of an hour.
int64_t wait_micros(int64_t wrong, int64_t allowed) {
  if (wrong < allowed) return 0;
  const int64_t doublings = std::min<int64_t>(wrong - allowed, 5);
  return std::min((int64_t{30} << doublings), limits::kAttemptWaitSeconds) * kMicrosPerSecond;
}

// Wrong guesses are forgotten when none came for so long.
constexpr int64_t kForgottenMicros = 3'600 * kMicrosPerSecond;

}  // namespace

std::string network_of(std::string_view address) {
  std::array<unsigned char, 16> bytes{};
  const std::string text(address.substr(0, address.find('%')));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  static constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    inet_ntop(AF_INET, bytes.data() + 12, out.data(), out.size());
    return out.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return std::string(out.data()) + "/64";
}

Instant Attempts::free_at(const std::string& name, int64_t allowed, Instant now) const {
  const auto known = counts_.find(name);
  if (known == counts_.end()) return now;
  const Count& count = known->second;
  if (count.latest.micros + kForgottenMicros < now.micros) return now;
  return {std::max(now.micros, count.latest.micros + wait_micros(count.wrong, allowed))};
}

Result<Attempts::Guess> Attempts::begin(std::string_view account, std::string_view address,
                                        std::string_view device) {
  struct Wanted {
    std::string name;
    int64_t allowed;
  };
  const std::string network = network_of(address), who(account);
  std::vector<Wanted> wanted;
  if (device.empty()) {
    wanted = {{"p" + network + " " + who, limits::kAttemptsOfPair},
              {"n" + network, limits::kAttemptsOfAddress},
              {"a" + who, limits::kAttemptsOfAccount}};
  } else {  // a device that is known has a queue of its own
    wanted = {{"d" + std::string(device) + " " + who, limits::kAttemptsOfPair}};
  }
  const Instant now = clock_.now();
  const std::lock_guard lock(mutex_);
  Instant free = now;
  for (const Wanted& count : wanted) free = std::max(free, free_at(count.name, count.allowed, now));
  if (free > now) {
    const int64_t seconds = (free.micros - now.micros + kMicrosPerSecond - 1) / kMicrosPerSecond;
    return refuse("too-many-attempts", {{"seconds", std::to_string(seconds)}});
  }
  make_room(now);
  Guess guess;
  for (const Wanted& wanted_count : wanted) {
    Count& count = counts_[wanted_count.name];
    if (count.latest.micros + kForgottenMicros < now.micros) count.wrong = 0;
    ++count.wrong;
    count.latest = now;
    guess.counts.push_back(wanted_count.name);
  }
  return guess;
}

void Attempts::was_right(const Guess& guess) {
  const std::lock_guard lock(mutex_);
  for (const std::string& name : guess.counts) {
    const auto known = counts_.find(name);
    if (known == counts_.end()) continue;
    // Where it was this account alone, the slate is clean; who knows one password of many stays a guesser.
    if (name.front() == 'p' || name.front() == 'd' || --known->second.wrong <= 0) {
      counts_.erase(known);
    }
  }
}

void Attempts::take_back(const Guess& guess) {
  const std::lock_guard lock(mutex_);
  for (const std::string& name : guess.counts) {
    const auto known = counts_.find(name);
    if (known != counts_.end() && --known->second.wrong <= 0) counts_.erase(known);
  }
}

void Attempts::forget(std::string_view account) {
  const std::lock_guard lock(mutex_);
  const std::string pair = " " + std::string(account);
  std::erase_if(counts_, [&](const auto& entry) {
    return entry.first == "a" + std::string(account) || entry.first.ends_with(pair);
  });
}

// The oldest go first: a table that is full of fresh guesses is itself an attack, and what is forgotten then is
// what waited longest.
void Attempts::make_room(Instant now) {
  if (counts_.size() < limits::kAttemptCounts) return;
  std::erase_if(counts_, [&](const auto& entry) {
    return entry.second.latest.micros + kForgottenMicros < now.micros;
  });
  if (counts_.size() < limits::kAttemptCounts) return;
  std::vector<Instant> ages;
  ages.reserve(counts_.size());
  for (const auto& [name, count] : counts_) ages.push_back(count.latest);
  const auto middle = ages.begin() + static_cast<ptrdiff_t>(ages.size() / 4);
  std::nth_element(ages.begin(), middle, ages.end());
  const Instant limit = *middle;
  std::erase_if(counts_, [&](const auto& entry) { return entry.second.latest <= limit; });
}

}  // namespace tenure::identity

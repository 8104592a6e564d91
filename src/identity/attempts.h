#pragma once
// How often somebody may guess. Three counts of wrong passwords, each of which makes the next guess wait longer:
//   - of one account from one address: a person who mistypes, or a guesser at one door;
//   - of one address: a guesser at many accounts;
//   - of one account: many guessers. Who shows that they signed in to it from this browser before (the device
//     secret of that sign-in) does not stand in this queue: nobody can lock the owner out from afar.
// A guess counts when it begins, so that a thousand at once are a thousand; a right one takes itself back.
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace tenure::identity {

class Attempts {
 public:
  explicit Attempts(const Clock& clock) : clock_(clock) {}

  // `device`: of a device that was shown to be this account's; "" else. Errors: "too-many-attempts" {seconds}:
  // until then no guess is looked at, and none counts.
  struct Guess {
    std::vector<std::string> counts;  // the names of those it was counted in
  };
  Result<Guess> begin(std::string_view account, std::string_view address, std::string_view device);
  void was_right(const Guess&);
  void take_back(const Guess&);  // it was not looked at
  // Somebody else's word that the account's owner is back: a password set by an administrator.
  void forget(std::string_view account);

 private:
  struct Count {
    int64_t wrong = 0;
    Instant latest;
  };
  Instant free_at(const std::string& name, int64_t allowed, Instant now) const;
  void make_room(Instant now);

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

// The network that stands for an address: itself, or the /64 of an IPv6 address.
std::string network_of(std::string_view address);

}  // namespace tenure::identity

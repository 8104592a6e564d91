#pragma once
// Why a fact moved nothing, in words.
#include "cli/explain.h"

namespace tenure::cli {

// A rule that hears the fact's kind.
struct Hearer {
  std::string lifecycle, rule, when;  // "" = always
  std::vector<std::string> from;      // stages; "none" for no stage
};
std::vector<Hearer> hearers_here(const lifecycle::Definition&, const std::string& kind);
std::vector<Hearer> hearers_there(const Value& definition, const std::string& kind);  // as GET /definition tells it

// A rule that kept the stage on purpose; or every rule that hears this kind of fact and was not for the stage, or whose
// condition did not hold. `tale`: of the fact's account, as of the fact; `at`: the fact's instant, where its teller said
// one; else it was within a minute of the tale.
void tell_stay(Session&, const Tale& tale, const std::vector<Hearer>&, const std::string& kind, std::optional<Instant> at);

}  // namespace tenure::cli

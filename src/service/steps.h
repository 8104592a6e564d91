#pragma once
// Verbs one after the other, each in a transaction of its own or several in one: what doors use that take requests of
// more than one part (deep inserts, change sets).
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "service/service.h"
#include "service/verb.h"

namespace tenure::service {

struct Step {
  enum class What : uint8_t { create, change, remove, verb };
  What what = What::create;
  std::string record;          // "quote"
  const Verb* verb = nullptr;  // What::verb
  std::string key;             // of the row it is about; create: in `values`, or made
  std::vector<std::pair<std::string, Value>> values;
  std::optional<int64_t> expected_version;
};

class Steps {
 public:
  virtual ~Steps() = default;
  // Errors and refusals are those of the verb.
  virtual Result<Done> run(const Step&) = 0;
  // What `work` runs stands or falls together: an error, or an answer that says `refused`, undoes all of it.
  using Work = std::function<Result<Done>(Steps&)>;
  virtual Result<Done> together(const Work&) = 0;
};

// Steps of this caller in this workspace; both must outlive them. Outside together() each is a transaction. A dry run
// decides and answers, and keeps nothing.
class CallerSteps final : public Steps {
 public:
  CallerSteps(Service& service, const Caller& caller, std::string_view workspace, bool dry_run = false)
      : service_(service), caller_(caller), workspace_(workspace), dry_run_(dry_run) {}
  Result<Done> run(const Step&) override;
  Result<Done> together(const Work&) override;

 private:
  Service& service_;
  const Caller& caller_;
  std::string_view workspace_;
  const bool dry_run_;
};

}  // namespace tenure::service

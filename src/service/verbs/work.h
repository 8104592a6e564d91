#pragma once
// One verb at work inside its transaction: gathers the facts of the request, records them together, and answers
// with all that was refused at once, whoever refused it.
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "service/context.h"
#include "service/verbs/rows.h"

namespace tenure::service::acts {

class Work {
 public:
  Work(Context& context, const Call& call) : context_(context), call_(call) {}
  Context& context() { return context_; }
  const Call& call() const { return call_; }

  // A fact of this request, at the call's `at` (default: now), with its exception if it brings one. `key` "":
  // made when it is recorded. The reference is good until record().
  FactInput& add(std::string_view kind, std::string_view account, std::string_view key = "");
  // What the call says of these, under the same names, unless it does not or says null.
  void copy(FactInput&, std::initializer_list<std::string_view> names);
  // The key that the call gives under `key`, or a new one: "Q-000042", never used before.
  std::string key_for(std::string_view record);
  // A new one, whatever the call gives. `prefix` "": the record's own.
  std::string new_key(std::string_view record, std::string_view prefix = "");

  // A document that this request makes: what it makes besides may speak of it.
  void makes(std::string_view record, std::string_view key, std::string_view account);
  bool is_made(std::string_view record, std::string_view key, std::string_view account) const;

  // What the verb itself finds wrong, beside what the rules say.
  void refuse(std::string code, std::string id, Arguments = {});
  void warn(std::string code, std::string id, Arguments = {});
  bool refused() const { return !done_.refusals.empty(); }

  // Records what was added since the last call. False: something was refused, by whom ever.
  bool record(const RecordOptions& = {});
  // For many accounts at once: each stands by itself, and none is refused for another's sake. `visit` sees every
  // fact with its verdict; how many facts were recorded.
  int64_t record_each(const std::function<void(const FactInput&, const Verdict&)>& visit);
  // The answer: records what is left, then says what came of it all.
  Result<Done> finish(std::string_view record, std::string_view key, bool created = false);

  Done& done() { return done_; }

 private:
  void take(const FactInput&, Verdict&);
  void refuse_merged();
  void warn_of_open(const engine::Transition&, std::string_view account);

  Context& context_;
  const Call& call_;
  std::deque<FactInput> facts_;
  Done done_;
  int64_t keys_made_ = 0;
  struct Made {
    std::string record, key, account;
    bool operator==(const Made&) const = default;
  };
  std::vector<Made> made_;
};

// The stages and declarations that would be let in now: "customer_status/active", "customer_status/declare:frozen".
std::vector<std::string> allowed_moves(Context&, std::string_view account);

engine::Refusal refusal(std::string code, std::string id, Arguments = {});
Value object(Values);
Value list(std::vector<Value>);

}  // namespace tenure::service::acts

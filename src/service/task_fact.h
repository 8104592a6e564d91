#pragma once
// The fact that a `task` effect asks for: task.opened, of the same account. Its key is made of the fact that asked and
// the effect's id, so that the same again opens nothing.
#include <string>
#include <string_view>
#include <vector>

#include "service/realm.h"

namespace tenure::service {

// What a task is opened for: a fact, by its kind and key …
std::string because_fact(std::string_view kind, std::string_view key);
// … or a timer of this account.
std::string because_timer(const Realm&, const engine::EffectCall&, std::string_view account_key);

std::string task_key(const engine::EffectCall&, const std::string& because);
// By the fields of task.opened; `state`: of the account that it is opened for.
std::vector<Value> task_body(const Realm&, const engine::EffectCall&, const std::string& key, const engine::State&);
// Where it folds: at `now`, or as soon behind what is known as can be.
Instant task_at(const Realm&, const std::string& key, const engine::State&, Instant now);

}  // namespace tenure::service

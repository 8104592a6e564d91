#include "service/task_fact.h"

#include <algorithm>

#include "base/limits.h"

namespace tenure::service {

namespace {

// FNV-1a, for keys that would be too long.
std::string short_name(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ull;
  for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3ull;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string name(16, '0');
  for (size_t i = name.size(); i-- > 0; hash >>= 4) name[i] = kDigits[hash & 15];
  return name;
}

}  // namespace

std::string because_fact(std::string_view kind, std::string_view key) {
  return std::string(kind) + ":" + std::string(key);
}

std::string because_timer(const Realm& realm, const engine::EffectCall& effect, std::string_view account_key) {
  return realm.definition->lifecycles[effect.lifecycle].name + ":" + std::string(account_key) + ":" + to_string(effect.at);
}

std::string task_key(const engine::EffectCall& effect, const std::string& because) {
  std::string key = effect.id + ":" + because;
  if (key.size() > limits::kKeyBytes) key = effect.id + ":" + short_name(because);
  return key;
}

std::vector<Value> task_body(const Realm& realm, const engine::EffectCall& effect, const std::string& key,
                             const engine::State& state) {
  const lifecycle::Definition& definition = *realm.definition;
  const lifecycle::FactKind& kind = definition.kinds[realm.task_opened];
  const bool hebrew = !definition.languages.empty() && definition.languages.front() == "he";
  std::vector<Value> body(kind.body_fields);
  const auto say = [&](std::string_view field, Value value) {
    const int place = kind.fields.find(field);
    if (place >= 0 && place < kind.body_fields) body[static_cast<size_t>(place)] = std::move(value);
  };
  say("task", key);
  say("subject", effect.title.in(hebrew ? Language::hebrew : Language::english));
  if (const auto owner = definition.find_slot("owner")) {
    say("owner", expression::to_value(state.row()[*owner], {expression::Kind::string}));
  }
  return body;
}

Instant task_at(const Realm& realm, const std::string& key, const engine::State& state, Instant now) {
  engine::Fact probe{.at = std::max(now, state.position().at), .kind = realm.task_opened, .key = key};
  if (!after_position(probe, state.position())) ++probe.at.micros;
  return probe.at;
}

}  // namespace tenure::service

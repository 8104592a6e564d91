// A Done as JSON, for the retries of a request that has been answered.
#include "base/environment.h"
#include "base/json.h"
#include "service/done.h"
#include "service/impl.h"

namespace tenure::service {
namespace {

void write_refusals(json::Writer& w, std::string_view name,
                    const std::vector<engine::Refusal>& refusals) {
  w.key(name).begin_array();
  for (const engine::Refusal& refusal : refusals) {
    w.begin_object().field("code", refusal.code).field("id", refusal.id);
    w.field("lifecycle", int64_t{refusal.lifecycle});
    w.field("english", refusal.says.english).field("hebrew", refusal.says.hebrew);
    w.key("arguments").begin_array();
    for (const auto& [key, value] : refusal.arguments) w.value(key).value(value);
    w.end_array().end_object();
  }
  w.end_array();
}

[[noreturn]] void unreadable() { throw EnvironmentError("stored-outcome-unreadable", {}); }

const Value& member(const Value& object, std::string_view name) {
  if (const auto* held = object.get<std::shared_ptr<const Object>>()) {
    for (const auto& [key, value] : (*held)->members) {
      if (key == name) return value;
    }
  }
  unreadable();
}

template <typename T>
const T& part(const Value& object, std::string_view name) {
  const T* found = member(object, name).get<T>();
  if (!found) unreadable();
  return *found;
}

const std::vector<Value>& items(const Value& object, std::string_view name) {
  return part<std::shared_ptr<const List>>(object, name)->items;
}

const std::string& text(const Value& value) {
  const std::string* found = value.get<std::string>();
  if (!found) unreadable();
  return *found;
}

std::vector<engine::Refusal> read_refusals(const Value& done, std::string_view name) {
  std::vector<engine::Refusal> found;
  for (const Value& item : items(done, name)) {
    engine::Refusal refusal{.code = part<std::string>(item, "code"),
                            .id = part<std::string>(item, "id"),
                            .lifecycle = static_cast<uint8_t>(part<int64_t>(item, "lifecycle")),
                            .says = {part<std::string>(item, "english"),
                                     part<std::string>(item, "hebrew")}};
    const std::vector<Value>& arguments = items(item, "arguments");
    for (size_t i = 0; i + 1 < arguments.size(); i += 2) {
      refusal.arguments.emplace_back(text(arguments[i]), text(arguments[i + 1]));
    }
    found.push_back(std::move(refusal));
  }
  return found;
}

}  // namespace

std::string encode_done(const Done& done) {
  std::string out;
  json::Writer w(out);
  w.begin_object().field("refused", done.refused).field("created", done.created);
  w.field("record", done.record).field("key", done.key).field("version", done.version);
  write_refusals(w, "refusals", done.refusals);
  write_refusals(w, "warnings", done.warnings);
  w.key("moves").begin_array();
  for (const Done::Move& move : done.moves) {
    w.begin_object().field("account", move.account).field("lifecycle", move.lifecycle);
    w.field("from", move.from).field("to", move.to).field("rule", move.rule);
    w.field("at", move.at.micros).end_object();
  }
  w.end_array().key("allowed").begin_array();
  for (const std::string& allowed : done.allowed) w.value(allowed);
  w.end_array().field("result", done.result).field("reply", done.reply).end_object();
  return out;
}

Done decode_done(std::string_view kept) {
  const Result<Value> parsed = json::parse(kept);
  if (!parsed) unreadable();
  const Value& value = *parsed;
  Done done{.refused = part<bool>(value, "refused"),
            .refusals = read_refusals(value, "refusals"),
            .warnings = read_refusals(value, "warnings"),
            .record = part<std::string>(value, "record"),
            .key = part<std::string>(value, "key"),
            .version = part<int64_t>(value, "version"),
            .created = part<bool>(value, "created"),
            .result = member(value, "result"),
            .reply = part<std::string>(value, "reply")};
  for (const Value& move : items(value, "moves")) {
    done.moves.push_back({part<std::string>(move, "account"), part<std::string>(move, "lifecycle"),
                          part<std::string>(move, "from"), part<std::string>(move, "to"),
                          part<std::string>(move, "rule"), {part<int64_t>(move, "at")}});
  }
  for (const Value& allowed : items(value, "allowed")) done.allowed.push_back(text(allowed));
  return done;
}

std::string encode_refusals(const std::vector<engine::Refusal>& refusals) {
  std::string out;
  json::Writer w(out);
  w.begin_object();
  write_refusals(w, "refusals", refusals);
  w.end_object();
  return out;
}

std::vector<engine::Refusal> decode_refusals(std::string_view kept) {
  const Result<Value> parsed = json::parse(kept);
  if (!parsed) return {};
  return read_refusals(*parsed, "refusals");
}

}  // namespace tenure::service

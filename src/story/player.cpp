#include "story/player.h"

#include <algorithm>

#include "lifecycle/coerce.h"

namespace tenure::story {

using engine::OwnedFact;
using engine::Refusal;
using lifecycle::Builtin;

namespace {

// Parts of a sentence are for people and stay in English here: a story's failure is shown as a diff.
std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text.empty() ? "nothing" : text;
}

std::vector<std::string> split_ids(std::string_view rest) {
  std::vector<std::string> ids;
  std::string id;
  for (char c : std::string(rest) + ",") {
    if (c == ',' || c == ' ') {
      if (!id.empty()) ids.push_back(std::exchange(id, {}));
    } else {
      id += c;
    }
  }
  return ids;
}

std::string padded(int64_t number) {
  std::string digits = std::to_string(number);
  return "~" + std::string(digits.size() < 8 ? 8 - digits.size() : 0, '0') + digits;
}

bool take(std::string_view& rest, std::string_view word) {
  std::string_view copy = rest;
  if (take_word(copy) != word) return false;
  rest = copy;
  return true;
}

}  // namespace

Player::Player(const std::vector<lifecycle::PackFile>& files, std::string_view file, const Script& script)
    : files_(files), script_(script) {
  outcome_.file = file;
  outcome_.id = script.id;
  outcome_.title = script.title;
  outcome_.line = script.head.number;
}

Outcome Player::play() {
  if (script_.id.empty()) fail(script_.head, "story ID …", script_.head.text);
  for (const Line& line : script_.lines) {
    if (broken_) break;
    this->line(line);
  }
  compare_log();
  close_event();
  return std::move(outcome_);
}

void Player::fail(const Line& line, std::string expected, std::string found) {
  outcome_.failures.push_back({line.number, line.text, std::move(expected), std::move(found)});
}

void Player::line(const Line& line) {
  if (in_log_ && line.indent >= 6) {
    log_expected_.push_back(line.text);
    return;
  }
  compare_log();
  std::string_view rest = line.text;
  const std::string_view whole = rest;
  const std::string first = take_word(rest);
  if (line.indent >= 4) return expectation(line, first, rest);
  close_event();
  if (setting(first, rest, line)) return;
  event(line, whole);
}

bool Player::setting(std::string_view first, std::string_view rest, const Line& line) {
  if (first == "zone") {
    Result<TimeZone> zone = TimeZone::load(rest);
    if (zone) {
      settings_.zone = *zone;
    } else {
      fail(line, "", say(Language::english, zone.error()));
      broken_ = true;
    }
    return true;
  }
  if (first != "set") return false;
  const size_t equals = rest.find('=');
  if (equals == std::string_view::npos) {
    fail(line, "set NAME = VALUE", line.text);
    return true;
  }
  std::string_view name = rest.substr(0, equals), value = rest.substr(equals + 1);
  lifecycle::Settings probe = settings_;
  const std::string parameter = take_word(name);
  probe.parameters.emplace_back(parameter, take_word(value));
  last_ = line;
  result_ = {};
  refusal_expected_ = false;
  const lifecycle::Loaded loaded = lifecycle::load(files_, probe);
  if (loaded.definition) {
    settings_ = std::move(probe);
    return true;
  }
  for (const lifecycle::Fault& fault : loaded.faults) {
    if (fault.severity == lifecycle::Severity::error) {
      result_.refusals.push_back({fault.code, parameter, 0, fault.arguments, {}});
      break;
    }
  }
  return true;
}

bool Player::ready(const Line& line) {
  if (stage_) return true;
  lifecycle::Loaded loaded = lifecycle::load(files_, settings_);
  if (!loaded.definition) {
    for (const lifecycle::Fault& fault : loaded.faults) {
      fail(line, "", lifecycle::to_string(fault, Language::english));
    }
    broken_ = true;
    return false;
  }
  definition_ = std::move(loaded.definition);
  stage_ = std::make_unique<Stage>(definition_);
  return true;
}

// ---- what happens ---------------------------------------------------------------------------------

void Player::event(const Line& line, std::string_view rest) {
  const std::optional<When> when = take_time(rest);
  if (!when) return fail(line, "TIME KIND …, set, zone", line.text);
  if (!ready(line)) return;
  const Instant at = instant(*when);
  last_ = line;
  result_ = {};
  refusal_expected_ = false;
  std::string role = "admin";
  if (take(rest, "as")) role = take_word(rest);
  if (rest == "(nothing)") return happened(line, stage_->pass(at));
  if (take(rest, "set")) return by_hand(line, at, rest, role, false);
  if (take(rest, "script")) return by_hand(line, at, rest, role, true);
  if (take(rest, "declare")) return declare(line, at, rest, role);
  if (take(rest, "correct")) return correct(line, at, rest);
  if (take(rest, "retract")) return retract(line, at, rest);
  const bool late = take(rest, "late");
  std::string kind = take_word(rest);
  fact(line, at, std::move(kind), rest, role, late);
}

void Player::happened(const Line&, Happened happened) { result_ = std::move(happened); }

void Player::fact(const Line& line, Instant at, std::string kind, std::string_view text, std::string_view role,
                  bool late) {
  const auto fields = read_fields(text);
  if (!fields) return fail(line, "", say(Language::english, fields.error()));
  std::string key;
  std::vector<std::pair<std::string, Value>> values;
  for (const auto& [name, value] : *fields) {
    if (name == "key") {
      key = value;
    } else {
      values.emplace_back(name, Value(value));
    }
  }
  engine::Built built = engine::build_fact(*definition_, {kind, values});
  if (!built.faults.empty()) {
    for (const Error& fault : built.faults) {
      result_.refusals.push_back({fault.code, fault.code, 0, fault.arguments, {}});
    }
    return;
  }
  std::vector<OwnedFact> facts;
  const int64_t id = stage_->next_id();
  built.fact.at = at;
  built.fact.key = key.empty() ? padded(id) : key;
  built.fact.actor = "story";
  if (!built.on_the_account.empty()) {  // property values that come with a fact stand on the account first
    const std::optional<uint16_t> changed = definition_->find_kind("account.changed");
    facts.push_back({.at = at, .kind = *changed, .key = built.fact.key + "#1", .actor = "story",
                     .properties = std::move(built.on_the_account), .id = id});
    built.fact.id = stage_->next_id();
  } else {
    built.fact.id = id;
  }
  facts.push_back(std::move(built.fact));
  happened(line, stage_->record(std::move(facts), late ? stage_->now() : at, role));
}

void Player::by_hand(const Line& line, Instant at, std::string_view rest, std::string_view role, bool script) {
  const std::string lifecycle = take_word(rest);
  if (!take(rest, "to")) return fail(line, "set LIFECYCLE to STAGE", line.text);
  const std::string stage = take_word(rest);
  std::string fields = "lifecycle: " + lifecycle + ", stage: " + stage;
  if (!rest.empty()) fields += ", " + std::string(rest);
  fact(line, at, script ? "stage.scripted" : "stage.set", fields, role, false);
}

void Player::declare(const Line& line, Instant at, std::string_view rest, std::string_view role) {
  const std::string id = take_word(rest);
  std::string lifecycle;
  for (const lifecycle::Lifecycle& cycle : definition_->lifecycles) {
    if (std::ranges::find(cycle.declarations, id, &lifecycle::Declaration::id) != cycle.declarations.end()) {
      lifecycle = cycle.name;
    }
  }
  if (lifecycle.empty()) lifecycle = definition_->lifecycles.front().name;
  std::string fields = "lifecycle: " + lifecycle + ", declaration: " + id;
  if (!rest.empty()) fields += ", " + std::string(rest);
  fact(line, at, "stage.declared", fields, role, false);
}

void Player::correct(const Line& line, Instant at, std::string_view rest) {
  const std::string key = take_word(rest);
  const auto& facts = stage_->facts();
  const auto found = std::ranges::find(facts, key, &OwnedFact::key);
  if (found == facts.end()) return fail(line, "a fact with key " + key, "no such fact");
  const auto fields = read_fields(rest);
  if (!fields) return fail(line, "", say(Language::english, fields.error()));
  OwnedFact corrected = *found;
  std::vector<std::pair<std::string, Value>> values;
  for (const auto& [name, value] : *fields) {
    std::string_view text = value;
    if (name == "at") {
      const std::optional<When> when = take_time(text);
      if (!when) return fail(line, "at: TIME", value);
      corrected.at = instant(*when);
    } else {
      values.emplace_back(name, Value(value));
    }
  }
  engine::Built built = engine::build_fact(*definition_, {definition_->kinds[corrected.kind].name, values});
  for (const Error& fault : built.faults) return fail(line, "", say(Language::english, fault));
  for (size_t i = 0; i < built.fact.body.size(); ++i) {
    if (!built.fact.body[i].is_null()) corrected.body[i] = built.fact.body[i];
  }
  for (const auto& property : built.fact.properties) corrected.properties.push_back(property);
  happened(line, stage_->correct(static_cast<size_t>(found - facts.begin()), std::move(corrected), at));
}

void Player::retract(const Line& line, Instant at, std::string_view rest) {
  const std::string key = take_word(rest);
  const auto& facts = stage_->facts();
  const auto found = std::ranges::find(facts, key, &OwnedFact::key);
  if (found == facts.end()) return fail(line, "a fact with key " + key, "no such fact");
  happened(line, stage_->retract(static_cast<size_t>(found - facts.begin()), at));
}

void Player::close_event() {
  if (refusal_expected_ || result_.refusals.empty()) return;
  std::string found;
  for (const Refusal& refusal : result_.refusals) {
    found += (found.empty() ? "refused " : "; ") + refusal.id + ": " +
             say(Language::english, refusal.code, refusal.arguments);
  }
  fail(last_, "", std::move(found));
  refusal_expected_ = true;
}

// ---- what should have come of it --------------------------------------------------------------------

void Player::expectation(const Line& line, std::string_view first, std::string_view rest) {
  if (first == "refused") {
    refusal_expected_ = true;
    return expect_ids(line, rest, result_.refusals);
  }
  if (!stage_ && !ready(line)) return;
  if (first == "warned") return expect_ids(line, rest, result_.warnings);
  if (first == "expect") return expect(line, rest);
  if (first == "effect") return expect_effect(line, rest);
  if (first == "no" && rest == "effect") {
    if (!result_.effects.empty()) fail(line, "no effect", std::to_string(result_.effects.size()) + " effects");
    return;
  }
  if (first == "no" && rest == "warning") return expect_ids(line, "", result_.warnings);
  if (first == "no" && rest == "stay") {
    if (!result_.stays.empty()) fail(line, "no stay", std::to_string(result_.stays.size()) + " rules kept the stage");
    return;
  }
  if (first == "stays") {
    std::vector<std::string> found;
    for (const engine::NoMove& stay : result_.stays) {
      found.push_back(definition_->lifecycles[stay.lifecycle].rules[stay.rule].id);
    }
    if (std::ranges::find(found, rest) == found.end()) fail(line, std::string(rest), joined(found));
    return;
  }
  if (first == "log") {
    const std::optional<uint16_t> l = definition_->find_lifecycle(rest);
    if (!l) return fail(line, "log LIFECYCLE", line.text);
    in_log_ = true;
    log_line_ = line;
    log_lifecycle_ = *l;
    log_expected_.clear();
    return;
  }
  fail(line, "expect, refused, warned, effect, stays, no effect, no warning, no stay, log", line.text);
}

void Player::expect_ids(const Line& line, std::string_view rest, const std::vector<Refusal>& answers) {
  std::vector<std::string> wanted = split_ids(rest), found, left;
  for (const Refusal& answer : answers) {
    const auto match = std::ranges::find_if(
        wanted, [&](const std::string& id) { return id == answer.id || id == answer.code; });
    found.push_back(answer.id == answer.code ? answer.id : answer.id + " (" + answer.code + ")");
    if (match == wanted.end()) {
      left.push_back(answer.id);
    } else {
      wanted.erase(match);
    }
  }
  if (!wanted.empty() || !left.empty()) fail(line, std::string(rest), joined(found));
}

void Player::expect(const Line& line, std::string_view rest) {
  const std::string name = take_word(rest);
  if (name == "section") {
    const std::string id = take_word(rest);
    const auto section = std::ranges::find(definition_->sections, id, &lifecycle::Section::id);
    if (section == definition_->sections.end()) return fail(line, id, "no such section");
    const bool visible = holds_now(section->visible_when);
    if (visible != (rest == "visible")) fail(line, std::string(rest), visible ? "visible" : "hidden");
    return;
  }
  if (name == "active") {
    const std::string lifecycle = take_word(rest);
    const std::optional<uint16_t> l = definition_->find_lifecycle(lifecycle);
    if (!l) return fail(line, "a lifecycle: one of " + joined(names()), lifecycle);
    const lifecycle::StageId stage = stage_->state().standing(*l).stage;
    const bool active = stage != lifecycle::kNoStage && definition_->lifecycles[*l].stages[stage].active;
    if (active != (rest == "yes")) fail(line, std::string(rest), active ? "yes" : "no");
    return;
  }
  if (name == "calling_list" || name == "mailing_list") {
    const lifecycle::ListView& list =
        name == "calling_list" ? definition_->calling_list : definition_->mailing_list;
    const bool on_it = holds_now(list.where);
    if (on_it != (rest == "yes")) fail(line, std::string(rest), on_it ? "yes" : "no");
    return;
  }
  if (rest.starts_with("=")) return expect_value(line, name, rest.substr(1));
  const std::optional<uint16_t> l = definition_->find_lifecycle(name);
  if (!l) return fail(line, "a lifecycle: one of " + joined(names()), name);
  const std::string wanted = take_word(rest);
  const engine::Standing& standing = stage_->state().standing(*l);
  bool fits = definition_->lifecycles[*l].stage_id(standing.stage) == wanted;
  std::string since;
  if (take(rest, "since")) {
    const std::optional<When> when = take_time(rest);
    if (!when) return fail(line, "since TIME", line.text);
    since = " since " + show(instant(*when));
    fits = fits && standing.since == instant(*when);
  }
  if (!fits) fail(line, wanted + since, standing_text(*l));
}

bool Player::holds_now(const std::optional<expression::Program>& condition) const {
  if (!condition) return true;
  const expression::Cell* sources[] = {stage_->state().row(), nullptr, definition_->parameter_row.data()};
  expression::Arena arena;
  return condition->holds({.sources = sources, .now = stage_->now(), .zone = &definition_->zone, .arena = &arena});
}

void Player::expect_value(const Line& line, const std::string& name, std::string_view wanted) {
  const std::string text = take_word(wanted);
  bool known = true;
  const Value found = property(name, known);
  if (!known) return fail(line, name, "no such property; the nearest is " + nearest(name, names()));
  Value expected = Null{};
  if (text != "null") {
    expression::Type type{expression::Kind::instant};
    if (const std::optional<uint16_t> slot = definition_->find_slot(name)) {
      type = definition_->account.fields[*slot].type;
    } else if (!found.get<Instant>()) {
      type = {expression::Kind::int64};
    }
    std::string whole = text;
    if (type.kind == expression::Kind::instant && !wanted.empty()) whole += " " + std::string(wanted);
    const Result<Value> coerced = lifecycle::coerce(type, Value(whole), definition_->zone);
    if (!coerced) return fail(line, whole, say(Language::english, coerced.error()));
    expected = *coerced;
  }
  const auto shown = [&](const Value& value) {
    const Instant* at = value.get<Instant>();
    return value.is_null() ? "null" : at ? show(*at) : to_text(value);
  };
  if (!(found == expected)) fail(line, shown(expected), shown(found));
}

void Player::expect_effect(const Line& line, std::string_view rest) {
  std::vector<std::string> found;
  for (const engine::EffectCall& call : result_.effects) {
    switch (call.kind) {
      case lifecycle::EffectKind::notify: found.push_back("notify " + call.id); break;
      case lifecycle::EffectKind::task: found.push_back("task " + call.id); break;
      case lifecycle::EffectKind::archive: found.push_back("archive"); break;
      case lifecycle::EffectKind::restore: found.push_back("restore"); break;
      case lifecycle::EffectKind::set:
        for (const auto& [name, value] : call.set) {
          found.push_back("set " + name + " = " + (value.is_null() ? "null" : to_text(value)));
        }
    }
  }
  if (std::ranges::find(found, rest) == found.end()) fail(line, std::string(rest), joined(found));
}

void Player::compare_log() {
  if (!in_log_) return;
  in_log_ = false;
  const lifecycle::Lifecycle& cycle = definition_->lifecycles[log_lifecycle_];
  std::vector<std::string> found;
  std::vector<Logged> log = stage_->log();
  std::ranges::stable_sort(log, {}, [](const Logged& logged) { return logged.transition.at; });
  for (const Logged& logged : log) {
    const engine::Transition& move = logged.transition;
    if (move.lifecycle != log_lifecycle_) continue;
    found.push_back(std::string(cycle.stage_id(move.from)) + " -> " + std::string(cycle.stage_id(move.to)) +
                    " at " + show(move.at) + " by " + std::string(rule_id(*definition_, move)) +
                    (logged.superseded ? " superseded" : ""));
  }
  // Times in the story may be dates alone; what is shown is as short.
  const size_t rows = std::max(found.size(), log_expected_.size());
  for (size_t row = 0; row < rows; ++row) {
    const std::string wanted = row < log_expected_.size() ? log_expected_[row] : "";
    const std::string have = row < found.size() ? found[row] : "";
    if (wanted != have) fail(log_line_, wanted.empty() ? "(no more rows)" : wanted, have.empty() ? "(no more rows)" : have);
  }
}

// ---- values -----------------------------------------------------------------------------------------

Instant Player::instant(const When& when) const { return settings_.zone.from_local(when.date, when.time); }

std::string Player::show(Instant at) const {
  if (at == engine::kAlways) return "the beginning";
  const std::string date = to_string(settings_.zone.local_date(at));
  const TimeOfDay time = settings_.zone.local_time(at);
  if (time.micros == 0) return date;
  const std::string clock = to_string(time);
  return date + " " + (clock.ends_with(":00") ? clock.substr(0, 5) : clock);
}

std::string Player::standing_text(size_t lifecycle) const {
  const engine::Standing& standing = stage_->state().standing(lifecycle);
  return std::string(definition_->lifecycles[lifecycle].stage_id(standing.stage)) + " since " + show(standing.since);
}

std::vector<std::string> Player::names() const {
  std::vector<std::string> names;
  for (const auto& field : definition_->account.fields) names.push_back(field.name);
  return names;
}

// A slot of the account row, or `<lifecycle>_<stage>_first_entered_at` and its like out of the log.
Value Player::property(const std::string& name, bool& known) const {
  if (const std::optional<uint16_t> slot = definition_->find_slot(name)) {
    return expression::to_value(stage_->state().row()[*slot], definition_->account.fields[*slot].type);
  }
  if (name == "archived") return stage_->state().archived();
  for (size_t l = 0; l < definition_->lifecycles.size(); ++l) {
    const lifecycle::Lifecycle& cycle = definition_->lifecycles[l];
    const auto spells = engine::spells(cycle.initial, stage_->created_at().value_or(engine::kAlways),
                                       stage_->believed(l), stage_->now());
    for (size_t s = 0; s < cycle.stages.size(); ++s) {
      const std::string prefix = cycle.name + "_" + cycle.stages[s].id + "_";
      if (!name.starts_with(prefix)) continue;
      const std::string what = name.substr(prefix.size());
      if (what != "first_entered_at" && what != "entered_at" && what != "left_at" && what != "times" &&
          what != "seconds") {
        continue;
      }
      const auto spell = std::ranges::find(spells, static_cast<lifecycle::StageId>(s), &engine::Spell::stage);
      const bool entered = spell != spells.end();
      if (what == "times") return entered ? spell->times : 0;
      if (what == "seconds") return entered ? spell->micros / kMicrosPerSecond : 0;
      if (!entered) return Null{};
      if (what == "first_entered_at") return spell->first_entered;
      if (what == "entered_at") return spell->latest_entered;
      return spell->latest_left ? Value(*spell->latest_left) : Value(Null{});
    }
  }
  known = false;
  return Null{};
}

}  // namespace tenure::story

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/json.h"
#include "records/schema.h"
#include "service/account_facts.h"
#include "service/impl.h"
#include "service/settings.h"
#include "service/verbs/answers.h"
#include "service/verbs/forms.h"
#include "service/verbs/reading.h"
#include "service/verbs/rows.h"
#include "service/verbs/script_test_support.h"

namespace tenure::service {
namespace {

std::vector<std::string> split(const std::string& text) {  // at blanks, quoted text kept together
  std::vector<std::string> words;
  std::string word;
  bool quoted = false, any = false;
  for (char c : text) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

std::vector<std::string> listed(const std::string& text) {  // "a, b"
  std::vector<std::string> items;
  std::stringstream in(text);
  for (std::string item; std::getline(in, item, ',');) {
    const size_t first = item.find_first_not_of(' ');
    if (first == std::string::npos) continue;
    items.push_back(item.substr(first, item.find_last_not_of(' ') + 1 - first));
  }
  return items;
}

Instant instant(const std::string& date, const std::string& time) {
  const Result<Instant> at = parse_instant(date + "T" + (time.empty() ? "00:00:00" : time + ":00") + "Z");
  EXPECT_TRUE(at.has_value()) << date << " " << time;
  return at.value_or(Instant{});
}

std::vector<std::string> ids(const std::vector<engine::Refusal>& refusals) {
  std::vector<std::string> found;
  for (const engine::Refusal& refusal : refusals) {
    // As stories name them: the pack's requirement or gate; else the code.
    const bool packs_own = refusal.code == "declaration-requires" || refusal.code == "gate-closed" ||
                           refusal.code == "gate-warns" || refusal.code == "gate-excepted";
    found.push_back(packs_own ? refusal.id : refusal.code);
  }
  std::ranges::sort(found);
  return found;
}

std::string moves(const Done& done) {
  std::string text;
  for (const Done::Move& move : done.moves) {
    text += (text.empty() ? "" : ", ") + (move.from.empty() ? "none" : move.from) + " -> " +
            (move.to.empty() ? "none" : move.to) + " by " + move.rule;
  }
  return text;
}

}  // namespace

std::vector<ScriptCase> read_scripts(const std::string& folder) {
  std::vector<ScriptCase> cases;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".verbs") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) {
    std::ifstream in(file);
    int number = 0;
    for (std::string text; std::getline(in, text);) {
      ++number;
      const size_t first = text.find_first_not_of(' ');
      if (first == std::string::npos || text[first] == '#') continue;
      if (text.starts_with("case ")) {
        const size_t end = std::min(text.find(' ', 5), text.size());
        cases.push_back({file.filename(), text.substr(5, end - 5), text.substr(std::min(end + 1, text.size())), number, {}});
      } else if (!cases.empty()) {
        cases.back().lines.emplace_back(number, text.substr(first));
      }
    }
  }
  return cases;
}

ScriptRun::ScriptRun() : clock_(instant("2026-06-01", "09:00")) {
  static int run = 0;
  folder_ = testing::TempDir() + "/verbs-" + std::to_string(getpid()) + "-" + std::to_string(++run);
  std::filesystem::create_directories(folder_);
}

ScriptRun::~ScriptRun() {
  service_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

void ScriptRun::fault(const std::string& what) { ADD_FAILURE() << at_hand_ << ": " << what; }

void ScriptRun::run(const ScriptCase& script) {
  caller_ = {.actor = "dana", .role = "rep", .channel = Channel::api};
  for (const auto& [number, text] : script.lines) {
    at_hand_ = script.file + ":" + std::to_string(number);
    line(text);
    if (testing::Test::HasFatalFailure()) return;
  }
  finish_last();
}

// What was not said to be refused or an error must have been done.
void ScriptRun::finish_last() {
  if (!looked_at_ && last_) {
    if (!*last_) {
      fault("error " + say(Language::english, last_->error()) + " [" + last_->error().code + "]");
    } else if ((*last_)->refused) {
      std::string all;
      for (const engine::Refusal& refusal : (*last_)->refusals) all += " " + refusal.code + "(" + refusal.id + ")";
      fault("refused" + all);
    }
  }
  looked_at_ = true;
}

std::string ScriptRun::named(const std::string& word) const {
  if (word == "-") return "";
  if (!word.starts_with("$")) return word;
  const auto known = names_.find(word);
  return known == names_.end() ? word : known->second;
}

ScriptRun::Values ScriptRun::values(const std::vector<std::string>& words, size_t from) {
  Values values;
  for (size_t i = from; i < words.size(); ++i) {
    if (words[i] == "->") break;
    const size_t equals = words[i].find('=');
    if (equals == std::string::npos) {
      fault("no FIELD=VALUE: " + words[i]);
      continue;
    }
    const std::string name = words[i].substr(0, equals), text = named(words[i].substr(equals + 1));
    if (text == "null") {
      values.emplace_back(name, Value());
    } else if (text.starts_with("[{")) {  // JSON, written with the other quotation marks
      std::string json = text;
      std::ranges::replace(json, '\'', '"');
      values.emplace_back(name, Value(json));
    } else if (text.starts_with("[") && text.ends_with("]")) {
      auto list = std::make_shared<List>();
      for (const std::string& item : listed(text.substr(1, text.size() - 2))) list->items.emplace_back(named(item));
      values.emplace_back(name, Value(std::shared_ptr<const List>(std::move(list))));
    } else {
      values.emplace_back(name, Value(text));
    }
  }
  return values;
}

void ScriptRun::start(const std::vector<std::string>& words) {
  store_ = store::open_sqlite(folder_ + "/store.db", {.create = true});
  service_ = std::make_unique<Service>(*store_, clock_);
  WorkspaceOptions options{.pack = words[1]};
  for (size_t i = 2; i < words.size(); ++i) {
    const size_t equals = words[i].find('=');
    options.parameters.emplace_back(words[i].substr(0, equals), words[i].substr(equals + 1));
  }
  const Result<void> made = service_->create_workspace(options);
  ASSERT_TRUE(made.has_value()) << say(Language::english, made.error());
}

void ScriptRun::act(const std::vector<std::string>& words) {
  const std::string& what = words[0];
  const bool bound = what == "change" || what == "remove" || what == "do";
  Call call{caller_, "default", bound ? named(words[2]) : "", {}, {}, false};
  const Value* expected = nullptr;
  call.values = values(words, what == "do" ? 4 : bound ? 3 : 2);
  for (const auto& [name, value] : call.values) {
    if (name == "if_match") expected = &value;
  }
  if (expected) {
    call.expected_version = std::stoll(to_text(*expected));
    std::erase_if(call.values, [](const auto& entry) { return entry.first == "if_match"; });
  }
  if (what == "create") {
    last_ = create_record(*service_, call, words[1]);
  } else if (what == "change") {
    last_ = change_record(*service_, call, words[1]);
  } else if (what == "remove") {
    last_ = remove_record(*service_, call, words[1]);
  } else if (what == "post") {
    Caller visitor{.actor = "form", .role = "integration", .channel = Channel::form};
    last_ = post_form(*service_, visitor, "default", words[1], call.values);
  } else {
    const Verb* verb = find_verb(words[1], words[3]);
    ASSERT_NE(verb, nullptr) << at_hand_ << ": no verb " << words[3];
    last_ = perform(*service_, call, *verb);
    expect_answer(*verb);
  }
  const auto arrow = std::ranges::find(words, "->");
  if (arrow != words.end() && *last_) names_[*(arrow + 1)] = (*last_)->key;
  looked_at_ = false;
}

void ScriptRun::fact(const std::vector<std::string>& words) {
  FactInput input{.account = named(words[1]), .kind = words[2], .create_account = true};
  for (auto& [name, value] : values(words, 3)) {
    if (name == "key") {
      input.key = to_text(value);
    } else if (name == "at") {
      input.at = parse_instant(to_text(value) + "T00:00:00Z").value();
    } else if (name == "retract") {
      input.retract = true;
    } else {
      input.values.emplace_back(name, value);
    }
  }
  const auto verdicts = service_->record("default", {input});
  ASSERT_TRUE(verdicts.has_value());
  Done done{.refused = verdicts->front().outcome == Outcome::refused};
  done.refusals = verdicts->front().refusals;
  done.warnings = verdicts->front().warnings;
  last_ = Result<Done>(std::move(done));
  looked_at_ = false;
}

void ScriptRun::expect_field(const std::vector<std::string>& words) {
  const std::string key = named(words[2]);
  const std::string wanted = words.size() > 4 ? named(words[4]) : "null";
  const Caller admin{.role = "owner"};
  std::string found = "no record";
  const auto look = [&](Context& context) -> Result<Done> {
    const Result<acts::Row> row = acts::load(context, words[1], key);
    if (!row) return std::unexpected(row.error());
    const Value* value = row->find(words[3]);
    found = value ? to_text(*value) : "null";
    if (value || !words[3].starts_with("gate_")) return Done{};
    // Why the gates let it in stands beside the row.
    const auto answer = acts::read_rows(context, words[1], {.select = words[3], .filter = "key eq '" + key + "'"},
                                        [&](const acts::Values& row) { found = to_text(row[0].second); });
    if (!answer) return std::unexpected(answer.error());
    return Done{};
  };
  (void)service_->impl().observe(admin, "default", {}, look);
  if (found != wanted && !(wanted.size() == 10 && found.starts_with(wanted))) {
    fault(words[1] + " " + key + " " + words[3] + " is '" + found + "', not '" + wanted + "'");
  }
}

void ScriptRun::expect_facts(const std::string& account, const std::string& kinds) {
  std::string found;
  const auto look = [&](Context& context) -> Result<Done> {
    AccountFacts facts(context.realm());
    const auto id = context.reads().find_account(context.workspace(), account);
    if (id) facts.load(context.reads(), *id);
    for (uint32_t index : facts.effective()) {
      found += (found.empty() ? "" : ", ") + context.definition().kinds[facts.rows()[index].kind].name;
    }
    return Done{};
  };
  const Caller admin{.role = "owner"};
  (void)service_->impl().observe(admin, "default", {}, look);
  if (found != kinds) fault("facts of " + account + ": " + found);
}

void ScriptRun::expect_count(const std::vector<std::string>& words) {
  int64_t found = 0;
  const auto look = [&](Context& context) -> Result<Done> {
    const auto id = context.reads().find_account(context.workspace(), named(words[2]));
    if (!id) return Done{};
    context.reads().records(context.workspace(), *records::find_record(words[1]), *id,
                            [&](const store::RecordRow&) { ++found; });
    return Done{};
  };
  const Caller admin{.role = "owner"};
  (void)service_->impl().observe(admin, "default", {}, look);
  if (std::to_string(found) != words[3]) fault("there are " + std::to_string(found));
}

void ScriptRun::expect_log(const std::vector<std::string>& words, const std::string& wanted) {
  std::string found;
  const auto look = [&](Context& context) -> Result<Done> {
    const auto id = context.reads().find_account(context.workspace(), named(words[1]));
    const auto cycle = context.definition().find_lifecycle(words[2]);
    if (!id || !cycle) return Done{};
    const auto stage = [&](store::Name name) {
      const lifecycle::StageId at = context.realm().find_stage(*cycle, name);
      return at == lifecycle::kNoStage ? std::string("none") : std::string(context.definition().lifecycles[*cycle].stage_id(at));
    };
    context.reads().transitions(context.workspace(), *id, [&](const store::Transition& row) {
      if (row.superseded_at || row.lifecycle != context.realm().lifecycles[*cycle].name) return;
      found += (found.empty() ? "" : ", ") + stage(row.from) + " -> " + stage(row.to) + " at " + to_string(row.at).substr(0, 10);
    });
    return Done{};
  };
  const Caller admin{.role = "owner"};
  (void)service_->impl().observe(admin, "default", {}, look);
  if (found != wanted) fault("log of " + words[1] + ": " + found);
}

void ScriptRun::expect_answer(const Verb& verb) {
  if (!*last_) return;
  static const Shapes shapes{verb_answers()};
  const std::string name(answer_of(verb));
  const Value& result = (**last_).result;
  if (name.empty() && !result.is_null()) fault("verbs/answers.cpp does not say what " + std::string(verb.name) + " answers");
  if (name.empty()) return;
  const std::string misfit = shapes.misfit(name + "?", result);
  if (!misfit.empty()) fault("answers otherwise than verbs/answers.cpp says: " + misfit);
}

void ScriptRun::line(const std::string& text) {
  const std::vector<std::string> words = split(text);
  const std::string& what = words[0];
  const std::string rest = text.size() > what.size() ? text.substr(what.size() + 1) : "";
  const auto same = [&](std::vector<std::string> found) {
    std::vector<std::string> wanted = listed(rest);
    std::ranges::sort(wanted);
    if (found == wanted) return;
    std::string all;
    for (const std::string& id : found) all += (all.empty() ? "" : ", ") + id;
    fault(what + " " + all);
  };
  if (what == "refused" || what == "warned" || what == "moved" || what == "answers") {
    if (what == "refused") looked_at_ = true;
    if (!last_ || !*last_) return fault(last_ ? "error " + last_->error().code : "nothing was done");
    const Done& done = **last_;
    if (what == "refused" && !done.refused) return fault("was done");
    if (what == "refused") return same(ids(done.refusals));
    if (what == "warned") return same(ids(done.warnings));
    if (what == "moved" && moves(done) != rest) return fault("moved " + moves(done));
    std::string answer;
    json::Writer(answer).value(done.result);
    if (what == "answers" && answer.find(rest) == std::string::npos) fault("answers " + answer);
    return;
  }
  if (what == "error") {
    looked_at_ = true;
    if (!last_ || *last_) return fault("no error");
    if (last_->error().code != rest) fault("error " + last_->error().code);
    return;
  }
  finish_last();
  if (what == "pack") return start(words);
  if (what == "at") return clock_.set(instant(words[1], words.size() > 2 ? words[2] : ""));
  if (what == "as") {
    caller_ = {.actor = words[1], .role = words[1], .channel = Channel::api};
    static constexpr std::string_view kChannels[] = {"page", "api", "form", "import", "script", "cli"};
    for (size_t i = 2; i < words.size(); ++i) {
      if (words[i] == "own") caller_.own_only = true;
      else if (words[i] == "via") caller_.channel = static_cast<Channel>(std::ranges::find(kChannels, words[++i]) - kChannels);
      else caller_.actor = words[i];
    }
    return;
  }
  if (what == "set") {
    const Caller owner{.actor = "owner", .role = "owner"};
    const auto changed = change_setting(*service_, owner, "default", words[1], words[2]);
    if (!changed) fault(say(Language::english, changed.error()));
    return;
  }
  if (what == "user") {
    store_->write([&](store::Transaction& transaction) {
      transaction.people().add_user(1, {.key = words[1], .name = words[1], .role = "rep"});
    });
    return;
  }
  if (what == "expect") return expect_field(words);
  if (what == "facts") return expect_facts(named(words[1]), rest.substr(words[1].size() + 1));
  if (what == "count") return expect_count(words);
  if (what == "log") return expect_log(words, rest.substr(words[1].size() + words[2].size() + 2));
  if (what == "fact") return fact(words);
  if (what == "tick") return (void)service_->tick("default");
  if (what == "sound") {
    const auto findings = service_->verify("default");
    ASSERT_TRUE(findings.has_value());
    for (const Service::Finding& finding : *findings) fault(say(Language::english, finding.code, finding.arguments));
    return;
  }
  static constexpr std::string_view kActs[] = {"create", "change", "remove", "do", "post"};
  if (std::ranges::find(kActs, what) == std::end(kActs)) return fault("cannot read: " + text);
  act(words);
}

namespace {

class Scripts : public testing::TestWithParam<ScriptCase> {};

TEST_P(Scripts, Holds) {
  ScriptRun run;
  run.run(GetParam());
}

std::string test_name(const testing::TestParamInfo<ScriptCase>& info) {
  std::string name = info.param.id + "_" + info.param.title;
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name + "_" + std::to_string(info.param.line);
}

INSTANTIATE_TEST_SUITE_P(Verbs, Scripts,
                         testing::ValuesIn(read_scripts(TENURE_SOURCE_DIR "/tests/verbs")), test_name);

}  // namespace
}  // namespace tenure::service

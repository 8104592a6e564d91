// tenure plan, show and apply: what another definition would change, and then exactly that.
#include <algorithm>
#include <fstream>
#include <ostream>

#include "base/json.h"
#include "base/limits.h"
#include "base/new_file.h"
#include "cli/answers.h"
#include "cli/jobs.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/verbs.h"
#include "service/perform.h"

namespace tenure::cli {

namespace {

using service::Done;

constexpr size_t kShown = 20;                     // moves on a screen
constexpr size_t kPlanFileBytes = limits::kJsonBytes;

// As plans() has it. Errors: "unknown-plan" {plan}.
Result<Value> find_plan(Session& session, int64_t plan) {
  TENURE_TRY(const Done done, act(session, "plans", {}));
  for (const Value& row : items(done.result, "value")) {
    if (number(row, "plan") == plan) return row;
  }
  return refuse("unknown-plan", {{"plan", std::to_string(plan)}});
}

Result<Value> page_of_moves(Session& session, int64_t plan, int64_t after, int64_t top) {
  TENURE_TRY(Done done, act(session, "plan_moves",
                            {{"plan", Value(plan)}, {"after", Value(after)}, {"top", Value(top)}}));
  return std::move(done.result);
}

// ---- for people

std::string parameter_value(Session& session, const Value& value) {
  return value.is_null() ? session.say("cli.plan.none") : to_text(value);
}

void print_item(Session& session, std::string_view code, const Arguments& arguments) {
  session.out() << "  " << session.say(code, arguments) << '\n';
}

void print_head(Session& session, const Value& plan) {
  const Value& summary = at(plan, "summary");
  session.tell("cli.plan.head", {{"plan", text(plan, "plan")},
                                 {"mode", session.say("cli.plan.mode." + text(summary, "mode"))},
                                 {"base", text(at(summary, "base"), "number")},
                                 {"version", text(summary, "version").substr(0, 12)},
                                 {"sequence", text(summary, "sequence")}});
  for (const Value& parameter : items(summary, "parameters")) {
    print_item(session, "cli.plan.parameter", {{"name", text(parameter, "name")},
                                        {"from", parameter_value(session, at(parameter, "from"))},
                                        {"to", parameter_value(session, at(parameter, "to"))}});
  }
  for (const Value& file : items(summary, "files"))
    print_item(session, "cli.plan.file." + text(file, "change"), {{"file", text(file, "file")}});
  for (const Value& name : items(summary, "new_lifecycles"))
    print_item(session, "cli.plan.lifecycle.new", {{"lifecycle", to_text(name)}});
  for (const Value& name : items(summary, "gone_lifecycles"))
    print_item(session, "cli.plan.lifecycle.gone", {{"lifecycle", to_text(name)}});
}

void print_matrix(Session& session, const Value& summary) {
  if (items(summary, "matrix").empty()) return;
  session.out() << '\n';
  RowPrinter printer(session, {{"lifecycle"}, {"from"}, {"to"}, {"accounts"}});
  for (const Value& row : items(summary, "matrix")) {
    const std::string lifecycle = text(row, "lifecycle");
    printer.row({lifecycle, session.stage_title(lifecycle, text(row, "from")),
                 session.stage_title(lifecycle, text(row, "to")), at(row, "accounts")});
  }
  printer.finish();
}

void print_announced(Session& session, const Value& summary) {
  const Value& announced = at(summary, "announced");
  session.tell("cli.plan.announced", {{"changed", grouped(number(announced, "account.stage.changed"))},
                                      {"corrected", grouped(number(announced, "account.history.corrected"))}});
  for (const char* kind : {"notices", "tasks"}) {
    for (const Value& row : items(summary, kind)) {
      session.tell(std::string("cli.plan.") + kind,
                   {{"id", text(row, "id")}, {"count", grouped(number(row, "count"))}});
    }
  }
}

void print_moves(Session& session, const std::vector<Value>& moves) {
  RowPrinter printer(session, {{"account"}, {"name"}, {"lifecycle"}, {"from"}, {"to"}, {"rule"}, {"at"}});
  const bool people = session.format == Format::table;
  for (const Value& move : moves) {
    const std::string lifecycle = text(move, "lifecycle");
    const auto stage = [&](const char* end) {
      return people ? Value(session.stage_title(lifecycle, text(move, end))) : at(move, end);
    };
    const Value& when = at(move, "at");
    const auto instant = when.get<std::string>() ? parse_instant(*when.get<std::string>()) : Result<Instant>(Instant{});
    printer.row({at(move, "account"), at(move, "name"), lifecycle, stage("from"), stage("to"), at(move, "rule"),
                 when.get<std::string>() && instant ? Value(*instant) : when});
  }
  printer.finish();
}

void print_plan(Session& session, const Value& plan, const std::vector<Value>& moves, bool more) {
  const Value& summary = at(plan, "summary");
  print_head(session, plan);
  print_matrix(session, summary);
  session.out() << '\n';
  session.tell("cli.plan.customers", {{"accounts", grouped(number(summary, "accounts"))},
                                      {"moving", grouped(number(summary, "moving"))},
                                      {"rewritten", grouped(number(summary, "rewritten"))}});
  print_announced(session, summary);
  if (moves.empty()) return;
  session.out() << '\n';
  const std::vector<Value> shown(moves.begin(), moves.begin() + static_cast<ptrdiff_t>(std::min(moves.size(), kShown)));
  print_moves(session, shown);
  if (more || moves.size() > kShown) session.note("cli.plan.more", {{"plan", text(plan, "plan")}});
}

// ---- as a file

std::string encode_plan(Session& session, const Value& plan, const std::vector<Value>& moves, bool more) {
  std::string out;
  json::Writer w(out);
  w.begin_object().field("tenure_plan", int64_t{1}).field("workspace", session.workspace);
  w.field("plan", at(plan, "plan")).field("digest", at(plan, "digest"));
  w.field("base", at(at(at(plan, "summary"), "base"), "version"));
  w.field("sequence", at(at(plan, "summary"), "sequence"));
  w.field("version", at(at(plan, "summary"), "version")).field("summary", at(plan, "summary"));
  w.key("moves").begin_array();
  for (const Value& move : moves) w.value(move);
  w.end_array().field("more", more).end_object();
  out += '\n';
  return out;
}

void write_file(const std::string& path, const std::string& content) {
  NewFile file(path, true);
  std::ofstream(file.temporary(), std::ios::binary) << content;
  file.keep();
}

// The plan of a file, or of a number. Errors: "cli.bad-plan" {text}, "invalid-json".
Result<Value> read_plan(const std::string& word) {
  if (!word.empty() && word.find_first_not_of("0123456789") == std::string::npos && word.size() < 18) {
    auto object = std::make_shared<Object>();
    object->members.emplace_back("plan", Value(int64_t{std::stoll(word)}));
    return Value(std::shared_ptr<const Object>(std::move(object)));
  }
  std::ifstream in(word, std::ios::binary);
  if (!in) return refuse("cli.bad-plan", {{"text", word}});
  std::string content(kPlanFileBytes + 1, '\0');
  in.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(in.gcount()));
  const Result<Value> value = json::parse(content);
  if (!value || number(*value, "tenure_plan") != 1) return refuse("cli.bad-plan", {{"text", word}});
  return *value;
}

// ---- the commands

std::optional<std::string> file_of(const Given& given) {
  const auto output = given.maybe("--output");
  if (!output || *output == "json" || *output == "table") return std::nullopt;
  return output;
}

Result<Values> change_of(const Given& given) {
  Values values;
  if (const auto pack = given.maybe("PACK")) {
    TENURE_TRY(const std::vector<lifecycle::PackFile> files, lifecycle::read_pack(*pack));
    std::vector<std::string> texts;
    for (const lifecycle::PackFile& file : files) texts.push_back(file.path + "=" + file.text);
    values.emplace_back("files", list_of(texts));
    values.emplace_back("whole", Value(true));
  }
  for (const std::string& setting : given.list("--set")) {
    if (setting.find('=') == std::string::npos || setting.front() == '=') return refuse("cli.bad-setting", {{"text", setting}});
  }
  values.emplace_back("parameters", list_of(given.list("--set")));
  values.emplace_back("successors", list_of(given.list("--successor")));
  values.emplace_back("mode", Value(given.has("--rewrite") ? "rewrite" : "from_now"));
  return values;
}

int tell(Session& session, const Value& plan, const std::vector<Value>& moves, bool more) {
  if (session.format == Format::table) {
    print_plan(session, plan, moves, more);
  } else {
    session.out() << encode_plan(session, plan, moves, more);
  }
  return kDone;
}

int plan(Session& session, const Given& given) {
  const auto change = change_of(given);
  if (!change) return session.fail(change.error());
  (void)session.learn_names();
  int exit = kDone;
  const auto result = work(session, act(session, "plan", *change), "cli.progress.planning", exit);
  if (!result) return stopped(session, result.error(), exit);
  const auto found = find_plan(session, number(*result, "plan"));
  if (!found) return session.fail(found.error());
  const auto page = page_of_moves(session, number(*found, "plan"), 0, limits::kPlanPage);
  if (!page) return session.fail(page.error());
  const std::vector<Value>& moves = items(*page, "value");
  const bool more = !at(*page, "next").is_null();
  const auto file = file_of(given);
  if (file) write_file(*file, encode_plan(session, *found, moves, more));
  tell(session, *found, moves, more);
  const bool changes = flag(at(*found, "summary"), "changes");
  if (!changes) session.note("cli.plan.nothing");
  else session.note("cli.plan.apply", {{"plan", file ? *file : text(*found, "plan")}});
  return changes && given.has("--detailed-exitcode") ? kChanges : kDone;
}

int all_moves(Session& session, int64_t plan) {
  std::vector<Value> moves;
  for (Value after(int64_t{0}); !after.is_null();) {
    const auto page = page_of_moves(session, plan, *after.get<int64_t>(), limits::kPlanPage);
    if (!page) return session.fail(page.error());
    for (const Value& move : items(*page, "value")) moves.push_back(move);
    after = at(*page, "next");
  }
  print_moves(session, moves);
  return kDone;
}

int show(Session& session, const Given& given) {
  const auto plan = read_plan(given.text("PLAN"));
  if (!plan) return session.fail(plan.error());
  if (given.has("--moves")) {
    (void)session.learn_names();
    return all_moves(session, number(*plan, "plan"));
  }
  // A file says all of it by itself.
  if (!at(*plan, "summary").is_null()) return tell(session, *plan, items(*plan, "moves"), flag(*plan, "more"));
  (void)session.learn_names();
  const auto found = find_plan(session, number(*plan, "plan"));
  if (!found) return session.fail(found.error());
  const auto page = page_of_moves(session, number(*plan, "plan"), 0, limits::kPlanPage);
  if (!page) return session.fail(page.error());
  return tell(session, *found, items(*page, "value"), !at(*page, "next").is_null());
}

int apply(Session& session, const Given& given) {
  const auto plan = read_plan(given.text("PLAN"));
  if (!plan) return session.fail(plan.error());
  Values values{{"plan", at(*plan, "plan")}};
  if (!text(*plan, "digest").empty()) values.emplace_back("digest", at(*plan, "digest"));
  int exit = kDone;
  const auto result = work(session, act(session, "apply", std::move(values)), "cli.progress.applying", exit);
  if (!result) return stopped(session, result.error(), exit);
  session.tell("cli.plan.applied", {{"plan", text(*plan, "plan")},
                                    {"definition", text(*result, "definition")},
                                    {"accounts", grouped(number(*result, "accounts"))}});
  return kDone;
}

}  // namespace

Command plan_command() {
  return {.name = "plan",
          .options = {{.name = "PACK", .help = "word.plan-pack"},
                      {.name = "--set", .placeholder = "NAME=VALUE", .many = true, .help = "option.plan-set"},
                      {.name = "--successor", .placeholder = "LIFECYCLE.STAGE=STAGE", .many = true},
                      {.name = "--rewrite"},
                      {.name = "--output", .placeholder = "FILE", .short_name = "-o", .help = "option.plan-output"},
                      {.name = "--json"},
                      {.name = "--detailed-exitcode"}},
          .examples = {"tenure plan --set churn_days=90 -o p.json",
                       "tenure plan ./my-pack --rewrite --detailed-exitcode  # ends with 2: something would change"},
          .run = plan,
          .by_server = plan};
}

Command show_command() {
  return {.name = "show",
          .shared = kOutput,
          .options = {{.name = "PLAN", .required = true}, {.name = "--moves"}},
          .examples = {"tenure show p.json", "tenure show 3 --moves -o csv"},
          .run = show,
          .by_server = show};
}

Command apply_command() {
  return {.name = "apply",
          .options = {{.name = "PLAN", .required = true}},
          .examples = {"tenure apply p.json"},
          .run = apply,
          .by_server = apply};
}

}  // namespace tenure::cli

#include "http/routes/facts.h"

#include <algorithm>
#include <memory>
#include <optional>

#include "base/json.h"
#include "base/limits.h"
#include "http/routes/odata.h"
#include "http/routes/principal.h"
#include "odata/errors.h"
#include "odata/exchange.h"
#include "service/post_facts.h"

namespace tenure::http {

namespace {

using service::FactInput;
using service::Verdict;

// A line as a fact. Beside the members of every fact, those of its kind stand in "fields" or by themselves.
Result<FactInput> read_fact(std::string_view line) {
  TENURE_TRY(const Value json, json::parse(line));
  const auto* object = json.get<std::shared_ptr<const Object>>();
  if (!object) return refuse("not-a-fact");
  FactInput fact;
  for (const auto& [name, value] : (*object)->members) {
    const std::string* text = value.get<std::string>();
    const bool* flag = value.get<bool>();
    const auto* inside = value.get<std::shared_ptr<const Object>>();
    if (name == "account" && text) fact.account = *text;
    else if (name == "kind" && text) fact.kind = *text;
    else if (name == "key" && text) fact.key = *text;
    else if (name == "retract" && flag) fact.retract = *flag;
    else if (name == "create_account" && flag) fact.create_account = *flag;
    else if (name == "at" && text) {
      TENURE_TRY(fact.at, parse_instant(*text));
    } else if (name == "fields" && inside) {
      fact.values.insert(fact.values.end(), (*inside)->members.begin(), (*inside)->members.end());
    } else if (name == "account" || name == "kind" || name == "key" || name == "at" || name == "fields" ||
               name == "retract" || name == "create_account") {
      return refuse("not-a-fact", {{"member", name}});
    } else {
      fact.values.emplace_back(name, value);
    }
  }
  return fact;
}

std::string_view word(service::Outcome outcome) {
  switch (outcome) {
    case service::Outcome::recorded: return "recorded";
    case service::Outcome::known: return "known";
    case service::Outcome::corrected: return "corrected";
    case service::Outcome::retracted: return "retracted";
    case service::Outcome::refused: return "refused";
  }
  return "refused";
}

void write_reasons(json::Writer& out, std::string_view name, const std::vector<engine::Refusal>& reasons,
                   Language language) {
  if (reasons.empty()) return;
  out.key(name).begin_array();
  for (const engine::Refusal& reason : reasons) odata::write_refusal(out, reason, "", language);
  out.end_array();
}

// The facts of one request, a batch of lines at a time: each batch is a transaction, and its verdicts are on disk
// when they are said.
class Stream {
 public:
  Stream(service::Service& service, service::Caller caller, std::string workspace, BodyReader& body,
         lifecycle::DefinitionPtr definition, bool dry_run)
      : service_(service),
        caller_(std::move(caller)),
        workspace_(std::move(workspace)),
        body_(body),
        definition_(std::move(definition)),
        dry_run_(dry_run) {}

  bool next(std::string& out) {
    // What is here is recorded at once: who sends one line may be waiting for its verdict.
    while (!ended_ && lines_ == 0) {
      std::string piece;
      Result<bool> more = body_.read(piece);
      if (!more) {
        say(out, {more.error().code, more.error().arguments}, line_ + static_cast<int64_t>(lines_) + 1);
        ended_ = broken_ = true;
        break;
      }
      lines_ += static_cast<size_t>(std::count(piece.begin(), piece.end(), '\n'));
      rest_ += piece;
      if (rest_.size() > limits::kFactLineBytes && lines_ == 0) {
        say(out, {"line-too-long", {{"limit", std::to_string(limits::kFactLineBytes)}}}, line_ + 1);
        ended_ = broken_ = true;
        break;
      }
      ended_ = !*more;
    }
    if (broken_) return false;
    record(out);
    return !ended_ || !rest_.empty();
  }

 private:
  void say(std::string& out, const Error& error, int64_t line) {
    json::Writer writer(out);
    writer.begin_object().field("line", line).field("outcome", "refused");
    write_reasons(writer, "reasons", {{.code = error.code, .id = "", .arguments = error.arguments}}, caller_.language);
    writer.end_object();
    out += '\n';
  }

  // The whole lines that are here, at most a batch of them.
  void record(std::string& out) {
    std::vector<FactInput> facts;
    std::vector<std::optional<Error>> faults;
    size_t at = 0;
    while (faults.size() < limits::kFactBatch && at < rest_.size()) {
      size_t end = rest_.find('\n', at);
      if (end == std::string::npos && !ended_) break;
      end = std::min(end, rest_.size());
      std::string_view line(rest_.data() + at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      at = std::min(end + 1, rest_.size());
      lines_ -= lines_ > 0;
      if (line.find_first_not_of(" \t") == std::string_view::npos) {
        faults.push_back(Error{"", {}});
        continue;
      }
      Result<FactInput> fact = read_fact(line);
      faults.push_back(fact ? std::nullopt : std::optional(fact.error()));
      if (fact) facts.push_back(std::move(*fact));
    }
    rest_.erase(0, at);
    answer(out, facts, faults);
    if (ended_ && at == 0) rest_.clear();
  }

  void answer(std::string& out, const std::vector<FactInput>& facts,
              const std::vector<std::optional<Error>>& faults) {
    Result<std::vector<Verdict>> verdicts = std::vector<Verdict>{};
    if (!facts.empty()) verdicts = dry_run_ ? tried(facts) : service::post_facts(service_, caller_, workspace_, facts);
    size_t next = 0;
    for (const std::optional<Error>& fault : faults) {
      ++line_;
      if (fault && fault->code.empty()) continue;  // a blank line
      if (fault) {
        say(out, *fault, line_);
        continue;
      }
      if (!verdicts) say(out, verdicts.error(), line_);
      else write(out, facts[next], (*verdicts)[next]);
      ++next;
    }
  }

  // Each as if it was the only one: how many come in one piece is the network's to say, and must not be told apart.
  Result<std::vector<Verdict>> tried(const std::vector<FactInput>& facts) {
    std::vector<Verdict> verdicts;
    for (const FactInput& fact : facts) {
      TENURE_TRY(std::vector<Verdict> one, service::post_facts(service_, caller_, workspace_, {fact}, {.dry_run = true}));
      verdicts.push_back(std::move(one.front()));
    }
    return verdicts;
  }

  void write(std::string& out, const FactInput& fact, const Verdict& verdict) {
    json::Writer writer(out);
    writer.begin_object().field("line", line_);
    if (!fact.key.empty()) writer.field("key", fact.key);
    writer.field("outcome", word(verdict.outcome));
    if (!verdict.moves.empty()) {
      writer.key("moves").begin_array();
      for (const engine::Transition& move : verdict.moves) {
        const lifecycle::Lifecycle& cycle = definition_->lifecycles[move.lifecycle];
        writer.begin_object().field("lifecycle", cycle.name);
        writer.field("from", std::string(cycle.stage_id(move.from))).field("to", std::string(cycle.stage_id(move.to)));
        writer.field("at", move.at).field("cause", engine::to_string(move.cause)).field("rule", std::string(engine::rule_id(*definition_, move))).end_object();
      }
      writer.end_array();
    }
    write_reasons(writer, "reasons", verdict.refusals, caller_.language);
    write_reasons(writer, "warnings", verdict.warnings, caller_.language);
    writer.end_object();
    out += '\n';
  }

  service::Service& service_;
  const service::Caller caller_;
  const std::string workspace_;
  BodyReader& body_;
  const lifecycle::DefinitionPtr definition_;
  const bool dry_run_;
  std::string rest_;
  size_t lines_ = 0;  // whole ones in `rest_`
  int64_t line_ = 0;
  bool ended_ = false, broken_ = false;
};

}  // namespace

void add_facts_routes(Router& router, service::Service& service) {
  router.add(
      Method::post, "/w/{workspace}/facts",
      [&service](Request& request) {
        const std::string workspace(request.parameter("workspace"));
        const Result<lifecycle::DefinitionPtr> definition = service.definition(workspace);
        if (!definition) return problem(404, {"not-found", {}}, request.language());
        if (request.reader == nullptr) return Response(200, "application/x-ndjson", "");  // no line, no verdict
        const bool dry_run = odata::preferences(odata_headers(request.headers)).dry_run;
        auto stream = std::make_shared<Stream>(service, caller(request), workspace, *request.reader, *definition, dry_run);
        Response response(200, "application/x-ndjson", "");
        if (dry_run) response.header("Preference-Applied", "tenure.dry-run");
        response.body = Producer([stream](std::string& chunk) { return stream->next(chunk); });
        return response;
      },
      {.name = "facts.record",
       .scope = "facts",
       .body_limit = limits::kFactStreamBytes,
       .streams_body = true,
       .takes = {"application/x-ndjson", "application/jsonl", "application/json"}});
}

}  // namespace tenure::http

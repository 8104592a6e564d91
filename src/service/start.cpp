#include "service/start.h"

#include <algorithm>

#include "base/assert.h"
#include "base/embedded.h"
#include "service/impl.h"
#include "service/plan.h"

namespace tenure::service {

namespace {

constexpr std::string_view kPacks = "packs/", kAbout = "/about.txt", kExample = "examples/example";
constexpr Verb kStart{.name = "start", .record = "definition", .bound = Bound::nothing, .right = Right::administer};

// The text of a line "name | text".
std::string line_of(std::string_view folder, std::string_view name) {
  std::string_view text = embedded_file(std::string(folder) + std::string(kAbout)).value_or("");
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const size_t bar = line.find(" | ");
    if (bar != std::string_view::npos && line.substr(0, bar) == name) return std::string(line.substr(bar + 3));
  }
  return "";
}

// The pack with its title; not one that anybody can be offered who is refused it afterwards.
lifecycle::DefinitionPtr definition_of(const std::string& pack) {
  const auto files = lifecycle::read_pack(pack);
  TENURE_ASSERT(files.has_value());
  lifecycle::Loaded loaded = lifecycle::load(*files, {{}, TimeZone::utc()});
  TENURE_ASSERT(loaded.definition != nullptr);
  return loaded.definition;
}

int64_t example_on_its_way(Context& context) {
  int64_t number = 0;
  for (const store::WorkReader::Waiting& waiting : context.reads().work().unfinished_jobs()) {
    if (waiting.workspace != context.realm().name) continue;
    const auto job = context.reads().work().find_job(context.workspace(), waiting.number);
    if (job && job->kind == kExampleJob) number = waiting.number;
  }
  return number;
}

bool is_empty(Context& context) { return context.reads().count_accounts(context.workspace()) == 0; }

// The job; 0: nothing would change. What an administrator added beside the pack stays.
Result<int64_t> begin_with(Context& context, const std::string& pack) {
  TENURE_TRY(const std::vector<lifecycle::PackFile> files, lifecycle::read_pack(pack));
  const store::Definition now = context.reads().definition(context.workspace(), context.realm().number);
  DefinitionChange change{.whole = true, .rewrite = true};
  for (const lifecycle::PackFile& file : files) change.files.emplace_back(file.path, file.text);
  for (const auto& [name, value] : now.parameters) change.parameters.emplace_back(name, std::nullopt);
  const lifecycle::Loaded next = load_definition(changed_definition(now, change), context.definition().zone);
  if (next.definition && next.definition->version == context.definition().version) return 0;
  return queue_define(context, change);
}

Done made(int64_t job) { return {.record = "job", .key = job == 0 ? "" : std::to_string(job), .created = job != 0}; }

Result<int64_t> number_of(const Result<Done>& done) {
  if (!done) return std::unexpected(done.error());
  return done->key.empty() ? 0 : std::stoll(done->key);
}

bool is_packs_on_offer(std::string_view pack) {
  return embedded_file(std::string(kPacks) + std::string(pack) + std::string(kAbout)).has_value();
}

}  // namespace

std::vector<StartChoice> packs_on_offer(Language language) {
  std::vector<StartChoice> choices;
  for (const EmbeddedFile& file : embedded_files(kPacks)) {
    const std::string_view path = file.path;
    if (!path.ends_with(kAbout)) continue;
    const std::string folder(path.substr(0, path.size() - kAbout.size()));
    const std::string name = folder.substr(kPacks.size());
    choices.push_back({name, definition_of(name)->title.in(language), line_of(folder, to_string(language))});
  }
  return choices;
}

std::string example_pack() { return line_of(kExample, "pack"); }

Result<Start> start_of(Service& service, const Caller& caller, std::string_view workspace) {
  Start start;
  TENURE_TRY(const Done done,
             service.impl().observe(caller, workspace, {.verb = &kStart}, [&](Context& context) -> Result<Done> {
               start.example = example_on_its_way(context);
               start.is_empty = start.example == 0 && is_empty(context);
               start.pack = context.definition().pack;
               return Done{};
             }));
  start.packs = packs_on_offer(caller.language);
  start.with_example = {example_pack(), "", line_of(kExample, to_string(caller.language))};
  return start;
}

Result<int64_t> start_with_pack(Service& service, const Caller& caller, std::string_view workspace,
                                std::string_view pack) {
  const auto work = [&](Context& context) -> Result<Done> {
    // A folder of the machine is nobody's to name from here.
    if (!is_packs_on_offer(pack)) {
      std::vector<std::string> names;
      for (const StartChoice& choice : packs_on_offer(caller.language)) names.push_back(choice.name);
      return refuse("unknown-pack", {{"name", excerpt(pack)}, {"nearest", nearest(pack, names)}});
    }
    if (example_on_its_way(context) != 0 || !is_empty(context)) return refuse("workspace-not-empty");
    TENURE_TRY(const int64_t job, begin_with(context, std::string(pack)));
    return made(job);
  };
  return number_of(service.impl().transact(caller, workspace, {.verb = &kStart, .key = std::string(pack)}, work));
}

Result<int64_t> start_with_example(Service& service, const Caller& caller, std::string_view workspace) {
  const auto work = [&](Context& context) -> Result<Done> {
    if (const int64_t job = example_on_its_way(context); job != 0) return made(job);
    if (!is_empty(context)) return refuse("workspace-not-empty");
    TENURE_CHECK_OK(begin_with(context, example_pack()));
    return made(queue_job(context.transaction(), context.workspace(), context.caller(), kExampleJob, "", context.now()));
  };
  return number_of(service.impl().transact(caller, workspace, {.verb = &kStart, .key = std::string(kExampleJob)}, work));
}

}  // namespace tenure::service

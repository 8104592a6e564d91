// Any bytes as the options of a read: bound against the model of a real pack, asked of the store, and asked again of the
// evaluator in memory (as of now). Nothing may crash, leak or take long, and the two must find the same rows.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string_view>

#include "base/clock.h"
#include "odata/url.h"
#include "service/reading.h"

namespace {

using namespace tenure;
namespace fs = std::filesystem;

class World {
 public:
  World() : folder_(fs::temp_directory_path() / ("tenure-query-fuzz-" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
    store_ = store::open_sqlite((folder_ / "store.db").string(), {.create = true});
    service_ = std::make_unique<service::Service>(*store_, clock_);
    if (!service_->create_workspace({.pack = "prospectsoft"})) std::abort();
    std::vector<service::FactInput> facts;
    for (const char* account : {"A", "B", "C"}) {
      service::FactInput fact{.account = account, .kind = "account.created", .key = account, .at = Instant{1'700'000'000'000'000}, .create_account = true};
      fact.values = {{"name", Value(std::string("Name ") + account)}};
      facts.push_back(std::move(fact));
      for (const char* order : {"1", "2"}) {
        service::FactInput placed{.account = account, .kind = "order.placed", .key = std::string(account) + order, .at = Instant{1'710'000'000'000'000}};
        placed.values = {{"amount", Value("12.50")}};
        facts.push_back(std::move(placed));
      }
    }
    (void)service_->record("default", facts, {});
    reading_ = *service_->reading({}, "default");
  }
  ~World() {
    service_.reset();
    store_.reset();
    fs::remove_all(folder_);
  }

  void ask(uint16_t entity, const query::Options& options) {
    query::Setting setting = reading_.setting(clock_.now());
    setting.page = 100;
    Result<query::Query> query = query::bind(reading_.model, entity, options, setting);
    if (!query) return;
    const std::optional<int64_t> kept = rows(*query);
    // What is asked of now() or of versions differs between today's rows and those of the past.
    query->when.at = clock_.now();
    const std::optional<int64_t> past = rows(*query);
    const bool plain = options.filter && options.filter->starts_with("startswith(key,");
    if (plain && !options.top && kept && past && *kept != *past) std::abort();
  }

 private:
  std::optional<int64_t> rows(const query::Query& query) {
    store::QueryBounds bounds;
    bounds.time = std::chrono::milliseconds(500);
    const Result<query::Answer> answer = reading_.run(query, [](const query::Row&) { return true; }, bounds);
    if (!answer) return std::nullopt;
    return answer->rows;
  }

  fs::path folder_;
  FixedClock clock_{Instant{1'780'000'000'000'000}};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::Service> service_;
  service::Reading reading_;

 public:
  size_t entities() const { return reading_.model->entities.size(); }
  bool hidden(uint16_t entity) const { return reading_.model->entities[entity].hidden; }
};

}  // namespace

// The first byte chooses the set, the others are what stands behind the question mark.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static World world;
  if (size < 1 || size > 4'000) return 0;
  const auto entity = static_cast<uint16_t>(data[0] % world.entities());
  if (world.hidden(entity)) return 0;
  const Result<odata::Options> given = odata::parse_options({reinterpret_cast<const char*>(data) + 1, size - 1});
  if (!given) return 0;
  query::Options options;
  for (const auto& [name, to] : {std::pair{"select", &options.select}, std::pair{"filter", &options.filter},
                                 std::pair{"orderby", &options.orderby}, std::pair{"search", &options.search},
                                 std::pair{"expand", &options.expand}, std::pair{"apply", &options.apply}}) {
    if (const std::string* text = given->find(name)) *to = *text;
  }
  if (given->find("top")) options.top = 2;
  options.count = given->find("count") != nullptr;
  for (const auto& [alias, text] : given->aliases) options.aliases.emplace_back(alias, text);
  world.ask(entity, options);
  return 0;
}

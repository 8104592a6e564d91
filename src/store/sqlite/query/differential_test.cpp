// The store's answers are those of the plain evaluation over the same rows in memory.
#include <cstdlib>

#include "base/text.h"
#include "store/sqlite/query/random_query.h"

namespace tenure::store::sqlite::query_test {
namespace {

std::string spelt(const Asker::Question& asked, const Model& model) {
  std::string text = model.entities[asked.entity].set;
  const auto add = [&](const char* name, const std::optional<std::string>& option) {
    if (option) text += std::string("\n  ") + name + "=" + *option;
  };
  const query::Options& options = asked.options;
  add("$apply", options.apply);
  add("$filter", options.filter);
  add("$orderby", options.orderby);
  add("$select", options.select);
  add("$expand", options.expand);
  add("$search", options.search);
  if (options.top) text += "\n  $top=" + std::to_string(*options.top);
  if (options.skip) text += "\n  $skip=" + std::to_string(*options.skip);
  if (options.count) text += "\n  $count=true";
  text += "\n  page " + std::to_string(asked.setting.page);
  if (asked.setting.owner) text += "\n  own accounts of " + *asked.setting.owner;
  if (asked.linked) text += "\n  of accounts('" + asked.key + "')";
  return text;
}

Result<query::Query> bound(const Asker::Question& asked, const query::ModelPtr& model) {
  if (!asked.linked) return query::bind(model, asked.entity, asked.options, asked.setting);
  return query::bind_linked(model, kAccount, 0, {{"key", Value(asked.key)}}, asked.options, asked.setting);
}

// TENURE_QUERIES and TENURE_SEED in the environment: how many, and from where on.
TEST(Differential, G20_random_queries_have_the_same_answer_in_sqlite_and_in_memory) {
  const char* wanted = std::getenv("TENURE_QUERIES");
  const char* first = std::getenv("TENURE_SEED");
  const uint64_t queries = wanted ? std::strtoull(wanted, nullptr, 10) : 20'000;
  const uint64_t seed = first ? std::strtoull(first, nullptr, 10) : 1;
  World world;
  const TimeZone zone = *TimeZone::load("Asia/Jerusalem");
  uint64_t refused = 0, empty = 0;
  for (uint64_t i = 0; i < queries; ++i) {
    Random random(seed + i);
    if (i % 50 == 0) fill(world, random);
    Asker asker(*world.model(), random);
    Asker::Question asked = asker.ask();
    asked.setting.zone = &zone;
    Result<query::Query> in_sqlite = bound(asked, world.model()), in_memory = bound(asked, world.model());
    if (!in_sqlite) {
      ++refused;
      if (std::getenv("TENURE_SHOW_REFUSED"))
        std::fprintf(stderr, "%s\n%s\n", spelt(asked, *world.model()).c_str(), say(Language::english, in_sqlite.error()).c_str());
      continue;
    }
    const std::string found = all_pages(*in_sqlite, [&](const query::Query& query, const query::Visitor& visit) {
      return world.queries().run(World::kWorkspace, query, visit, {});
    });
    const std::string expected = all_pages(*in_memory, [&](const query::Query& query, const query::Visitor& visit) {
      return world.memory().run(query, visit);
    });
    empty += expected.empty();
    ASSERT_EQ(found, expected) << "seed " << seed + i << " (data of seed " << seed + i - i % 50 << ")\n"
                               << spelt(asked, *world.model());
  }
  // Most questions are understood and have an answer with something in it.
  EXPECT_LT(refused, queries / 10) << "of " << queries;
  EXPECT_LT(empty, queries / 2) << "of " << queries;
}

}  // namespace
}  // namespace tenure::store::sqlite::query_test

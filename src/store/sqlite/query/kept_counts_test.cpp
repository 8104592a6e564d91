// How many accounts there are without the removed ones: kept with every move, less what an index of the removed
// ones has, and the same as somebody finds who goes through all of them.
#include "store/sqlite/query/random_query.h"

namespace tenure::store::sqlite::query_test {
namespace {

query::Query bound(World& world, const query::Options& options, std::optional<std::string> owner = {}) {
  query::Setting setting;
  setting.owner = std::move(owner);
  Result<query::Query> query = query::bind(world.model(), kAccount, options, setting);
  EXPECT_TRUE(query.has_value());
  return std::move(*query);
}
query::Options stages(const std::string& filter, const std::string& aggregate = "$count as n") {
  const std::string first = filter.empty() ? "" : "filter(" + filter + ")/";
  return {.apply = first + "groupby((c),aggregate(" + aggregate + "))"};
}
query::Options number(const std::string& filter) {
  return {.filter = filter, .count = true, .rows = false};
}

std::string steps(World& world, const query::Query& query) {
  std::string text;
  for (const std::string& step : world.queries().explain(World::kWorkspace, query)) text += step + "; ";
  return text;
}
// Not one account is looked at that was not removed.
bool is_kept(const std::string& steps) {
  constexpr std::string_view kIndex = "USING COVERING INDEX account_removed_by_c ";
  return steps.find("SEARCH a " + std::string(kIndex)) != std::string::npos &&
         steps.find("t0") == std::string::npos && steps.find("SCAN a") == std::string::npos;
}

TEST(KeptCounts, U1_counts_without_the_removed_accounts_look_at_these_alone) {
  World world;
  for (const char* filter : {"archived ne true", "true ne archived", "not (archived eq true)"}) {
    const std::string per_stage = steps(world, bound(world, stages(filter)));
    EXPECT_TRUE(is_kept(per_stage)) << filter << ": " << per_stage;
    const std::string in_all = steps(world, bound(world, number(filter)));
    EXPECT_TRUE(is_kept(in_all)) << filter << ": " << in_all;
  }
  for (const char* filter : {"c eq 'red' and archived ne true", "archived ne true and c eq null", "archived ne true and 'red' eq c"}) {
    const std::string in_one = steps(world, bound(world, number(filter)));
    EXPECT_TRUE(is_kept(in_one)) << filter << ": " << in_one;
    EXPECT_NE(in_one.find("(_workspace=? AND c=? AND archived=?)"), std::string::npos) << in_one;
  }
  // The rows of a list are found by themselves; how many there are is kept.
  query::Query list = bound(world, {.filter = "archived ne true and c eq 'red'", .orderby = "name", .top = 100, .count = true});
  EXPECT_NE(steps(world, list).find("account_removed_by_c (_workspace=? AND c=? AND archived=?)"), std::string::npos) << steps(world, list);
}

// What is kept says nothing of what a rep owns, of another condition, or of those of whom it was never said.
TEST(KeptCounts, U1_what_is_not_kept_is_counted) {
  World world;
  for (const char* filter : {"archived eq false", "not archived", "archived ne false", "archived eq true", "archived ne null",
                             "archived ne true or c eq 'red'", "archived ne true and i eq 3", "b ne true",
                             "parent_record/archived ne true", "not (archived ne true)"}) {
    EXPECT_FALSE(is_kept(steps(world, bound(world, stages(filter))))) << filter;
    EXPECT_FALSE(is_kept(steps(world, bound(world, number(filter))))) << filter;
  }
  EXPECT_FALSE(is_kept(steps(world, bound(world, stages("archived ne true"), "ann"))));
  EXPECT_FALSE(is_kept(steps(world, bound(world, number("archived ne true"), "ann"))));
  EXPECT_FALSE(is_kept(steps(world, bound(world, stages("archived ne true", "$count as n,d with sum as s")))));
  for (const char* filter : {"archived ne true and c ne 'red'", "archived ne true and not (c eq 'red')",
                             "archived ne true and c eq 'red' and c eq 'blue'"}) {
    EXPECT_FALSE(is_kept(steps(world, bound(world, number(filter))))) << filter;
  }
}

TEST(KeptCounts, U1_every_count_is_that_of_the_accounts_themselves) {
  const std::vector<std::string> filters = {
      "",
      "archived ne true",
      "true ne archived",
      "not (archived eq true)",
      "archived eq false",
      "not archived",
      "archived eq true",
      "archived ne false",
      "archived ne null",
      "archived ne true and archived ne true",
      "archived ne true and c eq 'red'",
      "c eq 'green' and archived ne true",
      "archived ne true and c eq null",
      "c eq null",
      "c eq 'blue'",
      "archived ne true and c ne 'red'",
      "archived ne true and c eq 'red' and c eq 'blue'",
      "archived ne true or c eq 'red'",
  };
  World world;
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    fill(world, random);
    const auto same = [&](const query::Options& options, const std::string& asked) {
      for (const std::optional<std::string>& owner : {std::optional<std::string>(), std::optional<std::string>("ann")}) {
        query::Query in_sqlite = bound(world, options, owner), in_memory = bound(world, options, owner);
        const std::string found = all_pages(in_sqlite, [&](const query::Query& query, const query::Visitor& visit) {
          return world.queries().run(World::kWorkspace, query, visit, {});
        });
        const std::string expected = all_pages(in_memory, [&](const query::Query& query, const query::Visitor& visit) {
          return world.memory().run(query, visit);
        });
        EXPECT_EQ(found, expected) << asked << ", seed " << seed << (owner ? ", own" : "");
      }
    };
    for (const std::string& filter : filters) {
      same(stages(filter), "stages of " + filter);
      same(stages(filter, "$count as n,$count as m"), "stages twice of " + filter);
      query::Options some = stages(filter);
      some.filter = "n gt 1 and c ne 'red'";
      some.orderby = "n desc";
      some.count = true;
      same(some, "some stages of " + filter);
      if (!filter.empty()) same(number(filter), "number of " + filter);
    }
    same({.count = true, .rows = false}, "number of all");
  }
}

}  // namespace
}  // namespace tenure::store::sqlite::query_test

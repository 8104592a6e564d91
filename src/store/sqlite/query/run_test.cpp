// How queries are run: by which indexes, how long, for whom.
#include "base/limits.h"
#include "store/sqlite/query/random_query.h"

namespace tenure::store::sqlite::query_test {
namespace {

query::Query bound(World& world, uint16_t entity, const query::Options& options, int64_t page = 1000) {
  query::Setting setting;
  setting.page = page;
  Result<query::Query> query = query::bind(world.model(), entity, options, setting);
  EXPECT_TRUE(query.has_value());
  return std::move(*query);
}

std::string steps(World& world, const query::Query& query) {
  std::string text;
  for (const std::string& step : world.queries().explain(World::kWorkspace, query)) text += step + "; ";
  return text;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(QueryPlan, A2_a_stage_in_order_of_name_is_a_walk_along_its_index) {
  World world;
  const query::Options list{.filter = "c eq 'red'", .orderby = "name", .top = 100};
  const std::string found = steps(world, bound(world, kAccount, list));
  EXPECT_TRUE(has(found, "USING INDEX account_by_c (_workspace=? AND c=?)")) << found;
  EXPECT_FALSE(has(found, "TEMP B-TREE")) << found;
}

TEST(QueryPlan, U1_a_column_of_the_board_is_a_walk_along_its_index) {
  World world;
  query::Query query = bound(world, kAccount, {.filter = "b ne true and c eq 'red'", .orderby = "t desc"}, 60);
  const std::string found = steps(world, query);
  EXPECT_TRUE(has(found, "USING INDEX account_by_c_since (_workspace=? AND c=?)")) << found;
  EXPECT_FALSE(has(found, "TEMP B-TREE")) << found;
  query.after = query::Position{{Value(Instant{1000}), Value(int64_t{5})}};
  EXPECT_TRUE(has(steps(world, query), "account_by_c_since (_workspace=? AND c=? AND t<?)")) << steps(world, query);
}

TEST(QueryPlan, a_page_begins_at_its_place_in_the_index) {
  World world;
  query::Query query = bound(world, kAccount, {.filter = "c eq 'red'", .orderby = "name"}, 2);
  query.after = query::Position{{Value("M"), Value(int64_t{5})}};
  EXPECT_TRUE(has(steps(world, query), "account_by_c (_workspace=? AND c=? AND name>?)")) << steps(world, query);
  query.after = query::Position{{Value(Null{}), Value(int64_t{5})}};
  EXPECT_TRUE(has(steps(world, query), "account_by_c (_workspace=? AND c=? AND name=?")) << steps(world, query);
  query = bound(world, kAccount, {.filter = "c eq 'red'", .orderby = "name desc"}, 2);
  query.after = query::Position{{Value("M"), Value(int64_t{5})}};
  const std::string down = steps(world, query);
  EXPECT_TRUE(has(down, "account_by_c (_workspace=? AND c=? AND name<?)")) << down;
  EXPECT_FALSE(has(down, "TEMP B-TREE")) << down;
}

TEST(QueryPlan, what_can_use_an_index_does) {
  World world;
  const auto uses = [&](uint16_t entity, const char* filter, const char* index) {
    const std::string found = steps(world, bound(world, entity, {.filter = filter}));
    EXPECT_TRUE(has(found, index)) << filter << ": " << found;
  };
  uses(kAccount, "key eq 'A1'", "(_workspace=? AND key=?)");
  uses(kAccount, "'A1' eq key", "(_workspace=? AND key=?)");
  uses(kAccount, "key in ('A1','A2')", "(_workspace=? AND key=?)");
  uses(kAccount, "startswith(name,'Ac')", "account_name (_workspace=? AND name>? AND name<?)");
  uses(kAccount, "name ge 'a' and name lt 'b'", "account_name (_workspace=? AND name>? AND name<?)");
  uses(kAccount, "name eq null", "account_name (_workspace=? AND name=?)");
  uses(kAccount, "parent eq 'A1'", "account_parent");
  uses(kAccount, "orders/any(o:o/i eq 3)", "order_account (_account=?)");
  uses(kAccount, "children/any()", "account_parent");
  uses(kOrder, "account eq 'A1'", "order_account (_account=?)");
  uses(kOrder, "account_record/name eq 'x'", "INTEGER PRIMARY KEY");
  uses(kOrder, "lines/$count gt 1", "line_order");
}

TEST(QueryPlan, every_statement_is_one_workspaces) {
  World world;
  Random random(3);
  for (int i = 0; i < 300; ++i) {
    Asker asker(*world.model(), random);
    const auto asked = asker.ask();
    const auto query = query::bind(world.model(), asked.entity, asked.options, asked.setting);
    if (!query) continue;
    const auto plan = make_plan(World::kWorkspace, *query);
    ASSERT_TRUE(plan.has_value());
    // Every table that is read is held to ?1.
    for (const std::string& text : (*plan)->phases) {
      size_t tables = 0, held = 0;
      for (const char* name : {"FROM \"account\"", "FROM \"order\"", "FROM \"line\"", "FROM account a"}) {
        for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) ++tables;
      }
      for (size_t at = text.find("_workspace=?1"); at != std::string::npos; at = text.find("_workspace=?1", at + 1)) ++held;
      EXPECT_GE(held, tables) << text;
    }
  }
}

// Rows of other workspaces with the same keys do not show, whatever is asked; the differential test has them in
// every world.
TEST(QueryRun, A1_another_workspaces_rows_are_not_there) {
  World world;
  Random random(1);
  fill(world, random);
  int64_t rows = 0;
  const query::Query query = bound(world, kOrder, {.count = true});
  const auto mine = world.queries().run(World::kWorkspace, query, [&](const query::Row&) { return ++rows, true; }, {});
  EXPECT_EQ(mine->count, rows);
  const auto nobodys = world.queries().run(World::kWorkspace + 5, query, [](const query::Row&) { return true; }, {});
  EXPECT_EQ(nobodys->count, 0);
}

void add_many(World& world, int count) {
  world.run("BEGIN");
  for (int i = 0; i < count; ++i) {
    std::vector<Value> fields(world.model()->entities[kAccount].fields.size());
    fields[0] = static_cast<int64_t>(i + 1);
    fields[1] = "A" + std::to_string(i);
    fields[2] = "name " + std::to_string(i % 97);
    world.add(kAccount, fields);
  }
  world.run("COMMIT");
}

TEST(QueryRun, what_takes_too_long_is_stopped) {
  World world;
  add_many(world, 3'000);
  const query::Query slow = bound(world, kAccount, {.filter = "length(name) gt 99", .count = true, .rows = false});
  QueryBounds bounds;
  bounds.time = std::chrono::milliseconds(-1);  // over before it begins
  const auto visit = [](const query::Row&) { return true; };
  const auto answer = world.queries().run(World::kWorkspace, slow, visit, bounds);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "query-too-slow");
  // The connection is as good as before.
  EXPECT_TRUE(world.queries().run(World::kWorkspace, slow, visit, {}).has_value());
}

TEST(QueryRun, who_does_not_want_the_answer_any_more_gets_none) {
  World world;
  add_many(world, 3'000);
  const query::Query query = bound(world, kAccount, {.filter = "length(name) gt 99", .count = true, .rows = false});
  std::atomic<bool> gone{true};
  QueryBounds bounds;
  bounds.cancelled = &gone;
  const auto answer = world.queries().run(World::kWorkspace, query, [](const query::Row&) { return true; }, bounds);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, "query-too-slow");
}

TEST(QueryRun, a_visitor_that_has_enough_stops_it) {
  World world;
  add_many(world, 50);
  int seen = 0;
  const auto answer = world.queries().run(World::kWorkspace, bound(world, kAccount, {}), [&](const query::Row&) { return ++seen < 3; }, {});
  EXPECT_TRUE(answer->stopped);
  EXPECT_EQ(answer->rows, 3);
  EXPECT_FALSE(answer->next.has_value());
}

// One asks while another's rows are being looked at; the same statement is used twice at once.
TEST(QueryRun, a_visitor_may_ask_itself) {
  World world;
  add_many(world, 10);
  const query::Query query = bound(world, kAccount, {.select = "key"});
  int64_t rows = 0;
  (void)world.queries().run(World::kWorkspace, query, [&](const query::Row&) {
    (void)world.queries().run(World::kWorkspace, query, [&](const query::Row&) { return ++rows, true; }, {});
    return true;
  }, {});
  EXPECT_EQ(rows, 100);
}

TEST(QueryRun, O8_rows_inside_rows_are_bounded) {
  World world;
  world.run("BEGIN");
  for (int64_t account = 1; account <= 3; ++account) {
    std::vector<Value> fields(world.model()->entities[kAccount].fields.size());
    fields[0] = account;
    fields[1] = "A" + std::to_string(account);
    world.add(kAccount, fields);
    for (int64_t i = 0; i < limits::kNestedRows * 2 / 3; ++i) {
      std::vector<Value> order(world.model()->entities[kOrder].fields.size());
      order[0] = account;
      order[1] = "O" + std::to_string(account) + "-" + std::to_string(i);
      world.add(kOrder, order);
    }
  }
  world.run("COMMIT");
  query::Query query = bound(world, kAccount, {.select = "key", .expand = "orders($select=key)"});
  query.expand[0].query->page = INT64_MAX;
  std::string pages;
  for (int page = 0; page < 5; ++page) {
    const auto answer = world.queries().run(World::kWorkspace, query, [&](const query::Row& row) {
      pages += std::to_string(row.expanded[0].rows.size()) + " ";
      return true;
    }, {});
    ASSERT_TRUE(answer.has_value());
    pages += "| ";
    if (!answer->next) break;
    query.after = answer->next;
  }
  // Two rows hold more than one answer may; the third is on the next page.
  EXPECT_EQ(pages, "13333 13333 | 13333 | ");
  // By itself, unless it is asked for, a collection is cut at a page.
  const query::Query usual = bound(world, kAccount, {.select = "key", .expand = "orders($select=key)", .top = 1});
  (void)world.queries().run(World::kWorkspace, usual, [&](const query::Row& row) {
    EXPECT_EQ(row.expanded[0].rows.size(), static_cast<size_t>(limits::kPage));
    EXPECT_TRUE(row.expanded[0].more);
    return true;
  }, {});
}

TEST(QueryRun, O5_O6_what_a_parser_takes_sqlite_takes) {
  World world;
  add_many(world, 20);
  const auto count = [&](const std::string& filter) {
    const auto query = query::bind(world.model(), kAccount, {.filter = filter, .count = true, .rows = false}, {});
    if (!query) return query.error().code;
    const auto answer = world.queries().run(World::kWorkspace, *query, [](const query::Row&) { return true; }, {});
    return answer ? std::to_string(*answer->count) : answer.error().code;
  };
  std::string either = "key eq 'A0'", all = "key ne 'x'", in = "key in ('A0'";
  for (int i = 1; i < 480; ++i) either += " or key eq 'A" + std::to_string(i) + "'", all += " and key ne 'x'";
  for (int i = 1; i < 1'900; ++i) in += ",'A" + std::to_string(i) + "'";
  EXPECT_EQ(count(either), "20");
  EXPECT_EQ(count(all), "20");
  EXPECT_EQ(count(in + ")"), "20");
  std::string deep = "key eq 'A3'";
  for (int i = 0; i < 45; ++i) deep = "not (not (" + deep + "))";
  EXPECT_EQ(count(deep), "1");
  std::string sum = "length(name)";
  for (int i = 0; i < 600; ++i) sum += " add 1";
  EXPECT_EQ(count(sum + " gt 600"), "20");
  for (int i = 0; i < 10'000; ++i) either += " or key eq 'z'";
  EXPECT_EQ(count(either), "query-too-complex");
  EXPECT_EQ(count(std::string(10'000, '(') + "true" + std::string(10'000, ')')), "query-too-complex");
  std::string nots = "b";
  for (int i = 0; i < 10'000; ++i) nots = "not " + nots;
  EXPECT_EQ(count(nots), "query-too-complex");
}

}  // namespace
}  // namespace tenure::store::sqlite::query_test

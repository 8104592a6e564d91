// What is written by facts is read by queries, and by nobody who may not see it.
#include "service/reading.h"

#include "service/asking_test_support.h"

namespace tenure::service {
namespace {

using query::Options;

class ReadingTest : public AskingTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    record(created("A", "Acme", "2025-12-01", "ann"));
    record(created("B", "Beta", "2025-12-01", "bob"));
    record(created("C", "Café", "2025-12-01"));
    std::vector<FactInput> orders;
    for (const char* day : {"2026-01-01", "2026-01-02", "2026-01-03"}) {
      orders.push_back(order("A", std::string("A-") + day, day, "10.50"));
    }
    record(orders);
    record(order("B", "B-1", "2026-05-01", "7"));
  }
};

TEST_F(ReadingTest, PS_2_accounts_by_stage_in_order_of_name) {
  EXPECT_EQ(ask("accounts", {.select = "key,name,status,order_count", .filter = "status ne 'suspect'", .orderby = "name"}),
            (Lines{"A|Acme|churned|3", "B|Beta|buyer|1"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "status eq 'suspect'", .count = true}), (Lines{"C", "count 1"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .top = 0, .count = true}), (Lines{"count 3"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "startswith(name,'Caf') and created_at lt now()"}), (Lines{"C"}));
}

TEST_F(ReadingTest, documents_and_accounts_lead_to_each_other) {
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "orders/any(o: o/amount gt 8)",
                             .expand = "orders($select=key,amount;$orderby=placed_at desc;$top=2)"}),
            (Lines{"A {A-2026-01-03|10.50; A-2026-01-02|10.50}"}));
  EXPECT_EQ(ask("orders", {.select = "key,account", .filter = "account_record/name eq 'Beta'",
                           .expand = "account_record($select=name)"}),
            (Lines{"B-1|B {Beta}"}));
  EXPECT_EQ(ask("orders", {.select = "key", .filter = "account eq 'B'"}), (Lines{"B-1"}));
  EXPECT_EQ(ask("orders", {.apply = "groupby((account_record/owner),aggregate(amount with sum as total,$count as n))"}),
            (Lines{"ann|31.50|3", "bob|7|1"}));
}

TEST_F(ReadingTest, the_log_is_read_as_it_is_believed) {
  const Options moves{.select = "account,from,to,rule,fact,fact_kind,cause", .orderby = "at"};
  const Lines before{"A|suspect|buyer|first-order|A-2026-01-01|order.placed|rule",
                     "A|buyer|customer|third-order|A-2026-01-03|order.placed|rule",
                     "A|customer|churned|churn|||timer", "B|suspect|buyer|first-order|B-1|order.placed|rule"};
  EXPECT_EQ(ask("transitions", moves), before);
  const Instant then = clock_.now();
  clock_.set(at("2026-06-02"));
  record(order("A", "A-late", "2026-03-15"));  // no churn before June
  const Lines after = ask("transitions", {.select = "to,superseded_at", .filter = "account eq 'A'", .orderby = "at"});
  EXPECT_EQ(after, (Lines{"buyer|", "customer|"}));
  // … and what was believed is still there for who asks.
  EXPECT_EQ(ask("transitions", {.select = "to", .filter = "account eq 'A' and superseded_at ne null"}), (Lines{"churned"}));
  query::When known;
  known.known_at = then;
  EXPECT_EQ(ask("transitions", moves, known), before);
  query::When as_of;
  as_of.at = at("2026-01-02");
  EXPECT_EQ(ask("transitions", {.select = "to"}, as_of), (Lines{"buyer"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "transitions/$count ge 2"}), (Lines{"A"}));
}

TEST_F(ReadingTest, facts_say_what_they_said) {
  record({.account = "C", .kind = "declaration", .key = "x", .at = at("2026-02-01")});  // no such kind: refused
  record({.account = "C", .kind = "call.logged", .key = "call-1", .at = at("2026-02-01"),
          .values = {{"note", Value("said \"no\"")}, {"outcome", Value("no")}}, .actor = "ann"});
  EXPECT_EQ(ask("facts", {.select = "kind,key,account,actor,note", .filter = "account eq 'C'"}),
            (Lines{"account.created|C|C|cli|", "call.logged|call-1|C|ann|said \"no\""}));
  EXPECT_EQ(ask("facts", {.select = "fact_fields", .filter = "kind eq 'order.placed' and account eq 'B'"}),
            (Lines{"amount=7 "}));
  EXPECT_EQ(ask("facts", {.filter = "note eq 'x'"}), (Lines{"not-filterable name=note option=$filter"}));
  // Corrected and retracted: the one that holds is shown.
  record(order("B", "B-1", "2026-05-01", "8"));
  EXPECT_EQ(ask("facts", {.select = "key,revision", .filter = "kind eq 'order.placed' and key eq 'B-1'"}), (Lines{"B-1|2"}));
  FactInput gone = order("B", "B-1", "2026-05-01", "8");
  gone.retract = true;
  record(gone);
  EXPECT_EQ(ask("facts", {.select = "key", .filter = "key eq 'B-1'"}), Lines{});
  EXPECT_EQ(ask("facts", {.select = "revision,retracted", .filter = "key eq 'B-1' and (superseded_at ne null or superseded_at eq null)",
                          .orderby = "revision"}),
            (Lines{"1|false", "2|false", "3|true"}));
}

TEST_F(ReadingTest, spells_tell_how_long) {
  // A: buyer 2 days, customer 100 days, then churned until now (2026-06-01).
  EXPECT_EQ(ask("stage_spells", {.select = "lifecycle,stage,times,seconds", .filter = "account eq 'A' and stage ne 'suspect'"}),
            (Lines{"status|buyer|1|172800", "status|customer|1|8640000",
                   "status|churned|1|" + std::to_string((at("2026-06-01").micros - at("2026-04-13").micros) / 1'000'000)}));
  EXPECT_EQ(ask("accounts", {.select = "status_buyer_times,status_buyer_seconds,status_customer_left_at",
                             .filter = "status_buyer_seconds gt 0 and status_customer_times eq 1"}),
            (Lines{"1|172800|2026-04-13T00:00:00Z"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "status_buyer_entered_at ge 2026-05-01T00:00:00Z"}), (Lines{"B"}));
}

TEST_F(ReadingTest, counts_per_stage_are_the_board) {
  std::string text;
  for (const std::string& line : ask("accounts", {.apply = "groupby((status),aggregate($count as n))"})) text += line + " ";
  EXPECT_EQ(text, "buyer|1 churned|1 suspect|1 ");
  EXPECT_EQ(board(), "suspect=1 buyer=1 customer=0 churned=1 closed=0");
}

TEST_F(ReadingTest, U1_counts_without_the_removed_accounts_follow_removal_restoring_and_moves) {
  const Options stages{.apply = "filter(archived ne true)/groupby((status),aggregate($count as n))"};
  const Options suspects{.filter = "archived ne true and status eq 'suspect'", .count = true, .rows = false};
  const auto say = [&](const char* account, const char* kind, const char* day) {
    record({.account = account, .kind = kind, .key = std::string(account) + kind + day, .at = at(day)});
  };
  EXPECT_EQ(ask("accounts", stages), (Lines{"buyer|1", "churned|1", "suspect|1"}));
  say("A", "account.archived", "2026-05-02");
  say("C", "account.archived", "2026-05-02");
  EXPECT_EQ(ask("accounts", stages), (Lines{"buyer|1"}));
  EXPECT_EQ(ask("accounts", suspects), (Lines{"count 0"}));
  say("C", "account.restored", "2026-05-03");
  record(created("D", "Delta", "2026-05-04"));
  EXPECT_EQ(ask("accounts", stages), (Lines{"buyer|1", "suspect|2"}));
  EXPECT_EQ(ask("accounts", suspects), (Lines{"count 2"}));
  record(order("D", "D-1", "2026-05-05", "7"));
  EXPECT_EQ(ask("accounts", stages), (Lines{"buyer|2", "suspect|1"}));
  EXPECT_EQ(ask("accounts", {.filter = "archived ne true", .count = true, .rows = false}), (Lines{"count 3"}));
  EXPECT_EQ(board(), "suspect=1 buyer=2 customer=0 churned=1 closed=0");
  expect_sound();
}

// One who may not see a field asks for it in every clause, and for one that there is not.
TEST_F(ReadingTest, O12_a_hidden_field_is_unknown_in_every_clause) {
  store_->write([&](store::Transaction& transaction) {
    transaction.directory().put_field_permission(1, {.role = "rep", .record = "account", .field = "popup_message", .read = false, .write = false});
    transaction.directory().put_field_permission(1, {.role = "rep", .record = "account", .field = "status", .read = false, .write = false});
    transaction.directory().put_field_permission(1, {.role = "rep", .record = "order", .field = "amount", .read = false, .write = false});
  });
  open();
  const Caller rep{.actor = "ann", .role = "rep"};
  const auto differs = [&](const std::string& set, const std::function<Options(const std::string&)>& clause, const std::string& field) {
    const Lines hidden = ask(set, clause(field), {}, rep), unknown = ask(set, clause("qqzzqq" + std::string(field.size(), 'q')), {}, rep);
    ASSERT_EQ(hidden.size(), 1U);
    ASSERT_EQ(unknown.size(), 1U);
    const auto without_name = [](std::string text, const std::string& name) {
      const size_t at = text.find(name);
      return at == std::string::npos ? text : text.erase(at, name.size());
    };
    EXPECT_EQ(without_name(hidden[0], field), without_name(unknown[0], "qqzzqq" + std::string(field.size(), 'q')));
    EXPECT_TRUE(hidden[0].starts_with("unknown-name ")) << hidden[0];
  };
  using Clause = std::function<Options(const std::string&)>;
  const std::vector<Clause> clauses = {
      [](const std::string& f) { return Options{.select = f}; },
      [](const std::string& f) { return Options{.filter = f + " ne null"}; },
      [](const std::string& f) { return Options{.filter = "children/any(c: c/" + f + " ne null)"}; },
      [](const std::string& f) { return Options{.filter = "parent_record/" + f + " ne null"}; },
      [](const std::string& f) { return Options{.orderby = f}; },
      [](const std::string& f) { return Options{.apply = "groupby((" + f + "))"}; },
      [](const std::string& f) { return Options{.apply = "aggregate(" + f + " with countdistinct as n)"}; },
      [](const std::string& f) { return Options{.apply = "filter(" + f + " ne null)"}; },
      [](const std::string& f) { return Options{.expand = "children($select=" + f + ")"}; },
      [](const std::string& f) { return Options{.expand = f}; },
  };
  for (const Clause& clause : clauses) {
    for (const char* field : {"popup_message", "status", "status_since", "status_buyer_times"}) differs("accounts", clause, field);
  }
  // What it would tell is not told by others either.
  EXPECT_EQ(ask("transitions", {.select = "to"}, {}, rep), Lines{});
  EXPECT_EQ(ask("stage_spells", {.select = "stage"}, {}, rep), Lines{});
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "transitions/any()"}, {}, rep), Lines{});
  EXPECT_EQ(ask("facts", {.select = "fact_fields", .filter = "kind eq 'order.placed' and account eq 'B'"}, {}, rep), (Lines{""}));
  // And it is not among what a search looks through, or what is offered as a correction.
  for (const std::string& line : ask("accounts", {.select = "popup_messag"}, {}, rep)) EXPECT_EQ(line.find("nearest=popup"), std::string::npos);
}

TEST_F(ReadingTest, who_sees_own_accounts_only_sees_nothing_of_others) {
  const Caller ann{.actor = "ann", .role = "rep", .own_only = true};
  EXPECT_EQ(ask("accounts", {.select = "key", .count = true}, {}, ann), (Lines{"A", "count 1"}));
  EXPECT_EQ(ask("orders", {.select = "key", .filter = "account ne 'A'", .count = true}, {}, ann), (Lines{"count 0"}));
  EXPECT_EQ(ask("orders", {.apply = "aggregate($count as n)"}, {}, ann), (Lines{"3"}));
  EXPECT_EQ(ask("transitions", {.select = "account", .filter = "account ne 'A'"}, {}, ann), Lines{});
  EXPECT_EQ(ask("facts", {.select = "account", .filter = "account ne 'A'"}, {}, ann), Lines{});
  EXPECT_EQ(ask("accounts", {.apply = "groupby((status),aggregate($count as n))"}, {}, ann), (Lines{"churned|1"}));
  // Not through links either: Beta becomes Acme's department.
  record({.account = "B", .kind = "account.changed", .key = "b-parent", .at = at("2026-05-02"), .values = {{"parent", Value("A")}}});
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "children/any()"}, {}, ann), Lines{});
  EXPECT_EQ(ask("accounts", {.select = "key", .expand = "children($select=key)"}, {}, ann), (Lines{"A {}"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .expand = "children($select=key)", .top = 1}), (Lines{"A {B}"}));
}

TEST_F(ReadingTest, O10_what_like_would_take_for_anything_is_a_letter) {
  record(created("D", "100%_sure", "2025-12-01"));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "contains(name,'%_')"}), (Lines{"D"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "contains(name,'%')"}), (Lines{"D"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .search = "100%"}), (Lines{"D"}));
  EXPECT_EQ(ask("accounts", {.select = "key", .search = "CAFÉ OR beta"}), (Lines{"B", "C"}));
}

TEST_F(ReadingTest, O1_quotes_are_text) {
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "name eq 'x'' or 1=1--'"}), Lines{});
  EXPECT_EQ(ask("accounts", {.select = "key", .filter = "name eq 'x'; drop table account"}).size(), 1U);
  EXPECT_EQ(ask("accounts", {.select = "key", .count = true}).back(), "count 3");
}

}  // namespace
}  // namespace tenure::service

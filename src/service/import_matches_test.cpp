// An import finds who is there already as a new account by hand does: the same table of cases is asked of both doors.
#include "base/limits_of_doors.h"
#include "service/perform.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

using Fields = std::vector<std::pair<std::string, Value>>;

class ImportMatchesTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    add("A", {{"name", Value("Acme Widgets Ltd")}, {"city", Value("Haifa")}, {"address", Value("12 Port Street")},
              {"email", Value("info@acme.example")}, {"phone", Value("+972 3 555 1234")}});
    add("B", {{"name", Value("Acme Widgets")}, {"city", Value("Eilat")}});
    add("C", {{"name", Value("Carmel Dairy")}});
  }
  void add(const std::string& key, Fields fields) {
    record({.account = key, .kind = "account.created", .key = key, .at = at("2026-01-01"), .values = std::move(fields), .create_account = true});
  }
  // As "A by email, B by name".
  std::string by_hand(const Fields& fields) {
    Call call{.caller = caller_, .workspace = "default", .key = "", .values = fields, .dry_run = true};
    call.values.emplace_back("key", Value("NEW"));
    const Result<Done> done = create_record(*service_, call, "account");
    EXPECT_TRUE(done.has_value()) << (done ? "" : say(Language::english, done.error()));
    std::string found;
    if (!done) return found;
    for (const auto* list : {&done->refusals, &done->warnings}) {
      for (const engine::Refusal& told : *list) {
        EXPECT_EQ(told.code, "possible-duplicate");
        found += (found.empty() ? "" : ", ") + argument(told, "account") + " by " + argument(told, "by");
      }
    }
    return found;
  }
  static std::string argument(const engine::Refusal& refusal, std::string_view name) {
    for (const auto& [known, value] : refusal.arguments) {
      if (known == name) return value;
    }
    return "";
  }
  Totals import(const std::vector<std::pair<std::string, Fields>>& rows, bool dry_run) {
    const auto definition = *service_->definition("default");
    std::vector<Service::BulkFact> facts;
    for (const auto& [key, fields] : rows) {
      Service::BulkFact fact{.account = key, .kind = *definition->find_kind("account.created"), .key = key, .at = at("2026-02-01"), .body = {}, .properties = {}, .fill = true};
      for (const auto& [name, value] : fields) fact.properties.emplace_back(*definition->find_property(name), value);
      facts.push_back(std::move(fact));
    }
    auto totals = service_->record_bulk("default", facts, {.history = true, .dry_run = dry_run}, "import", [](auto) {});
    EXPECT_TRUE(totals.has_value());
    return totals ? std::move(*totals) : Totals();
  }
  static std::string named(const Totals& totals) {
    std::string found;
    for (const Totals::Duplicate& duplicate : totals.duplicates)
      found += (found.empty() ? "" : ", ") + duplicate.match + " by " + duplicate.by;
    return found;
  }

  Caller caller_;
};

TEST_F(ImportMatchesTest, All_4_an_import_finds_whom_a_new_account_by_hand_finds) {
  struct Case {
    Fields fields;
    const char* found;
  };
  const std::vector<Case> cases{
      {{{"name", Value("Somebody else")}, {"email", Value(" INFO@Acme.example ")}}, "A by email"},
      {{{"name", Value("Somebody else")}, {"email_2", Value("info@acme.example")}}, "A by email"},
      {{{"name", Value("Somebody else")}, {"phone", Value("03-5551234")}}, "A by phone"},
      {{{"name", Value("Acme Widgets")}, {"city", Value("Haifa")}}, "A by name"},
      {{{"name", Value("WIDGETS, Acme GmbH")}, {"city", Value("Haifa")}}, ""},  // begins otherwise: not looked at
      {{{"name", Value("Acme Widget")}, {"city", Value("haifa")}}, "A by name"},
      {{{"name", Value("Acme Widgets")}, {"city", Value("Haifa")}, {"address", Value("99 Mountain Road")}}, ""},
      {{{"name", Value("Acme Widgets")}, {"city", Value("Haifa")}, {"address", Value("12, Port Str.")}}, "A by name"},
      {{{"name", Value("Acme Wholesale Trading")}}, ""},
      {{{"name", Value("Carmel Dairy")}, {"phone", Value("+972-3-555-1234")}}, "A by phone, C by name"},
      {{{"name", Value("Carmell Dairy Ltd.")}}, "C by name"},
  };
  for (const Case& each : cases) {
    const std::string name = to_text(each.fields[0].second) + " " + to_text(each.fields.back().second);
    EXPECT_EQ(by_hand(each.fields), each.found) << name;
    const Totals tried = import({{"NEW", each.fields}}, true);
    EXPECT_EQ(named(tried), each.found) << name;
    EXPECT_EQ(tried.possible_duplicates, *each.found ? 1 : 0) << name;
  }
  // What a dry run says is what the import says then; both stay.
  const std::vector<std::pair<std::string, Fields>> rows{{"X", cases[0].fields}, {"Y", cases[5].fields}, {"Z", {{"name", Value("Zebra")}}}};
  const std::string tried = named(import(rows, true));
  EXPECT_EQ(tried, "A by email, A by name");
  EXPECT_EQ(named(import(rows, false)), tried);
  EXPECT_EQ(to_text(property("X", "name")), "Somebody else");
  // Again: nobody is new.
  EXPECT_EQ(named(import(rows, false)), "");
}

TEST_F(ImportMatchesTest, All_4_rows_of_one_file_are_compared_with_each_other) {
  const Totals totals = import({{"X", {{"name", Value("Twin Brothers")}}}, {"Y", {{"name", Value("twin brothers ltd")}}}}, true);
  EXPECT_EQ(named(totals), "X by name");
}

TEST_F(ImportMatchesTest, All_4_one_that_was_merged_is_shown_as_its_survivor) {
  caller_.role = "admin";
  const Result<Done> merged = perform(*service_, {.caller = caller_, .workspace = "default", .key = "C",
                                                 .values = {{"other", Value("A")}, {"reason", Value("the same")}}},
                                      *find_verb("account", "merge"));
  ASSERT_TRUE(merged.has_value() && !merged->refused);
  const Fields fields{{"name", Value("Somebody else")}, {"email", Value("info@acme.example")}};
  EXPECT_EQ(by_hand(fields), "C by email");
  EXPECT_EQ(named(import({{"NEW", fields}}, true)), "C by email");
}

// What comparing costs is bounded: beyond it only who is called just the same is found.
TEST_F(ImportMatchesTest, All_4_a_whole_file_of_names_that_begin_alike_costs_what_may_be_spent) {
  std::vector<std::pair<std::string, Fields>> rows;
  uint32_t random = 7;
  for (int i = 0; i < 800; ++i) {
    std::string name = "Bak";
    for (int letter = 0; letter < 14; ++letter) {
      random = random * 1'664'525 + 1'013'904'223;
      name += static_cast<char>('a' + (random >> 16) % 26);
    }
    rows.emplace_back("R" + std::to_string(i), Fields{{"name", Value(name)}});
  }
  ASSERT_GT(800 * 799 / 2, limits::kBulkNames);
  rows.emplace_back("S", Fields{{"name", Value("Carmell Dairy")}});  // alike, and no longer compared
  rows.emplace_back("T", Fields{{"name", Value("Carmel Dairy")}});
  const Totals totals = import(rows, true);
  ASSERT_FALSE(totals.duplicates.empty());
  EXPECT_EQ(totals.duplicates.back().account + " " + totals.duplicates.back().match, "T C");
  for (const Totals::Duplicate& duplicate : totals.duplicates) EXPECT_NE(duplicate.account, "S");
}

}  // namespace
}  // namespace tenure::service

// TW-1 to TW-30: ten statuses × active, orders, assignments, on every path that makes an order or an assignment, and
// after every way in which a customer comes to have the status. TW-33 and TW-34 in the order's own transaction.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "house.h"
#include "lifecycle/definition.h"

namespace tenure::doors {
namespace {

using service::Channel;
enum class May : uint8_t { yes, warn, no };

struct Status {
  int number;  // of its first statement: TW-n active, n+1 orders, n+2 assignments
  const char* id;
  bool active;
  May order, assignment;
  const char* after_order;  // TW-33; "" = as it was
};
constexpr Status kStatuses[] = {
    {1, "active", true, May::yes, May::yes, ""},
    {4, "bid", true, May::yes, May::no, "hold_for_credit_check"},
    {7, "credit_check_in_progress", true, May::yes, May::yes, ""},
    {10, "do_not_service", false, May::no, May::no, ""},
    {13, "hold_for_credit_check", true, May::yes, May::no, ""},
    {16, "inactive", false, May::no, May::no, ""},
    {19, "lost", false, May::no, May::no, ""},
    {22, "prospect", true, May::yes, May::no, "hold_for_credit_check"},
    {25, "mistakenly_entered", false, May::no, May::no, ""},
    {28, "non_ar", true, May::warn, May::warn, "hold_for_credit_check"},
};

// A customer in this status, who has the order OLD-key from when it was active.
void add_customer(House& house, const std::string& key, const std::string& status) {
  EXPECT_FALSE(house.create("account", {{"key", Value(key)}, {"name", Value("Mill " + key)}, {"customer_status", Value("active")}}).refused);
  EXPECT_FALSE(house.create("order", {{"key", Value("OLD-" + key)}, {"account", Value(key)}, {"amount", Value("100")}}).refused);
  if (status != "active") {
    EXPECT_FALSE(house.act("account", key, "set_stage", {{"lifecycle", Value("customer_status")}, {"stage", Value(status)}}).refused);
  }
  house.pass(1);
}

Answer answer_of(const transfer::ImportReport& report) {
  Answer answer{.refused = report.totals.recorded == 0};
  for (const auto& [code, count] : report.reasons) answer.said += code + " ";
  return answer;
}

constexpr const char* kOrderMap = R"(import: orders
columns: {at: instant}
account: {key: who, create: false}
facts: [{kind: order.placed, key: no, at: at, fields: {order: no}}]
)";
constexpr const char* kAssignmentMap = R"(import: assignments
columns: {at: instant}
account: {key: who, create: false}
facts: [{kind: assignment.started, key: no, at: at, fields: {assignment: no}}]
)";
std::string row(House& house, const std::string& key) {
  return "who,no,at\n" + key + ",I-" + key + "," + to_string(house.clock().now()) + "\n";
}

// A way to make an order and an assignment for account `key`. `names`: does it name the gate? `warns`: does it pass
// warnings on?
struct Path {
  const char* name;
  bool names, warns;
  Answer (*order)(House&, const std::string& key);
  Answer (*assignment)(House&, const std::string& key);
};
const Path kPaths[] = {
    {"single create", true, true,
     [](House& house, const std::string& key) { return house.create("order", {{"account", Value(key)}, {"amount", Value("5")}}); },
     [](House& house, const std::string& key) {
       return house.create("assignment", {{"account", Value(key)}, {"order", Value("OLD-" + key)}});
     }},
    {"single create on the page", true, true,
     [](House& house, const std::string& key) { return house.create("order", {{"account", Value(key)}}, Channel::page); },
     [](House& house, const std::string& key) { return house.create("assignment", {{"account", Value(key)}}, Channel::page); }},
    {"verb", true, true,
     [](House& house, const std::string& key) { return house.act("account", key, "place_order", {{"amount", Value("5")}}); },
     [](House& house, const std::string& key) { return house.act("order", "OLD-" + key, "assign", {{"worker", Value("Noa")}}); }},
    {"copy", true, true,
     [](House& house, const std::string& key) { return house.act("order", "OLD-" + key, "copy", {}); },
     [](House& house, const std::string& key) {
       return house.act("account", key, "start_assignment", {{"order", Value("OLD-" + key)}});
     }},
    {"POST", true, true,
     [](House& house, const std::string& key) { return house.odata("POST", "/orders", R"({"account":")" + key + R"("})"); },
     [](House& house, const std::string& key) {
       return house.odata("POST", "/assignments", R"({"account":")" + key + R"(","order":"OLD-)" + key + R"("})");
     }},
    {"POST below the customer", true, true,
     [](House& house, const std::string& key) { return house.odata("POST", "/accounts('" + key + "')/orders", R"({"amount":5})"); },
     [](House& house, const std::string& key) {
       return house.odata("POST", "/accounts('" + key + "')/assignments", R"({"worker":"Noa"})");
     }},
    {"action of the API", true, false,
     [](House& house, const std::string& key) { return house.odata("POST", "/orders('OLD-" + key + "')/tenure.copy", "{}"); },
     [](House& house, const std::string& key) { return house.odata("POST", "/orders('OLD-" + key + "')/tenure.assign", "{}"); }},
    {"change set of a $batch", true, false,
     [](House& house, const std::string& key) {
       return house.change_set({{"accounts('" + key + "')/tenure.log_note", R"({"note":"Ordered"})"},
                                {"orders", R"({"account":")" + key + R"("})"}});
     },
     [](House& house, const std::string& key) {
       return house.change_set({{"accounts('" + key + "')/tenure.log_note", R"({"note":"Assigned"})"},
                                {"assignments", R"({"account":")" + key + R"("})"}});
     }},
    {"facts, as scripts and streams send them", true, true,
     [](House& house, const std::string& key) {
       return house.fact({.account = key, .kind = "order.placed", .key = "F-" + key, .values = {{"order", Value("F-" + key)}}});
     },
     [](House& house, const std::string& key) {
       return house.fact({.account = key, .kind = "assignment.started", .key = "F-" + key, .values = {{"assignment", Value("F-" + key)}}});
     }},
    {"import", false, false,
     [](House& house, const std::string& key) { return answer_of(house.import(row(house, key), kOrderMap)); },
     [](House& house, const std::string& key) { return answer_of(house.import(row(house, key), kAssignmentMap)); }},
};

// A way in which customer `key`, who is a prospect, comes to have a status.
struct Way {
  const char* name;
  Answer (*set)(House&, const std::string& key, const std::string& status);
};
const Way kWays[] = {
    {"action", [](House& house, const std::string& key, const std::string& status) {
       return house.odata("POST", "/accounts('" + key + "')/tenure.set_stage",
                          R"({"lifecycle":"customer_status","stage":")" + status + R"("})");
     }},
    {"PATCH", [](House& house, const std::string& key, const std::string& status) {
       return house.odata("PATCH", "/accounts('" + key + "')", R"({"customer_status":")" + status + R"("})");
     }},
    {"change set that makes the customer", [](House& house, const std::string& key, const std::string& status) {
       return house.change_set({{"accounts", R"({"key":"N-)" + key + R"(","name":"New )" + key + R"(","customer_status":")" + status + R"("})"}});
     }},
    {"bulk", [](House& house, const std::string& key, const std::string& status) {
       return house.bulk(key, R"({"stages":{"customer_status":")" + status + R"("}})");
     }},
    {"import", [](House& house, const std::string& key, const std::string& status) {
       return answer_of(house.import("who,status,at\n" + key + "," + status + "," + to_string(house.clock().now()) + "\n", R"map(import: statuses
columns: {at: instant}
account: {key: who, create: false}
facts: [{kind: stage.set, key: "concat(who,'-status')", at: at, fields: {lifecycle: "'customer_status'", stage: status}}]
)map"));
     }},
    {"script", [](House& house, const std::string& key, const std::string& status) {
       service::FactInput fact{.account = key, .kind = "stage.scripted", .key = "", .values = {{"lifecycle", Value("customer_status")}, {"stage", Value(status)}, {"script", Value("clean-up")}, {"reason", Value("agreed")}}};
       fact.role = "admin";
       const auto verdicts = house.service().record("default", {fact});
       return Answer{.refused = !verdicts || verdicts->front().outcome == service::Outcome::refused};
     }},
};

void expect_cell(const std::string& where, const Path& path, const char* gate, May may, const Answer& answer) {
  EXPECT_EQ(answer.refused, may == May::no) << where << " " << answer.said.substr(0, 500);
  if (may == May::no) {
    EXPECT_TRUE(answer.says("gate-closed")) << where << " " << answer.said.substr(0, 500);
    EXPECT_TRUE(!path.names || answer.says(gate)) << where << " " << answer.said.substr(0, 500);
  }
  if (!path.warns) return;
  EXPECT_EQ(answer.says("gate-warns"), may == May::warn) << where << " " << answer.said.substr(0, 500);
}

std::string status_of(House& house, const std::string& key) { return house.property(key, "customer_status"); }

// The cells of one customer each: an order for the one, an assignment for the other.
void expect_cells(House& house, const Status& status, const std::string& where, const Path& path,
                  const std::string& orders, const std::string& assigns, std::string_view after_order) {
  const std::string before = house.property(orders, "order_count");
  const std::string live = house.property(assigns, "live_assignment_count");
  expect_cell(where + " / order", path, "order", status.order, path.order(house, orders));
  EXPECT_EQ(house.property(orders, "order_count") != before, status.order != May::no) << where;
  EXPECT_EQ(status_of(house, orders), after_order.empty() ? status.id : after_order) << where;
  expect_cell(where + " / assignment", path, "assignment", status.assignment, path.assignment(house, assigns));
  EXPECT_EQ(house.property(assigns, "live_assignment_count") != live, status.assignment != May::no) << where;
  EXPECT_EQ(status_of(house, assigns), status.id) << where;
}

void expect_active(House& house, const Status& status) {
  const auto definition = *house.service().definition("default");
  const auto& cycle = definition->lifecycles[*definition->find_lifecycle("customer_status")];
  EXPECT_EQ(cycle.stages[*cycle.find_stage(status.id)].active, status.active);
}

class Matrix : public testing::TestWithParam<Status> {};

TEST_P(Matrix, HoldsOnEveryPath) {
  const Status& status = GetParam();
  House house({.pack = "tempworks"});
  int number = 0;
  for (const Path& path : kPaths) {
    const std::string orders = "O" + std::to_string(++number), assigns = "A" + std::to_string(number);
    add_customer(house, orders, status.id);
    add_customer(house, assigns, status.id);
    expect_cells(house, status, std::string(status.id) + " / " + path.name, path, orders, assigns, status.after_order);
  }
  expect_active(house, status);
  house.expect_sound();
}

TEST_P(Matrix, HoldsHoweverTheStatusWasSet) {
  const Status& status = GetParam();
  House house({.pack = "tempworks"});
  int number = 0;
  for (const Way& way : kWays) {
    const std::string where = std::string(status.id) + " by " + way.name;
    std::string customers[] = {"O" + std::to_string(++number), "A" + std::to_string(number)};
    for (std::string& key : customers) {
      EXPECT_FALSE(house.create("account", {{"key", Value(key)}, {"name", Value("Mill " + key)}}).refused);
      house.pass(60);
      if (std::string(status.id) != "prospect" || std::string(way.name).starts_with("change set")) {
        const Answer set = way.set(house, key, status.id);
        EXPECT_FALSE(set.refused) << where << " " << set.said.substr(0, 300);
      }
      if (std::string(way.name).starts_with("change set")) key = "N-" + key;
      EXPECT_EQ(status_of(house, key), status.id) << where;
    }
    const Path& single = kPaths[4];  // POST, without the old order
    const Path post{single.name, single.names, single.warns, single.order, [](House& at, const std::string& key) {
                      return at.odata("POST", "/assignments", R"({"account":")" + key + R"("})");
                    }};
    expect_cells(house, status, where, post, customers[0], customers[1], status.after_order);
  }
  house.expect_sound();
}

// The pack with a timer that brings this status a day after the customer became active.
std::string pack_with_timer(const std::string& folder, const std::string& status) {
  const auto files = lifecycle::read_pack("tempworks");
  EXPECT_TRUE(files.has_value());
  std::filesystem::create_directories(folder);
  for (const lifecycle::PackFile& file : *files) {
    std::string text = file.text;
    if (const size_t at = text.find("\nrules:\n"); file.path.ends_with("lifecycle.yaml") && at != std::string::npos) {
      const std::string from = status == "active" ? "bid" : "active";
      text.insert(at, "\ntimers:\n  - {id: goes-on, from: [" + from + "], at: {since: customer_status_since, days: 1}, to: " + status + "}\n");
    }
    std::ofstream(std::filesystem::path(folder) / std::filesystem::path(file.path).filename()) << text;
  }
  return folder;
}

// A timer that is due counts whether or not anybody has noticed it yet.
TEST_P(Matrix, HoldsWhenATimerHasSetTheStatus) {
  const Status& status = GetParam();
  const std::string folder = testing::TempDir() + "/tw-timer-" + std::to_string(getpid()) + "-" + status.id;
  House house({.pack = pack_with_timer(folder, status.id)});
  for (const bool noticed : {false, true}) {
    const std::string orders = noticed ? "O2" : "O1", assigns = noticed ? "A2" : "A1";
    for (const std::string& key : {orders, assigns}) {
      EXPECT_FALSE(house.create("account", {{"key", Value(key)}, {"name", Value("Mill " + key)},
                                            {"customer_status", Value(std::string(status.id) == "active" ? "bid" : "active")}}).refused);
    }
    house.pass(3 * 24 * 3600);
    if (noticed) {
      ASSERT_TRUE(house.service().tick("default").has_value());
      EXPECT_EQ(status_of(house, orders), status.id);
    }
    const std::string where = std::string(status.id) + (noticed ? " by a timer" : " by a timer that nobody noticed");
    // The refused one leaves the status to the tick.
    const Answer order = kPaths[0].order(house, orders);
    expect_cell(where + " / order", kPaths[0], "order", status.order, order);
    const Answer assignment = house.create("assignment", {{"account", Value(assigns)}});
    expect_cell(where + " / assignment", kPaths[0], "assignment", status.assignment, assignment);
    ASSERT_TRUE(house.service().tick("default").has_value());
    const std::string after = status.after_order;
    EXPECT_EQ(status_of(house, orders), after.empty() ? status.id : after) << where;
    EXPECT_EQ(status_of(house, assigns), status.id) << where;
  }
  house.expect_sound();
  std::filesystem::remove_all(folder);
}

INSTANTIATE_TEST_SUITE_P(TW, Matrix, testing::ValuesIn(kStatuses), [](const auto& info) {
  return std::to_string(info.param.number) + "_to_" + std::to_string(info.param.number + 2) + "_" + info.param.id;
});

// TW-33, the switch: with it off, an order of a Non-AR customer warns and leaves the status.
TEST(MatrixSwitch, TW_33_NonArAssumesHoldOnlyWhereItIsSwitchedOn) {
  House house({.pack = "tempworks", .parameters = {{"non_ar_assumes_hold", "false"}}});
  const Status& status = *std::ranges::find_if(kStatuses, [](const Status& s) { return std::string(s.id) == "non_ar"; });
  int number = 0;
  for (const Path& path : kPaths) {
    const std::string orders = "O" + std::to_string(++number), assigns = "A" + std::to_string(number);
    add_customer(house, orders, status.id);
    add_customer(house, assigns, status.id);
    expect_cells(house, status, std::string("switched off / ") + path.name, path, orders, assigns, "");
  }
}

}  // namespace
}  // namespace tenure::doors

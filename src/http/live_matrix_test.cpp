// G22, H19: the stream of what happens, for every role, with all accounts or its own only, whatever is hidden from it
// meanwhile. What OData shows somebody is what their stream may tell of; what it does not show never comes through. The
// deeds are those of records::schema(): a record that is added is told of here by itself.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "http/house_test_support.h"
#include "records/schema.h"
#include "service/perform.h"
#include "service/settings.h"

namespace tenure::http {
namespace {

using records::Record;
using records::RecordSort;
using testing::HasSubstr;
using testing::Not;

// Hidden from every role, while its streams are open.
struct Hidden {
  std::string_view record, field;
};
constexpr Hidden kHidden[] = {{"", ""},          {"account", "status"}, {"account", "*"}, {"order", "*"},
                              {"contact", "*"},  {"view", "*"},         {"task", "*"},    {"account", "name"}};
constexpr std::string_view kRoles[] = {"owner", "admin", "manager", "rep", "viewer", "integration"};
constexpr std::string_view kCanary = "canary";  // in every text of every record

struct Event {
  std::string name;
  Value data;
  std::string at(std::string_view member) const {
    const auto* object = data.get<std::shared_ptr<const Object>>();
    for (const auto& [known, value] : (*object)->members) {
      if (known == member) return to_text(value);
    }
    return "";
  }
};

class LiveMatrix : public HouseTest {
 protected:
  // One thread of each kind: what was told is written before a later request is answered.
  Config config() override {
    Config one;
    one.io_threads = one.handler_threads = 1;
    return one;
  }

  // Somebody who listens, and what has come so far.
  struct Listener {
    std::string who;  // "rep", "rep-own", "token:…"
    std::string user;
    bool own = false;
    std::unique_ptr<TestClient> client;
    int64_t last = 0;  // the sequence of the last move that was told
  };

  void SetUp() override {
    HouseTest::SetUp();
    account("THEIRS", "somebody");
    for (const std::string_view role : kRoles) {
      const std::string own = std::string(role) + "-own";
      add(own, std::string(role));
      ASSERT_TRUE(identity_->change_user(console(), "default", own, {.own_only = true}));
      for (const std::string& user : {std::string(role), own}) {
        account("OF-" + user, user);
        listeners_.push_back({.who = user, .user = user, .own = user == own, .client = {}});
      }
    }
    for (const char* user : {"rep", "rep-own"})
      listeners_.push_back({.who = token(user, "read"), .user = user, .own = user == std::string_view("rep-own"), .client = {}});
    ASSERT_EQ(status("stranger", "POST", "/w/other/odata/accounts", R"({"key":"FOREIGN","name":"Foreign"})"), "201");
  }
  void account(const std::string& key, const std::string& owner) {
    record({.account = key,
            .kind = "account.created",
            .at = service::at("2026-01-01"),
            .values = {{"name", Value(std::string(kCanary))}, {"owner", Value(owner)}},
            .create_account = true});
  }

  void listen(Listener& listener) {
    listener.client = std::make_unique<TestClient>(server_->port(), 5'000);
    const std::string fields = listener.who.starts_with("token:") ? "Authorization: Bearer " + listener.who.substr(6) + "\r\n"
                                                                  : session_fields(listener.who);
    listener.client->send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n");
    EXPECT_THAT(listener.client->read_until("\r\n\r\n"), HasSubstr("200 OK")) << listener.who;
    listener.last = std::atoll(ask("owner", "GET", "/w/default/odata/transitions?$orderby=sequence%20desc&$top=1").at("value/0/sequence").c_str());
  }
  // Everything that was told until now. It is here: the answer to a request that came later is.
  std::vector<Event> told(Listener& listener) {
    EXPECT_EQ(ask("", "GET", "/docs").status, 200);
    const std::string raw = listener.client->take();
    std::string text;
    for (size_t at = 0; at < raw.size();) {
      const size_t line = raw.find("\r\n", at);
      const size_t bytes = std::strtoull(raw.c_str() + at, nullptr, 16);
      text += raw.substr(line + 2, bytes);
      at = line + 2 + bytes + 2;
    }
    EXPECT_THAT(text, Not(HasSubstr(std::string(kCanary)))) << listener.who;
    EXPECT_THAT(text, Not(HasSubstr("FOREIGN"))) << listener.who;
    std::vector<Event> events;
    for (size_t at; (at = text.find("\n\n")) != std::string::npos; text.erase(0, at + 2)) {
      const size_t name = text.find("event: "), data = text.find("data: ");
      if (name > at || data > at) continue;  // a heart beat
      events.push_back({text.substr(name + 7, text.find('\n', name) - name - 7), *json::parse(text.substr(data + 6, at - data - 6))});
    }
    return events;
  }

  // ---- what happens
  static std::string body_of(const Record& record, const std::string& key, const std::string& account) {
    std::string text;
    json::Writer out(text);
    out.begin_object().field("key", key);
    const auto needed = service::needed_to_create(record);
    for (const records::Field& field : record.fields) {
      const bool needs = std::ranges::find(needed, field.name) != needed.end();
      const bool free = field.type == expression::Kind::string && field.link.empty() &&
                        !(field.flags & (records::kKey | records::kReadOnly | records::kUnique));
      if (field.name == "account") out.field("account", account);
      else if (field.name == "set") out.field("set", "accounts");
      else if (field.name == "filter") out.field("filter", "key ne null");
      else if (field.name == "fields") out.field("fields", R"([{"name":"email"}])");
      else if (field.name == "kind" && needs) out.field("kind", record.name == "invoice" ? "invoice" : "call");
      else if (free && (needs || field.flags & records::kSearch)) out.field(field.name, kCanary);
    }
    out.end_object();
    return text;
  }
  void move(const std::string& account, const std::string& who = "owner", const std::string& workspace = "default") {
    const char* stage = moved_[account]++ % 2 == 0 ? R"({"stage":"customer"})" : R"({"stage":"suspect"})";
    EXPECT_EQ(status(who, "POST", "/w/" + workspace + "/odata/accounts('" + account + "')/tenure.set_stage", stage), "200");
  }
  // One of each record that there is: documents of the account, and what is of the house.
  void make_all(const std::string& account) {
    for (const Record& record : records::schema()) {
      if (record.sort == RecordSort::account || record.sort == RecordSort::log) continue;
      const std::string key = mark() + std::to_string(++number_);
      const Answer made = ask("owner", "POST", "/w/default/odata/" + std::string(record.set), body_of(record, key, account));
      EXPECT_EQ(made.status, 201) << record.name << made.body;
    }
  }
  // What is done in this round has a key that begins with it, or is a move of an account.
  std::string mark() const { return "R" + std::to_string(round_) + "-"; }
  void do_all() {
    ++round_;
    for (const char* account : {"THEIRS", "OF-rep", "OF-rep-own"}) make_all(account);
    move("THEIRS");
    for (const Listener& listener : listeners_) {
      if (listener.who == listener.user) move("OF-" + listener.user);
    }
    move("FOREIGN", "stranger", "other");
  }

  // ---- what may be told
  // "contact R3-17": of this round, what the listener sees.
  std::set<std::string> seen(const Listener& listener) {
    std::set<std::string> keys;
    for (const Record& record : records::schema()) {
      if (record.sort == RecordSort::log) continue;
      const bool account = record.sort == RecordSort::account;
      const Answer answer = ask(listener.who, "GET", "/w/default/odata/" + std::string(record.set) + "?$select=key" +
                                                         (account ? "" : "&$filter=startswith(key,'" + mark() + "')"));
      if (answer.status != 200) continue;
      for (const Value& row : rows_of(answer)) keys.insert(std::string(record.name) + " " + member(row, "key"));
    }
    return keys;
  }
  static std::vector<Value> rows_of(const Answer& answer) {
    const Value body = answer.json();
    for (const auto& [name, value] : (*body.get<std::shared_ptr<const Object>>())->members) {
      if (name == "value") return (*value.get<std::shared_ptr<const List>>())->items;
    }
    return {};
  }
  std::vector<Value> moves_after(const Listener& listener) {
    const Answer answer = ask(listener.who, "GET", "/w/default/odata/transitions?$orderby=sequence&$filter=sequence%20gt%20" + std::to_string(listener.last));
    return answer.status == 200 ? rows_of(answer) : std::vector<Value>();
  }
  static std::string member(const Value& object, std::string_view name) { return Event{"", object}.at(name); }

  void permit(const Hidden& hidden, std::optional<bool> read) {
    if (hidden.record.empty()) return;
    for (const std::string_view role : kRoles) {
      const auto done = service::set_field_permission(
          *service_, console(), "default",
          {.role = std::string(role), .record = std::string(hidden.record), .field = std::string(hidden.field), .read = read});
      EXPECT_TRUE(done.has_value() || role == "owner") << role;
    }
  }

  // The cell: what came is what may be seen, all of it and no more. `hints`: those of the round are due.
  void expect_cell(Listener& listener, bool hints, const std::string& where) {
    const std::vector<Event> events = told(listener);
    const std::vector<Value> moves = moves_after(listener);
    std::vector<std::string> told_moves, seen_moves;
    std::set<std::string> told_hints, seen_hints;
    for (const Event& event : events) {
      if (event.name == "record.changed") {
        // Of what is no record (sessions, permissions) administrators alone are told.
        if (records::find_record(event.at("record"))) told_hints.insert(event.at("record") + " " + event.at("key"));
        else EXPECT_TRUE(listener.user == "owner" || listener.user == "admin") << where << " " << event.at("record");
        continue;
      }
      EXPECT_EQ(event.name, "account.stage.changed") << where;
      told_moves.push_back(event.at("sequence") + " " + event.at("account"));
      listener.last = std::max<int64_t>(listener.last, std::atoll(event.at("sequence").c_str()));
      const auto row = std::ranges::find(moves, event.at("sequence"), [](const Value& it) { return member(it, "sequence"); });
      if (row == moves.end()) continue;  // said below
      for (const auto& [name, value] : (*event.data.get<std::shared_ptr<const Object>>())->members)
        EXPECT_EQ(to_text(value), member(*row, name)) << where << " " << name;
    }
    for (const Value& move : moves) seen_moves.push_back(member(move, "sequence") + " " + member(move, "account"));
    // Who sees only some of the rows is not told which others there are.
    if (hints && !listener.own) seen_hints = seen(listener);
    EXPECT_EQ(told_moves, seen_moves) << where;
    std::vector<std::string> unseen, untold;
    std::ranges::set_difference(told_hints, seen_hints, std::back_inserter(unseen));
    std::ranges::set_difference(seen_hints, told_hints, std::back_inserter(untold));
    EXPECT_THAT(unseen, testing::IsEmpty()) << "told to " << where;
    EXPECT_THAT(untold, testing::IsEmpty()) << "not told to " << where;
    moves_told_ += told_moves.size();
    hints_told_ += told_hints.size();
    ++cells_;
  }

  std::vector<Listener> listeners_;
  std::map<std::string, int> moved_;
  int number_ = 0, round_ = 0;
  size_t cells_ = 0, moves_told_ = 0, hints_told_ = 0;
};

TEST_F(LiveMatrix, G22_H19_a_stream_tells_what_its_listener_sees_and_no_more) {
  for (Listener& listener : listeners_) listen(listener);
  for (const Hidden& hidden : kHidden) {
    permit(hidden, false);
    do_all();
    const auto expect_cells = [&](bool hints, const std::string& what) {
      for (Listener& listener : listeners_) {
        expect_cell(listener, hints, listener.user + (listener.who == listener.user ? "" : " by token") + ", " + what +
                                         std::string(hidden.record) + "." + std::string(hidden.field));
      }
    };
    expect_cells(true, "hidden: ");
    permit(hidden, std::nullopt);
    expect_cells(false, "shown again: ");  // with the moves that were hidden; hints are not repeated
  }
  EXPECT_EQ(cells_, std::size(kHidden) * 14 * 2);
  // A matrix in which nobody hears anything would prove nothing.
  EXPECT_GT(moves_told_, 300u);
  EXPECT_GT(hints_told_, 2'000u);
}

TEST_F(LiveMatrix, G22_A1_nobody_listens_without_signing_in_nor_to_another_workspace) {
  EXPECT_EQ(status("", "GET", "/w/default/live"), "401 not-signed-in");
  EXPECT_EQ(status("", "GET", "/w/default/live", "", "Last-Event-ID: 0\r\n"), "401 not-signed-in");
  EXPECT_EQ(status("token:none", "GET", "/w/default/live"), "401 api-token-invalid");
  EXPECT_EQ(status(token("owner", "facts"), "GET", "/w/default/live"), "403 insufficient-scope");
  for (const Listener& listener : listeners_) {
    const Answer there = ask(listener.who, "GET", "/w/other/live", "", "Last-Event-ID: 0\r\n");
    const Answer nowhere = ask(listener.who, "GET", "/w/absen/live", "", "Last-Event-ID: 0\r\n");
    EXPECT_EQ(say_status(there), "404 not-found") << listener.user;
    EXPECT_EQ(there.body, nowhere.body) << listener.user;
  }
}

// What goes on from an event that was told before is what may be seen now, too.
TEST_F(LiveMatrix, G22_the_past_is_told_again_to_those_alone_who_may_see_it) {
  do_all();
  for (Listener& listener : listeners_) {
    TestClient client(server_->port(), 5'000);
    const std::string fields = listener.who.starts_with("token:") ? "Authorization: Bearer " + listener.who.substr(6) + "\r\n"
                                                                  : session_fields(listener.who);
    client.send("GET /w/default/live HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 0\r\n" + fields + "\r\n");
    client.read_until("\r\n\r\n");
    EXPECT_EQ(ask("", "GET", "/docs").status, 200);
    const std::string text = client.take();
    EXPECT_THAT(text, HasSubstr("\"OF-" + listener.user + "\"")) << listener.user;
    EXPECT_EQ(text.find("\"THEIRS\"") == std::string::npos, listener.own) << listener.user;
    EXPECT_THAT(text, Not(HasSubstr("FOREIGN"))) << listener.user;
  }
}

// Whoever may see less from now on is told less from now on: the stream ends, and is opened again as who they are now.
TEST_F(LiveMatrix, A8_a_stream_ends_when_its_listener_becomes_somebody_else) {
  const struct {
    const char* user;
    identity::UserChange change;
  } cases[] = {{"rep", {.own_only = true}}, {"manager", {.role = "viewer"}}, {"viewer", {.active = false}}};
  for (const auto& [user, change] : cases) {
    auto listener = std::ranges::find(listeners_, std::string(user), &Listener::who);
    listen(*listener);
    move("THEIRS");
    EXPECT_FALSE(told(*listener).empty()) << user;
    ASSERT_TRUE(identity_->change_user(console(), "default", user, change)) << user;
    move("THEIRS");
    EXPECT_EQ(ask("", "GET", "/docs").status, 200);
    EXPECT_THAT(listener->client->take(), Not(HasSubstr("THEIRS"))) << user;
    EXPECT_THAT(listener->client->take(), "") << user;
  }
}

}  // namespace
}  // namespace tenure::http

// Delta links: what has changed since, what is gone, and for whom a link is good.
#include "odata/door_test_support.h"

namespace tenure::odata {
namespace {

using service::FactInput;

class DeltaTest : public DoorTest {
 protected:
  static FactInput created(std::string key, std::string name, std::string owner = "") {
    FactInput fact{.account = key, .kind = "account.created", .key = key, .at = service::at("2025-12-01"), .create_account = true};
    fact.values = {{"name", Value(name)}};
    if (!owner.empty()) fact.values.emplace_back("owner", Value(owner));
    return fact;
  }
  FactInput changed(std::string account, std::string field, std::string value) {
    return {.account = account, .kind = "account.changed", .key = "change " + std::to_string(++changes_), .at = service::at("2026-02-01"),
            .values = {{std::move(field), Value(std::move(value))}}};
  }
  // All pages: the keys of rows that are told, then "-" and the addresses of those that are gone; the link is kept.
  std::string poll(const std::string& address, const Caller& caller = {}) {
    std::string told, gone;
    std::string next = address;
    for (int page = 0; page < 50 && !next.empty(); ++page) {
      const Response response = send("GET " + next + "\nPrefer: odata.track-changes" + (page_ ? ",odata.maxpagesize=" + std::to_string(page_) : ""), caller);
      if (response.status != 200) return std::to_string(response.status) + " " + member(response.body, "code");
      const std::string keys = all(response.body, key_);
      if (!keys.empty()) told += (told.empty() ? "" : " ") + keys;
      for (size_t at = response.body.find("{\"@removed\""); at != std::string::npos; at = response.body.find("{\"@removed\"", at + 1)) {
        const std::string row = response.body.substr(at, response.body.find("\"}", at + 40) - at + 2);
        const std::string id = member(row, "@odata.id");
        gone += " -" + id.substr(std::string("http://crm.test/w/default/odata/").size()) + (row.find("deleted") != std::string::npos ? "!" : "");
      }
      next = member(response.body, "@odata.nextLink");
      if (next.empty()) link_ = member(response.body, "@odata.deltaLink");
    }
    return told + gone;
  }
  std::string again(const Caller& caller = {}) { return poll(link_, caller); }

  int changes_ = 0, page_ = 0;
  std::string key_ = "key", link_;
};

TEST_F(DeltaTest, O16_accounts_that_changed_and_those_that_left_the_filter) {
  record(std::vector<FactInput>{created("A", "Acme"), created("B", "Beta"), created("C", "Ceta")});
  EXPECT_EQ(poll("accounts?$filter=startswith(name,'A') or startswith(name,'B')&$select=key"), "A B");
  EXPECT_EQ(again(), "");
  record(changed("B", "name", "Boss"));
  EXPECT_EQ(again(), "B");
  record(changed("A", "name", "Zeta"));  // leaves
  record(changed("C", "name", "Anna"));  // comes in
  EXPECT_EQ(again(), "C -accounts('A')");
  EXPECT_EQ(again(), "");
  // A move by a timer is a change too.
  record(order("B", "B-1", "2026-05-01"));
  EXPECT_EQ(again(), "B");
  clock_.set(service::at("2026-12-01"));
  (void)service_->tick("default");
  EXPECT_EQ(again(), "B");
}

TEST_F(DeltaTest, documents_that_are_removed_are_told_once) {
  record(std::vector<FactInput>{created("A", "Acme"), order("A", "A-1", "2026-01-01", "5"), order("A", "A-2", "2026-01-02", "50"), order("B", "B-1", "2026-01-02", "60")});
  EXPECT_EQ(poll("orders?$select=key&$filter=amount gt 10"), "A-2 B-1");
  FactInput gone = order("A", "A-2", "2026-01-02", "50");
  gone.retract = true;
  record(gone);
  EXPECT_EQ(again(), " -orders('A-2')!");
  EXPECT_EQ(again(), "");
  record(order("B", "B-1", "2026-01-02", "6"));  // corrected: no longer asked for
  record(order("A", "A-1", "2026-01-01", "70"));
  EXPECT_EQ(again(), "A-1 -orders('B-1')");
  // A new order touches that order, not every order of the customer.
  record(order("A", "A-9", "2026-01-05", "90"));
  EXPECT_EQ(again(), "A-9");
}

TEST_F(DeltaTest, facts_and_moves_that_are_believed_no_more_are_gone) {
  record(std::vector<FactInput>{created("A", "Acme"), order("A", "A-1", "2026-01-01", "5")});
  key_ = "to";
  EXPECT_EQ(poll("transitions?$select=to"), "buyer churned");
  record(order("A", "A-2", "2026-03-15"));  // no churn before June
  EXPECT_EQ(again(), " -transitions(2)!");
  key_ = "fact_key";
  EXPECT_EQ(poll("facts?$select=key,revision&$filter=kind eq 'order.placed'"), "");
  key_ = "revision";
  record(order("A", "A-1", "2026-01-01", "6"));
  EXPECT_EQ(again(), "2 -facts(2)!");
}

TEST_F(DeltaTest, pages_of_changes_are_whole) {
  std::vector<FactInput> facts;
  for (int i = 0; i < 25; ++i) facts.push_back(created("K" + std::to_string(10 + i), "Name"));
  record(facts);
  page_ = 4;
  poll("accounts?$select=key");
  std::string expected;
  for (int i = 0; i < 11; ++i) {
    record(changed("K" + std::to_string(10 + i), "name", "New"));
    expected += (i ? " K" : "K") + std::to_string(10 + i);
  }
  EXPECT_EQ(again(), expected);
  EXPECT_EQ(again(), "");
}

TEST_F(DeltaTest, G22_own_accounts_only_are_told_of_no_others) {
  const Caller ann{.actor = "ann", .role = "rep", .own_only = true};
  record(std::vector<FactInput>{created("A", "Acme", "ann"), created("B", "Beta", "bob"), created("C", "Ceta", "bob")});
  EXPECT_EQ(poll("accounts?$select=key", ann), "A");
  record(std::vector<FactInput>{changed("A", "name", "Anna"), changed("B", "name", "Bobs"), changed("C", "name", "Cobs")});
  EXPECT_EQ(again(ann), "A");
  record(changed("A", "owner", "bob"));  // taken away: that it is gone may be known
  EXPECT_EQ(again(ann), " -accounts('A')");
  record(changed("A", "name", "Secret"));  // and nothing after that
  EXPECT_EQ(again(ann), "");
  record(changed("B", "owner", "ann"));
  EXPECT_EQ(again(ann), "B");
  // Documents of an account that was given: all of them are new, so all must be read again.
  EXPECT_EQ(poll("orders?$select=key", ann), "");
  record(std::vector<FactInput>{order("C", "C-1", "2026-01-01"), order("B", "B-1", "2026-01-01")});
  EXPECT_EQ(again(ann), "B-1");
  record(changed("C", "owner", "ann"));
  EXPECT_EQ(again(ann), "410 token-expired");
}

// What a role may not see is told neither by rows, nor by what is gone, nor found by a search, nor added up.
TEST_F(DeltaTest, G22_hidden_fields_are_told_by_no_clause) {
  record(std::vector<FactInput>{created("A", "Acme"), order("A", "A-1", "2026-01-01", "5")});
  store_->write([&](store::Transaction& transaction) {
    for (const char* field : {"status", "name"})
      transaction.directory().put_field_permission(1, {.role = "rep", .record = "account", .field = field, .read = false, .write = false});
    transaction.directory().put_field_permission(1, {.role = "rep", .record = "order", .field = "amount", .read = false, .write = false});
  });
  open();
  open_door();
  const Caller rep{.actor = "ann", .role = "rep"};
  key_ = "sequence";
  EXPECT_EQ(poll("transitions?$select=sequence", rep), "");
  record(order("A", "A-2", "2026-03-15"));  // supersedes a move, which nobody of this role was told of
  EXPECT_EQ(again(rep), "");
  EXPECT_EQ(send("GET accounts?$select=key&$search=Acme", rep).body.find("\"key\":\"A\""), std::string::npos);
  EXPECT_NE(send("GET accounts?$select=key&$search=Acme").body.find("\"key\":\"A\""), std::string::npos);
  for (const char* address : {"orders?$apply=aggregate(amount with sum as t)", "orders?$filter=amount gt 1", "orders?$orderby=amount",
                              "orders?$select=amount", "accounts?$expand=orders($select=amount)", "accounts?$filter=orders/any(o:o/amount gt 1)",
                              "orders?as_of=2026-02-01T00:00:00Z&$filter=amount gt 1", "accounts?$apply=groupby((status))"}) {
    const Response response = send(std::string("GET ") + address, rep);
    EXPECT_EQ(response.status, 400) << address;
    EXPECT_EQ(member(response.body, "code"), "unknown-name") << address;
  }
  for (const char* address : {"orders", "orders('A-1')", "orders?as_of=2026-02-01T00:00:00Z", "facts"}) {
    const Response response = send(std::string("GET ") + address, rep);
    EXPECT_EQ(response.status, 200) << address;
    EXPECT_EQ(response.body.find("\"amount\""), std::string::npos) << address << response.body.substr(0, 300);
  }
}

TEST_F(DeltaTest, O16_links_are_good_for_their_user_and_their_query_and_outlive_a_restart) {
  record(std::vector<FactInput>{created("A", "Acme"), created("B", "Beta")});
  const Caller ann{.actor = "ann", .role = "rep"}, bob{.actor = "bob", .role = "rep"};
  page_ = 1;
  poll("accounts?$select=key", ann);
  page_ = 0;
  const std::string link = link_;
  EXPECT_EQ(poll(link, bob), "400 invalid-token");
  EXPECT_EQ(poll(link + "&$filter=name eq 'x'", ann), "400 invalid-token");
  std::string forged = link;
  forged[forged.size() - 4] = forged[forged.size() - 4] == 'A' ? 'B' : 'A';
  EXPECT_EQ(poll(forged, ann), "400 invalid-token");
  open();
  open_door();
  record(changed("B", "name", "Bobs"));
  EXPECT_EQ(poll(link, ann), "B");
  // Made with another store's secret.
  secret_ = "another secret";
  open_door();
  EXPECT_EQ(poll(link, ann), "400 invalid-token");
}

TEST_F(DeltaTest, what_the_log_does_not_tell_is_not_tracked) {
  record(created("A", "Acme"));
  for (const char* address : {"accounts?$top=1", "segments", "accounts?$apply=aggregate($count as n)", "accounts?as_of=2026-01-01T00:00:00Z",
                              "accounts?$filter=created_at lt now()", "accounts?$filter=parent_record/name eq 'x'"}) {
    const Response response = send(std::string("GET ") + address + "\nPrefer: track-changes");
    EXPECT_EQ(response.status, 200) << address << response.body;
    EXPECT_EQ(member(response.body, "@odata.deltaLink"), "") << address;
    EXPECT_EQ(find_header(response.headers, "Preference-Applied"), nullptr) << address;
  }
}

TEST_F(DeltaTest, clients_of_four_point_zero_get_their_shape) {
  record(std::vector<FactInput>{created("A", "Acme")});
  poll("accounts?$filter=name eq 'Acme'&$select=key");
  record(changed("A", "name", "Zeta"));
  const Response response = send("GET " + link_ + "\nOData-MaxVersion: 4.0");
  EXPECT_NE(response.body.find(R"_({"@odata.context":"#accounts/$deletedEntity","id":"http://crm.test/w/default/odata/accounts('A')","reason":"changed"})_"),
            std::string::npos) << response.body;
}

}  // namespace
}  // namespace tenure::odata

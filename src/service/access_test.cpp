#include "service/access.h"

#include <gtest/gtest.h>

#include "records/schema.h"
#include "service/verb.h"

namespace tenure::service {
namespace {

using store::FieldPermission;

AccessPtr access(std::string role, std::vector<FieldPermission> permissions = {},
                 uint8_t scopes = kScopeAll, bool own_only = false) {
  const AccessRules rules(std::move(permissions));
  return rules.of({.role = std::move(role), .scopes = scopes, .own_only = own_only});
}

// "rcwd" of what the role may.
std::string may(const Access& access, std::string_view record) {
  std::string text;
  if (access.may(kMayRead, record)) text += 'r';
  if (access.may(kMayCreate, record)) text += 'c';
  if (access.may(kMayChange, record)) text += 'w';
  if (access.may(kMayRemove, record)) text += 'd';
  return text;
}

TEST(Access, NobodyMayDoNothing) {
  for (const char* role : {"", "Owner", "superuser", "owner "}) {
    for (const records::Record& record : records::schema()) {
      EXPECT_EQ(may(*access(role), record.name), "") << role;
      EXPECT_FALSE(access(role)->may_read(record.name, "key"));
    }
    EXPECT_FALSE(access(role)->administers());
    EXPECT_EQ(access(role)->check(kMayRead, "account").error().code, "not-allowed");
  }
  EXPECT_EQ(may(*access("owner"), ""), "");
}

TEST(Access, RolesByDefault) {
  EXPECT_EQ(may(*access("viewer"), "account"), "r");
  EXPECT_EQ(may(*access("viewer"), "audit_event"), "");
  EXPECT_EQ(may(*access("rep"), "quote"), "rcw");
  EXPECT_EQ(may(*access("rep"), "user"), "r");
  EXPECT_EQ(may(*access("rep"), "setting"), "");
  EXPECT_EQ(may(*access("integration"), "account"), "rcw");
  EXPECT_EQ(may(*access("integration"), "fact"), "rc");
  EXPECT_EQ(may(*access("integration"), "user"), "r");
  EXPECT_EQ(may(*access("integration"), "setting"), "");
  EXPECT_EQ(may(*access("manager"), "account"), "rcwd");
  EXPECT_EQ(may(*access("manager"), "user"), "r");
  EXPECT_EQ(may(*access("admin"), "user"), "rcwd");
  EXPECT_EQ(may(*access("owner"), "audit_event"), "r");
}

TEST(Access, A9_ATokenIsHeldToItsScopes) {
  const AccessPtr reads = access("admin", {}, kScopeRead);
  EXPECT_EQ(may(*reads, "account"), "r");
  EXPECT_EQ(reads->check(kMayCreate, "account").error(),
            (Error{"insufficient-scope", {{"scope", "write"}}}));
  EXPECT_EQ(reads->check(kMayCreate, "fact").error(),
            (Error{"insufficient-scope", {{"scope", "facts"}}}));
  EXPECT_EQ(reads->check_administers("user").error(),
            (Error{"insufficient-scope", {{"scope", "admin"}}}));
  EXPECT_FALSE(reads->may_write("account", "name"));
  const AccessPtr writes = access("admin", {}, kScopeRead | kScopeWrite);
  EXPECT_EQ(may(*writes, "account"), "rcwd");
  EXPECT_EQ(may(*writes, "user"), "r");
  EXPECT_EQ(may(*writes, "audit_event"), "");
  EXPECT_EQ(may(*access("admin", {}, 0), "account"), "");
  // A scope gives nothing that the role has not.
  EXPECT_EQ(may(*access("viewer", {}, kScopeAll), "user"), "r");
}

TEST(Access, Verbs) {
  const Verb approve{.name = "approve", .record = "quote"};
  const Verb create{.name = "create", .record = "quote"};
  const Verb erase{.name = "delete", .record = "quote"};
  const Verb merge{.name = "merge", .record = "account"};
  const Verb explain{.name = "explain", .record = "account", .right = Right::read};
  const Verb script{.name = "run_script", .record = "account", .right = Right::administer};
  const Verb bulk{.name = "bulk_commit", .record = "order", .bound = Bound::set};
  const auto who = [](const Verb& verb) {
    std::string roles;
    for (const char* role : {"owner", "admin", "manager", "rep", "viewer", "integration", ""}) {
      if (access(role)->may(verb)) roles += std::string(role) + " ";
    }
    return roles;
  };
  EXPECT_EQ(who(approve), "owner admin manager rep integration ");
  EXPECT_EQ(who(create), "owner admin manager rep integration ");
  EXPECT_EQ(who(erase), "owner admin manager integration ");
  EXPECT_EQ(who(merge), "owner admin manager ");
  EXPECT_EQ(who(explain), "owner admin manager rep viewer integration ");
  EXPECT_EQ(who(script), "owner admin ");
  EXPECT_EQ(who(bulk), "owner admin manager integration ");
  EXPECT_EQ(access("rep")->check(merge).error(),
            (Error{"not-allowed", {{"role", "rep"}, {"what", "account.merge"}}}));
  EXPECT_EQ(access("admin", {}, kScopeRead)->check(merge).error().code, "insufficient-scope");
  EXPECT_EQ(access("admin", {}, kScopeRead | kScopeWrite)->check(script).error().code,
            "insufficient-scope");
}

TEST(Access, WhatMakesADocumentTakesTheRightToMakeOne) {
  const Verb ledger{.name = "open_ledger", .record = "account"};
  const Verb order{.name = "place_order", .record = "account"}, copy{.name = "copy", .record = "order"};
  EXPECT_FALSE(access("rep")->may(ledger));  // reads ledgers, by default
  EXPECT_TRUE(access("integration")->may(ledger));
  EXPECT_TRUE(access("rep")->may(order));
  const AccessPtr reads_orders = access("rep", {{"rep", "order", "*", true, false}});
  EXPECT_FALSE(reads_orders->may(order));
  EXPECT_FALSE(reads_orders->may(copy));
  EXPECT_EQ(reads_orders->check(order).error(),
            (Error{"not-allowed", {{"role", "rep"}, {"what", "account.place_order"}}}));
  std::vector<FieldPermission> only_reads;
  for (const char* record : {"activity", "appointment", "opportunity", "quote", "order", "invoice", "subscription",
                             "assignment", "case", "task"}) {
    only_reads.push_back({"rep", record, "*", true, false});
  }
  std::string gone;
  for (const Verb& verb : verbs()) {
    const bool may_else = verb.record == "account" && access("rep")->may(verb);
    if (may_else && !access("rep", only_reads)->may(verb)) gone += std::string(verb.name) + " ";
  }
  EXPECT_EQ(gone, "log_call log_email log_note log_contact book_appointment issue_quote place_order issue_invoice "
                  "issue_receipt start_subscription start_assignment open_opportunity open_case open_task ");
}

TEST(Access, TheWorkspaceHasItsOwnWordAboutFields) {
  const std::vector<FieldPermission> permissions{
      {"rep", "account", "email", false, {}},      {"rep", "account", "owner", {}, false},
      {"viewer", "account", "popup_message", {}, true},
      {"viewer", "task", "*", {}, true}, {"viewer", "task", "owner", {}, false}, {"rep", "invoice", "*", false, {}},
      {"rep", "ledger", "*", {}, true},            {"owner", "account", "email", false, false},
      {"admin", "user", "name", false, false}};
  const AccessPtr rep = access("rep", permissions);
  EXPECT_FALSE(rep->may_read("account", "email"));
  EXPECT_TRUE(rep->may_write("account", "email"));  // said nothing about: a rep may fill it in
  EXPECT_TRUE(rep->may_read("account", "owner"));
  EXPECT_FALSE(rep->may_write("account", "owner"));
  EXPECT_EQ(rep->check_write("account", "owner").error().code, "field-not-allowed");
  EXPECT_EQ(may(*rep, "invoice"), "");
  EXPECT_FALSE(rep->may_read("invoice", "amount"));
  EXPECT_EQ(rep->check_write("invoice", "amount").error().code, "no-such-field");
  EXPECT_EQ(may(*rep, "ledger"), "rcw");
  const AccessPtr viewer = access("viewer", permissions);
  EXPECT_FALSE(viewer->may_write("account", "popup_message"));  // never more open than its record
  EXPECT_TRUE(viewer->may_write("task", "text"));
  EXPECT_FALSE(viewer->may_write("task", "owner"));
  // Whoever owns the workspace cannot be shut out, and the house's own rows are not fields of this kind.
  EXPECT_TRUE(access("owner", permissions)->may_read("account", "email"));
  EXPECT_TRUE(access("admin", permissions)->may_read("user", "name"));
  // Scopes hold for what a field permission opens, too.
  EXPECT_FALSE(access("viewer", permissions, kScopeRead)->may_write("task", "text"));
}

TEST(Access, OneHashForWhatSeesTheSame) {
  const AccessRules rules({{"rep", "account", "email", false, {}}});
  const Caller rep{.role = "rep"}, own{.role = "rep", .own_only = true}, admin{.role = "admin"};
  EXPECT_EQ(rules.of(rep), rules.of(rep));
  EXPECT_NE(rules.of(rep)->hash(), rules.of(own)->hash());
  EXPECT_NE(rules.of(rep)->hash(), rules.of(admin)->hash());
  const AccessRules others({{"rep", "account", "email", true, {}}});
  EXPECT_NE(rules.of(rep)->hash(), others.of(rep)->hash());
}

}  // namespace
}  // namespace tenure::service

// Records are what facts say, by whatever road and in whatever order the facts came.
#include <random>
#include <set>

#include "records/projection.h"
#include "service/account_row.h"
#include "service/perform.h"
#include "service/service_test_support.h"

namespace tenure::service {
namespace {

using records::Record;
using Rows = std::vector<std::string>;
using Values = std::vector<std::pair<std::string, Value>>;

class DocumentsTest : public ServiceTest {
 protected:
  static const Record& record_of(std::string_view name) { return *records::find_record(name); }
  // "amount=10.00 placed_at=2026-05-01T00:00:00Z": what is there of these fields; "none".
  std::string row(std::string_view record, std::string_view key, store::WorkspaceId workspace = 1) {
    std::string text = "none";
    store_->read([&](store::Reader& r) {
      const Record& about = record_of(record);
      if (!r.find_record(workspace, about, key, row_)) return;
      text.clear();
      for (size_t i = 0; i < about.fields.size(); ++i) {
        if (row_.cells[i].is_null() || (about.fields[i].flags & records::kKey)) continue;
        text += (text.empty() ? "" : " ") + std::string(about.fields[i].name) + "=" +
                to_text(row_.cells[i]);
      }
    });
    return text;
  }
  std::string receipt() const {
    std::string text;
    for (const Value& value : row_.receipt) text += (text.empty() ? "" : "|") + to_text(value);
    return text;
  }
  static FactInput fact(std::string account, std::string kind, std::string key, const char* when,
                        std::vector<std::pair<std::string, Value>> values = {}) {
    return {.account = std::move(account),
            .kind = std::move(kind),
            .key = std::move(key),
            .at = at(when),
            .values = std::move(values),
            .create_account = true};
  }
  void use_pack(const std::string& pack) {
    const Result<void> made = service_->create_workspace({.name = pack, .pack = pack});
    ASSERT_TRUE(made.has_value()) << say(Language::english, made.error());
    workspace_ = pack;
  }
  std::vector<Verdict> tell(const std::vector<FactInput>& facts,
                            const RecordOptions& options = {}) {
    Result<std::vector<Verdict>> verdicts = service_->record(workspace_, facts, options);
    EXPECT_TRUE(verdicts.has_value());
    return verdicts ? std::move(*verdicts) : std::vector<Verdict>(facts.size());
  }
  void expect_sound_there() {
    const auto findings = service_->verify(workspace_);
    ASSERT_TRUE(findings.has_value());
    for (const Service::Finding& finding : *findings)
      ADD_FAILURE() << say(Language::english, finding.code, finding.arguments);
  }

  std::string workspace_ = "default";
  store::RecordRow row_;
};

// The API's description says so of every record: what it asks for is what is refused without it, and no more.
TEST_F(DocumentsTest, what_is_needed_to_create_is_what_is_refused_without_it) {
  const Caller owner{.actor = "owner", .role = "owner"};
  ASSERT_TRUE(create_record(*service_, {owner, "default", "", {{"key", Value("A")}, {"name", Value("A")}}, {}, false}, "account"));
  size_t records = 0, needed = 0;
  for (const Record& record : records::schema()) {
    if (record.sort == records::RecordSort::log || record.sort == records::RecordSort::account) continue;
    std::set<std::string> missing;
    Values given;
    for (int round = 0; round < 2; ++round) {  // whose it is is asked first
      const Result<Done> done = create_record(*service_, {owner, "default", "", given, {}, true}, record.name);
      ASSERT_TRUE(done.has_value()) << record.name << " " << done.error().code;
      for (const engine::Refusal& refusal : done->refusals) {
        if (refusal.code == "missing-field") missing.insert(refusal.id);
      }
      if (record.sort == records::RecordSort::document) given = {{"account", Value("A")}};
    }
    const std::vector<std::string_view> said = needed_to_create(record);
    EXPECT_EQ(missing, std::set<std::string>(said.begin(), said.end())) << record.name;
    ++records;
    needed += said.size();
  }
  EXPECT_GT(records, 14u);
  EXPECT_GT(needed, 15u);
}

TEST_F(DocumentsTest, AFactMakesTheRowAndTheNextOnesChangeIt) {
  record(fact("A", "quote.issued", "F1", "2026-05-01",
              {{"quote", Value("Q1")}, {"amount", Value("12.50")}, {"currency", Value("EUR")}}));
  EXPECT_EQ(row("quote", "Q1"),
            "amount=12.50 currency=EUR issued_at=2026-05-01T00:00:00Z status=issued");
  const int64_t version = row_.version;
  EXPECT_EQ(version, 1);
  EXPECT_EQ(row_.changed_at, clock_.now());
  record(fact("A", "quote.declined", "F2", "2026-05-03",
              {{"quote", Value("Q1")}, {"reason", Value("price")}}));
  EXPECT_EQ(row("quote", "Q1"),
            "amount=12.50 currency=EUR issued_at=2026-05-01T00:00:00Z status=declined "
            "decided_at=2026-05-03T00:00:00Z reason=price");
  EXPECT_GT(row_.version, version);
  expect_sound();
}

TEST_F(DocumentsTest, EveryKindThatCreatesMakesItsRow) {
  for (const records::Projection& projection : records::projections()) {
    if (!projection.creates) continue;
    const std::string key = std::string(projection.kind) + "-1";
    record(fact("A", std::string(projection.kind), "", "2026-05-01",
                {{std::string(projection.record), Value(key)}}));
    EXPECT_NE(row(projection.record, key), "none") << projection.kind;
    EXPECT_EQ(row_.cells[place_of(record_of(projection.record), projection.at_field)],
              Value(at("2026-05-01")))
        << projection.kind;
    for (const auto& constant : projection.constants) {
      EXPECT_EQ(row_.cells[place_of(record_of(projection.record), constant.field)],
                Value(constant.value));
    }
  }
  expect_sound();
}

TEST_F(DocumentsTest, AChangeOverwritesWhatItGivesAndEmptiesWhatItNulls) {
  record(fact("A", "contact.created", "C1", "2026-05-01",
              {{"first_name", Value("Dana")}, {"email", Value("d@x.org")}, {"phone", Value("1")}}));
  record(fact("A", "contact.changed", "", "2026-05-02",
              {{"contact", Value("C1")},
               {"last_name", Value("Levi")},
               {"phone", Value("2")},
               {"email", Value()}}));
  EXPECT_EQ(row("contact", "C1"),
            "first_name=Dana last_name=Levi phone=2 created_at=2026-05-01T00:00:00Z");
  // Nothing said of the e-mail leaves it as it is; said again it is there again.
  record(fact("A", "contact.changed", "", "2026-05-03",
              {{"contact", Value("C1")}, {"email", Value("new@x.org")}}));
  record(fact("A", "contact.changed", "", "2026-05-04",
              {{"contact", Value("C1")}, {"role", Value("buyer")}}));
  EXPECT_EQ(row("contact", "C1"),
            "first_name=Dana last_name=Levi email=new@x.org phone=2 role=buyer "
            "created_at=2026-05-01T00:00:00Z");
  expect_sound();
}

TEST_F(DocumentsTest, LateCorrectedRetractedAndVoidFactsMakeTheRowAnew) {
  record(fact("A", "order.placed", "O1", "2026-05-10", {{"amount", Value("10")}}));
  record(fact("A", "order.changed", "late", "2026-05-05",
              {{"order", Value("O1")}, {"currency", Value("USD")}}));
  EXPECT_EQ(row("order", "O1"), "amount=10 currency=USD placed_at=2026-05-10T00:00:00Z");
  record(fact("A", "order.placed", "O1", "2026-05-01", {{"amount", Value("11")}}));
  EXPECT_EQ(row("order", "O1"), "amount=11 currency=USD placed_at=2026-05-01T00:00:00Z");
  record(fact("A", "order.approved", "O1", "2026-05-02"));
  record(fact("A", "order.cancelled", "O1", "2026-05-03", {{"reason", Value("none left")}}));
  EXPECT_EQ(row("order", "O1"),
            "amount=11 currency=USD placed_at=2026-05-01T00:00:00Z "
            "approved_at=2026-05-02T00:00:00Z cancelled_at=2026-05-03T00:00:00Z reason=none left");
  record({.kind = "order.cancelled", .key = "O1", .retract = true});
  EXPECT_EQ(row("order", "O1"),
            "amount=11 currency=USD placed_at=2026-05-01T00:00:00Z "
            "approved_at=2026-05-02T00:00:00Z");
  expect_sound();
  const int64_t version = row_.version;
  record({.kind = "order.placed", .key = "O1", .retract = true});
  EXPECT_EQ(row("order", "O1"), "none");
  expect_sound();
  // It comes back with another key of the fact, and never at a version that it had.
  record(fact("A", "order.placed", "again", "2026-05-04", {{"order", Value("O1")}}));
  EXPECT_EQ(row("order", "O1"),
            "currency=USD placed_at=2026-05-04T00:00:00Z approved_at=2026-05-02T00:00:00Z");
  EXPECT_GT(row_.version, version);
  expect_sound();
}

TEST_F(DocumentsTest, ACorrectionThatSpeaksOfAnotherDocumentLeavesTheFirst) {
  record(fact("A", "call.logged", "F1", "2026-05-01", {{"activity", Value("X")}}));
  record(fact("A", "call.logged", "F1", "2026-05-01", {{"activity", Value("Y")}}));
  EXPECT_EQ(row("activity", "X"), "none");
  EXPECT_EQ(row("activity", "Y"), "kind=call at=2026-05-01T00:00:00Z");
  expect_sound();
}

TEST_F(DocumentsTest, ARowAppearsWithTheFactThatCreatesIt) {
  record(fact("A", "order.approved", "", "2026-05-02", {{"order", Value("O1")}}));
  EXPECT_EQ(row("order", "O1"), "none");
  expect_sound();
  record(fact("A", "order.placed", "", "2026-05-03", {{"order", Value("O1")}}));
  EXPECT_EQ(row("order", "O1"),
            "placed_at=2026-05-03T00:00:00Z approved_at=2026-05-02T00:00:00Z");
  expect_sound();
}

// The same facts in any order, alone or together, with corrections and retractions among them.
TEST_F(DocumentsTest, InWhateverOrderTheyComeTheRowsAreTheSame) {
  const auto facts = [](const std::string& account) {
    const std::string o = account + "-O", q = account + "-Q";
    return std::vector<FactInput>{
        fact(account, "order.placed", o, "2026-05-02", {{"amount", Value("1.50")}}),
        fact(account, "order.changed", o + "c", "2026-05-03",
             {{"order", Value(o)}, {"source", Value("erp")}, {"currency", Value("EUR")}}),
        fact(account, "order.changed", o + "d", "2026-05-04",
             {{"order", Value(o)}, {"currency", Value()}, {"amount", Value("2")}}),
        fact(account, "order.approved", o + "a", "2026-05-04", {{"order", Value(o)}}),
        fact(account, "order.cancelled", o, "2026-05-05", {{"reason", Value("x")}}),
        fact(account, "quote.issued", q, "2026-05-01"),
        fact(account, "quote.approved", q, "2026-05-06"),
        fact(account, "note.logged", account + "-N", "2026-05-06", {{"note", Value("hello")}}),
        fact(account, "task.opened", account + "-T", "2026-05-07", {{"subject", Value("call")}}),
        fact(account, "task.done", account + "-T", "2026-05-08")};
  };
  const auto rows = [&](const std::string& account) {
    std::string text;
    for (const auto& [record, key] : {std::pair{"order", "-O"}, {"quote", "-Q"}, {"activity", "-N"},
                                      {"task", "-T"}})
      text += row(record, account + key) + "\n";
    return text;
  };
  record(facts("straight"));
  const std::string expected = rows("straight");
  EXPECT_NE(expected.find("cancelled_at"), std::string::npos);
  std::mt19937 random(7);
  for (int i = 0; i < 25; ++i) {
    const std::string account = "mixed" + std::to_string(i);
    std::vector<FactInput> mixed = facts(account);
    std::ranges::shuffle(mixed, random);
    for (size_t begin = 0; begin < mixed.size();) {
      const size_t count = std::min<size_t>(1 + random() % 3, mixed.size() - begin);
      const std::vector<FactInput> part(mixed.begin() + static_cast<ptrdiff_t>(begin),
                                        mixed.begin() + static_cast<ptrdiff_t>(begin + count));
      record(part);
      if (random() % 3 == 0) {  // wrong first, then corrected; or taken back, then said again
        FactInput wrong = part[0];
        wrong.at = at("2026-05-09");
        record(wrong);
        record(part[0]);
      }
      begin += count;
    }
    std::string found = rows(account);
    for (size_t at; (at = found.find(account)) != std::string::npos;)
      found.replace(at, account.size(), "straight");
    EXPECT_EQ(found, expected) << account;
  }
  expect_sound();
}

TEST_F(DocumentsTest, ADocumentIsOneAccounts) {
  record(fact("A", "order.placed", "F1", "2026-05-01", {{"order", Value("O1")}}));
  for (const char* kind : {"order.placed", "order.approved", "order.changed"}) {
    const Verdict verdict = record(fact("B", kind, "F2", "2026-05-02", {{"order", Value("O1")}}));
    EXPECT_EQ(codes(verdict), Rows{"document-of-another-account"}) << kind;
  }
  store_->read([](store::Reader& r) { EXPECT_FALSE(r.find_account(1, "B")); });
  expect_sound();
}

TEST_F(DocumentsTest, AnExternalKeyIsOneRecords) {
  record(fact("A", "account.created", "A", "2026-05-01", {{"external_key", Value("ERP-1")}}));
  EXPECT_EQ(codes(record(fact("B", "account.created", "B", "2026-05-01",
                              {{"external_key", Value("ERP-1")}}))),
            Rows{"external-key-taken"});
  record(fact("A", "contact.created", "C1", "2026-05-01", {{"external_key", Value("P-1")}}));
  EXPECT_EQ(codes(record(fact("A", "contact.created", "C2", "2026-05-01",
                              {{"external_key", Value("P-1")}}))),
            Rows{"external-key-taken"});
  record(fact("A", "contact.changed", "", "2026-05-02",
              {{"contact", Value("C1")}, {"external_key", Value("P-1")}}));
  EXPECT_NE(row("contact", "C1"), "none");
  EXPECT_EQ(row("contact", "C2"), "none");
  expect_sound();
}

TEST_F(DocumentsTest, C5_AStaleVersionIsRefusedInsideTheTransaction) {
  record(fact("A", "order.placed", "O1", "2026-05-01"));
  FactInput next = fact("A", "order.approved", "O1", "2026-05-02");
  next.expected_document_version = 2;
  EXPECT_EQ(codes(record(next)), Rows{"stale-version"});
  next.expected_document_version = 1;
  next.expected_version = 7;
  EXPECT_EQ(codes(record(next)), Rows{"stale-version"});
  next.expected_version = 1;
  EXPECT_EQ(record(next).outcome, Outcome::recorded);
  EXPECT_EQ(codes(record(next)), Rows{"stale-version"});  // it is at 2 now
  expect_sound();
}

TEST_F(DocumentsTest, ATickThatMovesNothingIsNoNewVersion) {
  record(fact("A", "order.placed", "O1", "2026-05-01"));
  record(fact("A", "order.placed", "O2", "2026-05-20"));
  clock_.set(at("2026-08-10"));
  (void)service_->tick("default");
  EXPECT_EQ(log().size(), 1u);
  FactInput next = fact("A", "order.placed", "O3", "2026-05-21");
  next.expected_version = 2;
  EXPECT_EQ(record(next).outcome, Outcome::recorded);
}

TEST_F(DocumentsTest, AGateLeavesItsReceiptOnWhatItLetIn) {
  record(fact("A", "note.logged", "N", "2026-05-01"));
  record(fact("A", "order.placed", "O1", "2026-05-02"));
  EXPECT_NE(row("order", "O1"), "none");
  // Version 1 of the account was seen, under definition 1.
  EXPECT_EQ(receipt(), "order|allowed|status|suspect|1|1||cli");
  EXPECT_NE(row("activity", "N"), "none");
  EXPECT_EQ(receipt(), "");
  record(fact("A", "order.approved", "O1", "2026-05-03"));
  EXPECT_NE(row("order", "O1"), "none");
  EXPECT_EQ(receipt(), "order|allowed|status|suspect|1|1||cli");  // it stays
  // A late one: the stage of today decides beside that of its instant.
  record(fact("A", "order.placed", "O0", "2026-05-01"));
  EXPECT_NE(row("order", "O0"), "none");
  EXPECT_EQ(receipt(), "order|allowed|status|buyer|3|1||cli");
  expect_sound();
}

TEST_F(DocumentsTest, TW_32_AnExceptionNeedsARoleAndAReasonAndStaysOnTheDocument) {
  record(fact("A", "stage.set", "", "2026-05-01",
              {{"lifecycle", Value("status")}, {"stage", Value("closed")}}));
  FactInput order = fact("A", "order.placed", "O1", "2026-06-01");
  EXPECT_EQ(codes(record(order)), Rows{"gate-closed"});
  order.role = "rep";
  order.exception = "the boss said so";
  EXPECT_EQ(codes(record(order)), (Rows{"exception-not-allowed", "gate-closed"}));
  order.role = "manager";
  order.exception = " ";
  EXPECT_EQ(codes(record(order)), (Rows{"exception-needs-reason", "gate-closed"}));
  EXPECT_EQ(row("order", "O1"), "none");
  order.exception = "the boss said so";
  order.actor = "dana";
  const Verdict verdict = record(order);
  EXPECT_EQ(verdict.outcome, Outcome::recorded);
  ASSERT_EQ(verdict.warnings.size(), 1u);
  EXPECT_EQ(verdict.warnings[0].code, "gate-excepted");
  EXPECT_NE(row("order", "O1"), "none");
  EXPECT_EQ(receipt(), "order|excepted|status|closed|1|1|the boss said so|dana");
  // Of the past as well, where the present is asked too: one warning.
  order.key = "O2";
  order.at = at("2026-05-20");
  EXPECT_EQ(record(order).warnings.size(), 1u);
  EXPECT_NE(row("order", "O2"), "none");
  EXPECT_EQ(receipt(), "order|excepted|status|closed|2|1|the boss said so|dana");
  expect_sound();
}

TEST_F(DocumentsTest, TW_42_AWarningIsOnTheReceipt) {
  use_pack("tempworks");
  tell({fact("A", "stage.set", "", "2026-05-01",
             {{"lifecycle", Value("customer_status")}, {"stage", Value("non_ar")}})});
  const auto verdicts = tell({fact("A", "order.placed", "O1", "2026-06-01")});
  EXPECT_EQ(verdicts[0].warnings.size(), 1u);
  EXPECT_NE(row("order", "O1", 2), "none");
  EXPECT_EQ(receipt(), "order|warned|customer_status|non_ar|1|1||cli");
  expect_sound_there();
}

TEST_F(DocumentsTest, LS_LostFromPreOnboardingOpensATask) {
  use_pack("leanscale");
  tell({fact("A", "stage.set", "", "2026-05-01",
             {{"lifecycle", Value("customer_stage")}, {"stage", Value("pre_onboarding")},
              {"owner", Value("rina")}}),
        fact("A", "opportunity.created", "D1", "2026-05-02"),
        fact("A", "opportunity.lost", "D1", "2026-05-03")});
  const std::string key = "review_lost_account:opportunity.lost:D1";
  EXPECT_EQ(row("task", key, 2),
            "subject=Decide what becomes of the account owner=rina "
            "opened_at=2026-06-01T00:00:00Z");
  expect_sound_there();
  // Said again, and corrected, it is the same task.
  tell({fact("A", "opportunity.lost", "D1", "2026-05-03")});
  tell({fact("A", "opportunity.lost", "D1", "2026-05-04", {{"reason", Value("price")}})});
  int tasks = 0;
  store_->read([&](store::Reader& r) {
    r.all_records(2, record_of("task"), [&](const store::RecordRow&) { ++tasks; });
  });
  EXPECT_EQ(tasks, 1);
  tell({fact("A", "task.done", key, "2026-06-02")});
  EXPECT_NE(row("task", key, 2).find("done_at"), std::string::npos);
  expect_sound_there();
}

TEST_F(DocumentsTest, HY_ACreditedInvoiceIsATaskToReviewEvenWhenItIsLearnedLate) {
  use_pack("hyper");
  tell({fact("A", "invoice.issued", "I1", "2026-05-01"),
        fact("A", "call.logged", "C1", "2026-05-10"),
        fact("A", "invoice.issued", "I2", "2026-05-02")});
  tell({fact("A", "invoice.credited", "I1", "2026-05-05", {{"amount", Value("3")}})});
  EXPECT_EQ(row("invoice", "I1", 2),
            "kind=invoice issued_at=2026-05-01T00:00:00Z credited_at=2026-05-05T00:00:00Z "
            "credited_amount=3");
  EXPECT_NE(row("task", "review_credited_invoice:invoice.credited:I1", 2), "none");
  expect_sound_there();
}

TEST_F(DocumentsTest, HistoryOpensNoTasks) {
  use_pack("hyper");
  tell({fact("A", "invoice.issued", "I1", "2026-05-01"),
        fact("A", "invoice.credited", "I1", "2026-05-05")},
       {.history = true});
  store_->read([&](store::Reader& r) {
    r.all_records(2, record_of("task"), [&](const store::RecordRow&) { ADD_FAILURE(); });
  });
  expect_sound_there();
}

TEST_F(DocumentsTest, AConvertedEnquiryKnowsWhatBecameOfIt) {
  record(fact("A", "enquiry.received", "E1", "2026-05-01", {{"subject", Value("help")}}));
  record(fact("A", "enquiry.converted", "", "2026-05-02",
              {{"enquiry", Value("E1")}, {"record", Value("case")}, {"target", Value("K1")}}));
  record(fact("A", "enquiry.converted", "", "2026-05-03",
              {{"enquiry", Value("E1")}, {"record", Value("account")}, {"target", Value("X")}}));
  EXPECT_EQ(row("enquiry", "E1"),
            "subject=help received_at=2026-05-01T00:00:00Z converted_at=2026-05-03T00:00:00Z "
            "case=K1");
  expect_sound();
}

TEST_F(DocumentsTest, ADryRunLeavesNoRow) {
  record(fact("A", "order.placed", "O1", "2026-05-01"), {.dry_run = true});
  record({fact("A", "order.placed", "O2", "2026-05-01"), fact("A", "no.such", "", "2026-05-01")},
         {.all_or_nothing = true});
  EXPECT_EQ(row("order", "O1"), "none");
  EXPECT_EQ(row("order", "O2"), "none");
}

TEST_F(DocumentsTest, TheAccountsColumnsAreThoseOfItsDefinition) {
  record(fact("A", "order.placed", "O1", "2026-05-01"));
  const auto definition = service_->definition("default");
  ASSERT_TRUE(definition.has_value());
  std::vector<std::string> expected{"key"};
  for (const store::AccountColumn& column : account_columns(**definition))
    expected.push_back(column.name);
  std::vector<std::string> shown;
  for (const auto& field : (*definition)->account.fields) shown.push_back(field.name);
  std::ranges::sort(expected);
  std::ranges::sort(shown);
  EXPECT_EQ(expected, shown);
  store_->read([&](store::Reader& r) {
    EXPECT_EQ(r.property(1, 1, "status"), Value("buyer"));
    EXPECT_EQ(r.property(1, 1, "order_count"), Value(1));
    EXPECT_EQ(r.property(1, 1, "created_at"), Value(at("2026-05-01").micros));
    EXPECT_EQ(r.property(1, 1, "status_since"), Value(at("2026-05-01").micros));
    EXPECT_EQ(r.property(1, 1, "archived"), Value(0));
    EXPECT_EQ(r.property(1, 1, "version"), Value(1));
    // As many columns as the definition and the row itself have: no others were made.
    std::vector<store::Spell> spells;
    r.spells(1, 1, [&](const store::Spell& spell) { spells.push_back(spell); });
    ASSERT_EQ(spells.size(), 2u);
  });
}

// verify finds every row that is not what the facts say.
TEST_F(DocumentsTest, VerifySeesWhatWasChangedBehindItsBack) {
  record(fact("A", "order.placed", "O1", "2026-05-01", {{"amount", Value("10")}}));
  record(fact("A", "order.placed", "O2", "2026-05-02"));
  expect_sound();
  const auto tampered = [&](const std::function<void(store::Transaction&)>& work) {
    store_->write(work);
    std::string found;
    const auto findings = service_->verify("default");
    for (const Service::Finding& finding : *findings) found += finding.code + " ";
    return found;
  };
  const Record& order = record_of("order");
  ASSERT_NE(row("order", "O1"), "none");
  const store::RecordRow right = row_;
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              store::RecordRow wrong = right;
              wrong.cells[place_of(order, "amount")] = *Decimal::parse("11");
              wrong.receipt.clear();
              t.put_record(1, order, wrong);
            }),
            "record-differs ");
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              store::RecordRow again = right;
              again.receipt.clear();
              t.put_record(1, order, again);
            }),
            "");
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              store::RecordRow more = right;
              more.id = 0;
              more.cells[0] = "O9";
              t.put_record(1, order, more);
            }),
            "records-unfounded ");
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              store::RecordRow more;
              ASSERT_TRUE(t.reads().find_record(1, order, "O9", more));
              t.remove_record(1, order, more.id);
              t.remove_record(1, order, right.id);
            }),
            "record-missing ");
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              store::RecordRow again = right;
              again.id = 0;
              t.put_record(1, order, again);
              const store::ColumnValue wrong[] = {{"order_count", 7}};
              t.set_columns(1, 1, wrong);
            }),
            "property-differs ");
  EXPECT_EQ(tampered([&](store::Transaction& t) {
              const store::ColumnValue back[] = {{"order_count", 2}};
              t.set_columns(1, 1, back);
              t.remove_spells(1, 1);
            }),
            "spells-differ ");
}

}  // namespace
}  // namespace tenure::service

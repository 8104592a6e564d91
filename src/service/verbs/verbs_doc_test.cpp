// The table of verbs is sound, and docs/verbs.md says the same. UPDATE=1 writes the page anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "records/schema.h"
#include "service/perform.h"
#include "service/verbs/answers.h"

namespace tenure::service {
namespace {

using expression::Kind;

std::string type_name(const VerbParameter& parameter) {
  const char* name = "?";
  switch (parameter.type) {
    case Kind::boolean: name = "bool"; break;
    case Kind::int64: name = "int"; break;
    case Kind::decimal: name = "decimal"; break;
    case Kind::string: name = "string"; break;
    case Kind::date: name = "date"; break;
    case Kind::instant: name = "instant"; break;
    default: break;
  }
  return parameter.collection ? "list of " + std::string(name) : name;
}

constexpr const char* kHead = R"(# What users do with records

Written by `UPDATE=1 build/release/src/service/service_test`; the test fails while this page and the program differ.

Every door does the same: an action or function of the API (`POST …/quotes('Q-1')/tenure.approve`), the page, a
script, the command line (`tenure act quotes Q-1 approve`). One call is one transaction. A call is refused with
everything that stands against it at once, whoever says so: what is missing, the pack's requirements, the gates of
the stage that the account stands in at that moment. A refused call writes nothing.

Making and changing a record are verbs too: `tenure create`, `tenure change`, POST and PATCH. They record the facts
that the record's kind of fact says (docs/vocabulary.md), whichever verb is used:

- A customer needs a name, an e-mail or a telephone, no more. One whose e-mail or telephone somebody has already is
  refused (`possible-duplicate`, with the match) until `confirm` is true; one that is only called alike is warned of.
- A lifecycle of the pack is a field of the account: writing it sets the stage by hand, where the pack allows that;
  leaving it out or null begins where every customer begins.
- An opportunity without an account waits until the pack answers one of its facts with a move, or it is won: then it
  makes its account, once. An enquiry without one waits until it is converted, or its account is said.
- `remove` and DELETE delete nothing: an account goes to the pool of removed customers, a document out of lists
  (`archived`). Views, segments and forms, which are no part of a customer's history, do go.

Beside what is listed, verbs that record something take `at` (when it happened; else now) and `exception_reason`: a
gate that says no lets an owner, an administrator or a manager through who gives a reason; both are kept on the
document (`gate_verdict` excepted, `gate_reason`, `gate_actor`).
)";

void write_verbs(std::ostream& out, std::string_view record, std::string_view title) {
  bool any = false;
  for (const Verb& verb : verbs()) {
    if (verb.record != record) continue;
    if (!any) out << "\n## " << title << "\n\n| verb | does | | takes |\n| --- | --- | --- | --- |\n";
    any = true;
    std::string takes;
    for (const VerbParameter& parameter : verb.parameters) {
      if (parameter.name == "at" || parameter.name == "exception_reason") continue;
      takes += (takes.empty() ? "" : ", ") + ("`" + std::string(parameter.name) + "` " + type_name(parameter));
      if (parameter.required) takes += " (required)";
    }
    if (verb.takes_fields) takes += std::string(takes.empty() ? "" : ", ") + "fields of the record";
    out << "| `" << verb.name << "`" << (verb.bound == Bound::set ? " (of the set)" : "")
        << (verb.changes ? "" : " (only reads)") << " | " << verb.english << " | " << verb.hebrew << " | " << takes
        << " |\n";
  }
}

std::string page() {
  std::ostringstream out;
  out << kHead;
  for (const records::Record& about : records::schema()) write_verbs(out, about.name, about.set);
  write_verbs(out, "", "The workspace");
  return out.str();
}

TEST(Verbs, TheTableIsSound) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const Verb& verb : verbs()) {
    EXPECT_TRUE(seen.emplace(verb.record, verb.name).second) << verb.record << "." << verb.name;
    EXPECT_EQ(verb.bound == Bound::nothing, records::find_record(verb.record) == nullptr) << verb.name;
    EXPECT_NE(verb.run, nullptr) << verb.name;
    EXPECT_FALSE(verb.english.empty() || verb.hebrew.empty()) << verb.name;
    if (verb.right != Right::administer) {
      EXPECT_EQ(verb.changes, verb.right != Right::read) << verb.name;
    }
    EXPECT_EQ(find_verb(verb.record, verb.name), &verb);
    std::set<std::string_view> names;
    for (const VerbParameter& parameter : verb.parameters) {
      EXPECT_TRUE(names.insert(parameter.name).second) << verb.name << "/" << parameter.name;
      EXPECT_NE(type_name(parameter).find("?"), 0U) << verb.name << "/" << parameter.name;
      EXPECT_FALSE(parameter.english.empty() || parameter.hebrew.empty()) << parameter.name;
    }
  }
  EXPECT_EQ(find_verb("quote", "eat"), nullptr);
}

TEST(Verbs, WhatTheyAnswerIsSaidOfVerbsThatThereAre) {
  const Shapes shapes{verb_answers()};
  std::set<std::string_view> answering;
  for (const Verb& verb : verbs()) {
    if (const std::string_view answer = answer_of(verb); !answer.empty()) answering.insert(answer);
  }
  EXPECT_GT(answering.size(), 15u);
  for (const std::string_view name : shapes.names()) {
    // What several have in common is named by a word that is no verb.
    const bool of_a_record = name.find('.') != std::string_view::npos;
    EXPECT_TRUE(!of_a_record || answering.contains(name)) << name;
  }
}

TEST(Verbs, ThePageSaysTheSame) {
  const std::string path = TENURE_SOURCE_DIR "/docs/verbs.md";
  if (std::getenv("UPDATE")) std::ofstream(path) << page();
  std::ifstream in(path);
  std::stringstream there;
  there << in.rdbuf();
  EXPECT_EQ(there.str(), page()) << "docs/verbs.md is not what the program says; UPDATE=1 writes it anew";
}

}  // namespace
}  // namespace tenure::service

// Whole addresses against the published grammars: those that addresses.txt names, those that the grammar makes of our
// names, and those that it does not make.
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>

#include "expression/abnf_reference.h"
#include "odata/door_test_support.h"
#include "service/reading.h"
#include "service/verb.h"

namespace tenure::odata {
namespace {

using expression::testing_support::AbnfReference;

std::string read_shared(const char* name) {
  std::ifstream file(std::string(TENURE_SHARED_DIR) + "/data/odata/abnf/" + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// OData and its aggregation extension; null where they are not here.
std::unique_ptr<AbnfReference> published() {
  const std::string rules = read_shared("odata-abnf-construction-rules.txt"), more = read_shared("odata-aggregation-abnf.txt");
  if (rules.empty() || more.empty()) return nullptr;
  auto grammar = std::make_unique<AbnfReference>(rules);
  grammar->extend(more);
  return grammar;
}

// The grammar wants unreserved characters unencoded, and blanks as %20.
std::string normalised(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') {
      out += "%20";
      continue;
    }
    const bool hex = text[i] == '%' && i + 2 < text.size() && isxdigit(text[i + 1]) && isxdigit(text[i + 2]);
    if (!hex) {
      out += text[i];
      continue;
    }
    const auto c = static_cast<unsigned char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    if (isalnum(c) || (c != 0 && std::string_view("-._~").find(static_cast<char>(c)) != std::string_view::npos)) out += static_cast<char>(c);
    else out += text.substr(i, 3);
    i += 2;
  }
  return out;
}

class Grammar : public DoorTest {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    service::FactInput fact{.account = "A", .kind = "account.created", .key = "A", .at = service::at("2025-12-01"), .create_account = true};
    fact.values = {{"name", Value("Acme")}};
    record(std::vector<service::FactInput>{fact, order("A", "O", "2026-04-01", "10.00")});
  }
  // "200", "501 not-supported".
  std::string answer(const std::string& address) {
    const Response response = send("GET " + address);
    const std::string code = response.status < 400 ? "" : member(response.body, "code");
    return std::to_string(response.status) + (code.empty() ? "" : " " + code);
  }
};

constexpr const char* kAbsent = "the published grammar is not here: there is no ../shared/data/odata/abnf beside the repository";

// ---- the table

struct Line {
  std::string address, grammar, answer, reason;
};

std::vector<Line> table() {
  std::vector<Line> out;
  std::ifstream file(std::string(TENURE_SOURCE_DIR) + "/src/odata/addresses.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    std::vector<std::string> cells;
    for (size_t at = 0;;) {
      const size_t bar = line.find(" | ", at);
      std::string cell = line.substr(at, bar == std::string::npos ? bar : bar - at);
      cell.erase(cell.find_last_not_of(' ') + 1);
      cells.push_back(cell);
      if (bar == std::string::npos) break;
      at = bar + 3;
    }
    cells.resize(4);
    out.push_back({cells[0], cells[1], cells[2], cells[3]});
  }
  return out;
}

TEST_F(Grammar, S3_every_address_of_the_table_is_answered_as_it_says) {
  int count = 0;
  for (const Line& line : table()) {
    EXPECT_EQ(answer(line.address), line.answer) << line.address;
    // What is grammatical and not answered, or answered and not grammatical, says why.
    const bool served = line.answer.starts_with("2");
    const bool agree = (line.grammar == "yes") == served;
    EXPECT_TRUE(agree || !line.reason.empty()) << line.address;
    ++count;
  }
  EXPECT_GT(count, 200);
}

TEST_F(Grammar, S3_the_published_grammar_says_of_each_what_the_table_says) {
  const auto grammar = published();
  if (!grammar) GTEST_SKIP() << kAbsent;
  for (const Line& line : table()) {
    EXPECT_EQ(grammar->matches("odataRelativeUri", normalised(line.address)) ? "yes" : "no", line.grammar) << line.address;
  }
}

// ---- addresses that the grammar makes

// Where the published rules, read by the letter, take what nobody means; each with its reason.
constexpr const char* kNarrower = R"ABNF(
; mostly sets, with a query; two options, or every third address would be one that says something twice
odataRelativeUri = resourcePath / sets [ "?" queryOptions ] / sets "?" queryOptions / sets "?" queryOptions
                 / %s"$entity" "?" entityOptions / %s"$metadata" [ "?" metadataOptions ]
                 / %s"$entity" "/" optionallyQualifiedEntityTypeName "?" entityCastOptions
sets = entitySetName [ collectionNavigation ] / entitySetName / entitySetName keyPredicate [ singleNavigation ]
queryOptions = queryOption [ "&" queryOption ]
entityOptions = id [ "&" entityIdOption ]
entityCastOptions = id [ "&" entityCastOption ]
metadataOptions = metadataOption
; formats that are formats
format = ( "$format" / "format" ) EQ ( "json" / "xml" / "atom" / "application/json" / 1*ALPHA "/" 1*ALPHA )
; every segment would be a key: of the convention of keys in segments we have nothing, as the table says
keyPathSegments = "/" keyPathLiteral
keyPathLiteral = 1*unreserved
; the published rule says of itself that it is too generous: parentheses, quotes and blanks are no words
searchChar = unreserved / "!" / "*" / "+" / "," / ":" / "@" / "/" / "?" / "$" / "="
; inside $expand an apostrophe begins a text; see the table
searchWord = searchChar *searchChar
; would take a path that ends with a slash
primitivePathExpr = "/" ( annotationExpr / boundFunctionExpr )
; an empty list is refused on purpose: O18
listExpr = OPEN BWS primitiveLiteral BWS *( COMMA BWS primitiveLiteral BWS ) CLOSE
; any IRI
IRI-in-query = %s"accounts('A')" / %s"http://crm.test/w/default/odata/orders('O')" / "nowhere" / "http://elsewhere.example/x"
; what a page was told, and cannot be guessed
skiptoken = "$skiptoken" EQ "AA"
deltatoken = "$deltatoken" EQ "AA"
; characters as they are: what is percent-encoded is decoded before it is read
pct-encoded = "%20" / "%C3%A9" / "%2C"
pct-encoded-no-SQUOTE = "%20" / "%C3%A9" / "%2C"
pct-encoded-no-DQUOTE = "%20" / "%C3%A9"
pct-encoded-unescaped = "%20" / "%C3%A9"
customName = "as-you-like" / "other" / "more"
customValue = "x" / "2026" / ""
namespace = "tenure"
year = "20" 2DIGIT
day = "0" oneToNine / "1" DIGIT / "2" ( "0" / "1" / "2" / "3" / "4" / "5" / "6" / "7" / "8" )
)ABNF";

std::string one_of(const std::set<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "%s\"" : " / %s\"") + name + "\"";
  return out;
}

void give_names(AbnfReference& grammar, const query::Model& model, const query::Entity& entity) {
  std::set<std::string> one, many, fields, complex, lists, verbs;
  std::string keys;
  for (const query::Link& link : entity.links) (link.many ? many : one).insert(link.name);
  for (const query::Field& field : entity.fields) {
    if (field.is(query::kHidden)) continue;
    if (field.type.collection) lists.insert(field.name);
    else (field.type.record ? complex : fields).insert(field.name);
  }
  for (const service::Verb& verb : service::verbs()) {
    if (verb.record == entity.name || verb.bound == service::Bound::nothing) verbs.insert(std::string(verb.name));
  }
  const auto define = [&](const char* rule, std::set<std::string> names, const char* none) {
    if (names.empty()) names.insert(none);
    grammar.define(rule, one_of(names));
  };
  define("entitySetName", {entity.set, "nothing"}, "nothing");
  define("singletonEntity", {}, "no_singleton");
  define("entityTypeName", {entity.name, "account"}, "nothing");
  define("entityNavigationProperty", one, "no_link");
  define("entityColNavigationProperty", many, "no_links");
  define("primitiveKeyProperty", {entity.fields[entity.key[0]].name}, "key");
  define("primitiveNonKeyProperty", fields, "no_field");
  define("primitiveColProperty", lists, "no_list");
  define("complexProperty", complex, "no_parts");
  for (const char* rule : {"complexColProperty", "streamProperty", "customAggregate", "keyPropertyAlias"}) define(rule, {}, "no_such");
  for (const char* rule : {"action", "actionImport", "entityFunction", "entityColFunction", "complexFunction", "complexColFunction",
                           "primitiveFunction", "primitiveColFunction", "entityFunctionImport", "entityColFunctionImport",
                           "complexFunctionImport", "complexColFunctionImport", "primitiveFunctionImport", "primitiveColFunctionImport"}) {
    define(rule, verbs, "no_verb");
  }
  define("parameterName", {"at", "no_parameter"}, "at");
  (void)model;
}

// What may be said to an address that is right by the grammar; everything else is our fault.
const std::set<std::string> kMeanings = {
    "not-found", "not-supported", "unknown-name", "wrong-type", "unknown-function", "wrong-arguments", "unknown-argument", "unknown-type", "invalid-key", "invalid-option",
    "query-too-complex", "query-too-expensive", "duplicate-query-option", "duplicate-name", "not-filterable", "not-ordered",
    "invalid-literal", "invalid-token", "unsupported-format", "method-not-allowed", "expression-too-complex", "not-allowed",
    "missing-parameter", "unknown-parameter", "unknown-property", "invalid-value", "invalid-pattern", "not-selectable"};

class Made : public Grammar {
 protected:
  void SetUp() override {
    Grammar::SetUp();
    draw_ = [this](uint32_t n) { return n == 0 ? 0 : static_cast<uint32_t>(random_() % n); };
  }
  std::string make(AbnfReference& grammar, const std::set<std::string>& avoid, int depth) {
    for (;;) {
      std::string text = grammar.sentence("odataRelativeUri", depth, draw_, avoid);
      if (text.size() <= 200) return text;
    }
  }
  std::mt19937_64 random_{20261126};
  std::function<uint32_t(uint32_t)> draw_;
};

TEST_F(Made, S3_what_the_grammar_makes_of_our_names_is_answered_or_not_served_but_read) {
  auto grammar = published();
  if (!grammar) GTEST_SKIP() << kAbsent;
  grammar->extend(kNarrower);
  grammar->long_enough = 110;
  const service::Caller nobody;
  Result<service::Reading> reading = service_->reading(nobody, "default");
  ASSERT_TRUE(reading.has_value());
  std::map<std::string, int> said;
  for (const char* set : {"accounts", "orders", "facts", "activities", "stage_spells", "users"}) {
    const query::Model& model = *reading->model;
    const auto entity = model.find_set(set);
    ASSERT_TRUE(entity) << set;
    give_names(*grammar, model, model.entities[*entity]);
    for (int i = 0; i < 700; ++i) {
      const std::string address = make(*grammar, {"context"}, 26 + i % 12);
      // A question mark in a condition of the path: whoever takes addresses apart takes it for the end of the path.
      if (address.substr(0, address.find('?')).find("$filter") != std::string::npos && address.find('?') != std::string::npos) continue;
      const std::string got = answer(address);
      ++said[got];
      if (got.starts_with("2")) continue;
      const std::string code = got.size() > 4 ? got.substr(4) : "";
      EXPECT_TRUE(kMeanings.contains(code)) << got << ": " << address;
      EXPECT_TRUE(code != "not-supported" || got.starts_with("501")) << address;
    }
  }
  for (const auto& [what, times] : said) std::cout << "  " << times << " × " << what << "\n";
  EXPECT_GT(said["200"], 300);
  EXPECT_GT(said["501 not-supported"], 300);
}

// ---- addresses that it does not make

// What we take beyond the grammar, and why.
constexpr const char* kBeyond = R"ABNF(
; blanks around the signs that part things: they can mean nothing else
COMMA = BWS ( "," / "%2C" ) BWS
SEMI = BWS ( ";" / "%3B" ) BWS
COLON = BWS ( ":" / "%3A" ) BWS
OPEN = BWS ( "(" / "%28" ) BWS
CLOSE = BWS ( ")" / "%29" ) BWS
EQ = BWS "=" BWS
; … and none before a parenthesis, which parts as well
RWS = 1*( SP / HTAB / "%20" / "%09" ) / ""
; characters that should be encoded and are read as they stand: it is the door in front that is strict about them
other-delims =/ "[" / "]" / "{" / "}" / "\" / "|" / "^" / "<" / ">" / DQUOTE / "`" / HTAB
; an alias that nobody asks for is not read
aliasAndValue = parameterAlias EQ 1*qchar-no-AMP
; an option that is empty: many programs write one at the end
queryOptions = *"&" queryOption *( 1*"&" [ queryOption ] )
)ABNF";

class Slips : public Made {
 protected:
  std::string mutated(std::string text) {
    static const std::string kSigns = "'()[],:/-.%027aeTxZ=@$&;?*!";
    for (uint32_t slips = 1 + draw_(2); slips > 0 && !text.empty(); --slips) {
      const size_t at = draw_(static_cast<uint32_t>(text.size()));
      switch (draw_(3)) {
        case 0: text.erase(at, 1 + draw_(3)); break;
        case 1: text.insert(at, 1, kSigns[draw_(static_cast<uint32_t>(kSigns.size()))]); break;
        default: text[at] = kSigns[draw_(static_cast<uint32_t>(kSigns.size()))];
      }
    }
    return text;
  }
};

TEST_F(Slips, S3_what_the_grammar_does_not_make_is_refused) {
  auto grammar = published(), beyond = published();
  if (!grammar) GTEST_SKIP() << kAbsent;
  grammar->extend(kNarrower);
  beyond->extend(kBeyond);
  const service::Caller nobody;
  Result<service::Reading> reading = service_->reading(nobody, "default");
  ASSERT_TRUE(reading.has_value());
  int refused = 0, unreadable = 0;
  for (const char* set : {"accounts", "orders", "facts"}) {
    const query::Model& model = *reading->model;
    give_names(*grammar, model, model.entities[*model.find_set(set)]);
    for (int i = 0; i < 500; ++i) {
      const std::string address = mutated(make(*grammar, {"context"}, 24));
      const bool root = address.empty() || address.starts_with('?');
      if (root || address.find('#') != std::string::npos || beyond->matches("odataRelativeUri", normalised(address))) continue;
      const std::string got = answer(address);
      // By what is wrong first: the name, the format, the method, or what cannot be read.
      EXPECT_TRUE(got.starts_with("4") || got.starts_with("501")) << got << ": " << address;
      ++refused;
      unreadable += got.starts_with("400");
    }
  }
  EXPECT_GT(refused, 500);
  EXPECT_GT(unreadable, refused / 2);
}

}  // namespace
}  // namespace tenure::odata

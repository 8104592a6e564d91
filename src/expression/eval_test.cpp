// JSON lines in, JSON lines out.
#include "expression/eval.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace tenure::expression {
namespace {

struct Case {
  const char* line;
  const char* answer;
};

TEST(Eval, answers) {
  for (const Case& c : std::vector<Case>{
           {R"j({"expr":"a add 1","vars":{"a":41}})j", R"j({"value":42,"type":"Edm.Int64"})j"},
           {R"j({"expr":"a gt 0.1","vars":{"a":0.25}})j", R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"name","vars":{"name":"x"}})j", R"j({"value":"x","type":"Edm.String"})j"},
           {R"j({"expr":"missing eq null","vars":{"missing":null}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"null","vars":{}})j", R"j({"value":null,"type":null})j"},
           {R"j({"expr":"1 div 0"})j", R"j({"value":null,"type":"Edm.Int64"})j"},
           {R"j({"expr":"d add duration'P1D'","vars":{"d":"2026-12-31"},"types":{"d":"Edm.Date"}})j",
            R"j({"value":"2027-01-01","type":"Edm.Date"})j"},
           {R"j({"expr":"d gt 2026-01-01","vars":{"d":"2026-12-31"}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"year(t)","vars":{"t@odata.type":"#DateTimeOffset","t":"2026-01-01T00:00:00Z"}})j",
            R"j({"value":2026,"type":"Edm.Int64"})j"},
           {R"j({"expr":"lines/any(l:l/qty gt 5 and l/at/city eq 'X')",
               "vars":{"lines":[{"qty":1,"at":{"city":"X"}},{"qty":6,"at":{"city":"X","zip":null}}]}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"'b' in tags","vars":{"tags":["a","b"]}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"lines/$filter(at lt 2026-06-01)/$count",
               "vars":{"lines":[{"at":"2026-01-01"},{"at":"2026-07-01"}]},"types":{"lines/at":"date"}})j",
            R"j({"value":1,"type":"Edm.Int64"})j"},
           {R"j({"expr":"n ge @least","vars":{"n":3,"@least":3}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
           {R"j({"expr":"hour(now())","now":"2026-01-01T22:30:00Z","zone":"Asia/Jerusalem"})j",
            R"j({"value":0,"type":"Edm.Int64"})j"},
           {R"j({"expr":"1e0 div 0"})j", R"j({"value":"INF","type":"Edm.Double"})j"},
           {R"j({"expr":"price mul 3","vars":{"price":12345678901234567.10}})j",
            R"j({"value":37037036703703701.30,"type":"Edm.Decimal"})j"},
           {R"j({"expr":"[1,2]"})j", R"j({"value":[1,2],"type":"Collection(Edm.Int64)"})j"},
           {R"j({"expr":"a/b/c eq null","vars":{"a":{"b":null}}})j",
            R"j({"value":true,"type":"Edm.Boolean"})j"},
       }) {
    EXPECT_EQ(eval_line(c.line), c.answer) << c.line;
  }
}

std::string error_of(std::string_view line) {
  auto answer = json::parse(eval_line(line));
  if (!answer) return "not JSON";
  const auto* object = answer->get<std::shared_ptr<const Object>>();
  if (object == nullptr || (*object)->members[0].first != "error") return "no error";
  const auto& error = **(*object)->members[0].second.get<std::shared_ptr<const Object>>();
  EXPECT_FALSE(error.members[1].second.get<std::string>()->empty());
  return *error.members[0].second.get<std::string>() + "@" + to_text(error.members[2].second);
}

TEST(Eval, errors_have_a_code_a_sentence_and_a_position) {
  EXPECT_EQ(error_of(R"j({"expr":"a add"})j"), "expression-syntax@5");
  EXPECT_EQ(error_of(R"j({"expr":"nmae eq 'x'","vars":{"name":"x"}})j"), "unknown-name@0");
  EXPECT_EQ(error_of(R"j({"expr":"a add 'x'","vars":{"a":1}})j"), "wrong-type@6");
  EXPECT_EQ(error_of(R"j({"expr":"1 add name","vars":{"name":"x"}})j"), "wrong-type@6");
  EXPECT_EQ(error_of(R"j({"expr":"name gt 2026-01-01","vars":{"name":"x"}})j"), "wrong-type@0");
  EXPECT_EQ(error_of(R"j({"expr":"not name","vars":{"name":"x"}})j"), "wrong-type@4");
  EXPECT_EQ(error_of(R"j({"expr":"name/any()","vars":{"name":"x"}})j"), "wrong-type@0");
  EXPECT_EQ(error_of(R"j({"expr":"x in ()","vars":{"x":1}})j"), "expression-syntax@6");
  EXPECT_EQ(error_of(R"j({"expr":"d","vars":{"d":"x"},"types":{"d":"Edm.Date"}})j"), "invalid-value@");
  EXPECT_EQ(error_of(R"j({"expr":"d","vars":{"d":"x"},"types":{"d":"Edm.Dat"}})j"), "unknown-type@");
  EXPECT_EQ(error_of(R"j({"expr":1})j"), "invalid-value@");
  EXPECT_EQ(error_of("[]"), "invalid-value@");
  EXPECT_EQ(error_of("{").substr(0, 12), "invalid-json");
}

TEST(Eval, explain_adds_the_parts) {
  std::string answer = eval_line(R"j({"expr":"A EQ 1 or b","vars":{"A":1,"b":false},"explain":true})j");
  EXPECT_NE(answer.find(R"j("canonical":"A eq 1 or b")j"), std::string::npos) << answer;
  EXPECT_NE(answer.find(R"j({"text":"b","position":10,"end":11,"evaluated":false,"value":null)j"),
            std::string::npos)
      << answer;
}

TEST(Eval, parse_lines) {
  EXPECT_EQ(eval_parse_line(R"j({"rule":"boolCommonExpr","input":"a eq 1"})j"), R"j({"ok":true})j");
  std::string refused = eval_parse_line(R"j({"rule":"filter","input":"$filter =true"})j");
  EXPECT_NE(refused.find(R"j("ok":false)j"), std::string::npos);
  EXPECT_NE(refused.find(R"j("position":7)j"), std::string::npos);
  EXPECT_NE(eval_parse_line(R"j({"rule":"nonsense","input":""})j").find("unknown-rule"), std::string::npos);
}

}  // namespace
}  // namespace tenure::expression

// conformance.txt: the statements of OData's conformance levels, each with its requests at the door.
#include <fstream>

#include "odata/door_test_support.h"

namespace tenure::odata {
namespace {

struct Exchanged {
  std::string request, status;
  std::vector<std::string> headers, holds, lacks;
};
struct Statement {
  std::string number, says;
  std::vector<Exchanged> requests;
};

void PrintTo(const Statement& it, std::ostream* out) { *out << it.number; }

std::vector<Statement> statements() {
  std::vector<Statement> out;
  std::ifstream file(std::string(TENURE_SOURCE_DIR) + "/src/odata/conformance.txt");
  std::string line;
  bool asking = false;
  while (std::getline(file, line)) {
    if (line.starts_with("=== ")) {
      const size_t bar = line.find(" | ");
      out.push_back({line.substr(4, bar - 4), line.substr(bar + 3), {}});
      asking = false;
    } else if (line.starts_with(">") && !out.empty()) {
      const std::string text = line.size() > 2 ? line.substr(2) : "";
      if (!asking) out.back().requests.push_back({text, "", {}, {}, {}});
      else out.back().requests.back().request += "\n" + text;
      asking = true;
    } else if (line.starts_with("< ")) {
      out.back().requests.back().status = line.substr(2, 3);
      if (line.size() > 6) out.back().requests.back().headers.push_back(line.substr(6));
      asking = false;
    } else if (line.starts_with("~ ")) {
      out.back().requests.back().holds.push_back(line.substr(2));
    } else if (line.starts_with("!~ ")) {
      out.back().requests.back().lacks.push_back(line.substr(3));
    }
  }
  return out;
}

class Conformance : public DoorTest, public testing::WithParamInterface<Statement> {
 protected:
  void SetUp() override {
    DoorTest::SetUp();
    const auto created = [](std::string key, std::string name) {
      service::FactInput fact{.account = key, .kind = "account.created", .key = key, .at = service::at("2025-12-01"), .create_account = true};
      fact.values = {{"name", Value(name)}};
      return fact;
    };
    record(std::vector<service::FactInput>{created("A", "Acme"), created("B", "Beta"), created("C", "Ceta"),
                                           order("A", "A-1", "2026-04-01", "10.00"), order("A", "A-2", "2026-04-02", "20.00"),
                                           order("B", "B-1", "2026-05-01", "60.00")});
  }
  static void put(std::string& text, const std::string& name, const std::string& value) {
    for (size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) text.replace(at, name.size(), value);
  }
};

TEST_P(Conformance, holds) {
  std::string etag, next;
  for (const Exchanged& it : GetParam().requests) {
    std::string request = it.request;
    put(request, "{etag}", etag);
    put(request, "{next}", next);
    const Response response = send(request);
    SCOPED_TRACE(GetParam().number + ": " + GetParam().says + "\n" + request + "\n" + std::to_string(response.status) + " " + response.body.substr(0, 600));
    EXPECT_EQ(std::to_string(response.status), it.status);
    for (const std::string& expected : it.headers) {
      const size_t colon = expected.find(": ");
      const std::string* header = find_header(response.headers, expected.substr(0, colon));
      EXPECT_TRUE(header && header->find(expected.substr(colon + 2)) != std::string::npos) << expected << " is " << (header ? *header : "not there");
    }
    for (const std::string& text : it.holds) EXPECT_NE(response.body.find(text), std::string::npos) << text;
    for (const std::string& text : it.lacks) EXPECT_EQ(response.body.find(text), std::string::npos) << text;
    if (const std::string* tag = find_header(response.headers, "ETag")) etag = *tag;
    if (const std::string link = member(response.body, "@odata.nextLink"); !link.empty()) next = link;
  }
}

std::string name_of(const testing::TestParamInfo<Statement>& info) {
  std::string name;
  for (const char c : info.param.number) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}
INSTANTIATE_TEST_SUITE_P(OData, Conformance, testing::ValuesIn(statements()), name_of);

// The page that people read has every statement, and says of each whether it holds by its own test.
TEST(ConformancePage, is_of_these_statements) {
  std::ifstream file(std::string(TENURE_SOURCE_DIR) + "/docs/odata.md");
  const std::string page((std::istreambuf_iterator<char>(file)), {});
  for (const Statement& it : statements()) {
    EXPECT_NE(page.find("| " + it.number + " |"), std::string::npos) << it.number;
    EXPECT_NE(page.find(it.says), std::string::npos) << it.says;
  }
}

}  // namespace
}  // namespace tenure::odata

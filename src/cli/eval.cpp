// tenure eval: expressions from standard input, one JSON line each.
#include "expression/eval.h"

#include <iostream>
#include <string>

#include "cli/session.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int eval(Session& session, const Given& given) {
  const bool parse = given.has("--parse");
  for (std::string line; std::getline(session.in(), line);) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    session.out() << (parse ? expression::eval_parse_line(line) : expression::eval_line(line, session.clock().now()))
                  << '\n';
    // Somebody may be waiting for this answer before asking on.
    if (session.in().rdbuf()->in_avail() <= 0) session.out().flush();
  }
  return kDone;
}

}  // namespace

Command eval_command() {
  return {.name = "eval",
          .options = {{.name = "--parse"}},
          .examples = {R"(echo '{"expr": "price mul 1.17", "vars": {"price": 100}}' | tenure eval)",
                       R"(echo '{"rule": "orderby", "input": "$orderby=name desc"}' | tenure eval --parse)"},
          .run = eval, .works_on_file = false};
}

}  // namespace tenure::cli

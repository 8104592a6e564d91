#pragma once
// Holds what a server answers to the shapes that the API's description is made of: every answer of every test that
// asks through the house is held to it, so that the two cannot part.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "http/router.h"
#include "http/routes/shapes.h"
#include "http/test_client.h"
#include "records/schema.h"
#include "service/verbs/answers.h"

namespace tenure::http {

// How well a path fits a pattern: how many of its steps are fixed, -1 for not at all.
inline int fit(std::string_view path, std::string_view pattern) {
  int fixed = 0;
  while (!pattern.empty()) {
    if (pattern.starts_with("/{*")) return fixed;
    if (path.empty()) return -1;
    const std::string_view wanted = pattern.substr(0, pattern.find('/', 1)), step = path.substr(0, path.find('/', 1));
    if (wanted.starts_with("/{") ? step.size() < 2 : wanted != step) return -1;
    fixed += !wanted.starts_with("/{");
    pattern.remove_prefix(wanted.size());
    path.remove_prefix(step.size());
  }
  return path.empty() ? fixed : -1;
}

// The verb that the address of an action or function names; null: none.
inline const service::Verb* verb_of(std::string_view path) {
  const std::string_view last = path.substr(path.rfind('/') + 1), name = last.substr(0, last.find('('));
  const bool bound = name.starts_with("tenure.");
  for (const service::Verb& verb : service::verbs()) {
    if (verb.name != (bound ? name.substr(7) : name) || bound == verb.record.empty()) continue;
    const records::Record* record = records::find_record(verb.record);
    if (!bound || (record && path.find("/" + std::string(record->set)) != std::string_view::npos)) return &verb;
  }
  return nullptr;
}

inline void expect_outcome(std::string_view path, const Value& outcome, const std::string& where) {
  const service::Verb* verb = verb_of(path);
  ASSERT_NE(verb, nullptr) << where;
  const auto* object = outcome.get<std::shared_ptr<const Object>>();
  ASSERT_NE(object, nullptr) << where;
  const auto result = std::ranges::find((*object)->members, "result", &std::pair<std::string, Value>::first);
  ASSERT_NE(result, (*object)->members.end()) << where;
  const std::string answer(service::answer_of(*verb));
  EXPECT_EQ(answer.empty() ? (result->second.is_null() ? "" : "answers something") : shapes().misfit(answer + "?", result->second), "")
      << where;
}

// `route` by its name; the body as it came.
inline void expect_described(std::string_view route, std::string_view path, int status, std::string_view type,
                             const std::string& body) {
  const std::string where = std::string(route) + " " + std::string(path) + ": " + body.substr(0, 300);
  if (type.starts_with("application/x-ndjson")) {
    for (size_t at = 0; at < body.size();) {
      const size_t end = std::min(body.find('\n', at), body.size());
      const Result<Value> line = json::parse(std::string_view(body).substr(at, end - at));
      ASSERT_TRUE(line.has_value()) << where;
      EXPECT_EQ(shapes().misfit(std::string(route) + ".line", *line), "") << where;
      at = end + 1;
    }
    return;
  }
  if (type.find("json") == std::string_view::npos || body.empty()) return;
  const Result<Value> json = json::parse(body);
  ASSERT_TRUE(json.has_value()) << where;
  if (type.starts_with("application/problem+json")) {
    EXPECT_EQ(shapes().misfit("problem", *json), "") << where;
  } else if (status >= 400 && route.starts_with("odata.")) {
    EXPECT_EQ(shapes().misfit("odata-error", *json), "") << where;
  } else if (body.find("$metadata#tenure.outcome\"") != std::string::npos) {
    expect_outcome(path, *json, where);
  } else if (!route.starts_with("odata.")) {
    const std::string_view named = route == "start.choose" && status == 200 ? "start.show" : route;
    ASSERT_TRUE(shapes().has(named)) << "no shape of what " << where;
    EXPECT_EQ(shapes().misfit(named, *json), "") << where;
  }
}

// The routes of a server, as far as tests ask for them.
struct RouteRow {
  Method method;
  std::string pattern;
  Traits traits;
};
inline std::vector<RouteRow> rows_of(const Router& router) {
  std::vector<RouteRow> rows;
  for (const auto& route : router.routes()) rows.push_back({route->method, route->pattern, route->traits});
  return rows;
}

inline void expect_described(const std::vector<RouteRow>& routes, std::string_view method, std::string_view target,
                             const TestResponse& response) {
  const std::string_view path = target.substr(0, target.find('?'));
  std::string_view found;
  int best = -1;
  for (const RouteRow& route : routes) {
    const int fits = to_string(route.method) == method ? fit(path, route.pattern) : -1;
    if (fits > best) found = route.traits.name;
    best = std::max(best, fits);
  }
  if (best >= 0) expect_described(found, path, response.status, response.headers.get("Content-Type"), response.body);
}

}  // namespace tenure::http

#pragma once
// The table of routes as OpenAPI 3.1: what a program needs to call them. The records behind …/odata describe
// themselves, in $metadata.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"

namespace tenure::http {

// What the table of routes does not say of a route: what it takes in its query, and how it answers.
struct RouteAnswer {
  std::string_view name;         // Traits::name
  std::string_view query = "";   // names, separated by blanks
  int status = 200;
  std::string_view type = "application/json";
};
// Of a route that says nothing else: JSON with 200, and no query.
RouteAnswer answer_of(std::string_view route);
std::span<const RouteAnswer> route_answers();

// Is it part of the API? The page's own files are not.
bool is_described(const Route&);
std::string openapi_json(const std::vector<std::unique_ptr<Route>>&);

}  // namespace tenure::http

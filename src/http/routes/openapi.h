#pragma once
// The API as OpenAPI 3.1, for programs: every route of the table with what it takes and answers, every set of records
// and every verb. Nothing stands here twice: bodies are the tables that routes read them by (Traits::members), answers
// the shapes of shapes.h, records and verbs what odata makes of the model.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/router.h"
#include "odata/openapi.h"

namespace tenure::http {

// What the table of routes does not say of a route: what it takes in its query, and how it answers.
struct RouteAnswer {
  std::string_view name;         // Traits::name
  std::string_view query = "";   // names, separated by blanks
  int status = 200;
  std::string_view type = "application/json";  // media types, separated by blanks; JSON looks as shapes.h says
  std::string_view also = "";    // other statuses that are no refusals, separated by blanks
  std::string_view header = "";  // that it goes by
};
// Of a route that says nothing else: JSON with 200, and no query.
RouteAnswer answer_of(std::string_view route);
std::span<const RouteAnswer> route_answers();

// Is it part of the API? The page's own files are not.
bool is_described(const Route&);
// Of the workspace that the model is of, or with any_pack of every one.
std::string openapi_json(std::span<const Route* const>, const odata::Described&);

}  // namespace tenure::http

#pragma once
// /openapi.json, /w/{workspace}/openapi.json, /docs and /docs/errors: the API described, for every workspace and for one
// as its caller sees it, and every code that it may refuse with: what it means, why it comes and what to do about it, in
// both languages. All made of the catalogue, the table of routes, the verbs and the records.
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "http/router.h"
#include "service/service.h"

namespace tenure::http {

// To be called last: describes what is in the router, and itself.
void add_docs_routes(Router&, service::Service&);

// The codes with which the server may refuse: those of the catalogue that are explained, in alphabetical order.
std::vector<std::string_view> documented_codes();
// Why a code comes and what to do about it: its own row (cause.CODE, remedy.CODE) or that of the longest pattern that
// it fits (cause.unknown-*); "" = nobody has said.
std::string cause_of(std::string_view code, Language);
std::string remedy_of(std::string_view code, Language);

}  // namespace tenure::http

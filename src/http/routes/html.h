#pragma once
// Pages that need no script: text put into HTML, and a style that the policy names by its hash.
#include <string>
#include <string_view>

namespace tenure::http {

// Good between tags and between double quotes.
std::string escape_html(std::string_view);
// "'sha256-…'" of an inline style, for Content-Security-Policy.
std::string hash_source(std::string_view style);

}  // namespace tenure::http

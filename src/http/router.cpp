#include "http/router.h"

#include <array>
#include <map>

#include "base/assert.h"

namespace tenure::http {

struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> fixed;
  std::unique_ptr<Node> parameter;                        // {name}
  std::array<const Route*, kMethods> here{}, rest{};      // ends here; {*name}
};

namespace {

constexpr uint16_t bit(Method method) { return static_cast<uint16_t>(1u << static_cast<unsigned>(method)); }

bool is_name(std::string_view segment) {
  for (unsigned char c : segment) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c >= 0x80 || c == '-' || c == '+' || c == '.' || c == '_' || c == '~' || c == '@' || c == ':';
    if (!plain) return false;
  }
  return true;
}

bool empty(const std::array<const Route*, kMethods>& row) {
  for (const Route* route : row)
    if (route != nullptr) return false;
  return true;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

Router& Router::add(Method method, std::string_view pattern, Handler handler, Traits traits) {
  TENURE_ASSERT(pattern.starts_with('/') && !traits.name.empty());
  TENURE_ASSERT(method != Method::other && method != Method::head && method != Method::trace);
  auto route = std::make_unique<Route>(
      Route{method, std::string(pattern), std::move(handler), std::move(traits), routes_.size()});
  Node* node = root_.get();
  std::array<const Route*, kMethods>* row = nullptr;
  for (size_t at = 1; at < pattern.size();) {
    const size_t end = std::min(pattern.find('/', at), pattern.size());
    const std::string_view part = pattern.substr(at, end - at);
    TENURE_ASSERT(!part.empty());
    if (part.starts_with("{*")) {
      TENURE_ASSERT(end == pattern.size());
      row = &node->rest;
    } else if (part.starts_with('{')) {
      if (!node->parameter) node->parameter = std::make_unique<Node>();
      node = node->parameter.get();
    } else {
      auto& child = node->fixed[std::string(part)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
    at = end + 1;
  }
  if (row == nullptr) row = &node->here;
  const Route*& place = (*row)[static_cast<size_t>(method)];
  TENURE_ASSERT(place == nullptr);
  place = route.get();
  routes_.push_back(std::move(route));
  return *this;
}

Router::Match Router::match(Method method, const Path& path) const {
  const auto& segments = path.segments();
  // The most specific way down that ends at some route: a try is undone by going back to the last
  // node where another was left, of which there is one per segment at most.
  const std::array<const Route*, kMethods>* found = nullptr;
  const auto walk = [&](const auto& self, const Node& node, size_t i) -> bool {
    if (i == segments.size()) {
      if (!path.trailing_slash() && !empty(node.here)) return found = &node.here, true;
    } else {
      const auto child = node.fixed.find(segments[i]);
      if (child != node.fixed.end() && self(self, *child->second, i + 1)) return true;
      if (node.parameter && is_name(segments[i]) && self(self, *node.parameter, i + 1)) return true;
    }
    if (!empty(node.rest)) return found = &node.rest, true;
    return false;
  };
  Match match;
  if (!walk(walk, *root_, 0)) return match;
  for (const Route* route : *found) {
    if (route == nullptr) continue;
    match.allowed |= bit(route->method);
    if (match.any == nullptr) match.any = route;
  }
  if (match.allowed & bit(Method::get)) match.allowed |= bit(Method::head);
  match.allowed |= bit(Method::options);
  match.route = (*found)[static_cast<size_t>(method == Method::head ? Method::get : method)];
  return match;
}

std::string Router::allow(uint16_t allowed) {
  std::string out;
  for (size_t i = 0; i < kMethods; ++i) {
    const auto method = static_cast<Method>(i);
    if ((allowed & bit(method)) == 0) continue;
    if (!out.empty()) out += ", ";
    out += to_string(method);
  }
  return out;
}

}  // namespace tenure::http

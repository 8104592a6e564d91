#include "http/routes/body.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "http/router.h"
#include "http/routes/principal.h"

namespace tenure::http {

namespace {

bool fits(const Value& value, Member::Type type) {
  if (value.get<Null>()) return true;
  switch (type) {
    case Member::Type::text: return value.get<std::string>() != nullptr;
    case Member::Type::flag: return value.get<bool>() != nullptr;
    case Member::Type::number: return value.get<int64_t>() != nullptr;
    case Member::Type::object: return value.get<std::shared_ptr<const Object>>() != nullptr;
    case Member::Type::any: return true;
    case Member::Type::texts: break;
  }
  const auto* list = value.get<std::shared_ptr<const List>>();
  return list && std::ranges::all_of((*list)->items,
                                     [](const Value& item) { return item.get<std::string>() != nullptr; });
}

std::string_view code_of(Member::Type type) {
  switch (type) {
    case Member::Type::text: return "member-text";
    case Member::Type::flag: return "member-flag";
    case Member::Type::number: return "member-number";
    case Member::Type::texts: return "member-texts";
    case Member::Type::object: return "member-object";
    case Member::Type::any: break;
  }
  return "";
}

Result<void> check_member(std::span<const Member> known, std::string_view name, const Value& value) {
  const auto member = std::ranges::find(known, name, &Member::name);
  if (member == known.end()) {
    std::vector<std::string> names;
    for (const Member& one : known) names.emplace_back(one.name);
    return refuse("unknown-property", {{"property", excerpt(name)}, {"nearest", nearest(name, names)}});
  }
  if (!fits(value, member->type))
    return refuse("member-invalid", {{"member", std::string(name)}, {"reason", std::string(code_of(member->type))}});
  return {};
}

// Of what makes two requests one.
std::string hash_of(const Request& request) {
  const std::string text = std::string(to_string(request.method)) + "\n" + request.target + "\n" + request.body;
  unsigned char hash[32];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  char encoded[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  sodium_bin2base64(encoded, sizeof encoded, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return encoded;
}

}  // namespace

Result<Body> Body::read(const Request& request) {
  const std::span<const Member> known = request.route->traits.members;
  Body body;
  body.object_ = std::make_shared<const Object>();
  if (!request.body.empty()) {
    TENURE_TRY(const Value json, json::parse(request.body));
    const auto* object = json.get<std::shared_ptr<const Object>>();
    if (!object) return refuse("not-an-object", {{"what", request.route->traits.name}});
    for (const auto& [name, value] : (*object)->members) TENURE_CHECK_OK(check_member(known, name, value));
    body.object_ = *object;
  }
  for (const Member& member : known) {
    if (member.required && !body.has(member.name)) return refuse("member-missing", {{"member", std::string(member.name)}});
  }
  return body;
}

const Value* Body::find(std::string_view name) const {
  for (const auto& [known, value] : object_->members) {
    if (known == name) return &value;
  }
  return nullptr;
}

std::optional<std::string> Body::text(std::string_view name) const {
  const Value* value = find(name);
  const std::string* text = value ? value->get<std::string>() : nullptr;
  return text ? std::optional(*text) : std::nullopt;
}

std::optional<bool> Body::flag(std::string_view name) const {
  const Value* value = find(name);
  const bool* flag = value ? value->get<bool>() : nullptr;
  return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<int64_t> Body::number(std::string_view name) const {
  const Value* value = find(name);
  const int64_t* number = value ? value->get<int64_t>() : nullptr;
  return number ? std::optional(*number) : std::nullopt;
}

std::vector<std::string> Body::texts(std::string_view name) const {
  std::vector<std::string> texts;
  const Value* value = find(name);
  const auto* list = value ? value->get<std::shared_ptr<const List>>() : nullptr;
  if (!list) return texts;
  for (const Value& item : (*list)->items) texts.push_back(*item.get<std::string>());
  return texts;
}

std::string Body::text_or(std::string_view name, std::string_view otherwise) const {
  return text(name).value_or(std::string(otherwise));
}

service::Caller changing_caller(const Request& request) {
  service::Caller caller = http::caller(request);
  if (const auto key = request.headers.find("Idempotency-Key"))
    caller.idempotency = {std::string(*key), hash_of(request)};
  return caller;
}

std::optional<int64_t> expected_version(const Request& request) {
  const auto said = request.headers.find("If-Match");
  if (!said || *said == "*") return std::nullopt;
  std::string_view text = *said;
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() > 2 && text.starts_with('"') && text.ends_with('"')) text = text.substr(1, text.size() - 2);
  int64_t version = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), version);
  // What cannot be read is no version that there is.
  return fault == std::errc() && end == text.data() + text.size() ? version : -1;
}

}  // namespace tenure::http

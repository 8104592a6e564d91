#include "oidc/token.h"

#include <cjose/cjose.h>
#include <sodium.h>

#include <algorithm>
#include <optional>
#include <array>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

namespace tenure::oidc {

struct Key {
  std::string id, kind, curve, algorithm;  // "" = not said
  std::unique_ptr<cjose_jwk_t, decltype(&cjose_jwk_release)> jwk{nullptr, cjose_jwk_release};
};

namespace {

struct Algorithm {
  std::string_view name, kind, curve;
};
constexpr Algorithm kAlgorithms[] = {
    {"RS256", "RSA", ""},      {"RS384", "RSA", ""},      {"RS512", "RSA", ""},
    {"PS256", "RSA", ""},      {"PS384", "RSA", ""},      {"PS512", "RSA", ""},
    {"ES256", "EC", "P-256"},  {"ES384", "EC", "P-384"},  {"ES512", "EC", "P-521"},
};
constexpr size_t kLeastRsaBits = 2'048;

const Value kNothing;

const Object* object_of(const Value& value) {
  const auto* held = value.get<std::shared_ptr<const Object>>();
  return held ? held->get() : nullptr;
}

std::string text_of(const Value& object, std::string_view name) {
  const std::string* text = text_member(object, name);
  return text ? *text : "";
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out(text.size() + 1, '\0');
  size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &length, &end,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  out.resize(length);
  return out;
}

// Of the sort that signs, and strong enough; null: not for us.
std::shared_ptr<const Key> read_key(const Value& value) {
  auto key = std::make_shared<Key>();
  key->kind = text_of(value, "kty");
  key->id = text_of(value, "kid");
  key->curve = text_of(value, "crv");
  key->algorithm = text_of(value, "alg");
  const std::string use = text_of(value, "use");
  if ((key->kind != "RSA" && key->kind != "EC") || (!use.empty() && use != "sig")) return nullptr;
  if (key->kind == "RSA") {
    const std::optional<std::string> modulus = from_base64url(text_of(value, "n"));
    if (!modulus || modulus->size() * 8 < kLeastRsaBits || modulus->size() > 1'024) return nullptr;
  }
  // Only the parts of a public key are handed on, and its numbers only when they are base64url: cjose ends the
  // program on a sign that is none.
  Object only;
  for (const char* name : {"kty", "n", "e", "crv", "x", "y"}) {
    const std::string* text = text_member(value, name);
    if (!text) continue;
    if (std::string_view(name).size() == 1 && !from_base64url(*text)) return nullptr;
    only.members.emplace_back(name, *text);
  }
  const std::string json = json::write(Value(std::make_shared<const Object>(std::move(only))));
  cjose_err error{};
  key->jwk.reset(cjose_jwk_import(json.c_str(), json.size(), &error));
  if (!key->jwk) return nullptr;
  return key;
}

bool verified_by(const Key& key, std::string_view token) {
  cjose_err error{};
  const std::unique_ptr<cjose_jws_t, decltype(&cjose_jws_release)> jws(
      cjose_jws_import(token.data(), token.size(), &error), cjose_jws_release);
  return jws && cjose_jws_verify(jws.get(), key.jwk.get(), &error);
}

}  // namespace

std::unexpected<Error> invalid(std::string reason) {
  return refuse("oidc-invalid", {{"reason", std::move(reason)}});
}

const Value& member(const Value& object, std::string_view name) {
  if (const Object* held = object_of(object)) {
    for (const auto& [key, value] : held->members) {
      if (key == name) return value;
    }
  }
  return kNothing;
}

const std::string* text_member(const Value& object, std::string_view name) {
  return member(object, name).get<std::string>();
}

Result<Keys> Keys::read(std::string_view text) {
  const Result<Value> parsed = json::parse(text);
  if (!parsed) return invalid("oidc-not-json");
  const auto* list = member(*parsed, "keys").get<std::shared_ptr<const List>>();
  if (!list) return invalid("oidc-no-keys");
  if ((*list)->items.size() > limits::kProviderKeys) return invalid("oidc-too-many-keys");
  Keys keys;
  for (const Value& item : (*list)->items) {
    if (auto key = read_key(item)) keys.keys_.push_back(std::move(key));
  }
  return keys;
}

Result<Value> verify_token(std::string_view token, const Keys& keys) {
  if (token.size() > limits::kTokenBytes) return invalid("oidc-token-too-long");
  const size_t first = token.find('.'), last = token.rfind('.');
  if (first == std::string_view::npos || first == last ||
      std::ranges::count(token, '.') != 2 || last + 1 == token.size()) {
    return invalid("oidc-token-malformed");
  }
  const auto header_text = from_base64url(token.substr(0, first));
  const auto payload_text = from_base64url(token.substr(first + 1, last - first - 1));
  if (!header_text || !payload_text || !from_base64url(token.substr(last + 1))) {
    return invalid("oidc-token-malformed");
  }
  const Result<Value> header = json::parse(*header_text), payload = json::parse(*payload_text);
  if (!header || !payload || !object_of(*header) || !object_of(*payload)) {
    return invalid("oidc-token-malformed");
  }
  const std::string name = text_of(*header, "alg"), id = text_of(*header, "kid");
  const auto* const algorithm = std::ranges::find(kAlgorithms, name, &Algorithm::name);
  if (algorithm == std::end(kAlgorithms)) return invalid("oidc-algorithm");
  // Extensions that must be understood are not.
  if (!member(*header, "crit").is_null()) return invalid("oidc-token-malformed");
  bool tried = false;
  for (const auto& key : keys.keys_) {
    if (key->kind != algorithm->kind || (key->kind == "EC" && key->curve != algorithm->curve)) continue;
    if (!key->algorithm.empty() && key->algorithm != name) continue;
    if (!id.empty() && key->id != id) continue;
    tried = true;
    if (verified_by(*key, token)) return *payload;
  }
  return invalid(tried ? "oidc-signature" : "oidc-key-unknown");
}

}  // namespace tenure::oidc

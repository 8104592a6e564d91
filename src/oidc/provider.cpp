#include "oidc/provider.h"

#include <openssl/sha.h>
#include <sodium.h>

#include <algorithm>

#include "base/assert.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

namespace tenure::oidc {
namespace {

// What a provider publishes changes seldom; its keys now and then, and then at once.
constexpr int64_t kMetadataMicros = 3'600 * kMicrosPerSecond;
constexpr int64_t kKeysMicros = 900 * kMicrosPerSecond;
constexpr int64_t kFreshKeysMicros = 60 * kMicrosPerSecond;  // asked again at most that often
constexpr int64_t kSkewSeconds = 60;                         // between two clocks

std::string random_text() {
  TENURE_ASSERT(sodium_init() >= 0);
  std::string bytes(32, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return base64url(bytes);
}

std::string sha256(std::string_view text) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string base64(std::string_view text) {
  std::string out(sodium_base64_ENCODED_LEN(text.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()),
                    text.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();
  return out;
}

// A moment in seconds; so far from now as to be no moment at all is none, and leaves room to reckon with it.
std::optional<int64_t> seconds_of(const Value& claims, std::string_view name) {
  const Value& value = member(claims, name);
  double about = 1e15;
  if (const int64_t* number = value.get<int64_t>()) about = static_cast<double>(*number);
  if (const double* number = value.get<double>()) about = *number;
  if (const Decimal* number = value.get<Decimal>()) about = std::strtod(to_text(Value(*number)).c_str(), nullptr);
  if (!(about > -1e15 && about < 1e15)) return std::nullopt;
  return static_cast<int64_t>(about);
}

// A list of texts, or one text by itself.
std::vector<std::string> texts_of(const Value& claims, std::string_view name) {
  std::vector<std::string> texts;
  const Value& value = member(claims, name);
  if (const std::string* text = value.get<std::string>()) texts.push_back(*text);
  if (const auto* list = value.get<std::shared_ptr<const List>>()) {
    for (const Value& item : (*list)->items) {
      if (const std::string* text = item.get<std::string>()) texts.push_back(*text);
    }
  }
  return texts;
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

// Where the browser is sent must be a plain web address too.
bool is_web_address(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

std::string url_encode(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
        std::string_view("-._~").contains(c)) {
      out += c;
    } else {
      out += '%';
      out += kHex[static_cast<unsigned char>(c) >> 4];
      out += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

Provider::Provider(Client client, outgoing::Sender send, const Clock& clock)
    : client_(std::move(client)), send_(std::move(send)), clock_(clock) {}

Result<std::shared_ptr<const Provider::Metadata>> Provider::metadata() {
  const Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    if (metadata_ && metadata_->fetched.micros + kMetadataMicros > now.micros) return metadata_;
  }
  std::string base = client_.issuer;
  while (base.ends_with('/')) base.pop_back();
  TENURE_TRY(const outgoing::Response answer,
             send_({.url = base + "/.well-known/openid-configuration"}));
  if (answer.status != 200) return invalid("oidc-discovery");
  const Result<Value> parsed = json::parse(answer.body);
  if (!parsed) return invalid("oidc-not-json");
  const std::string* issuer = text_member(*parsed, "issuer");
  if (!issuer || *issuer != client_.issuer) return invalid("oidc-issuer");
  auto made = std::make_shared<Metadata>();
  made->fetched = now;
  for (const auto& [name, where] :
       {std::pair{"authorization_endpoint", &made->authorization_endpoint},
        std::pair{"token_endpoint", &made->token_endpoint}, std::pair{"jwks_uri", &made->jwks_uri}}) {
    const std::string* text = text_member(*parsed, name);
    if (!text || !is_web_address(*text)) return invalid("oidc-discovery");
    *where = *text;
  }
  const std::vector<std::string> ways = texts_of(*parsed, "token_endpoint_auth_methods_supported");
  made->secret_in_body = !ways.empty() && !contains(ways, "client_secret_basic") &&
                         contains(ways, "client_secret_post");
  const std::lock_guard lock(mutex_);
  metadata_ = made;
  return metadata_;
}

Result<std::shared_ptr<const Provider::KeySet>> Provider::keys(const Metadata& metadata, bool fresh) {
  const Instant now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    const int64_t age = fresh ? kFreshKeysMicros : kKeysMicros;
    if (keys_ && keys_->fetched.micros + age > now.micros) return keys_;
  }
  TENURE_TRY(const outgoing::Response answer, send_({.url = metadata.jwks_uri}));
  if (answer.status != 200) return invalid("oidc-discovery");
  auto made = std::make_shared<KeySet>();
  TENURE_TRY(made->keys, Keys::read(answer.body));
  made->fetched = now;
  const std::lock_guard lock(mutex_);
  keys_ = made;
  return keys_;
}

Result<Started> Provider::start(std::string_view redirect_uri) {
  TENURE_TRY(const std::shared_ptr<const Metadata> published, metadata());
  Started started{.state = random_text(), .nonce = random_text(), .verifier = random_text()};
  const std::string& endpoint = published->authorization_endpoint;
  started.url = endpoint + (endpoint.contains('?') ? "&" : "?") + "response_type=code" +
                "&client_id=" + url_encode(client_.client_id) +
                "&redirect_uri=" + url_encode(redirect_uri) + "&scope=openid%20email%20profile" +
                "&state=" + started.state + "&nonce=" + started.nonce +
                "&code_challenge=" + base64url(sha256(started.verifier)) +
                "&code_challenge_method=S256";
  return started;
}

Result<Value> Provider::verified(const Metadata& metadata, std::string_view token) {
  TENURE_TRY(std::shared_ptr<const KeySet> known, keys(metadata, false));
  Result<Value> claims = verify_token(token, known->keys);
  if (claims || claims.error().arguments.front().second != "oidc-key-unknown") return claims;
  // Signed by a key that is newer than what was read of them.
  TENURE_TRY(known, keys(metadata, true));
  return verify_token(token, known->keys);
}

Result<Claims> Provider::check(const Value& claims, std::string_view nonce) const {
  const int64_t now = clock_.now().micros / kMicrosPerSecond;
  const std::string* issuer = text_member(claims, "iss");
  if (!issuer || *issuer != client_.issuer) return invalid("oidc-issuer");
  const std::vector<std::string> audiences = texts_of(claims, "aud");
  if (!contains(audiences, client_.client_id)) return invalid("oidc-audience");
  const std::string* party = text_member(claims, "azp");
  if ((audiences.size() > 1 && !party) || (party && *party != client_.client_id)) {
    return invalid("oidc-audience");
  }
  const std::optional<int64_t> expires = seconds_of(claims, "exp"), issued = seconds_of(claims, "iat");
  if (!expires || *expires + kSkewSeconds <= now) return invalid("oidc-expired");
  if (!issued || *issued - kSkewSeconds > now) return invalid("oidc-expired");
  if (!member(claims, "nbf").is_null()) {
    const std::optional<int64_t> begins = seconds_of(claims, "nbf");
    if (!begins || *begins - kSkewSeconds > now) return invalid("oidc-expired");
  }
  const std::string* said = text_member(claims, "nonce");
  if (!said || nonce.empty() || *said != nonce) return invalid("oidc-nonce");
  const std::string* subject = text_member(claims, "sub");
  if (!subject || subject->empty() || subject->size() > 255) return invalid("oidc-subject");
  Claims found{.issuer = *issuer, .subject = *subject};
  if (const std::string* name = text_member(claims, "name")) found.name = *name;
  if (const std::string* email = text_member(claims, "email")) found.email = *email;
  const bool* verified = member(claims, "email_verified").get<bool>();
  found.email_verified = verified && *verified;
  return found;
}

Result<Claims> Provider::finish(std::string_view code, std::string_view issuer,
                                std::string_view redirect_uri, std::string_view nonce,
                                std::string_view verifier) {
  // One provider's answer at another's door.
  if (!issuer.empty() && issuer != client_.issuer) return invalid("oidc-issuer");
  if (code.empty() || code.size() > limits::kTokenBytes) return invalid("oidc-code");
  TENURE_TRY(const std::shared_ptr<const Metadata> published, metadata());
  outgoing::Request request{
      .method = "POST",
      .url = published->token_endpoint,
      .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Accept", "application/json"}},
      .body = "grant_type=authorization_code&code=" + url_encode(code) +
              "&redirect_uri=" + url_encode(redirect_uri) + "&code_verifier=" + url_encode(verifier)};
  if (client_.client_secret.empty() || published->secret_in_body) {
    request.body += "&client_id=" + url_encode(client_.client_id);
    if (!client_.client_secret.empty()) {
      request.body += "&client_secret=" + url_encode(client_.client_secret);
    }
  } else {
    request.headers.emplace_back(
        "Authorization", "Basic " + base64(url_encode(client_.client_id) + ":" +
                                           url_encode(client_.client_secret)));
  }
  TENURE_TRY(const outgoing::Response answer, send_(request));
  const Result<Value> parsed = json::parse(answer.body);
  if (answer.status != 200) {
    const std::string* why = parsed ? text_member(*parsed, "error") : nullptr;
    return refuse("oidc-refused",
                  {{"reason", why ? std::string(excerpt(*why)) : std::to_string(answer.status)}});
  }
  if (!parsed) return invalid("oidc-not-json");
  const std::string* token = text_member(*parsed, "id_token");
  if (!token) return invalid("oidc-token-malformed");
  TENURE_TRY(const Value claims, verified(*published, *token));
  return check(claims, nonce);
}

}  // namespace tenure::oidc

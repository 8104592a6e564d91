// L7, L8: the relying party against a provider that is made here, with keys of its own.
#include "oidc/provider.h"

#include <cjose/cjose.h>
#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <functional>
#include <map>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"

namespace tenure::oidc {
namespace {

using outgoing::Request;
using outgoing::Response;

struct Signer {
  std::string id, algorithm;
  std::shared_ptr<cjose_jwk_t> jwk;
  std::string published;
};

std::shared_ptr<cjose_jwk_t> held(cjose_jwk_t* jwk) {
  return {jwk, [](cjose_jwk_t* key) { cjose_jwk_release(key); }};
}

Signer signer(std::string id, std::string algorithm, cjose_jwk_t* jwk) {
  cjose_err error{};
  Signer made{std::move(id), std::move(algorithm), held(jwk), ""};
  cjose_jwk_set_kid(jwk, made.id.data(), made.id.size(), &error);
  char* json = cjose_jwk_to_json(jwk, false, &error);
  made.published = json;
  free(json);
  return made;
}

const Signer& rsa() {
  static const Signer made = signer(
      "rsa-1", "RS256", cjose_jwk_create_RSA_random(2048, reinterpret_cast<const uint8_t*>("\1\0\1"), 3, nullptr));
  return made;
}
const Signer& ec() {
  static const Signer made =
      signer("ec-1", "ES256", cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr));
  return made;
}

std::string sign(const Signer& key, const std::string& payload, const std::string& algorithm = "",
                 const std::map<std::string, std::string>& more = {}) {
  cjose_err error{};
  cjose_header_t* header = cjose_header_new(&error);
  cjose_header_set(header, "alg", (algorithm.empty() ? key.algorithm : algorithm).c_str(), &error);
  cjose_header_set(header, "kid", key.id.c_str(), &error);
  for (const auto& [name, value] : more) cjose_header_set(header, name.c_str(), value.c_str(), &error);
  cjose_jws_t* jws = cjose_jws_sign(key.jwk.get(), header,
                                    reinterpret_cast<const uint8_t*>(payload.data()), payload.size(), &error);
  EXPECT_NE(jws, nullptr) << error.message;
  const char* text = nullptr;
  cjose_jws_export(jws, &text, &error);
  std::string token = text;
  cjose_jws_release(jws);
  cjose_header_release(header);
  return token;
}

class OidcTest : public testing::Test {
 protected:
  OidcTest() {
    claims_ = {{"iss", R"("https://idp.example")"}, {"sub", R"("user-7")"},
               {"aud", R"("tenure")"},              {"exp", std::to_string(kNow + 300)},
               {"iat", std::to_string(kNow)},       {"nonce", R"("n-1")"},
               {"email", R"("dana@example.com")"},  {"email_verified", "true"}};
    jwks_ = R"({"keys":[)" + rsa().published + "," + ec().published + "]}";
    discovery_ = R"({"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/auth?x=1",)"
                 R"("token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/keys"})";
  }
  std::string payload() const {
    std::string text = "{";
    for (const auto& [name, value] : claims_) {
      text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + value;
    }
    return text + "}";
  }
  Result<Response> answer(const Request& request) {
    asked_.push_back(request.url);
    if (request.url.ends_with("/.well-known/openid-configuration")) return Response{.status = 200, .body = discovery_};
    if (request.url == "https://idp.example/keys") return Response{.status = 200, .body = jwks_};
    if (request.url == "https://idp.example/token") {
      last_ = request;
      if (token_status_ != 200) return Response{.status = token_status_, .body = R"({"error":"invalid_grant"})"};
      return Response{.status = 200, .body = R"({"id_token":")" + token_ + R"("})"};
    }
    return refuse("no-answer", {{"address", request.url}, {"reason", "?"}});
  }
  Provider provider(Client client = {"https://idp.example", "tenure", "s3cret"}) {
    return {std::move(client), [this](const Request& request) { return answer(request); }, clock_};
  }
  // "ok user-7", or why not.
  std::string finish(Provider& provider, std::string issuer = "", std::string nonce = "n-1") {
    const Result<Claims> claims =
        provider.finish("c-1", issuer, "https://crm.example/callback", nonce, "v-1");
    if (claims) return "ok " + claims->subject;
    const std::string said = say(Language::hebrew, claims.error());
    EXPECT_EQ(said.find('{'), std::string::npos) << said;
    return claims.error().code + " " + claims.error().arguments.front().second;
  }
  std::string finish() {
    Provider made = provider();
    return finish(made);
  }
  std::string with(const std::string& name, const std::string& value) {
    const auto before = claims_;
    if (value.empty()) {
      claims_.erase(name);
    } else {
      claims_[name] = value;
    }
    token_ = sign(rsa(), payload());
    claims_ = before;
    return finish();
  }

  static constexpr int64_t kNow = 1'780'000'000;
  FixedClock clock_{Instant{kNow * kMicrosPerSecond}};
  std::map<std::string, std::string> claims_;
  std::string discovery_, jwks_, token_;
  int token_status_ = 200;
  std::vector<std::string> asked_;
  Request last_;
};

TEST_F(OidcTest, TheWayThereAndBack) {
  Provider made = provider();
  const Result<Started> started = made.start("https://crm.example/callback?a=b");
  ASSERT_TRUE(started.has_value());
  EXPECT_TRUE(started->url.starts_with(
      "https://idp.example/auth?x=1&response_type=code&client_id=tenure&"
      "redirect_uri=https%3A%2F%2Fcrm.example%2Fcallback%3Fa%3Db&scope=openid%20email%20profile&state="))
      << started->url;
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(started->verifier.data()), started->verifier.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  EXPECT_NE(started->url.find("&code_challenge=" + base64url(digest) + "&code_challenge_method=S256"),
            std::string::npos);
  EXPECT_EQ(started->url.find(started->verifier), std::string::npos);
  EXPECT_NE(started->state, made.start("https://crm.example/")->state);

  token_ = sign(rsa(), payload());
  const Result<Claims> claims =
      made.finish("c&1", "https://idp.example", "https://crm.example/callback", "n-1", "v-1");
  ASSERT_TRUE(claims.has_value()) << say(Language::english, claims.error());
  EXPECT_EQ(claims->issuer, "https://idp.example");
  EXPECT_EQ(claims->subject, "user-7");
  EXPECT_EQ(claims->email, "dana@example.com");
  EXPECT_TRUE(claims->email_verified);
  EXPECT_EQ(last_.body,
            "grant_type=authorization_code&code=c%261&redirect_uri=https%3A%2F%2Fcrm.example%2Fcallback"
            "&code_verifier=v-1");
  EXPECT_EQ(last_.headers.back(), (std::pair<std::string, std::string>{"Authorization", "Basic dGVudXJlOnMzY3JldA=="}));
  // What it publishes is asked for once.
  EXPECT_EQ(finish(made), "ok user-7");
  EXPECT_EQ(asked_.size(), 4u);
}

TEST_F(OidcTest, EveryAlgorithmThatIsAllowed) {
  for (const char* algorithm : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}) {
    token_ = sign(rsa(), payload(), algorithm);
    EXPECT_EQ(finish(), "ok user-7") << algorithm;
  }
  token_ = sign(ec(), payload());
  EXPECT_EQ(finish(), "ok user-7");
}

TEST_F(OidcTest, ThePublicClientAndTheSecretInTheBody) {
  token_ = sign(rsa(), payload());
  Provider open = provider({"https://idp.example", "tenure", ""});
  EXPECT_EQ(finish(open), "ok user-7");
  EXPECT_TRUE(last_.body.ends_with("&client_id=tenure"));
  EXPECT_EQ(last_.headers.size(), 2u);
  discovery_.insert(discovery_.size() - 1,
                    R"(,"token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_post"])");
  EXPECT_EQ(finish(), "ok user-7");
  EXPECT_TRUE(last_.body.ends_with("&client_id=tenure&client_secret=s3cret"));
}

TEST_F(OidcTest, L7_NoneAndTheKeyAsAPassword) {
  const std::string body = base64url(payload());
  for (const char* header : {R"({"alg":"none"})", R"({"alg":"None"})", R"({"alg":""})", R"({})",
                             R"({"alg":"none","kid":"rsa-1"})"}) {
    token_ = base64url(header) + "." + body + ".";
    EXPECT_EQ(finish(), "oidc-invalid oidc-token-malformed") << header;
    token_ += "AAAA";
    EXPECT_EQ(finish(), "oidc-invalid oidc-algorithm") << header;
  }
  // HS256 with what everybody can read: the published key.
  cjose_err error{};
  for (const std::string& secret : {rsa().published, jwks_, std::string("s3cret-s3cret-s3cret-s3cret-32")}) {
    const Signer shared{"rsa-1", "HS256",
                        held(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(secret.data()), secret.size(), &error)), ""};
    token_ = sign(shared, payload());
    EXPECT_EQ(finish(), "oidc-invalid oidc-algorithm");
  }
  // Not even when the provider publishes a symmetric key.
  const std::string secret(32, 'k');
  Signer shared{"oct-1", "HS256",
                held(cjose_jwk_create_oct_spec(reinterpret_cast<const uint8_t*>(secret.data()), secret.size(), &error)), ""};
  jwks_ = R"({"keys":[{"kty":"oct","kid":"oct-1","k":")" + base64url(secret) + R"("}]})";
  token_ = sign(shared, payload());
  EXPECT_EQ(finish(), "oidc-invalid oidc-algorithm");
}

TEST_F(OidcTest, L7_WhatTheTokenSaysOfItsOwnKeyIsNotLookedAt) {
  const Signer evil = signer("rsa-1", "RS256", cjose_jwk_create_RSA_random(2048, reinterpret_cast<const uint8_t*>("\1\0\1"), 3, nullptr));
  token_ = sign(evil, payload(), "", {{"jku", "https://evil.example/keys"}, {"x5u", "https://evil.example/c"}});
  EXPECT_EQ(finish(), "oidc-invalid oidc-signature");
  for (const std::string& url : asked_) EXPECT_EQ(url.find("evil"), std::string::npos);
  // A key that is handed along, with a signature by it.
  const std::string header = R"({"alg":"RS256","kid":"rsa-1","jwk":)" + evil.published + "}";
  token_ = base64url(header) + token_.substr(token_.find('.'));
  EXPECT_EQ(finish(), "oidc-invalid oidc-signature");
  token_ = sign(rsa(), payload(), "", {{"crit", "exp"}});
  EXPECT_EQ(finish(), "oidc-invalid oidc-token-malformed");
}

TEST_F(OidcTest, L7_TheSignatureIsOfThisVeryText) {
  token_ = sign(rsa(), payload());
  const std::string good = token_;
  const size_t first = good.find('.'), last = good.rfind('.');
  claims_["sub"] = R"("admin")";
  token_ = good.substr(0, first + 1) + base64url(payload()) + good.substr(last);
  EXPECT_EQ(finish(), "oidc-invalid oidc-signature");
  token_ = good.substr(0, last + 1) + sign(ec(), payload()).substr(0, 8);
  EXPECT_EQ(finish(), "oidc-invalid oidc-signature");
  for (const std::string& odd : {std::string(), std::string("a"), std::string(".."), std::string("a.b.c"), good + ".x", good + "=",
                                 " " + good, good.substr(0, last + 1), std::string(limits::kTokenBytes + 1, 'a')}) {
    token_ = odd;
    EXPECT_TRUE(finish().starts_with("oidc-invalid oidc-")) << odd.substr(0, 40);
  }
}

TEST_F(OidcTest, L7_IssuerAudienceTimeNonceAndSubject) {
  EXPECT_EQ(with("iss", R"("https://idp.example/")"), "oidc-invalid oidc-issuer");
  EXPECT_EQ(with("iss", R"("https://evil.example")"), "oidc-invalid oidc-issuer");
  EXPECT_EQ(with("iss", ""), "oidc-invalid oidc-issuer");
  EXPECT_EQ(with("aud", R"("another")"), "oidc-invalid oidc-audience");
  EXPECT_EQ(with("aud", ""), "oidc-invalid oidc-audience");
  EXPECT_EQ(with("aud", R"(["another"])"), "oidc-invalid oidc-audience");
  EXPECT_EQ(with("aud", R"(["tenure","another"])"), "oidc-invalid oidc-audience");
  EXPECT_EQ(with("aud", R"(["tenure"])"), "ok user-7");
  EXPECT_EQ(with("azp", R"("another")"), "oidc-invalid oidc-audience");
  EXPECT_EQ(with("azp", R"("tenure")"), "ok user-7");
  EXPECT_EQ(with("exp", std::to_string(kNow - 61)), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("exp", std::to_string(kNow - 59)), "ok user-7");
  EXPECT_EQ(with("exp", std::to_string(kNow) + ".5"), "ok user-7");
  EXPECT_EQ(with("exp", ""), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("exp", R"("soon")"), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("exp", "9223372036854775807"), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("exp", "1e400"), "oidc-invalid oidc-token-malformed");
  EXPECT_EQ(with("iat", std::to_string(kNow + 61)), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("nbf", std::to_string(kNow + 61)), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("nbf", "9223372036854775807"), "oidc-invalid oidc-expired");
  EXPECT_EQ(with("nonce", R"("n-2")"), "oidc-invalid oidc-nonce");
  EXPECT_EQ(with("nonce", ""), "oidc-invalid oidc-nonce");
  EXPECT_EQ(with("sub", ""), "oidc-invalid oidc-subject");
  EXPECT_EQ(with("sub", R"("")"), "oidc-invalid oidc-subject");
  EXPECT_EQ(with("sub", "7"), "oidc-invalid oidc-subject");
  EXPECT_EQ(with("sub", "\"" + std::string(256, 's') + "\""), "oidc-invalid oidc-subject");
  token_ = sign(rsa(), payload());
  Provider made = provider();
  EXPECT_EQ(finish(made, "https://evil.example"), "oidc-invalid oidc-issuer");
  EXPECT_EQ(finish(made, "", ""), "oidc-invalid oidc-nonce");
}

TEST_F(OidcTest, L8_AnEmailIsVerifiedByATrueAlone) {
  const auto verified = [&](const std::string& value) {
    claims_["email_verified"] = value;
    token_ = sign(rsa(), payload());
    Provider made = provider();
    return made.finish("c", "", "https://crm.example/callback", "n-1", "v")->email_verified;
  };
  EXPECT_TRUE(verified("true"));
  EXPECT_FALSE(verified("false"));
  EXPECT_FALSE(verified(R"("true")"));
  EXPECT_FALSE(verified("1"));
  EXPECT_FALSE(verified("null"));
}

TEST_F(OidcTest, L7_TenThousandKeys) {
  token_ = sign(rsa(), payload());
  jwks_ = R"({"keys":[)";
  for (int i = 0; i < 10'000; ++i) jwks_ += rsa().published + ",";
  jwks_ += rsa().published + "]}";
  EXPECT_EQ(finish(), "oidc-invalid oidc-too-many-keys");
}

TEST_F(OidcTest, L7_KeysThatDoNotSign) {
  token_ = sign(rsa(), payload());
  const auto published = [&](const std::string& more) {
    std::string key = rsa().published;
    key.insert(key.size() - 1, more);
    jwks_ = R"({"keys":[)" + key + "]}";
    return finish();
  };
  EXPECT_EQ(published(R"(,"use":"sig")"), "ok user-7");
  EXPECT_EQ(published(R"(,"use":"enc")"), "oidc-invalid oidc-key-unknown");
  EXPECT_EQ(published(R"(,"alg":"RS256")"), "ok user-7");
  EXPECT_EQ(published(R"(,"alg":"PS256")"), "oidc-invalid oidc-key-unknown");
  const Signer weak = signer("rsa-1", "RS256", cjose_jwk_create_RSA_random(1024, reinterpret_cast<const uint8_t*>("\1\0\1"), 3, nullptr));
  jwks_ = R"({"keys":[)" + weak.published + "]}";
  token_ = sign(weak, payload());
  EXPECT_EQ(finish(), "oidc-invalid oidc-key-unknown");
  jwks_ = R"({"keys":[{"kty":"RSA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"},7,null,{}]})";
  EXPECT_EQ(finish(), "oidc-invalid oidc-key-unknown");
  for (const char* number : {"x_FEzRu9m36HL=_tue659LNpXW6pCyStikYjKIWI6a0", "A", "AA==", "A A", "Ä"}) {
    jwks_ = R"({"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":")" + std::string(number) + "\"}]}";
    EXPECT_EQ(finish(), "oidc-invalid oidc-key-unknown") << number;
  }
  jwks_ = "[]";
  EXPECT_EQ(finish(), "oidc-invalid oidc-no-keys");
  jwks_ = "<html>";
  EXPECT_EQ(finish(), "oidc-invalid oidc-not-json");
}

TEST_F(OidcTest, ANewKeyIsFetchedOnceAMinute) {
  Provider made = provider();
  token_ = sign(rsa(), payload());
  EXPECT_EQ(finish(made), "ok user-7");
  const Signer next = signer("rsa-2", "RS256", cjose_jwk_create_RSA_random(2048, reinterpret_cast<const uint8_t*>("\1\0\1"), 3, nullptr));
  jwks_ = R"({"keys":[)" + next.published + "]}";
  token_ = sign(next, payload());
  EXPECT_EQ(finish(made), "oidc-invalid oidc-key-unknown");  // too soon
  clock_.set({clock_.now().micros + 61 * kMicrosPerSecond});
  const size_t before = asked_.size();
  EXPECT_EQ(finish(made), "ok user-7");
  EXPECT_EQ(asked_.size(), before + 2);
  // Somebody who makes up key names does not make us ask again and again.
  token_ = sign(Signer{"made-up", "RS256", next.jwk, ""}, payload());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(finish(made), "oidc-invalid oidc-key-unknown");
  EXPECT_EQ(asked_.size(), before + 12);
}

TEST_F(OidcTest, WhatTheProviderPublishesIsChecked) {
  const std::string good = discovery_;
  const auto published = [&](const std::string& from, const std::string& to) {
    discovery_ = good;
    discovery_.replace(discovery_.find(from), from.size(), to);
    Provider made = provider();
    const Result<Started> started = made.start("https://crm.example/");
    return started ? "ok" : started.error().arguments.front().second;
  };
  EXPECT_EQ(published("https://idp.example\"", "https://idp.example/\""), "oidc-issuer");
  EXPECT_EQ(published("https://idp.example\"", "https://evil.example\""), "oidc-issuer");
  EXPECT_EQ(published("https://idp.example/auth?x=1", "javascript:alert(1)"), "oidc-discovery");
  EXPECT_EQ(published("https://idp.example/auth?x=1", "https://idp.example/\\u000d\\u000aX: y"), "oidc-discovery");
  EXPECT_EQ(published("\"token_endpoint\"", "\"token\""), "oidc-discovery");
  EXPECT_EQ(published("{", "<"), "oidc-not-json");
  EXPECT_EQ(published("x=1", "x=2"), "ok");
}

TEST_F(OidcTest, ACodeThatIsNotTaken) {
  token_status_ = 400;
  EXPECT_EQ(finish(), "oidc-refused invalid_grant");
  Provider made = provider();
  EXPECT_EQ(made.finish("", "", "https://crm.example/", "n", "v").error().code, "oidc-invalid");
}

}  // namespace
}  // namespace tenure::oidc

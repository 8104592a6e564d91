#include "identity/secrets.h"

#include <sodium.h>

#include <charconv>

#include "base/assert.h"
#include "base/value.h"

namespace tenure::identity {
namespace {

constexpr size_t kSecretBytes = 32, kSecretText = 43;  // in base64url without padding
constexpr std::array<std::string_view, 3> kPrefixes{"tenure_session_", "tenure_token_",
                                                    "tenure_invitation_"};

std::string_view prefix(SecretKind kind) { return kPrefixes[static_cast<size_t>(kind)]; }

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// BLAKE2b-256, keyed or not.
std::string digest(std::string_view text, std::string_view key = {}) {
  std::string out(32, '\0');
  TENURE_ASSERT(crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                   bytes(text), text.size(), key.empty() ? nullptr : bytes(key),
                                   key.size()) == 0);
  return out;
}

std::string random_bytes(size_t count) {
  std::string out(count, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

// A key of its own for each purpose.
std::string key_for(std::string_view store_secret, std::string_view purpose) {
  TENURE_ASSERT(store_secret.size() == 32);
  return digest(purpose, store_secret);
}

bool is_base64url(std::string_view text) {
  return text.find_first_not_of(
             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
         std::string_view::npos;
}

}  // namespace

Secret make_secret(SecretKind kind, store::WorkspaceId workspace) {
  TENURE_ASSERT(sodium_init() >= 0);
  Secret made;
  made.text = std::string(prefix(kind)) + std::to_string(workspace) + "_" +
              base64url(random_bytes(kSecretBytes));
  made.hash = digest(made.text);
  return made;
}

std::optional<Presented> read_secret(SecretKind kind, std::string_view text) {
  if (!text.starts_with(prefix(kind))) return std::nullopt;
  const std::string_view rest = text.substr(prefix(kind).size());
  Presented presented;
  const auto [end, error] =
      std::from_chars(rest.data(), rest.data() + rest.size(), presented.workspace);
  if (error != std::errc() || presented.workspace <= 0) return std::nullopt;
  const std::string_view secret = rest.substr(static_cast<size_t>(end - rest.data()));
  if (secret.size() != kSecretText + 1 || secret.front() != '_' ||
      !is_base64url(secret.substr(1))) {
    return std::nullopt;
  }
  presented.hash = digest(text);
  return presented;
}

std::string csrf_of(std::string_view session) { return base64url(digest("csrf", digest(session))); }

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string secret_for(std::string_view store_secret, std::string_view purpose) {
  return key_for(store_secret, purpose);
}

std::string seal(std::string_view store_secret, std::string_view purpose, std::string_view text) {
  const std::string key = key_for(store_secret, purpose);
  std::string nonce = random_bytes(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
  std::string sealed(text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(reinterpret_cast<unsigned char*>(sealed.data()),
                                             &length, bytes(text), text.size(), nullptr, 0,
                                             nullptr, bytes(nonce), bytes(key));
  sealed.resize(length);
  return base64url(nonce + sealed);
}

std::optional<std::string> open_sealed(std::string_view store_secret, std::string_view purpose,
                                       std::string_view sealed) {
  constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
                   kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  std::string raw(sealed.size(), '\0');
  size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), sealed.data(),
                        sealed.size(), nullptr, &length, nullptr,
                        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0) {
    return std::nullopt;
  }
  raw.resize(length);
  if (raw.size() < kNonce + kTag) return std::nullopt;
  const std::string key = key_for(store_secret, purpose);
  std::string text(raw.size() - kNonce - kTag, '\0');
  unsigned long long opened = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(text.data()), &opened, nullptr, bytes(raw) + kNonce,
          raw.size() - kNonce, nullptr, 0, bytes(raw), bytes(key)) != 0) {
    return std::nullopt;
  }
  text.resize(opened);
  return text;
}

}  // namespace tenure::identity

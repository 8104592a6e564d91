#include "identity/passwords.h"

#include <sodium.h>

#include <array>
#include <set>

#include "base/assert.h"
#include "base/environment.h"
#include "base/limits.h"
#include "base/text.h"

namespace tenure::identity {
namespace {

// What is left of a password when the user's own name is taken out of it.
std::string without(std::string password, std::string_view name) {
  password = lower_ascii(password);
  const std::string low = lower_ascii(name);
  if (low.size() < 3) return password;
  for (size_t at = password.find(low); at != std::string::npos; at = password.find(low)) {
    password.erase(at, low.size());
  }
  return password;
}

// "aaaaaaaaaaaa", "abcdefghijkl", "121212121212": steps that repeat tell as little as letters that do.
size_t variety(std::string_view text) {
  std::set<char> letters;
  std::set<int> steps;
  for (size_t i = 0; i < text.size(); ++i) {
    letters.insert(text[i]);
    if (i > 0) steps.insert(text[i] - text[i - 1]);
  }
  return std::min(letters.size(), steps.size());
}

}  // namespace

Result<void> check_password(std::string_view password, std::string_view user, size_t least_length) {
  if (password.size() > limits::kPasswordBytes) {
    return refuse("password-too-long", {{"limit", std::to_string(limits::kPasswordBytes)}});
  }
  if (!valid_utf8(password) || password.find('\0') != std::string_view::npos) {
    return refuse("not-plain-text", {{"field", "password"}});
  }
  size_t characters = 0;
  for (const char c : password) characters += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  if (characters < least_length) {
    return refuse("password-too-short", {{"least", std::to_string(least_length)}});
  }
  const std::string rest = without(without(std::string(password), user), "tenure");
  if (variety(rest) < 5) return refuse("password-too-simple");
  return {};
}

// One of the few that may hash at a time.
class Hasher::Turn {
 public:
  explicit Turn(Hasher& hasher) : hasher_(hasher) {
    std::unique_lock lock(hasher_.mutex_);
    if (hasher_.waiting_ >= limits::kHashesWaiting) return;
    ++hasher_.waiting_;
    hasher_.free_.wait(lock, [&] { return hasher_.running_ < limits::kHashesAtOnce; });
    --hasher_.waiting_;
    ++hasher_.running_;
    granted_ = true;
  }
  ~Turn() {
    if (!granted_) return;
    {
      const std::lock_guard lock(hasher_.mutex_);
      --hasher_.running_;
    }
    hasher_.free_.notify_one();
  }
  Turn(const Turn&) = delete;
  bool granted() const { return granted_; }

 private:
  Hasher& hasher_;
  bool granted_ = false;
};

namespace {

std::string random_base64(size_t count) {
  std::string bytes(count, '\0'), text(sodium_base64_encoded_len(count, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  randombytes_buf(bytes.data(), bytes.size());
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text.pop_back();  // the zero at its end
  return text;
}

}  // namespace

// Nobody's hash is of no password at all: a start does not pay for one.
Hasher::Hasher(PasswordCost cost) : cost_(cost) {
  TENURE_ASSERT(sodium_init() >= 0);
  nobody_ = "$argon2id$v=19$m=" + std::to_string(cost.memory / 1'024) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
            random_base64(crypto_pwhash_SALTBYTES) + "$" + random_base64(32);
}

std::string Hasher::make(std::string_view password) const {
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.passes,
                            cost_.memory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw EnvironmentError("out-of-memory", {});
  }
  return out.data();
}

Result<std::string> Hasher::hash(std::string_view password) {
  TENURE_ASSERT(password.size() <= limits::kPasswordBytes);
  const Turn turn(*this);
  if (!turn.granted()) return refuse("overloaded", {{"seconds", "2"}});
  return make(password);
}

Result<bool> Hasher::verify(std::string_view hash, std::string_view password) {
  TENURE_ASSERT(password.size() <= limits::kPasswordBytes);
  const Turn turn(*this);
  if (!turn.granted()) return refuse("overloaded", {{"seconds", "2"}});
  const std::string known(hash.empty() ? std::string_view(nobody_) : hash);
  const bool fits = crypto_pwhash_str_verify(known.c_str(), password.data(), password.size()) == 0;
  return fits && !hash.empty();
}

bool Hasher::is_dated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), cost_.passes, cost_.memory) != 0;
}

}  // namespace tenure::identity

#include "odata/tokens.h"

#include <sodium.h>

#include <charconv>

#include "base/value.h"
#include "expression/literals.h"

namespace tenure::odata {

namespace {

// A value with its kind, so that it comes back as it was: "i12", "sText".
std::string spell(const Value& value) {
  if (value.is_null()) return "n";
  if (const bool* b = value.get<bool>()) return *b ? "b1" : "b0";
  if (const auto* n = value.get<int64_t>()) return "i" + std::to_string(*n);
  if (const auto* t = value.get<Instant>()) return "t" + std::to_string(t->micros);
  if (const auto* d = value.get<Date>()) return "d" + std::to_string(d->days);
  if (const auto* t = value.get<TimeOfDay>()) return "o" + std::to_string(t->micros);
  if (const auto* d = value.get<Duration>()) return "u" + std::to_string(d->micros);
  if (const auto* d = value.get<Decimal>()) return "m" + to_text(*d);
  if (const auto* d = value.get<double>()) return "f" + expression::double_to_text(*d);
  if (const auto* g = value.get<Guid>()) return "g" + to_string(*g);
  return "s" + to_text(value);
}

std::optional<Value> unspell(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const char tag = text[0];
  text.remove_prefix(1);
  int64_t number = 0;
  const bool is_number =
      std::from_chars(text.data(), text.data() + text.size(), number).ptr == text.data() + text.size();
  switch (tag) {
    case 'n': return Value(Null{});
    case 'b': return Value(text == "1");
    case 's': return Value(text);
    case 'm': {
      const Result<Decimal> decimal = Decimal::parse(text);
      return decimal ? std::optional<Value>(*decimal) : std::nullopt;
    }
    case 'f': return expression::parse_as(text, expression::Kind::double_);
    case 'g': return expression::parse_as(text, expression::Kind::guid);
    default: break;
  }
  if (!is_number) return std::nullopt;
  switch (tag) {
    case 'i': return Value(number);
    case 't': return Value(Instant{number});
    case 'd': return Value(Date{static_cast<int32_t>(number)});
    case 'o': return Value(TimeOfDay{number});
    case 'u': return Value(Duration{number});
    default: return std::nullopt;
  }
}

std::string spell(const service::Since& since) {
  return std::to_string(since.facts) + ";" + std::to_string(since.moves) + ";" + std::to_string(since.superseded) + ";" +
         std::to_string(since.definition);
}

service::Since since_of(std::string_view text) {
  service::Since since;
  for (int64_t* const number : {&since.facts, &since.moves, &since.superseded, &since.definition}) {
    const size_t end = std::min(text.find(';'), text.size());
    std::from_chars(text.data(), text.data() + end, *number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return since;
}

constexpr size_t kSealBytes = 16;

std::string mac(std::string_view secret, std::string_view content, std::string_view bound) {
  std::string key(crypto_generichash_KEYBYTES, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(key.data()), key.size(),
                     reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), nullptr, 0);
  const std::string text = std::to_string(content.size()) + ":" + std::string(content) + std::string(bound);
  std::string out(kSealBytes, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return out;
}

}  // namespace

std::string Tokens::seal(std::string_view content, std::string_view bound) const {
  return base64url(mac(secret_, content, bound) + std::string(content));
}

std::optional<std::string> Tokens::open(std::string_view token, std::string_view bound) const {
  const std::optional<std::string> bytes = expression::decode_base64url(token);
  if (!bytes || bytes->size() < kSealBytes) return std::nullopt;
  std::string content = bytes->substr(kSealBytes);
  const std::string expected = mac(secret_, content, bound);
  if (sodium_memcmp(expected.data(), bytes->data(), kSealBytes) != 0) return std::nullopt;
  return content;
}

std::string Tokens::page(const Page& page, std::string_view bound) const {
  std::string content = "p" + std::to_string(page.left) + "/" + spell(page.since) + "/" + spell(page.from);
  for (const Value& value : page.position.values) {
    const std::string spelled = spell(value);
    content += "," + std::to_string(spelled.size()) + ":" + spelled;
  }
  return seal(content, bound);
}

Result<Tokens::Page> Tokens::read_page(std::string_view token, std::string_view bound) const {
  const auto forged = [] { return refuse("invalid-token", {{"option", "$skiptoken"}}); };
  const std::optional<std::string> content = open(token, bound);
  if (!content || !content->starts_with('p')) return forged();
  std::string_view rest(*content);
  rest.remove_prefix(1);
  Page page;
  const size_t comma = std::min(rest.find(','), rest.size());
  const size_t slash = std::min(rest.find('/'), comma);
  std::from_chars(rest.data(), rest.data() + slash, page.left);
  const std::string_view both = rest.substr(std::min(slash + 1, comma), comma - std::min(slash + 1, comma));
  const size_t middle = std::min(both.find('/'), both.size());
  page.since = since_of(both.substr(0, middle));
  page.from = since_of(both.substr(std::min(middle + 1, both.size())));
  rest.remove_prefix(comma);
  while (!rest.empty()) {
    const size_t colon = rest.find(':');
    size_t size = 0;
    if (colon == std::string_view::npos) return forged();
    std::from_chars(rest.data() + 1, rest.data() + colon, size);
    if (size > rest.size() - colon - 1) return forged();
    std::optional<Value> value = unspell(rest.substr(colon + 1, size));
    if (!value) return forged();
    page.position.values.push_back(std::move(*value));
    rest.remove_prefix(colon + 1 + size);
  }
  return page;
}

std::string Tokens::delta(const service::Since& since, std::string_view bound) const {
  return seal("d" + spell(since), bound);
}

Result<service::Since> Tokens::read_delta(std::string_view token, std::string_view bound) const {
  const std::optional<std::string> content = open(token, bound);
  if (!content || !content->starts_with('d')) return refuse("invalid-token", {{"option", "$deltatoken"}});
  return since_of(std::string_view(*content).substr(1));
}

}  // namespace tenure::odata

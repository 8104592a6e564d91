#include "cli/config.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>

#include "base/assert.h"
#include "base/limits.h"
#include "lifecycle/loader.h"
#include "lifecycle/yaml.h"

namespace tenure::cli {

namespace yaml = lifecycle::yaml;

namespace {

constexpr Setting kSettings[] = {
    {"db", "--db", "tenure.db"},
    {"workspace", "--workspace", "default"},
    {"lang", "--lang", ""},
    {"server", "--server", ""},
    {"token_file", "--token-file", ""},
    {"serve.listen", "--listen", "127.0.0.1:8480"},
    {"serve.base_url", "--base-url", ""},
    {"serve.tls_certificate", "--tls-certificate", ""},
    {"serve.tls_key", "--tls-key", ""},
    {"serve.allowed_hosts", "--allowed-host", "", true},
    {"serve.trusted_proxies", "--trusted-proxy", "", true},
    {"serve.backup_folder", "--backup-folder", ""},
    {"serve.backup_keep", "--backup-keep", "30"},  // a month of nightly ones
    {"serve.key_file", "--key-file", ""},
    {"serve.log_level", "--log-level", "info"},
    {"serve.oidc_issuer", "--oidc-issuer", ""},
    {"serve.oidc_client_id", "--oidc-client-id", ""},
    {"serve.oidc_client_secret_file", "--oidc-client-secret-file", ""},
    {"serve.oidc_title", "--oidc-title", "OpenID Connect"},
    {"serve.oidc_create_role", "--oidc-create-role", ""},
    {"serve.outgoing", "--outgoing", "public"},
};

const yaml::Shape kFile{"config",
                        {{"db"}, {"workspace"}, {"lang"}, {"server"}, {"token_file"}, {"serve"}}};
const yaml::Shape kServe{"serve",
                         {{"listen"},
                          {"base_url"},
                          {"tls_certificate"},
                          {"tls_key"},
                          {"allowed_hosts"},
                          {"trusted_proxies"},
                          {"backup_folder"},
                          {"backup_keep"},
                          {"key_file"},
                          {"log_level"},
                          {"oidc_issuer"},
                          {"oidc_client_id"},
                          {"oidc_client_secret_file"},
                          {"oidc_title"},
                          {"oidc_create_role"},
                          {"outgoing"}}};

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return text;
}

size_t place_of(std::string_view name) {
  const auto found = std::ranges::find(kSettings, name, &Setting::name);
  TENURE_ASSERT(found != std::end(kSettings));
  return static_cast<size_t>(found - kSettings);
}

}  // namespace

std::string Setting::variable() const {
  std::string text = "TENURE_" + std::string(name);
  for (char& c : text) {
    if (c == '.') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

std::string Setting::help_code() const { return "option." + std::string(option.substr(2)); }

std::span<const Setting> settings() { return kSettings; }

Result<void> Config::read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(limits::kYamlBytes + 1, '\0');
  errno = 0;
  if (in) in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in && !in.eof())
    return refuse("config-unreadable", {{"file", path}, {"reason", std::strerror(errno)}});
  text.resize(static_cast<size_t>(in.gcount()));
  file_ = path;
  std::vector<lifecycle::Fault> found;
  yaml::Faults faults(path, text, found);
  if (const auto tree = yaml::parse(text, faults); tree && tree->kind != yaml::Node::Kind::empty) {
    const yaml::Map top(*tree, kFile, faults);
    const yaml::Node empty;
    const yaml::Node* serve = top.get("serve");
    std::optional<yaml::Map> inner;
    if (serve) inner.emplace(*serve, kServe, faults);
    for (size_t i = 0; i < std::size(kSettings); ++i) {
      const bool nested = kSettings[i].name.starts_with("serve.");
      const yaml::Map* map = nested ? (inner ? &*inner : nullptr) : &top;
      const std::string_view key = kSettings[i].name.substr(nested ? 6 : 0);
      const yaml::Node* node = map ? map->get(key) : nullptr;
      if (!node) continue;
      std::vector<std::string> items;
      if (kSettings[i].many) {
        for (const yaml::Word& word : yaml::words(node, faults)) items.push_back(word.text);
      } else if (const auto one = map->text(key)) {
        items.push_back(*one);
      }
      const std::string place = path + ":" + std::to_string(node->mark.line);
      values_[i] = {joined(items), {Origin::Kind::file, place}};
    }
  }
  if (found.empty()) return {};
  const lifecycle::Fault& first = found.front();
  Arguments arguments{{"place", path + ":" + std::to_string(first.place.line)},
                      {"reason", first.code}};
  arguments.insert(arguments.end(), first.arguments.begin(), first.arguments.end());
  return refuse("config-invalid", std::move(arguments));
}

Result<Config> Config::load(const Given& given, const Environment& environment,
                            std::string_view system_file) {
  Config config;
  config.credentials_ = environment("CREDENTIALS_DIRECTORY");
  for (const Setting& setting : kSettings)
    config.values_.push_back({std::string(setting.otherwise), {}});
  const auto wanted = given.maybe("--config");
  if (const auto named = wanted ? wanted : environment("TENURE_CONFIG"); named && !named->empty()) {
    TENURE_CHECK_OK(config.read_file(*named));
  } else if (std::ifstream(std::string(system_file))) {
    TENURE_CHECK_OK(config.read_file(std::string(system_file)));
  }
  for (size_t i = 0; i < std::size(kSettings); ++i) {
    const std::string variable = kSettings[i].variable();
    if (auto value = environment(variable.c_str()); value && !value->empty())
      config.values_[i] = {std::move(*value), {Origin::Kind::variable, variable}};
    const std::string option(kSettings[i].option);
    if (given.has(option))
      config.values_[i] = {joined(given.list(option)), {Origin::Kind::option, option}};
  }
  return config;
}

const Config::Value& Config::at(std::string_view name) const { return values_[place_of(name)]; }
const std::string& Config::text(std::string_view name) const { return at(name).text; }
const Origin& Config::origin(std::string_view name) const { return at(name).origin; }

std::vector<std::string> Config::list(std::string_view name) const {
  std::vector<std::string> items;
  std::string_view rest = text(name);
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(item.size() + 1, rest.size()));
    if (!item.empty()) items.emplace_back(item);
  }
  return items;
}

Result<int64_t> Config::number(std::string_view name) const {
  const std::string& text = this->text(name);
  int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size())
    return refuse("config-not-a-number", {{"name", std::string(name)}, {"text", text}});
  return number;
}

Result<std::string> Config::path(std::string_view name) const {
  constexpr std::string_view kCredential = "credential:";
  const std::string& text = this->text(name);
  if (!text.starts_with(kCredential)) return text;
  const std::string credential = text.substr(kCredential.size());
  const bool plain = !credential.empty() && credential.find('/') == std::string::npos;
  if (!plain || !credentials_ || !std::ifstream(*credentials_ + "/" + credential))
    return refuse("no-such-credential", {{"name", credential}});
  return *credentials_ + "/" + credential;
}

}  // namespace tenure::cli

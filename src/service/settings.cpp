#include "service/settings.h"

#include <algorithm>
#include <charconv>

#include "base/assert.h"
#include "base/limits.h"
#include "service/impl.h"

namespace tenure::service {
namespace {

using Kind = SettingType::Kind;

constexpr std::string_view kLanguages[] = {"en", "he"};
constexpr std::string_view kSchedules[] = {"off", "daily", "weekly", "monthly"};

// "https://crm.example.com" or "http://127.0.0.1:8080/tenure": what links are made of.
bool is_base_url(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    return !rest.empty() && rest.front() != '/' && !rest.ends_with('/') &&
           std::ranges::all_of(rest, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                    std::string_view("-._~:/[]").contains(c);
           });
  }
  return text.empty();
}

// "https://www.example.com https://shop.example.com": origins, one blank between them. No * and nothing that ends a
// header's directive.
bool is_sites(std::string_view text) {
  while (!text.empty()) {
    const std::string_view site = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), site.size() + 1));
    if (site.empty() || !is_base_url(site) || site.find('/', site.find("//") + 2) != std::string_view::npos) return false;
  }
  return true;
}

constexpr SettingType kTypes[] = {
    {"language", Kind::choice, "en", 0, 0, kLanguages, nullptr, "Language", "שפה"},
    {"base_url", Kind::text, "", 0, 500, {}, is_base_url, "Address of the server", "כתובת השרת"},
    {"session_days", Kind::number, "14", 1, 365, {}, nullptr, "Days until everybody signs in again",
     "ימים עד כניסה מחדש"},
    {"session_idle_hours", Kind::number, "72", 1, 8760, {}, nullptr,
     "Idle hours until a session ends", "שעות ללא פעילות עד סיום ההתחברות"},
    {"password_least_length", Kind::number, "12", 8, 128, {}, nullptr, "Least length of a password",
     "אורך סיסמה מזערי"},
    {"invitation_hours", Kind::number, "72", 1, 720, {}, nullptr,
     "Hours that an invitation or a password reset holds", "שעות תוקף של הזמנה או איפוס סיסמה"},
    {"token_days_most", Kind::number, "366", 1, 3660, {}, nullptr, "Most days that a token may last",
     "תוקף מרבי של אסימון בימים"},
    {"surname_required", Kind::flag, "false", 0, 0, {}, nullptr, "Contacts need a surname",
     "חובה למלא שם משפחה באיש קשר"},
    {"form_sites", Kind::text, "", 0, 1000, {}, is_sites, "Sites that may show the public forms",
     "אתרים שרשאים להציג את הטפסים הציבוריים"},
    {"rfm_schedule", Kind::choice, "daily", 0, 0, kSchedules, nullptr, "How often RFM is scored",
     "תדירות דירוג RFM"},
};

std::optional<int64_t> whole_number(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool fits(const SettingType& type, std::string_view value) {
  switch (type.kind) {
    case Kind::flag:
      return value == "true" || value == "false";
    case Kind::number: {
      const std::optional<int64_t> number = whole_number(value);
      return number && *number >= type.least && *number <= type.most;
    }
    case Kind::choice:
      return std::ranges::find(type.choices, value) != type.choices.end();
    case Kind::text:
      return value.size() <= static_cast<size_t>(type.most) && valid_utf8(value) &&
             value.find('\0') == std::string_view::npos && (!type.fits || type.fits(value));
  }
  TENURE_ASSERT(false);
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const SettingType& type : kTypes) names.emplace_back(type.name);
  return names;
}

std::unexpected<Error> not_fit(const SettingType& type, std::string_view value) {
  Arguments arguments{{"setting", std::string(type.name)}, {"value", excerpt(value)}};
  switch (type.kind) {
    case Kind::flag:
      arguments.emplace_back("reason", "setting-flag");
      break;
    case Kind::number:
      arguments.emplace_back("reason", "setting-number");
      arguments.emplace_back("least", std::to_string(type.least));
      arguments.emplace_back("most", std::to_string(type.most));
      break;
    case Kind::choice: {
      std::string choices;
      for (const std::string_view choice : type.choices) {
        choices.append(choices.empty() ? "" : ", ").append(choice);
      }
      arguments.emplace_back("reason", "setting-choice");
      arguments.emplace_back("choices", choices);
      break;
    }
    case Kind::text:
      arguments.emplace_back("reason", "setting-text");
      arguments.emplace_back("most", std::to_string(type.most));
      break;
  }
  return refuse("setting-does-not-fit", std::move(arguments));
}

constexpr Verb kChange{.name = "change", .record = "setting", .right = Right::administer};

}  // namespace

std::span<const SettingType> setting_types() { return kTypes; }

const SettingType* find_setting(std::string_view name) {
  for (const SettingType& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

Settings::Settings(store::Reader& reads, store::WorkspaceId workspace)
    : set_(reads.directory().settings(workspace)) {}

std::string Settings::text(std::string_view name) const {
  const SettingType* type = find_setting(name);
  TENURE_ASSERT(type != nullptr);
  for (const store::Setting& setting : set_) {
    // A value of another time that fits no more gives way to the fallback.
    if (setting.name == name && fits(*type, setting.value)) return setting.value;
  }
  return std::string(type->fallback);
}

int64_t Settings::number(std::string_view name) const { return *whole_number(text(name)); }

Language Settings::language() const {
  return parse_language(text("language")).value_or(Language::english);
}

Result<std::vector<SettingRow>> settings(Service& service, const Caller& caller,
                                         std::string_view workspace) {
  std::vector<SettingRow> rows;
  const auto work = [&](Context& context) -> Result<Done> {
    TENURE_CHECK_OK(context.access().check(kMayRead, "setting"));
    const std::vector<store::Setting> set = context.reads().directory().settings(context.workspace());
    for (const SettingType& type : kTypes) {
      SettingRow row{.type = &type, .value = std::string(type.fallback)};
      for (const store::Setting& setting : set) {
        if (setting.name != type.name) continue;
        row.version = setting.version;
        row.changed_by = setting.changed_by;
        row.changed_at = setting.changed_at;
        if (!fits(type, setting.value)) continue;
        row.is_default = setting.value == type.fallback;
        row.value = setting.value;
      }
      rows.push_back(std::move(row));
    }
    return Done{};
  };
  TENURE_CHECK_OK(service.impl().observe(caller, workspace, {.name = "read", .record = "setting"}, work));
  return rows;
}

Result<Done> change_setting(Service& service, const Caller& caller, std::string_view workspace,
                            std::string_view name, std::optional<std::string> value,
                            std::optional<int64_t> expected_version) {
  const auto work = [&](Context& context) -> Result<Done> {
    const SettingType* type = find_setting(name);
    if (!type) {
      return refuse("unknown-setting",
                    {{"setting", std::string(name)}, {"nearest", nearest(name, names())}});
    }
    int64_t version = 0;
    for (const store::Setting& known : context.reads().directory().settings(context.workspace())) {
      if (known.name == name) version = known.version;
    }
    if (expected_version && *expected_version != version) {
      return refuse("stale-version", {{"record", "setting"},
                                      {"key", std::string(name)},
                                      {"version", std::to_string(version)},
                                      {"expected", std::to_string(*expected_version)}});
    }
    const std::string wanted = value.value_or(std::string(type->fallback));
    if (!fits(*type, wanted)) {
      return not_fit(*type, wanted);
    }
    context.transaction().directory().put_setting(
        context.workspace(), {.name = std::string(name),
                              .value = wanted,
                              .changed_by = caller.actor,
                              .changed_at = context.now()});
    return Done{.record = "setting", .key = std::string(name), .version = version + 1};
  };
  return service.impl().transact(caller, workspace, {.verb = &kChange, .key = std::string(name)},
                                 work);
}

}  // namespace tenure::service

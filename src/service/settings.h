#pragma once
// What a workspace has set, by name and typed: one table (settings.cpp) says what there is, what it may be and what
// holds when nothing was set. Read within a transaction or a snapshot, so that work and setting are of one time.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "service/context.h"

namespace tenure::service {

struct SettingType {
  enum class Kind : uint8_t { flag, number, choice, text };
  std::string_view name;
  Kind kind;
  std::string_view fallback;                          // as text
  int64_t least = 0, most = 0;                        // number; text: bytes
  std::span<const std::string_view> choices = {};
  bool (*fits)(std::string_view) = nullptr;           // text: beyond its length
  std::string_view english = "", hebrew = "";
};
std::span<const SettingType> setting_types();
const SettingType* find_setting(std::string_view name);

class Settings {
 public:
  Settings(store::Reader&, store::WorkspaceId);
  // What was set, or the fallback. A name that is not in the table is a bug.
  bool flag(std::string_view name) const { return text(name) == "true"; }
  int64_t number(std::string_view name) const;
  std::string text(std::string_view name) const;
  Language language() const;

 private:
  std::vector<store::Setting> set_;
};

struct SettingRow {
  const SettingType* type;
  std::string value;
  bool is_default = true;
  int64_t version = 0;  // 0: never set
  std::string changed_by;
  std::optional<Instant> changed_at;
};
// Errors: those of access, "unknown-workspace".
Result<std::vector<SettingRow>> settings(Service&, const Caller&, std::string_view workspace);
// `value` as text, nullopt = back to the fallback. Errors: "unknown-setting" {setting, nearest},
// "setting-does-not-fit" {setting, value, reason}, "stale-version" {record, key, version, expected}; those of transact.
Result<Done> change_setting(Service&, const Caller&, std::string_view workspace,
                            std::string_view name, std::optional<std::string> value,
                            std::optional<int64_t> expected_version = {});

// The workspace's own word about fields. Errors: those of access; of setting one: "unknown-role" {role},
// "no-such-record" {record}, "no-such-field" {record, field}.
Result<std::vector<store::FieldPermission>> field_permissions(Service&, const Caller&,
                                                              std::string_view workspace);
Result<Done> set_field_permission(Service&, const Caller&, std::string_view workspace,
                                  const store::FieldPermission&);
// In the transaction that takes fields out of the definition: what was said of them is forgotten, so that fields of
// the same name that come later begin afresh. `forget_access` afterwards.
void forget_fields(store::Transaction&, store::WorkspaceId, const lifecycle::Definition& now);

}  // namespace tenure::service

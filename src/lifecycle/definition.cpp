#include "lifecycle/definition.h"

namespace tenure::lifecycle {

namespace {
template <typename Items, typename Name>
std::optional<uint16_t> find_in(const Items& items, std::string_view name, Name&& name_of) {
  for (size_t i = 0; i < items.size(); ++i)
    if (name_of(items[i]) == name) return static_cast<uint16_t>(i);
  return std::nullopt;
}
}  // namespace

const std::string& Title::in(Language language) const {
  const std::string& asked = language == Language::hebrew ? hebrew : english;
  if (!asked.empty()) return asked;
  return english.empty() ? hebrew : english;
}

std::span<const std::string_view> roles() {
  static constexpr std::string_view names[] = {"owner", "admin", "manager", "rep", "viewer",
                                               "integration"};
  return names;
}

std::optional<StageId> Lifecycle::find_stage(std::string_view id) const {
  auto stage = find_in(stages, id, [](const Stage& s) -> const std::string& { return s.id; });
  if (!stage) return std::nullopt;
  return static_cast<StageId>(*stage);
}

std::optional<uint16_t> Definition::find_kind(std::string_view name) const {
  return find_in(kinds, name, [](const FactKind& k) -> const std::string& { return k.name; });
}
std::optional<uint16_t> Definition::find_property(std::string_view name) const {
  return find_in(properties, name, [](const Property& p) -> const std::string& { return p.name; });
}
std::optional<uint16_t> Definition::find_slot(std::string_view name) const {
  int slot = account.find(name);
  if (slot < 0) return std::nullopt;
  return static_cast<uint16_t>(slot);
}
std::optional<uint16_t> Definition::find_lifecycle(std::string_view name) const {
  return find_in(lifecycles, name, [](const Lifecycle& l) -> const std::string& { return l.name; });
}
std::optional<uint16_t> Definition::find_notice(std::string_view id) const {
  return find_in(notices, id, [](const Notice& n) -> const std::string& { return n.id; });
}

std::string to_string(const Fault& fault, Language language) {
  std::string out;
  if (!fault.place.file.empty()) {
    out += fault.place.file;
    if (fault.place.line > 0)
      out += ":" + std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column);
    out += ": ";
  }
  out += say(language, fault.severity == Severity::error ? "fault-error" : "fault-warning");
  out += ": " + say(language, fault.code, fault.arguments);
  // What may have been meant; the sentences about conditions say it themselves, as their reason.
  std::string meant;
  for (const auto& [name, value] : fault.arguments) {
    if (name == "nearest" && !value.empty())
      meant = " " + say(language, "did-you-mean", {{"nearest", value}});
    if (name == "reason") {
      meant.clear();
      break;
    }
  }
  out += meant;
  out += " [" + fault.code + "]";
  for (const std::string& line : fault.history) out += "\n" + line;
  return out;
}

}  // namespace tenure::lifecycle

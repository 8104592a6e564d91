#include "transfer/mapping_proposal.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/decimal.h"
#include "base/json.h"
#include "base/text.h"
#include "records/schema.h"

namespace tenure::transfer {

namespace {

using expression::Kind;

// "Customer ID" → "customer_id"; what has no such letters stays as it is, for titles in other scripts.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : lower_ascii(text)) {
    const bool keep = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
    if (keep) out += c;
    else if (!out.empty() && out.back() != '_') out += '_';
  }
  while (out.ends_with('_')) out.pop_back();
  return out;
}

// What people call the columns that every such file has.
constexpr std::pair<std::string_view, std::string_view> kOtherNames[] = {
    {"customer_id", "key"},   {"customer_no", "key"},  {"customer_number", "key"}, {"account_id", "key"},
    {"account", "key"},       {"id", "key"},           {"code", "key"},            {"customer", "key"},
    {"מספר_לקוח", "key"},     {"קוד_לקוח", "key"},     {"company", "name"},        {"company_name", "name"},
    {"customer_name", "name"}, {"account_name", "name"}, {"שם_לקוח", "name"},       {"שם", "name"},
    {"mail", "email"},        {"e_mail", "email"},     {"email_address", "email"}, {"דואל", "email"},
    {"מייל", "email"},        {"telephone", "phone"},  {"phone_number", "phone"},  {"tel", "phone"},
    {"mobile", "phone"},      {"טלפון", "phone"},      {"נייד", "phone"},
};

struct Target {
  std::string name;
  Kind type;
};

// The account's properties that may be filled, by everything they may be called.
std::map<std::string, Target> targets(const lifecycle::Definition& definition) {
  std::map<std::string, Target> out;
  const records::Record& account = *records::find_record("account");
  for (const lifecycle::Property& property : definition.properties) {
    const records::Field* field = records::find_field(account, property.name);
    const bool key = property.name == "key";
    if (!key && field && (field->flags & (records::kReadOnly | records::kKey))) continue;
    const Target target{property.name, key ? Kind::string : property.type.kind};
    for (const std::string& name : {property.name, plain(property.title.english), plain(property.title.hebrew)})
      if (!name.empty()) out.try_emplace(name, target);
  }
  for (const auto& [name, property] : kOtherNames) {
    const auto known = out.find(std::string(property));
    if (known != out.end()) out.try_emplace(std::string(name), known->second);
  }
  return out;
}

bool reads_as(Kind type, const std::string& text) {
  switch (type) {
    case Kind::int64: {
      const auto number = Decimal::parse(text);
      return number && number->to_int64();
    }
    case Kind::decimal:
    case Kind::double_: return Decimal::parse(text).has_value();
    case Kind::date: return parse_date(text).has_value();
    case Kind::instant: return parse_instant(text).has_value();
    case Kind::boolean: return text == "true" || text == "false";
    case Kind::string:
    case Kind::choice: return true;
    default: return false;
  }
}

std::string_view type_name(Kind type) {
  switch (type) {
    case Kind::int64: return "int";
    case Kind::decimal: return "decimal";
    case Kind::double_: return "double";
    case Kind::date: return "date";
    case Kind::instant: return "instant";
    case Kind::boolean: return "bool";
    default: return "string";
  }
}

// A name that conditions can use; Hebrew and empty headers get a number.
std::string identifier(std::string_view header, size_t index, std::set<std::string>& taken) {
  std::string name = plain(header);
  const bool good = !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
                    std::ranges::none_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (!good) name = "column_" + std::to_string(index + 1);
  while (!taken.insert(name).second) name += "_" + std::to_string(index + 1);
  return name;
}

std::string quoted(std::string_view text) {  // a double-quoted scalar of YAML reads what JSON writes
  std::string out;
  json::write_string(out, text);
  return out;
}

}  // namespace

Proposal propose_mapping(const lifecycle::Definition& definition, std::string_view file_name,
                         const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows) {
  const std::map<std::string, Target> known = targets(definition);
  std::set<std::string> taken{"row", "line"}, used;
  std::string columns, fields, key;
  Proposal out;
  for (size_t i = 0; i < header.size(); ++i) {
    const auto target = known.find(plain(header[i]));
    const bool fits = target != known.end() && !used.contains(target->second.name) &&
                      std::ranges::all_of(rows, [&](const std::vector<std::string>& row) {
                        return i >= row.size() || row[i].empty() || reads_as(target->second.type, row[i]);
                      });
    if (!fits) {
      out.unmatched.push_back(header[i]);
      continue;
    }
    used.insert(target->second.name);
    const std::string name = identifier(header[i], i, taken);
    columns += "  " + name + ": {column: " + quoted(header[i]) + ", type: " +
               std::string(type_name(target->second.type)) + "}\n";
    if (target->second.name == "key") key = name;
    else fields += (fields.empty() ? "" : ", ") + target->second.name + ": " + name;
  }
  if (key.empty() && !header.empty()) {
    // Something must tell one customer from another: the first column that nothing else uses.
    const std::string& first = out.unmatched.empty() ? header.front() : out.unmatched.front();
    key = "customer_key";
    columns = "  customer_key: {column: " + quoted(first) + ", type: string}\n" + columns;
    if (!out.unmatched.empty()) out.unmatched.erase(out.unmatched.begin());
  }
  std::string title = plain(file_name.substr(0, file_name.rfind('.')));
  if (title.empty() || static_cast<unsigned char>(title[0]) >= 0x80) title = "upload";
  out.text = "import: " + quoted(title) + "\ncolumns:\n" + columns + "account:\n  key: " + key + "\n";
  if (!fields.empty()) out.text += "  fields: {" + fields + "}\n";
  return out;
}

}  // namespace tenure::transfer

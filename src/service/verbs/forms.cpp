#include "service/verbs/forms.h"

#include <algorithm>

#include "base/json.h"
#include "base/limits.h"
#include "service/impl.h"
#include "service/settings.h"
#include "service/verbs/accounts.h"
#include "service/verbs/documents.h"
#include "service/verbs/duplicates.h"

namespace tenure::service {

using namespace acts;

namespace {

const Value* member(const Value& object, std::string_view name) {
  const auto* held = object.get<std::shared_ptr<const Object>>();
  return held ? find((*held)->members, name) : nullptr;
}

std::string text_member(const Value& object, std::string_view name) {
  const Value* value = member(object, name);
  const std::string* text = value ? value->get<std::string>() : nullptr;
  return text ? *text : std::string();
}

std::string known_fields() {
  std::string known;
  for (std::string_view field : kFormFields) known += (known.empty() ? "" : ", ") + std::string(field);
  return known;
}

}  // namespace

Result<std::vector<FormField>> parse_form_fields(std::string_view text) {
  const Result<Value> parsed = json::parse(text);
  if (!parsed) return refuse("form-fields-invalid", {{"reason", parsed.error().code}});
  const auto* items = parsed->get<std::shared_ptr<const List>>();
  if (!items || (*items)->items.empty()) return refuse("form-fields-invalid", {{"reason", "form-fields-list"}});
  std::vector<FormField> fields;
  for (const Value& item : (*items)->items) {
    FormField field{.name = text_member(item, "name")};
    if (std::ranges::find(kFormFields, field.name) == std::end(kFormFields)) {
      return refuse("unknown-form-field", {{"field", field.name}, {"known", known_fields()}});
    }
    if (std::ranges::find(fields, field.name, &FormField::name) != fields.end()) {
      return refuse("form-fields-invalid", {{"reason", "form-field-twice"}, {"field", field.name}});
    }
    if (const Value* title = member(item, "title")) {
      field.english = text_member(*title, "en");
      field.hebrew = text_member(*title, "he");
    }
    const Value* required = member(item, "required");
    field.required = required && required->get<bool>() && *required->get<bool>();
    fields.push_back(std::move(field));
  }
  return fields;
}

namespace {

// One @, something on both sides, a point behind it, nothing that ends a header.
bool is_email(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view host = text.substr(at + 1);
  const size_t point = host.find('.');
  if (point == std::string_view::npos || point == 0 || host.back() == '.') return false;
  return std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == ',' || c == ';' || c == '<' || c == '>';
  });
}

bool has_digits(std::string_view text, size_t count) {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; })) >= count;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(kBlank) + 1 - first));
}

// What was sent, by the fields that the form asks; faults are refused on the work.
Result<Values> sent(Work& work, const std::vector<FormField>& fields, const Values& given) {
  Values values;
  for (const auto& [name, value] : given) {
    if (name == kHoneypot) continue;
    if (std::ranges::find(fields, name, &FormField::name) == fields.end()) {
      return refuse("no-such-field", {{"record", "form"}, {"field", name}, {"nearest", ""}});
    }
    const std::string text = trimmed(to_text(value));
    const size_t limit = name == "note" ? limits::kTextBytes : limits::kFormFieldBytes;
    if (text.size() > limit) {
      work.refuse("too-long", name, {{"field", name}, {"limit", std::to_string(limit)}});
    } else if (!valid_utf8(text) || text.find('\0') != std::string::npos) {
      work.refuse("not-plain-text", name, {{"field", name}});
    } else if (!text.empty()) {
      values.emplace_back(name, Value(text));
    }
  }
  for (const FormField& field : fields) {
    if (field.required && !find(values, field.name)) {
      work.refuse("missing-field", field.name, {{"field", field.name}});
    }
  }
  if (const std::string email = text_of(values, "email"); !email.empty() && !is_email(email)) {
    work.refuse("invalid-email", "email", {{"email", excerpt(email)}});
  }
  const bool phone = has_digits(text_of(values, "phone"), 7);
  if (!phone && text_of(values, "email").empty()) work.refuse("form-without-contact", "phone");
  return values;
}

// Of those who have the e-mail or telephone: the first that is not in the pool.
std::string known_account(Context& context, const Values& values) {
  for (const Match& match : find_matches(context, values, "")) {
    if (match.by != "name" && !match.archived) return match.account;
  }
  return "";
}

// A lead without a name is called by what is known of it.
std::string stand_in_name(const Context& context, const Values& values) {
  const std::string email = text_of(values, "email");
  return say(context.caller().language, "form-stand-in-name",
             {{"contact", email.empty() ? text_of(values, "phone") : email}});
}

std::string new_account(Work& work, const Values& values, const std::string& channel) {
  Values account{{"channel", Value(channel)}};
  const std::string company = text_of(values, "company"), name = text_of(values, "name");
  account.emplace_back("name", Value(!company.empty() ? company
                                     : !name.empty()  ? name
                                                      : stand_in_name(work.context(), values)));
  for (std::string_view field : {"email", "phone"}) {
    if (const Value* value = find(values, field)) account.emplace_back(field, *value);
  }
  return add_account(work, account, "", true);
}

Result<Done> receive(Context& context, const Call& call, const Row& form) {
  Work work(context, call);
  TENURE_TRY(const std::vector<FormField> fields, parse_form_fields(form.text("fields")));
  TENURE_TRY(const Values values, sent(work, fields, call.values));
  if (work.refused()) return work.finish("", "");
  const std::string channel = form.text("channel").empty() ? "web" : form.text("channel");
  std::string account = known_account(context, values);
  if (account.empty()) account = new_account(work, values, channel);
  Values enquiry{{"channel", Value(channel)}};
  for (std::string_view field : {"name", "email", "phone", "subject", "note"}) {
    if (const Value* value = find(values, field)) enquiry.emplace_back(field, *value);
  }
  const std::string activity = work.new_key("activity");
  FactInput& posted = work.add("form.posted", account, activity);
  posted.values = {{"activity", Value(activity)}, {"form", Value(form.key)}};
  for (const auto& [name, value] : enquiry) {
    if (name != "subject") posted.values.emplace_back(name, value);
  }
  const std::string key = add_document(work, *records::find_record("enquiry"), account, enquiry);
  return work.finish("enquiry", key, true);
}

}  // namespace

namespace {

// The form, where it is there and open.
Result<Row> open_form(Context& context, std::string_view form) {
  Result<Row> row = load(context, "form", form);
  const Value* active = row ? row->find("active") : nullptr;
  const bool is_open = row && (!active || (active->get<bool>() && *active->get<bool>()));
  if (!is_open) return refuse("unknown-form", {{"form", std::string(form)}});
  return row;
}

}  // namespace

Result<PublicForm> public_form(Service& service, const Caller& caller, std::string_view workspace,
                               std::string_view form) {
  PublicForm shown;
  const Attempt attempt{.name = "read", .record = "form", .key = std::string(form)};
  const Result<Done> read =
      service.impl().observe(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
        TENURE_TRY(const Row row, open_form(context, form));
        TENURE_TRY(shown.fields, parse_form_fields(row.text("fields")));
        shown.key = row.key;
        shown.title = row.text("title");
        shown.thanks = row.text("thanks");
        shown.redirect = row.text("redirect");
        shown.sites = Settings(context.reads(), context.workspace()).text("form_sites");
        return Done{};
      });
  if (!read && read.error().code == "unknown-workspace")
    return refuse("unknown-form", {{"form", std::string(form)}});
  if (!read) return std::unexpected(read.error());
  return shown;
}

Result<Done> post_form(Service& service, const Caller& caller, std::string_view workspace,
                       std::string_view form, const std::vector<std::pair<std::string, Value>>& values) {
  if (const Value* trap = find(values, kHoneypot); trap && !to_text(*trap).empty()) return Done{};
  const Call call{caller, workspace, std::string(form), values, {}, false};
  const Attempt attempt{.name = "post", .record = "form", .key = std::string(form)};
  return service.impl().transact(caller, workspace, attempt, [&](Context& context) -> Result<Done> {
    TENURE_TRY(const Row row, open_form(context, form));
    return receive(context, call, row);
  });
}

}  // namespace tenure::service

#pragma once
// A public enquiry form. Its `fields` are JSON: [{"name": "email", "title": {"en": "E-mail", "he": "דוא״ל"},
// "required": true}, …]; a name is one of kFormFields. Nobody who fills it sees the field kHoneypot: what fills
// it is a machine, is thanked, and is forgotten.
#include <string>
#include <string_view>
#include <vector>

#include "service/verbs/work.h"

namespace tenure::service {

inline constexpr std::string_view kFormFields[] = {"name",    "email", "phone",
                                                   "subject", "note",  "company"};
inline constexpr std::string_view kHoneypot = "website";

struct FormField {
  std::string name, english, hebrew;
  bool required = false;
};
// Errors: "form-fields-invalid" {reason}, "unknown-form-field" {field, known}.
Result<std::vector<FormField>> parse_form_fields(std::string_view text);

// What a visitor sees of a form. Errors: "unknown-form" {form}: there is none, or it is closed, or no such workspace.
struct PublicForm {
  std::string key, title, thanks, redirect;
  std::vector<FormField> fields;
  std::string sites;  // that may show it in a frame, as the workspace has set ("form_sites")
};
Result<PublicForm> public_form(Service&, const Caller&, std::string_view workspace, std::string_view form);

// What a visitor sent by the form's public key. The account is the one that the e-mail or telephone belongs to
// (it keeps its status, the contact is logged), else a new one; the enquiry is the form's. Done::record and key are
// the enquiry's; both are "" for a machine. Refused: "missing-field" {field}, "invalid-email" {email},
// "form-without-contact" (neither telephone nor e-mail), "too-long". Errors: "unknown-form" {form}: there is none,
// or it is closed; "no-such-field" {record, field}.
Result<Done> post_form(Service&, const Caller&, std::string_view workspace, std::string_view form,
                       const std::vector<std::pair<std::string, Value>>& values);

}  // namespace tenure::service

#include "http/routes/form_page.h"

#include <algorithm>

#include "base/limits.h"
#include "http/routes/html.h"

namespace tenure::http {

namespace {

// Logical properties only: the same for both directions of writing.
constexpr std::string_view kStyle =
    ":root{color-scheme:light dark;background:Canvas;color:CanvasText}a{color:inherit}body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:1rem}"
    "main{max-inline-size:34rem;margin-inline:auto}h1{font-size:1.4rem;margin-block:0 1rem}"
    "label{display:block;margin-block:.9rem .25rem;font-weight:600}"
    "input,textarea{font:inherit;inline-size:100%;box-sizing:border-box;padding:.5rem;border:1px solid #767676;"
    "border-radius:.3rem;background:Field;color:FieldText}textarea{min-block-size:7rem}"
    "button{font:inherit;margin-block-start:1.2rem;padding:.55rem 1.4rem;border:0;border-radius:.3rem;"
    "background:#1d4ed8;color:#fff}.fault{color:#b91c1c;margin-block:.25rem 0}"
    "@media (prefers-color-scheme:dark){.fault{color:#fca5a5}}"
    ".other{float:inline-end;font-size:.9rem}.trap{position:absolute;inset-inline-start:-9999px}";

std::string page(const service::PublicForm& form, Language language, const std::string& inside) {
  const bool hebrew = language == Language::hebrew;
  std::string out = "<!doctype html>\n<html lang=\"";
  out += to_string(language);
  out += hebrew ? "\" dir=\"rtl\">" : "\" dir=\"ltr\">";
  out += "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">";
  out += "<title>" + escape_html(form.title) + "</title><style>" + std::string(kStyle) + "</style></head><body><main>";
  out += hebrew ? "<a class=\"other\" href=\"?lang=en\" lang=\"en\" dir=\"ltr\">English</a>"
                : "<a class=\"other\" href=\"?lang=he\" lang=\"he\" dir=\"rtl\">עברית</a>";
  out += "<h1 dir=\"auto\">" + escape_html(form.title) + "</h1>" + inside + "</main></body></html>\n";
  return out;
}

// "https://www.example.com" of an address there; "" of what is none.
std::string origin_of(std::string_view address) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!address.starts_with(scheme)) continue;
    const std::string_view host = address.substr(scheme.size(), address.find_first_of("/?#", scheme.size()) - scheme.size());
    const bool is_plain = std::ranges::all_of(host, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             std::string_view("-._:[]").contains(c);
    });
    if (!host.empty() && is_plain) return std::string(scheme) + std::string(host);
  }
  return "";
}

// Those sites alone that the workspace has named may show it in a frame.
Response html(int status, const service::PublicForm& form, Language language, const std::string& inside) {
  Response response(status, "text/html; charset=utf-8", page(form, language, inside));
  static const std::string style = hash_source(kStyle);
  // What a form leads on to counts as an action of its own to browsers.
  std::string leads_to = origin_of(form.redirect);
  if (!leads_to.empty()) leads_to.insert(0, " ");
  const std::string frames = form.sites.empty() ? "'none'" : form.sites;
  response.header("Content-Security-Policy", "default-src 'none'; style-src " + style +
                                                 "; base-uri 'none'; form-action 'self'" + leads_to +
                                                 "; frame-ancestors " + frames);
  if (!form.sites.empty()) response.header("Cross-Origin-Resource-Policy", "cross-origin");
  response.header("Content-Language", to_string(language)).header("Vary", "Accept, Accept-Language");
  return response;
}

std::string title_of(const service::FormField& field, Language language) {
  const std::string& own = language == Language::hebrew ? field.hebrew : field.english;
  if (!own.empty()) return own;
  return say(language, "form-field-" + field.name);
}

std::string text_of(const FormPage& page, std::string_view name) {
  for (const auto& [known, value] : page.values) {
    if (known == name) return to_text(value);
  }
  return "";
}

std::string fault_of(const FormPage& page, std::string_view name) {
  for (const auto& [field, sentence] : page.faults) {
    if (field == name) return sentence;
  }
  return "";
}

std::string input(const FormPage& page, const service::FormField& field) {
  const std::string id = "f-" + field.name, fault = fault_of(page, field.name);
  std::string out = "<label for=\"" + id + "\">" + escape_html(title_of(field, page.language));
  if (field.required) out += " *";
  out += "</label>";
  std::string about = " id=\"" + id + "\" name=\"" + field.name + "\" dir=\"auto\"";
  if (field.required) about += " required";
  if (!fault.empty()) about += " aria-invalid=\"true\" aria-describedby=\"" + id + "-fault\"";
  if (field.name == "note") {
    out += "<textarea" + about + " maxlength=\"" + std::to_string(limits::kTextBytes / 4) + "\">" +
           escape_html(text_of(page, field.name)) + "</textarea>";
  } else {
    const std::string type = field.name == "email" ? "email" : field.name == "phone" ? "tel" : "text";
    const std::string complete = field.name == "email"     ? "email"
                                 : field.name == "phone"   ? "tel"
                                 : field.name == "name"    ? "name"
                                 : field.name == "company" ? "organization"
                                                           : "off";
    out += "<input type=\"" + type + "\"" + about + " autocomplete=\"" + complete + "\" maxlength=\"" +
           std::to_string(limits::kFormFieldBytes / 4) + "\" value=\"" + escape_html(text_of(page, field.name)) + "\">";
  }
  if (!fault.empty()) out += "<p class=\"fault\" id=\"" + id + "-fault\">" + escape_html(fault) + "</p>";
  return out;
}

}  // namespace

Response form_page(int status, const FormPage& page) {
  std::string inside;
  for (const auto& [field, sentence] : page.faults) {
    const bool shown_there = std::ranges::find(page.form.fields, field, &service::FormField::name) != page.form.fields.end();
    if (!shown_there) inside += "<p class=\"fault\" role=\"alert\">" + escape_html(sentence) + "</p>";
  }
  inside += "<form method=\"post\" action=\"?lang=" + std::string(to_string(page.language)) + "\">";
  for (const service::FormField& field : page.form.fields) inside += input(page, field);
  const std::string trap(service::kHoneypot);
  inside += "<div class=\"trap\" aria-hidden=\"true\"><label for=\"f-" + trap + "\">" +
            escape_html(say(page.language, "form-trap")) + "</label><input id=\"f-" + trap + "\" name=\"" + trap +
            "\" tabindex=\"-1\" autocomplete=\"off\"></div>";
  inside += "<button>" + escape_html(say(page.language, "form-send")) + "</button></form>";
  return html(status, page.form, page.language, inside);
}

Response thanks_page(const service::PublicForm& form, Language language) {
  const std::string thanks = form.thanks.empty() ? say(language, "form-thanks") : form.thanks;
  return html(200, form, language, "<p dir=\"auto\" role=\"status\">" + escape_html(thanks) + "</p>");
}

}  // namespace tenure::http

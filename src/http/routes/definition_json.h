#pragma once
// A definition, and the records that somebody may read, as JSON: every title in both languages, every condition as
// its pack writes it.
#include "base/json.h"
#include "lifecycle/definition.h"
#include "service/reading.h"

namespace tenure::http {

// Types are named as docs/definition.md names them: "int", "string", "choice" …
std::string_view type_word(expression::Kind);
void write_title(json::Writer&, std::string_view name, const std::string& english, const std::string& hebrew);
inline void write_title(json::Writer& out, std::string_view name, const lifecycle::Title& title) {
  write_title(out, name, title.english, title.hebrew);
}

// An object: name, title, stages, rules, timers, declarations, gates … `role` is the reader's: `mine` says whether
// it is let in.
void write_lifecycle(json::Writer&, const lifecycle::Definition&, const lifecycle::Lifecycle&, std::string_view role);
// Arrays.
void write_parameters(json::Writer&, const lifecycle::Definition&);
void write_fact_kinds(json::Writer&, const lifecycle::Definition&);
void write_records(json::Writer&, const service::Reading&);

}  // namespace tenure::http

// tenure property: fields of the customer that an administrator adds.
#include "cli/answers.h"
#include "cli/output.h"
#include "cli/verbs.h"

namespace tenure::cli {

namespace {

int done(Session& session, const Given& given, const Result<service::Done>& queued, const char* said) {
  int exit = kDone;
  const auto result = work(session, queued, "cli.progress.applying", exit);
  if (!result) return stopped(session, result.error(), exit);
  session.note(said, {{"name", given.text("NAME")}, {"accounts", text(*result, "accounts")}});
  return kDone;
}

int add(Session& session, const Given& given) {
  return done(session, given,
              act(session, "add_property", {{"name", Value(given.text("NAME"))},
                                            {"type", Value(given.text("TYPE"))},
                                            {"title", Value(given.text("--title"))},
                                            {"title_he", Value(given.text("--title-he"))},
                                            {"choices", list_of(given.list("--choice"))}}),
              "cli.property.added");
}

int remove(Session& session, const Given& given) {
  return done(session, given, act(session, "remove_property", {{"name", Value(given.text("NAME"))}}),
              "cli.property.removed");
}

int list(Session& session, const Given&) {
  const auto answer = act(session, "properties", {});
  if (!answer) return session.fail(answer.error());
  RowPrinter printer(session, {{"name"}, {"type"}, {"title"}});
  for (const Value& row : items(answer->result, "value"))
    printer.row({at(row, "name"), at(row, "type"), at(row, session.language == Language::hebrew ? "title_he" : "title")});
  printer.finish();
  return kDone;
}

}  // namespace

Command property_add_command() {
  return {.name = "property add",
          .options = {{.name = "NAME", .required = true, .help = "word.property"},
                      {.name = "TYPE", .required = true, .help = "word.property-type"},
                      {.name = "--title", .placeholder = "TEXT"},
                      {.name = "--title-he", .placeholder = "TEXT"},
                      {.name = "--choice", .placeholder = "ID=TITLE", .many = true}},
          .examples = {"tenure property add club_since date --title Since",
                       "tenure property add size choice --choice small=Small --choice large=Large"},
          .run = add,
          .by_server = add};
}

Command property_remove_command() {
  return {.name = "property remove",
          .options = {{.name = "NAME", .required = true, .help = "word.property"}},
          .examples = {"tenure property remove club_since"},
          .run = remove,
          .by_server = remove};
}

Command property_list_command() {
  return {.name = "property list",
          .shared = kOutput,
          .options = {},
          .examples = {"tenure property list"},
          .run = list,
          .by_server = list};
}

}  // namespace tenure::cli

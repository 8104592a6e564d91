#pragma once
// A running server, asked by its API instead of a file (--server, --token-file).
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.h"
#include "base/value.h"
#include "cli/session.h"
#include "engine/engine.h"
#include "outgoing/client.h"
#include "report/table.h"
#include "service/verb.h"

namespace tenure::cli {

// Members and items of JSON by path: "value/0/key"; null where there is no such thing.
const Value& at_path(const Value&, std::string_view path);
std::string text_at(const Value&, std::string_view path);
const std::vector<Value>& items_at(const Value&, std::string_view path);  // none where it is no list

class Server {
 public:
  // Errors: "cli.token-file-missing", those of read_secret_file.
  static Result<Server> of(const Session&);

  // `path` below the workspace: "odata/accounts". Errors: "no-answer" {address, reason}; "cli.server-refused" {status,
  // code, detail}, with {faults}, one a line, where it names several, and {reasons, allowed}, JSON, of the rules; "cli.server-answer": it is none of ours.
  Result<Value> get(const std::string& path) const;
  Result<Value> send(const std::string& method, const std::string& path, const std::string& body,
                     const std::string& type = "application/json", const std::string& prefer = "") const;
  // What is too long for memory: a file to it; what it answers, as it comes and of which type one likes.
  using Source = std::function<std::optional<size_t>(std::span<char>)>;
  using Sink = std::function<bool(std::string_view)>;
  Result<Value> upload(const std::string& path, Source, std::optional<int64_t> bytes) const;
  Result<void> download(const std::string& path, const std::string& type, Sink) const;
  // Every row, page by page.
  Result<void> rows(const std::string& path, const std::function<void(const Value&)>& row) const;
  // A report: all of it as a table, or row by row.
  Result<report::Table> table(const std::string& path) const;
  Result<void> lines(const std::string& path, const std::function<void(const Value&)>& row) const;
  // A verb of the workspace or of a set: its outcome, as the API has it.
  Result<Value> operate(const service::Verb&, const std::vector<std::pair<std::string, Value>>& values) const;

  // The definition as the caller sees it; asked once.
  Result<Value> definition() const;
  Result<TimeZone> zone() const;
  // An instant as people type it, in the workspace's zone, as the API takes it.
  Result<std::string> instant(const std::string& text) const;
  // --at and --known-at as options of a query: "&as_of=…".
  Result<std::string> when(const Given&) const;

 private:
  Server(std::string base, std::string root, std::string token, Language language)
      : base_(std::move(base)), root_(std::move(root)), token_(std::move(token)), language_(language) {}
  Result<outgoing::Response> answer(outgoing::Request, outgoing::ClientOptions = {}) const;
  Result<Value> value(const Result<outgoing::Response>&) const;

  std::string base_, root_, token_;  // "http://…/w/default/", "http://…/"
  Language language_;
  mutable std::optional<Value> definition_;
};

// The title of a stage, as people call it.
std::string stage_title(const Value& definition, Language, std::string_view lifecycle, std::string_view stage);

// Percent-encoded, for one part of an address; a text as a literal of OData within one.
std::string in_address(std::string_view);
std::string literal(std::string_view);

// What a job or a backup says that has failed, {code, detail}, as a refusal of the server's; its code, for programs.
Error said_there(const Value& error);
std::string code_of(const Error&);
// What kept a row, a fact or a move from being, or what is warned of: {code, message, target or id}.
engine::Refusal refusal_there(const Value& reason);
// What goes on there, asked about now and then until it has ended or we are stopped; `look` hears every answer.
Result<Value> watch(Session&, const std::string& path, Value first, const std::function<void(const Value&)>& look);
Result<Value> watch_job(Session&, const std::string& number, const std::function<void(const Value&)>& look);

// What the commands do there.
int fact_by_server(Session&, const Given&);
int act_by_server(Session&, const Given&);
int create_by_server(Session&, const Given&);
int change_by_server(Session&, const Given&);
int remove_by_server(Session&, const Given&);
int import_by_server(Session&, const Given&);
int backup_by_server(Session&, const Given&);

}  // namespace tenure::cli

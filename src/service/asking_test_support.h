#pragma once
// Reads as a caller makes them, their rows as lines.
#include "service/reading.h"
#include "service/service_test_support.h"

namespace tenure::service {

using Lines = std::vector<std::string>;

class AskingTest : public ServiceTest {
 protected:
  Reading reading(const Caller& caller = {}) {
    Result<Reading> found = service_->reading(caller, "default");
    EXPECT_TRUE(found.has_value());
    return std::move(*found);
  }
  // Cells with | between them, what is expanded in braces.
  static std::string text(const Reading& reading, const query::Query& query, const query::Row& row) {
    std::string line;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (i) line += "|";
      const expression::Cell& cell = row.cells[i];
      const query::Field* field = query.grouping ? nullptr : &query.about().fields[query.select[i]];
      const bool body = field && field->place.kind == query::Place::Kind::body;
      const Value value = body ? reading.read_body(row, *field, cell)
                               : expression::to_value(cell, {cell.is_null() ? expression::Kind::null : cell.kind});
      if (const auto* list = value.get<std::shared_ptr<const List>>()) {
        for (const Value& item : (*list)->items) {
          const Object& pair = **item.get<std::shared_ptr<const Object>>();
          line += to_text(pair.members[0].second) + "=" + to_text(pair.members[1].second) + " ";
        }
      } else {
        line += to_text(value);
      }
    }
    for (size_t e = 0; e < row.expanded.size(); ++e) {
      line += " {";
      for (size_t i = 0; i < row.expanded[e].rows.size(); ++i) {
        line += (i ? "; " : "") + text(reading, *query.expand[e].query, row.expanded[e].rows[i]);
      }
      line += "}";
    }
    return line;
  }
  // The rows of a set, a line each; a refusal is its code and arguments.
  Lines ask(std::string_view set, const query::Options& options, const query::When& when = {}, const Caller& caller = {}) {
    const Reading reads = reading(caller);
    const auto entity = reads.model->find_set(set);
    if (!entity) return {"no such set"};
    query::Setting setting = reads.setting(clock_.now());
    setting.when = when;
    Result<query::Query> query = query::bind(reads.model, *entity, options, setting);
    if (!query) return {said(query.error())};
    Lines rows;
    const Result<query::Answer> answer = reads.run(*query, [&](const query::Row& row) {
      rows.push_back(text(reads, *query, row));
      return true;
    });
    if (!answer) return {said(answer.error())};
    if (answer->count) rows.push_back("count " + std::to_string(*answer->count));
    if (answer->next) rows.push_back("more");
    return rows;
  }
  static std::string said(const Error& error) {
    std::string line = error.code;
    for (const auto& [name, value] : error.arguments) line += " " + name + "=" + value;
    return line;
  }
  // Every field that can be asked for, but those that no past row has, and why a gate let a document in: that is kept
  // with the row, not with its facts.
  std::string all_fields(std::string_view set) {
    const Reading reads = reading();
    std::string names;
    for (const query::Field& field : reads.model->entities[*reads.model->find_set(set)].fields) {
      if (field.is(query::kHidden) || field.name == "version" || field.name == "changed_at" || field.name.starts_with("gate")) continue;
      names += (names.empty() ? "" : ",") + field.name;
    }
    return names;
  }
  static FactInput created(std::string key, std::string name, const char* when, std::string owner = "") {
    FactInput fact{.account = key, .kind = "account.created", .key = key, .at = at(when), .create_account = true};
    fact.values = {{"name", Value(name)}};
    if (!owner.empty()) fact.values.emplace_back("owner", Value(owner));
    return fact;
  }
};

}  // namespace tenure::service

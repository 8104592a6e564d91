#pragma once
// A workspace as one caller sees it: the model of what may be read, and the reads themselves. For doors that turn
// text into queries; made per request, cheap.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "query/bind.h"
#include "service/access.h"
#include "service/delta.h"
#include "service/realm.h"
#include "service/service.h"

namespace tenure::service {

class Reading {
 public:
  query::ModelPtr model;
  AccessPtr access;
  RealmPtr realm;

  // What a query of this caller is bound with: now, the workspace's zone, the caller's own accounts.
  query::Setting setting(Instant now) const;
  // Rows in order, on one snapshot, one at a time. As of an instant, accounts, documents and spells are folded from
  // their facts: see as_of.h. Errors: "query-too-slow", "query-too-complex" {what, most}, "query-too-expensive"
  // {rows, most}, "past-too-large" {what, most}, "not-supported" {what}: what only today is known of, asked as of
  // an earlier instant.
  Result<query::Answer> run(const query::Query&, const query::Visitor&, const store::QueryBounds& = {}) const;
  // What a field of a fact's body says (query::Place::Kind::body); null: nothing.
  Value read_body(const query::Row&, const query::Field&, const expression::Cell&) const;
  // Where the log stands: what a delta link is made of, asked before the rows it goes with, and where a live stream
  // begins.
  Since now_at() const;
  // What has changed since, of the rows of a query that can_track().
  Result<Delta> changes(const query::Query&, const Since&) const;

 private:
  friend class Service;
  store::Store* store_ = nullptr;
  std::string actor_, workspace_;
  bool own_only_ = false;
};

}  // namespace tenure::service

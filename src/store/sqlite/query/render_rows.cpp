// Tables, their columns, and the links between them.
#include "base/assert.h"
#include "engine/engine.h"
#include "query/order.h"
#include "store/sqlite/query/renderer.h"

namespace tenure::store::sqlite {

using expression::Cell;
using expression::Kind;
using query::Entity;
using query::Field;
using query::Link;
using query::Place;
using query::Source;

Fragment Renderer::interned(std::string_view text) {
  return Fragment("(SELECT n.id FROM name n WHERE n.workspace=?1 AND n.text=")
         << parameter(Cell::text(plan_.arena.copy(text))) << ")";
}

Fragment Renderer::table(uint16_t index, int alias) const {
  Fragment text;
  switch (entity(index).source) {
    case Source::table: text << Fragment::name(entity(index).table); break;
    case Source::fact: text << "fact"; break;
    case Source::transition: text << "transition"; break;
    case Source::stage_spell: text << "stage_spell"; break;
  }
  return text << " " << Fragment::row(alias);
}

Fragment Renderer::workspace(uint16_t index, int alias) const {
  return Fragment::row(alias)
         << (entity(index).source == Source::table ? Sql("._workspace=?1") : Sql(".workspace=?1"));
}

// ---- columns
// -----------------------------------------------------------------------------------------

Fragment Renderer::text_of_cause(const Fragment& number) {
  Fragment text("(CASE ");
  text << number;
  for (int i = 0; i <= static_cast<int>(engine::Cause::definition); ++i) {
    text << " WHEN " << parameter(Cell::int64(i)) << " THEN "
         << parameter(Cell::text(engine::to_string(static_cast<engine::Cause>(i))));
  }
  return text << " END)";
}

// What was superseded later than anybody knew then was not known to be.
Fragment Renderer::known(Sql column) {
  if (!query_.when.known_at) return {};
  return Fragment(" AND ") << column << "<=" << parameter(Cell::instant(*query_.when.known_at));
}

Fragment Renderer::fact_field(int alias, std::string_view column) {
  if (column == "superseded_at") {
    return Fragment("(SELECT min(n.recorded_at) FROM fact n WHERE n.workspace=?1 AND n.kind=")
           << Fragment::column(alias, "kind") << " AND n.key=" << Fragment::column(alias, "key")
           << " AND n.revision=" << Fragment::column(alias, "revision") << "+1"
           << known("n.recorded_at") << ")";
  }
  if (column == "retracted") return Fragment("(") << Fragment::column(alias, "flags") << "&1)";
  return Fragment::column(alias, column);
}

Fragment Renderer::transition_field(int alias, std::string_view column) {
  if (column == "superseded_at") {
    return Fragment("(SELECT s.superseded_at FROM supersession s WHERE s.workspace=?1 AND s.account=")
           << Fragment::column(alias, "account") << " AND s.transition="
           << Fragment::column(alias, "sequence") << known("s.superseded_at") << ")";
  }
  if (!column.starts_with("fact_")) return Fragment::column(alias, column);
  return Fragment("(SELECT f.") << Fragment::name(column.substr(5))
                                << " FROM fact f WHERE f.workspace=?1 AND f.account="
                                << Fragment::column(alias, "account")
                                << " AND f.at=" << Fragment::column(alias, "at")
                                << " AND f.sequence=" << Fragment::column(alias, "fact") << ")";
}

// The stage in which the account of a spell stands today, in the spell's lifecycle: a text.
Fragment Renderer::account_stage(int alias) {
  const auto account = model_.find("account");
  Fragment cases;
  if (account) {
    for (const Field& field : entity(*account).fields) {
      const bool stage = field.place.kind == Place::Kind::column && !field.place.lifecycle.empty();
      if (!stage) continue;
      cases << " WHEN " << interned(field.place.lifecycle) << " THEN (SELECT a."
            << Fragment::name(field.place.name) << " FROM account a WHERE a._id="
            << Fragment::column(alias, "account") << ")";
    }
  }
  if (cases.empty()) return Fragment("NULL");
  return Fragment("(CASE ") << Fragment::column(alias, "lifecycle") << cases << " END)";
}

namespace {

// How long in all: what is over, and the spell that lasts.
Fragment seconds(const Fragment& spell, const Fragment& lasts, const Fragment& now) {
  return Fragment("((") << spell << ".micros+CASE WHEN " << lasts << " AND " << spell
                        << ".entered_at<=" << now << " THEN " << now << "-" << spell
                        << ".entered_at ELSE 0 END)/1000000)";
}

}  // namespace

Fragment Renderer::spell_field(uint16_t, int alias, std::string_view column) {
  if (column != "seconds") return Fragment::column(alias, column);
  const Fragment name =
      Fragment("(SELECT n.text FROM name n WHERE n.workspace=?1 AND n.id=")
      << Fragment::column(alias, "stage") << ")";
  return seconds(Fragment::row(alias), Fragment() << account_stage(alias) << "=" << name,
                 parameter(Cell::instant(query_.when.at.value_or(query_.now))));
}

Fragment Renderer::spell(uint16_t, int alias, const Place& place) {
  const int own = aliases_++;
  Fragment text("(SELECT ");
  if (place.name == "seconds") {
    const Fragment lasts = Fragment::column(alias, place.lifecycle)
                           << "=" << parameter(Cell::text(plan_.arena.copy(place.stage)));
    text << seconds(Fragment::row(own), lasts,
                    parameter(Cell::instant(query_.when.at.value_or(query_.now))));
  } else {
    text << Fragment::column(own, place.name);
  }
  const Fragment row = Fragment::row(own);
  return text << " FROM stage_spell " << row << " WHERE " << row << ".workspace=?1 AND " << row
              << ".account=" << Fragment::column(alias, "_id") << " AND " << row
              << ".lifecycle=" << interned(place.lifecycle) << " AND " << row
              << ".stage=" << interned(place.stage) << ")";
}

Fragment Renderer::raw_column(uint16_t index, int alias, std::string_view column) {
  switch (entity(index).source) {
    case Source::table: return Fragment::column(alias, column);
    case Source::fact: return fact_field(alias, column);
    case Source::transition: return transition_field(alias, column);
    case Source::stage_spell: return spell_field(index, alias, column);
  }
  TENURE_ASSERT(false);
}

Fragment Renderer::field(uint16_t index, int alias, uint16_t field) {
  const Place& place = entity(index).fields[field].place;
  switch (place.kind) {
    case Place::Kind::column: return raw_column(index, alias, place.name);
    case Place::Kind::interned:
      return Fragment("(SELECT n.text FROM name n WHERE n.workspace=?1 AND n.id=")
             << raw_column(index, alias, place.name) << ")";
    case Place::Kind::account:
      return Fragment("(SELECT a.key FROM account a WHERE a._id=")
             << raw_column(index, alias, place.name) << " AND a._workspace=?1)";
    case Place::Kind::cause: return text_of_cause(raw_column(index, alias, place.name));
    case Place::Kind::spell: return spell(index, alias, place);
    case Place::Kind::body:
      return raw_column(index, alias, entity(index).source == Source::fact ? "body" : "fact_body");
  }
  TENURE_ASSERT(false);
}

// ---- which rows
// ---------------------------------------------------------------------------------------

Fragment Renderer::owned(uint16_t index, int alias) {
  if (!query_.owner) return {};
  const Entity& about = entity(index);
  switch (about.own) {
    case query::Own::all: return {};
    case query::Own::none: return Fragment("0");
    case query::Own::owner:
      return field(index, alias, about.own_field)
             << "=" << parameter(Cell::text(plan_.arena.copy(*query_.owner)));
    case query::Own::account: {
      const Fragment id = raw_column(index, alias, about.fields[about.own_field].place.name);
      return Fragment("EXISTS(SELECT 1 FROM account o WHERE o._id=")
             << id << " AND o._workspace=?1 AND o.owner="
             << parameter(Cell::text(plan_.arena.copy(*query_.owner))) << ")";
    }
  }
  TENURE_ASSERT(false);
}

void Renderer::believed(Joined& all, uint16_t index, int alias, bool superseded_too) {
  const Source source = entity(index).source;
  if (source != Source::fact && source != Source::transition) return;
  const auto& [at, known_at] = query_.when;
  if (at) all.add(Fragment::row(alias) << ".at<=" << parameter(Cell::instant(*at)));
  if (known_at) {
    all.add(Fragment::row(alias) << ".recorded_at<=" << parameter(Cell::instant(*known_at)));
  }
  if (superseded_too) return;
  if (source == Source::fact) {
    all.add(Fragment("NOT ") << fact_field(alias, "retracted"));
    Fragment newer("NOT EXISTS(SELECT 1 FROM fact n WHERE n.workspace=?1 AND n.kind=");
    newer << Fragment::column(alias, "kind") << " AND n.key=" << Fragment::column(alias, "key")
          << " AND n.revision=" << Fragment::column(alias, "revision") << "+1"
          << known("n.recorded_at");
    all.add(newer << ")");
    return;
  }
  Fragment gone("NOT EXISTS(SELECT 1 FROM supersession s WHERE s.workspace=?1 AND s.account=");
  gone << Fragment::column(alias, "account")
       << " AND s.transition=" << Fragment::column(alias, "sequence") << known("s.superseded_at");
  all.add(gone << ")");
}

Fragment Renderer::scope(uint16_t index, int alias, bool superseded_too) {
  Joined all(" AND ");
  all.add(workspace(index, alias));
  if (const Fragment own = owned(index, alias); !own.empty()) all.add(own);
  for (const query::Without& without : entity(index).without) {
    const Place& place = entity(index).fields[without.field].place;
    Joined values(",");
    for (const std::string& value : without.values) {
      values.add(place.kind == Place::Kind::interned
                     ? interned(value)
                     : parameter(Cell::text(plan_.arena.copy(value))));
    }
    all.add(Fragment("NOT ifnull(") << raw_column(index, alias, place.name) << " IN (" << values.text()
                                    << "),0)");
  }
  believed(all, index, alias, superseded_too);
  return all.text();
}

Fragment Renderer::joined(const Link& link, uint16_t from, int from_alias, int to_alias) {
  return field(link.target, to_alias, link.to) << "=" << field(from, from_alias, link.from);
}

template <typename Inner>
Fragment Renderer::through(uint16_t from, int alias, std::span<const uint16_t> links, Inner inner) {
  if (links.empty()) return inner(from, alias);
  const Link& link = entity(from).links[links.front()];
  const int target = aliases_++;
  Fragment text("(SELECT ");
  text << through(link.target, target, links.subspan(1), inner) << " FROM "
       << table(link.target, target) << " WHERE " << joined(link, from, alias, target) << " AND "
       << scope(link.target, target, false);
  return text << ")";
}

Renderer::Operand Renderer::operand_of(const View& view, const query::Path& path) {
  const uint16_t from = path.base == query::Path::kRoot
                            ? view.sight.root
                            : view.sight.members[static_cast<size_t>(path.base)];
  const Field& about = entity(path.entity).fields[path.index];
  Operand operand{.type = about.type};
  const auto at_end = [&](auto make) {
    return through(from, view.alias(path.base), path.links,
                   [&](uint16_t end, int alias) { return make(end, alias); });
  };
  operand.value = at_end([&](uint16_t end, int alias) { return field(end, alias, path.index); });
  if (about.place.kind == Place::Kind::interned) {
    operand.name =
        at_end([&](uint16_t end, int alias) { return raw_column(end, alias, about.place.name); });
  }
  if (about.place.kind == Place::Kind::account) {
    operand.account =
        at_end([&](uint16_t end, int alias) { return raw_column(end, alias, about.place.name); });
  }
  return operand;
}

// A row of a to-one link, or a member: is it there?
Fragment Renderer::existence(const View& view, const expression::Node& row, bool exists) {
  const auto path = query::path_of(view.sight, row);
  TENURE_ASSERT(path.has_value());
  if (path->end == query::Path::End::row && path->links.empty()) {
    return parameter(Cell::boolean(exists));  // the row itself, a member
  }
  const uint16_t from = path->base == query::Path::kRoot
                            ? view.sight.root
                            : view.sight.members[static_cast<size_t>(path->base)];
  std::vector<uint16_t> links = path->links;
  if (path->end == query::Path::End::link) links.push_back(path->index);
  const Fragment found = through(from, view.alias(path->base), links,
                                 [](uint16_t, int) { return Fragment("1"); });
  return Fragment("(") << found << (exists ? Sql(" IS NOT NULL)") : Sql(" IS NULL)"));
}

// What any, all and $count go over: FROM here, its condition in `where`, its member in sight of `inside`.
Fragment Renderer::members(const View& view, const query::Members& members, View& inside,
                           Fragment& where) {
  const query::Path& path = members.path;
  const uint16_t from = path.base == query::Path::kRoot
                            ? view.sight.root
                            : view.sight.members[static_cast<size_t>(path.base)];
  const Link& link = entity(path.entity).links[path.index];
  const int member = aliases_++;
  Joined all(" AND ");
  // The value that the link starts from, at the end of the to-one links before it.
  const Fragment start =
      through(from, view.alias(path.base), path.links,
              [&](uint16_t end, int alias) { return field(end, alias, link.from); });
  all.add(field(link.target, member, link.to) << "=" << start);
  all.add(scope(link.target, member, false));
  inside = view;
  inside.sight.members.push_back(link.target);
  inside.members.push_back(member);
  for (const expression::Node* filter : members.filters) {
    all.add(condition(inside, *filter, Mode::where));
  }
  where = all.text();
  return table(link.target, member);
}

}  // namespace tenure::store::sqlite

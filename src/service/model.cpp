#include "service/model.h"

#include <algorithm>

#include "base/assert.h"
#include "records/schema.h"

namespace tenure::service {

using expression::Kind;
using expression::Type;
using lifecycle::Definition;
using lifecycle::SlotRole;
using query::Entity;
using query::Field;
using query::Link;
using query::Model;
using query::Own;
using query::Place;
using query::Source;

constexpr bool same_flag(query::FieldFlag a, records::FieldFlag b) {
  return static_cast<int>(a) == static_cast<int>(b);
}
static_assert(same_flag(query::kKey, records::kKey) && same_flag(query::kRequired, records::kRequired) &&
              same_flag(query::kReadOnly, records::kReadOnly) &&
              same_flag(query::kUnique, records::kUnique) &&
              same_flag(query::kSearch, records::kSearch));

namespace {

// What belongs to a spell, as columns of the account and of stage_spell.
struct SpellField {
  std::string_view name;
  Kind type;
  std::string_view english, hebrew;
};
constexpr SpellField kSpellFields[] = {
    {"first_entered_at", Kind::instant, "first entered", "כניסה ראשונה"},
    {"entered_at", Kind::instant, "latest entered", "כניסה אחרונה"},
    {"left_at", Kind::instant, "latest left", "יציאה אחרונה"},
    {"times", Kind::int64, "times entered", "מספר כניסות"},
    {"seconds", Kind::int64, "seconds in all", "שניות בסך הכול"},
};

class Maker {
 public:
  Maker(const Realm& realm, const Access& access)
      : definition_(*realm.definition), access_(access), model_(std::make_shared<Model>()) {}

  query::ModelPtr make() {
    // The account first: what others say of it goes by its place.
    const bool sees_accounts = access_.may(kMayRead, "account");
    account();
    for (const records::Record& record : records::schema()) {
      if (record.name == "account" || !access_.may(kMayRead, record.name)) continue;
      this->record(record);
    }
    if (sees_accounts && access_.may(kMayRead, "fact")) facts();
    if (sees_accounts && access_.may(kMayRead, "transition")) transitions();
    if (sees_accounts && access_.may(kMayRead, "stage_spell")) spells();
    if (!model_->find("user") && access_.may(kMayRead, "user")) users();
    links();
    model_->finish();
    return model_;
  }

 private:
  // ---- fields
  uint16_t add(Entity& entity, Field field) {
    entity.fields.push_back(std::move(field));
    return static_cast<uint16_t>(entity.fields.size() - 1);
  }
  uint16_t hidden(Entity& entity, std::string column, Kind type) {
    return add(entity, {.name = column,
                        .type = {type},
                        .flags = query::kHidden,
                        .place = {.name = column}});
  }
  // Where the caller may see it; nothing where not.
  std::optional<uint16_t> visible(Entity& entity, Field field) {
    if (!access_.may_read(entity.name, field.name)) return std::nullopt;
    if (!access_.may_write(entity.name, field.name)) field.flags |= query::kReadOnly;
    return add(entity, std::move(field));
  }
  static Field plain(std::string_view name, Kind type, std::string_view english, std::string_view hebrew,
                     uint16_t flags = query::kReadOnly) {
    return {.name = std::string(name),
            .type = {type},
            .flags = flags,
            .english = std::string(english),
            .hebrew = std::string(hebrew),
            .place = {.name = std::string(name)}};
  }
  static Field of(const records::Field& field) {
    return plain(field.name, field.type, field.english, field.hebrew, field.flags);
  }
  static Field in(Field field, Place::Kind kind, std::string column) {
    field.place = {.kind = kind, .name = std::move(column)};
    return field;
  }

  Entity& entity(std::string_view name, std::string_view set, std::string_view english,
                 std::string_view hebrew) {
    Entity& made = model_->entities.emplace_back();
    made.name = name;
    made.set = set;
    made.english = english;
    made.hebrew = hebrew;
    return made;
  }
  // A key must be seen, or the rows are nobody's.
  static void keyed(Entity& entity, std::initializer_list<std::optional<uint16_t>> key) {
    for (const auto& field : key) {
      if (field) entity.key.push_back(*field);
    }
    if (entity.key.size() == key.size()) return;
    entity.hidden = true;
    entity.key = {0};
  }

  // ---- the account
  void account() {
    const records::Record& record = *records::find_record("account");
    Entity& made = entity(record.name, record.set, record.english, record.hebrew);
    made.table = "account";
    made.hidden = !access_.may(kMayRead, "account");
    hidden(made, "_id", Kind::int64);
    std::optional<uint16_t> key, owner;
    for (const lifecycle::Property& property : definition_.properties) {
      Field field = of(property, record);
      if (property.name != "key" && property.name != "owner") {
        visible(made, std::move(field));
        continue;
      }
      // Rules and links need these two, seen or not.
      std::optional<uint16_t> place = visible(made, std::move(field));
      if (!place) place = hidden(made, property.name, Kind::string);
      (property.name == "key" ? key : owner) = place;
    }
    TENURE_ASSERT(key && owner);
    if (made.fields[*key].is(query::kHidden)) made.hidden = true;
    for (const lifecycle::Measure& measure : definition_.measures) {
      const Type& type = definition_.account.fields[measure.slot].type;
      Field field = plain(measure.name, type.kind, measure.title.english, measure.title.hebrew);
      visible(made, std::move(field));
    }
    for (const lifecycle::Lifecycle& cycle : definition_.lifecycles) stages(made, cycle);
    rows(made);
    made.key = {*key};
    made.tie = {0};  // indexes end in it
    made.own = Own::owner;
    made.own_field = *owner;
  }
  Field of(const lifecycle::Property& property, const records::Record& record) {
    const records::Field* known = records::find_field(record, property.name);
    Field field = plain(property.name, property.type.kind, property.title.english,
                        property.title.hebrew, known ? known->flags : uint16_t{0});
    if (property.type.kind == Kind::choice && property.type.choices) {
      field.type.choices = model_->keep(*property.type.choices);
      field.list = property.list;
    }
    return field;
  }
  // Where it stands, since when, and for every stage what its spell says.
  void stages(Entity& made, const lifecycle::Lifecycle& cycle) {
    // Writing it sets the stage by hand; where the pack does not allow that, it is refused and not passed over.
    Field stage = plain(cycle.name, Kind::choice, cycle.title.english, cycle.title.hebrew, 0);
    stage.type.choices = model_->keep(cycle.stage_ids);
    stage.list = cycle.name;
    stage.place.lifecycle = cycle.name;
    if (!visible(made, std::move(stage))) return;  // its times would tell
    visible(made, plain(cycle.name + "_since", Kind::instant, cycle.title.english + ", since",
                        cycle.title.hebrew + ", מאז"));
    for (const lifecycle::Stage& at : cycle.stages) {
      for (const SpellField& about : kSpellFields) {
        Field field = plain(cycle.name + "_" + at.id + "_" + std::string(about.name), about.type,
                            at.title.english + ", " + std::string(about.english),
                            at.title.hebrew + ", " + std::string(about.hebrew));
        if (made.find_field(field.name)) continue;
        field.flags |= query::kOnRequest;
        field.place = {.kind = Place::Kind::spell,
                       .name = std::string(about.name),
                       .lifecycle = cycle.name,
                       .stage = at.id};
        visible(made, std::move(field));
      }
    }
  }
  // What every row has that changes.
  void rows(Entity& made) {
    for (const records::Field& field : records::row_fields()) {
      const auto place = visible(made, of(field));
      if (place && field.name == "version") made.version_field = *place;
    }
  }

  // ---- documents and records of the house
  void record(const records::Record& record) {
    Entity& made = entity(record.name, record.set, record.english, record.hebrew);
    made.table = record.name;
    const bool document = record.sort == records::RecordSort::document;
    if (document) {
      made.own = Own::account;
      made.own_field = hidden(made, "_account", Kind::int64);
    }
    const uint16_t id = hidden(made, "_id", Kind::int64);
    std::optional<uint16_t> key;
    for (const records::Field& field : record.fields) {
      Field about = of(field);
      if (document && field.name == "account") {
        about = in(std::move(about), Place::Kind::account, "_account");
      }
      const auto place = visible(made, std::move(about));
      if (field.flags & records::kKey) key = place;
    }
    if (record.sort != records::RecordSort::log) rows(made);
    if (document) {
      for (const records::Field& field : records::receipt_fields()) visible(made, of(field));
    }
    keyed(made, {key});
    made.tie = {id};
    if (record.sort == records::RecordSort::log) made.order = {id};
  }

  void users() {
    Entity& made = entity("user", "users", "User", "משתמש");
    made.table = "user";
    const auto key = visible(made, plain("key", Kind::string, "User", "משתמש",
                                         query::kKey | query::kRequired | query::kReadOnly | query::kUnique));
    visible(made, plain("name", Kind::string, "Name", "שם", query::kReadOnly | query::kSearch));
    visible(made, plain("email", Kind::string, "E-mail", "דוא״ל", query::kReadOnly | query::kSearch));
    visible(made, plain("role", Kind::string, "Role", "תפקיד"));
    visible(made, plain("language", Kind::string, "Language", "שפה"));
    visible(made, plain("active", Kind::boolean, "Active", "פעיל"));
    visible(made, plain("own_only", Kind::boolean, "Own accounts only", "לקוחות משלו בלבד"));
    visible(made, plain("created_at", Kind::instant, "Date created", "תאריך יצירה"));
    rows(made);
    keyed(made, {key});
  }

  // ---- what happened
  // Rows of lifecycles whose stage the caller may not see are not there.
  void without_lifecycles(Entity& made, std::optional<uint16_t> field) {
    std::vector<std::string> unseen;
    for (const auto& cycle : definition_.lifecycles) {
      if (!access_.may_read("account", cycle.name)) unseen.push_back(cycle.name);
    }
    if (unseen.empty()) return;
    if (!field) field = add(made, in(plain("lifecycle", Kind::string, "", "", query::kHidden),
                                     Place::Kind::interned, "lifecycle"));
    made.without.push_back({*field, std::move(unseen)});
  }
  std::vector<std::string> unseen_kinds() const {
    std::vector<std::string> unseen;
    for (const lifecycle::FactKind& kind : definition_.kinds) {
      const std::string_view record = kind.record.empty() ? std::string_view("account") : kind.record;
      if (!access_.may(kMayRead, record)) unseen.push_back(kind.name);
    }
    return unseen;
  }
  void without_kinds(Entity& made, uint16_t field) {
    if (std::vector<std::string> unseen = unseen_kinds(); !unseen.empty()) made.without.push_back({field, std::move(unseen)});
  }
  // account, at, recorded_at …: of facts and transitions alike.
  uint16_t whose(Entity& made) {
    made.own = Own::account;
    made.own_field = hidden(made, "account", Kind::int64);
    return made.own_field;
  }
  void body(Entity& made) {
    Field note = in(plain("note", Kind::string, "Note", "הערה"), Place::Kind::body, "note");
    Field reason = in(plain("reason", Kind::string, "Reason", "סיבה"), Place::Kind::body, "reason");
    note.flags |= query::kFetched;
    reason.flags |= query::kFetched;
    visible(made, std::move(note));
    visible(made, std::move(reason));
  }

  void facts() {
    Entity& made = entity("fact", "facts", "Fact", "עובדה");
    made.source = Source::fact;
    const uint16_t account = whose(made);
    const uint16_t number = hidden(made, "kind", Kind::int64);  // of the kind: facts stand in its order
    const auto sequence = visible(made, plain("sequence", Kind::int64, "Number", "מספר",
                                              query::kKey | query::kRequired | query::kReadOnly));
    const uint16_t kind = add(made, in(plain("kind", Kind::string, "Kind", "סוג"), Place::Kind::interned, "kind"));
    const uint16_t key = add(made, plain("key", Kind::string, "Key", "מזהה", query::kReadOnly | query::kSearch));
    visible(made, in(plain("account", Kind::string, "Account", "לקוח"), Place::Kind::account, "account"));
    const uint16_t at = add(made, plain("at", Kind::instant, "At", "מועד"));
    visible(made, plain("recorded_at", Kind::instant, "Recorded at", "נרשם במועד"));
    visible(made, in(plain("actor", Kind::string, "Who", "מי"), Place::Kind::interned, "actor"));
    const uint16_t revision = add(made, plain("revision", Kind::int64, "Revision", "גרסה"));
    visible(made, plain("retracted", Kind::boolean, "Retracted", "נמחקה"));
    visible(made, plain("superseded_at", Kind::instant, "Superseded at", "הוחלפה במועד"));
    body(made);
    expression::RecordType& pair = model_->complex_types.emplace_back();
    pair = {"fact_field", {{"name", {Kind::string}}, {"value", {Kind::string}}}};
    Field fields = in(plain("fact_fields", Kind::record, "Fields", "שדות"), Place::Kind::body, "");
    fields.type.collection = true;
    fields.type.record = &pair;
    fields.flags |= query::kFetched;
    visible(made, std::move(fields));
    keyed(made, {sequence});
    made.order = {account, at, number, key, revision};  // as they stand in the file
    without_kinds(made, kind);
  }

  void transitions() {
    Entity& made = entity("transition", "transitions", "Transition", "מעבר");
    made.source = Source::transition;
    const uint16_t account = whose(made);
    const auto sequence = visible(made, plain("sequence", Kind::int64, "Number", "מספר",
                                              query::kKey | query::kRequired | query::kReadOnly));
    const auto name = [&](std::string_view field, std::string column, std::string_view english,
                          std::string_view hebrew) {
      return visible(made, in(plain(field, Kind::string, english, hebrew), Place::Kind::interned, std::move(column)));
    };
    visible(made, in(plain("account", Kind::string, "Account", "לקוח"), Place::Kind::account, "account"));
    const auto lifecycle = name("lifecycle", "lifecycle", "Lifecycle", "מחזור חיים");
    name("from", "from_stage", "From", "מ-");
    name("to", "to_stage", "To", "אל");
    const uint16_t at = add(made, plain("at", Kind::instant, "At", "מועד"));
    visible(made, plain("recorded_at", Kind::instant, "Recorded at", "נרשם במועד"));
    visible(made, in(plain("cause", Kind::string, "Cause", "גורם"), Place::Kind::cause, "cause"));
    name("rule", "rule", "Rule", "כלל");
    // The stage moved, whoever looks; what moved it is told to those who may see all that may.
    const bool sees_facts = access_.may(kMayRead, "fact") && unseen_kinds().empty();
    if (sees_facts) {
      name("fact_kind", "fact_kind", "Fact's kind", "סוג העובדה");
      visible(made, in(plain("fact", Kind::string, "Fact", "עובדה"), Place::Kind::column, "fact_key"));
    }
    name("actor", "fact_actor", "Who", "מי");
    visible(made, plain("definition", Kind::int64, "Definition", "הגדרה"));
    visible(made, plain("superseded_at", Kind::instant, "Superseded at", "הוחלף במועד"));
    if (sees_facts) body(made);
    keyed(made, {sequence});
    made.order = {account, at};
    made.order.push_back(sequence ? *sequence : hidden(made, "sequence", Kind::int64));
    without_lifecycles(made, lifecycle);
  }

  void spells() {
    Entity& made = entity("stage_spell", "stage_spells", "Time in a stage", "זמן בשלב");
    made.source = Source::stage_spell;
    const uint16_t account = whose(made);
    const uint16_t cycle_number = hidden(made, "lifecycle", Kind::int64);
    const uint16_t stage_number = hidden(made, "stage", Kind::int64);
    constexpr uint16_t kPart = query::kKey | query::kRequired | query::kReadOnly;
    const auto whose_key = visible(made, in(plain("account", Kind::string, "Account", "לקוח", kPart),
                                            Place::Kind::account, "account"));
    const auto lifecycle = visible(made, in(plain("lifecycle", Kind::string, "Lifecycle", "מחזור חיים", kPart),
                                            Place::Kind::interned, "lifecycle"));
    const auto stage = visible(made, in(plain("stage", Kind::string, "Stage", "שלב", kPart),
                                        Place::Kind::interned, "stage"));
    for (const SpellField& about : kSpellFields) {
      visible(made, plain(about.name, about.type, about.english, about.hebrew));
    }
    keyed(made, {whose_key, lifecycle, stage});
    made.order = {account, cycle_number, stage_number};
    without_lifecycles(made, lifecycle);
  }

  // ---- links
  void links() {
    for (size_t e = 0; e < model_->entities.size(); ++e) {
      if (model_->entities[e].hidden) continue;
      if (e > 0) to_account(static_cast<uint16_t>(e));
      by_fields(static_cast<uint16_t>(e));
    }
    children();
  }
  // account_record of the row, and the account's orders, facts …
  void to_account(uint16_t index) {
    Entity& entity = model_->entities[index];
    Entity& account = model_->entities[0];
    if (entity.own != Own::account || account.hidden) return;
    const uint16_t id = *account.find_column("_id");
    entity.links.push_back({.name = "account_record",
                            .target = 0,
                            .from = entity.own_field,
                            .to = id,
                            .english = "Account",
                            .hebrew = "לקוח",
                            .field = entity.source == Source::table ? "account" : ""});
    account.links.push_back({.name = entity.set,
                             .target = index,
                             .many = true,
                             .from = id,
                             .to = entity.own_field,
                             .english = plural(entity.set),
                             .hebrew = entity.hebrew});
  }
  static std::string plural(std::string_view set) {
    std::string text(set);
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    std::ranges::replace(text, '_', ' ');
    return text;
  }
  // parent_record, contact_record …: where a field holds the key of a record that can be seen.
  void by_fields(uint16_t index) {
    Entity& entity = model_->entities[index];
    const records::Record* record = records::find_record(entity.name);
    if (!record) return;
    for (const records::Field& field : record->fields) {
      const auto from = entity.find_field(field.name);
      const auto target = model_->find(field.link);
      const bool to_account = field.name == "account" && entity.own == Own::account;
      if (field.link.empty() || !from || !target || to_account) continue;
      const Entity& other = model_->entities[*target];
      if (other.hidden || other.key.size() != 1) continue;
      entity.links.push_back({.name = std::string(field.name) + "_record",
                              .target = *target,
                              .from = *from,
                              .to = other.key[0],
                              .english = std::string(field.english),
                              .hebrew = std::string(field.hebrew),
                              .field = std::string(field.name)});
    }
  }
  void children() {
    Entity& account = model_->entities[0];
    const auto parent = account.find_field("parent");
    if (account.hidden || !parent) return;
    account.links.push_back({.name = "children",
                             .target = 0,
                             .many = true,
                             .from = account.key[0],
                             .to = *parent,
                             .english = "Departments and divisions",
                             .hebrew = "מחלקות וחטיבות"});
  }

  const Definition& definition_;
  const Access& access_;
  std::shared_ptr<Model> model_;
};

}  // namespace

query::ModelPtr make_model(const Realm& realm, const Access& access) {
  return Maker(realm, access).make();
}

const Realm& plain_realm() {
  static const Realm realm = [] {
    lifecycle::Loaded loaded = lifecycle::load({{"pack.yaml", "pack: plain\ntitle: {en: Plain, he: Plain}\nlanguages: [en, he]\n"}});
    TENURE_ASSERT(loaded.definition);
    Realm plain;
    plain.definition = std::move(loaded.definition);
    return plain;
  }();
  return realm;
}

}  // namespace tenure::service

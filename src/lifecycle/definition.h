#pragma once
// A definition: what a pack's files say, checked against the vocabulary, compiled once, immutable.
// Everything is an index into a vector of this; the engine never sees a name.
//
// Frames (expression::Frame::sources) of every condition in a definition:
//   0  the account: `account_row`, one cell per slot (properties, measures, stages, …)
//   1  the fact: its kind's fields in order, then at, key, actor (so fact/at, fact/key, fact/actor)
//   2  the parameters
// Timers, declarations' `when`/`unless` and page sections see source 0 and 2 (declarations also 1).
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/value.h"
#include "expression/expression.h"

namespace tenure::lifecycle {

using StageId = uint8_t;
inline constexpr StageId kNoStage = 63;  // "none": in no stage of this lifecycle
using StageSet = uint64_t;               // bit per StageId, bit 63 = none
inline constexpr StageSet bit(StageId s) { return StageSet{1} << s; }
inline constexpr uint16_t kNone = 0xffff;  // no index

struct Title {  // per language; English is the fallback
  std::string english, hebrew;
  const std::string& in(Language) const;
};
struct Place {  // where in the pack's files, for people
  std::string file;
  int line = 0, column = 0;
};

// ---- vocabulary ------------------------------------------------------------------------------
enum class Builtin : uint8_t {  // kinds with a meaning to the engine itself
  none, account_created, account_changed, account_archived, account_restored,
  stage_set, stage_declared, stage_scripted
};
struct FactKind {
  std::string name;
  Title title;
  Builtin builtin = Builtin::none;
  expression::RecordType fields;  // the body's fields, then at, key, actor
  uint16_t body_fields = 0;       // how many of them are the body's
  uint16_t voids = kNone;         // this kind makes the earlier fact of that kind and the same key void
  std::string record;             // the document's record: "order"; "" = the account
  bool creates = false;           // the document begins with it
  std::string at_field;           // the document's field that gets its `at`; "" = none
};

enum class Form : uint8_t { count, sum, first, last, min, max, open };
struct Measure {
  std::string name;
  Title title;
  Form form;
  uint16_t slot = 0;       // in the account row
  uint16_t open_set = kNone;  // form == open: index into State's open sets
  // Per fact kind that it reads: which field (kNone = the fact's `at`, or none for count), whether it
  // opens or closes (form == open), and the condition, compiled for that kind.
  struct Input {
    uint16_t kind;
    uint16_t field = kNone;
    bool closes = false;
    std::optional<expression::Program> where;
  };
  std::vector<Input> inputs;
  Place place;
};

enum class SlotRole : uint8_t { property, measure, stage, since };
struct Slot {  // one cell of the account row; its name and type are in Definition::account
  SlotRole role;
  uint16_t index = 0;  // measure → measures[], stage/since → lifecycles[], property → properties[]
};
struct Property {
  std::string name;
  Title title;
  expression::Type type;
  std::string list;  // choice list, "" = none
  bool extra = false;  // declared by the pack or an administrator
  bool administrators = false;  // one of the Client Extra Properties: from properties.yaml
  // Which one of this name: an administrator's property that was removed and added again is another, to which nothing
  // that was said of the first one counts. "" = there was only ever one.
  std::string since;
  uint16_t slot = 0;
};
struct ChoiceList {
  std::string name;
  std::vector<std::string> ids;
  std::vector<Title> titles;
};

// ---- one lifecycle -----------------------------------------------------------------------------
struct Parameter {
  std::string name;
  Title title;
  expression::Type type;
  Value value;  // the default, or what the workspace set
  Value default_value;
  std::optional<Value> min, max;
  uint16_t slot = 0;  // in source 2
  Place place;
};

enum class EffectKind : uint8_t { set, notify, task, archive, restore };
struct Effect {
  EffectKind kind;
  std::string id;        // notice or task id
  Title title;           // task
  std::optional<expression::Program> when;
  struct Assignment {
    uint16_t property;   // properties[]
    expression::Program value;
  };
  std::vector<Assignment> set;
  Place place;
};
// The same effect compiled once per fact kind it can be asked in (fact/… differs by kind): index by
// kind position; timers and effects without fact/ use element 0.

enum class To : uint8_t { stage, stay, former };
struct Target {
  To to = To::stage;
  StageId stage = kNoStage;
};

struct Rule {
  std::string id;
  std::vector<uint16_t> kinds;
  StageSet from = ~StageSet{0};
  std::vector<std::optional<expression::Program>> when;  // parallel to kinds; nullopt = always
  std::string when_text;
  Target target;
  Title says;
  std::vector<std::vector<Effect>> effects;  // parallel to kinds
  Place place;
};

enum class DelayUnit : uint8_t { days, micros };
struct Timer {
  std::string id;
  StageSet from;
  uint16_t since_slot = 0;     // account row: an instant or a date
  DelayUnit unit = DelayUnit::days;
  int64_t unit_micros = 0;     // unit == micros: micros per one of the amount
  int64_t amount = 0;          // fixed amount, when parameter == kNone
  uint16_t parameter = kNone;  // source 2 slot
  std::optional<expression::Program> when;
  std::string when_text;
  Target target;
  Title says;
  std::vector<Effect> effects;
  Place place;
};

struct Requirement {
  std::string id;
  enum class Form : uint8_t { note, field, when } form;
  uint16_t property = kNone;                  // field
  std::optional<expression::Program> when;    // when: must hold.  note/field: `unless` that excuses it
  Title says;
  Place place;
};
struct Declaration {
  std::string id;
  Title title;
  StageSet from = ~StageSet{0};
  Target target;
  std::vector<std::string> roles;  // empty = everyone
  std::vector<Requirement> requires_;
  std::vector<Effect> effects;
  Place place;
};

enum class Verdict : uint8_t { yes, warn, no };
struct Gate {
  std::string id;
  Title title;
  std::vector<uint16_t> kinds;
  // Per stage of its lifecycle (index StageId; absent stages = yes).
  std::vector<Verdict> verdicts;
  std::vector<Title> says;
  Place place;
};

struct Stage {
  std::string id;
  Title title;
  std::string icon, colour;
  std::optional<int64_t> code;
  bool active = true, hidden = false, final = false;
  // on_enter effects, compiled without fact/ (they may read the account and parameters)
  std::vector<Effect> on_enter;
  Place place;
};

// Who a user can be: owner, admin, manager, rep, viewer, integration.
std::span<const std::string_view> roles();

enum class ByHand : uint8_t { anyone, roles, declarations, script };

struct Lifecycle {
  std::string name;
  Title title;
  std::vector<Stage> stages;  // rank order; StageId is the index
  std::vector<std::string> stage_ids;  // the choices of the stage's cell, by StageId
  StageId initial = kNoStage;
  ByHand by_hand = ByHand::anyone;
  std::vector<std::string> by_hand_roles;
  std::vector<Rule> rules;
  std::vector<Timer> timers;
  std::vector<Declaration> declarations;
  std::vector<Gate> gates;
  std::vector<uint16_t> parameters;  // indices into Definition::parameters
  uint16_t stage_slot = 0, since_slot = 0;
  // For the engine: per fact kind, the rules to try, in file order (rule index, position of the kind).
  struct Candidate {
    uint16_t rule, position;
  };
  std::vector<std::vector<Candidate>> by_kind;
  Place place;

  std::optional<StageId> find_stage(std::string_view id) const;
  std::string_view stage_id(StageId s) const {
    return s == kNoStage ? std::string_view("none") : std::string_view(stages[s].id);
  }
};

struct Section {
  std::string id;
  Title title;
  std::vector<std::string> fields;
  std::optional<expression::Program> visible_when;
};
struct Notice {
  std::string id;
  Title title;
  std::string role;
};
struct ListView {  // calling_list, mailing_list
  std::optional<expression::Program> where;
  std::string where_text, order_by;
};

struct Definition {
  std::string pack;
  Title title;
  std::vector<std::string> languages;
  std::string version;  // hash of the files and the parameter values: the same text, the same version

  std::vector<FactKind> kinds;  // in precedence order: at one instant facts fold by this, then by key
  std::vector<Property> properties;
  std::vector<ChoiceList> lists;
  std::vector<Measure> measures;
  std::vector<Parameter> parameters;
  std::vector<Lifecycle> lifecycles;
  std::vector<Notice> notices;
  std::vector<Section> sections;
  ListView calling_list, mailing_list;

  // The account row: name and type per slot, in slot order; what the state keeps.
  expression::RecordType account;
  std::vector<Slot> slots;
  expression::RecordType parameter_type;
  uint16_t open_sets = 0;
  // For the engine: per fact kind, the measures to fold: (measure, input index).
  struct MeasureInput {
    uint16_t measure, input;
  };
  std::vector<std::vector<MeasureInput>> measures_by_kind;
  // Per fact kind: some program reads fact/at, fact/key or fact/actor.
  std::vector<bool> reads_header;
  // Parameter values as cells, in slot order (source 2).
  std::vector<expression::Cell> parameter_row;
  TimeZone zone;  // the workspace's

  std::optional<uint16_t> find_kind(std::string_view name) const;
  std::optional<uint16_t> find_property(std::string_view name) const;
  std::optional<uint16_t> find_slot(std::string_view name) const;
  std::optional<uint16_t> find_lifecycle(std::string_view name) const;
  std::optional<uint16_t> find_notice(std::string_view id) const;
};
using DefinitionPtr = std::shared_ptr<const Definition>;

// ---- loading -----------------------------------------------------------------------------------
enum class Severity : uint8_t { error, warning };
struct Fault {
  Severity severity = Severity::error;
  std::string code;  // catalogue row
  Arguments arguments;
  Place place;
  std::vector<std::string> history;  // the shortest history that shows it, as story lines; may be empty
};
// A definition's files: one pack.yaml, one file per lifecycle, and perhaps kExtraPropertiesFile, which an
// administrator's own properties of the account stand in; a pack ships without it.
inline constexpr std::string_view kExtraPropertiesFile = "properties.yaml";
// The parameter that says whether there are such properties. Where a lifecycle has it and the workspace does not
// set it, it is so.
inline constexpr std::string_view kExtraPropertiesDefined = "extra_properties_defined";
struct PackFile {
  std::string path;  // "prospectsoft/lifecycle.yaml", for Place::file
  std::string text;
};
struct Loaded {
  DefinitionPtr definition;    // null when there is an error among the faults
  std::vector<Fault> faults;   // all of them, in file order
};
struct Settings {  // what a workspace sets
  std::vector<std::pair<std::string, std::string>> parameters;  // --set churn_days=180, as text
  TimeZone zone;
  // False: measures_by_kind has only what rules, timers, declarations and effects can read; the
  // others keep their slots and stay as nothing ever happened. For folds that only ask for moves.
  bool all_measures = true;
};

// Reads and compiles; finds every fault that needs no search (names, types, duplicates, titles, bounds).
Loaded load(const std::vector<PackFile>& files, const Settings& settings = {});
// The deeper faults: unreachable stages, rules that can never fire or are shadowed, stages nobody can
// leave, timers that race or can never be due, declarations nobody may make, gates nobody can pass,
// parameter bounds that break a rule. Decided with a solver; every fault has its history where one exists.
std::vector<Fault> check(const Definition&);

// The files of a pack by name (embedded in the program) or of a folder on disk.
// Errors: "unknown-pack" {name, nearest}, "unreadable-pack" {path, reason}.
Result<std::vector<PackFile>> read_pack(std::string_view name_or_folder);

std::string to_string(const Fault&, Language);  // "file:line:column: error: sentence [code]" + history

}  // namespace tenure::lifecycle

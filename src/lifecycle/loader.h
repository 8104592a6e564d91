#pragma once
// Inside load(): one pass per kind of thing, so that every name is known before it is used. Nothing
// here stops at a fault; what is faulty is left out or given a harmless stand-in, so that the faults
// that follow are real ones.
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "lifecycle/definition.h"
#include "lifecycle/yaml.h"

namespace tenure::lifecycle {

// The names a condition may use: the account's (source 0), one kind of fact as `fact` (source 1),
// the parameters as @name (source 2).
class ConditionScope final : public expression::Scope {
 public:
  ConditionScope(const expression::RecordType* account, const expression::RecordType* fact,
                 const expression::RecordType* parameters, size_t account_fields = SIZE_MAX)
      : account_(account), fact_(fact), parameters_(parameters), account_fields_(account_fields) {}
  std::optional<expression::Binding> find(std::string_view first) const override;
  std::optional<expression::Binding> find_parameter(std::string_view alias) const override;
  std::vector<std::string> names() const override;

 private:
  const expression::RecordType *account_, *fact_, *parameters_;  // fact_ may be null
  size_t account_fields_;  // only the first so many fields of the account
};

class Loader {
 public:
  Loader(const std::vector<PackFile>& files, const Settings& settings);
  Loaded run();

 private:
  struct File {
    yaml::Faults faults;
    std::optional<yaml::Node> root;
    bool builtin = false;
  };
  // Ids that must be told apart, with where each was first given.
  class Ids {
   public:
    void add(const std::string& id, yaml::Mark mark, File& file);  // "duplicate-id" {id, first}
   private:
    std::map<std::string, Place> first_;
  };

  // load.cpp
  void open_files();
  void finish();  // what the engine needs, from all that was read
  void index_measures();
  void hash_version();

  // load_vocabulary.cpp
  void read_builtin_vocabulary();
  void read_languages(const yaml::Map&, File&);
  void read_lists(const yaml::Node*, File&);
  void read_properties(const yaml::Node*, File&, bool administrators = false);
  void read_facts(const yaml::Node*, File&);
  void read_record(FactKind&, const yaml::Map&, File&);
  void read_withdrawals(const yaml::Node*, File&);
  void read_notices(const yaml::Node*, File&);
  void read_page(const yaml::Node*, File&);
  ListView read_list_view(const yaml::Node*, File&);
  void build_account();
  expression::RecordType shown_account() const;

  // load_measures.cpp
  void read_measures(const yaml::Node*, File&);
  void read_measure(const yaml::Entry&, File&);
  void add_inputs(Measure&, const yaml::Node*, bool closes, File&);
  expression::Type bind_field(Measure&, const yaml::Node&, bool numeric, File&);
  void compile_measures();

  // load_lifecycle.cpp
  void read_lifecycle_head(Lifecycle&, const yaml::Map&, File&);
  void read_stages(Lifecycle&, const yaml::Node*, File&);
  void read_lifecycle_body(Lifecycle&, File&);
  void read_by_hand(Lifecycle&, const yaml::Node*, File&);
  void read_gates(Lifecycle&, const yaml::Node*, File&);
  void read_stage_body(Lifecycle&, const yaml::Node&, StageId, File&);
  static void unknown_stage(const Lifecycle&, const std::string& id, yaml::Mark, File&);

  // load_rules.cpp
  void read_rule(Lifecycle&, const yaml::Node&, Ids&, File&);
  void read_timer(Lifecycle&, const yaml::Node&, Ids&, File&);
  void read_timer_at(Timer&, const yaml::Node&, File&);
  void read_timer_amount(Timer&, const yaml::Node&, File&);
  static void need_reason(const yaml::Map&, const Target&, File&);
  void read_declaration(Lifecycle&, const yaml::Entry&, File&);
  void read_requirement(Declaration&, const yaml::Node&, const expression::RecordType* fact, File&);
  StageSet read_from(const Lifecycle&, const yaml::Node*, File&);
  Target read_target(const Lifecycle&, const yaml::Map&, File&);

  // load_parameters.cpp
  void read_parameters(Lifecycle&, const yaml::Node*, File&);
  void read_parameter(Parameter&, const yaml::Node&, File&);
  void apply_settings(bool extra_properties);

  // load_effects.cpp
  std::vector<Effect> read_effects(const yaml::Node*, const expression::RecordType* fact, File&);
  std::optional<Effect> read_effect(const yaml::Node&, const expression::RecordType* fact, File&);
  uint16_t property_index(const yaml::Node&, File&);  // that may be written; kNone
  uint16_t property_index(const std::string& name, yaml::Mark, File&);
  void read_assignments(Effect&, const yaml::Node*, const expression::RecordType* fact, File&);

  // load_shared.cpp
  Title read_title(const yaml::Map&, std::string_view key, File&);
  Title read_title(const yaml::Node&, File&);
  bool good_name(const std::string& name, yaml::Mark, File&);  // snake_case: "bad-name"
  bool good_id(const std::string& id, yaml::Mark, File&);      // with dashes too: "bad-id"
  bool good_account_name(const std::string& name, yaml::Mark, File&);  // and not taken
  std::string read_id(const yaml::Map&, File&);
  uint16_t kind_index(const std::string& name, yaml::Mark, File&);  // kNone: "unknown-fact-kind"
  std::vector<uint16_t> read_kinds(const yaml::Node*, File&);
  std::optional<expression::Type> read_type(const yaml::Node*, const yaml::Node* list, File&);
  std::optional<expression::Program> compile(const yaml::Node*, const expression::Scope&, bool condition,
                                             File&);
  std::optional<expression::Program> condition(const yaml::Node*, const expression::RecordType* fact,
                                               File&);
  std::vector<std::string> read_roles(const yaml::Node*, File&);
  const FactKind* builtin_kind(Builtin) const;
  // The entries of a map of names; none, with a fault, when there are too many.
  const std::vector<yaml::Entry>& names(const yaml::Node*, File&);
  static bool too_many(size_t count, size_t limit, std::string_view what, yaml::Mark, File&);

  const std::vector<PackFile>& sources_;
  const Settings& settings_;
  std::shared_ptr<Definition> shared_ = std::make_shared<Definition>();
  Definition& d_ = *shared_;
  std::vector<Fault> faults_;
  std::vector<Fault> unheard_;  // said already when the same mapping was first opened
  yaml::Faults silent_{"", "", unheard_};
  std::vector<std::unique_ptr<File>> files_;
  std::vector<File*> lifecycle_files_;  // parallel to d_.lifecycles
  File* pack_ = nullptr;
  File* extra_ = nullptr;  // properties.yaml
  Ids declaration_ids_, gate_ids_, parameter_ids_;
  std::map<std::string, Place> account_names_;  // everything that is a name of the account
  std::set<uint16_t> read_only_;                // properties that no effect may set
  struct MeasureSource {
    const yaml::Node* where;  // may be null
    File* file;
  };
  std::vector<MeasureSource> measure_sources_;    // parallel to d_.measures
  std::vector<expression::Type> measure_types_;   // the same
};

// As a file writes it: one way for each value. nullopt: it is none of this type.
std::optional<Value> parse_value(std::string_view text, const expression::Type& type);
const std::vector<std::string>& type_names();  // of properties, fields and parameters
std::optional<expression::Kind> kind_of(std::string_view type_name);
std::string_view name_of(expression::Kind);

}  // namespace tenure::lifecycle

// load(): the passes in order, and what the engine needs of it all.
#include <sodium.h>

#include <algorithm>

#include "base/assert.h"
#include "base/limits.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"
#include "records/fact_kinds.h"

namespace tenure::lifecycle {

namespace {

std::string_view base_name(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// Calls `f` with every program that decides or does something for this lifecycle.
template <typename F>
void for_each_program(const Lifecycle& lifecycle, F&& f) {
  auto in_effects = [&](const std::vector<Effect>& effects, uint16_t kind) {
    for (const Effect& effect : effects) {
      if (effect.when) f(*effect.when, kind);
      for (const auto& assignment : effect.set) f(assignment.value, kind);
    }
  };
  for (const Stage& stage : lifecycle.stages) in_effects(stage.on_enter, kNone);
  for (const Rule& rule : lifecycle.rules) {
    for (size_t i = 0; i < rule.kinds.size(); ++i) {
      if (rule.when[i]) f(*rule.when[i], rule.kinds[i]);
      in_effects(rule.effects[i], rule.kinds[i]);
    }
  }
  for (const Timer& timer : lifecycle.timers) {
    if (timer.when) f(*timer.when, kNone);
    in_effects(timer.effects, kNone);
  }
  for (const Declaration& declaration : lifecycle.declarations) {
    for (const Requirement& requirement : declaration.requires_)
      if (requirement.when) f(*requirement.when, kNone);
    in_effects(declaration.effects, kNone);
  }
}

}  // namespace

Loader::Loader(const std::vector<PackFile>& files, const Settings& settings)
    : sources_(files), settings_(settings) {}

void Loader::open_files() {
  for (const PackFile& source : sources_) {
    auto file = std::make_unique<File>(File{yaml::Faults(source.path, source.text, faults_), {}});
    file->root = yaml::parse(source.text, file->faults);
    bool is_pack = base_name(source.path) == "pack.yaml";
    bool is_extra = base_name(source.path) == kExtraPropertiesFile;
    if (is_extra && extra_ != nullptr)
      file->faults.add("second-properties-file", {{"first", extra_->faults.file()}}, {1, 1});
    else if (is_extra && file->root)
      extra_ = file.get();
    if (is_pack && pack_ != nullptr)
      file->faults.add("second-pack-file", {{"first", pack_->faults.file()}}, {1, 1});
    else if (is_pack)
      pack_ = file.get();
    else if (file->root && !is_extra)
      lifecycle_files_.push_back(file.get());
    files_.push_back(std::move(file));
  }
  if (pack_ == nullptr) {
    Fault fault;
    fault.code = "no-pack-file";
    faults_.push_back(std::move(fault));
  }
  if (lifecycle_files_.size() > static_cast<size_t>(limits::kLifecycles)) {
    too_many(lifecycle_files_.size(), limits::kLifecycles, "lifecycles", {1, 1},
             *lifecycle_files_.back());
    lifecycle_files_.resize(limits::kLifecycles);
  }
}

Loaded Loader::run() {
  d_.zone = settings_.zone;
  open_files();
  read_builtin_vocabulary();

  yaml::Node nothing;
  nothing.kind = yaml::Node::Kind::mapping;
  bool has_pack = pack_ != nullptr && pack_->root;
  File unseen{yaml::Faults("", "", unheard_), {}};
  File& pack_file = has_pack ? *pack_ : unseen;
  yaml::Map pack(has_pack ? *pack_->root : nothing, shapes::pack, pack_file.faults);
  read_languages(pack, pack_file);
  d_.pack = pack.text("pack").value_or("");
  if (!d_.pack.empty()) good_id(d_.pack, pack.get("pack")->mark, pack_file);
  d_.title = read_title(pack, "title", pack_file);
  yaml::Map extra(extra_ != nullptr ? *extra_->root : nothing, shapes::extra_properties,
                  extra_ != nullptr ? extra_->faults : unseen.faults);
  File& extra_file = extra_ != nullptr ? *extra_ : unseen;
  read_lists(pack.get("lists"), pack_file);
  read_lists(extra.get("lists"), extra_file);
  read_properties(pack.get("properties"), pack_file);
  read_facts(pack.get("facts"), pack_file);
  read_withdrawals(pack.get("withdraw"), pack_file);
  read_notices(pack.get("notices"), pack_file);

  // Names of lifecycles, parameters and stages, before anything that may speak of them.
  d_.lifecycles.reserve(lifecycle_files_.size());
  for (File* file : lifecycle_files_) {
    yaml::Map map(*file->root, shapes::lifecycle, file->faults);
    read_lifecycle_head(d_.lifecycles.emplace_back(), map, *file);
  }
  apply_settings(extra_ != nullptr && !yaml::entries(extra.get("properties"), extra_file.faults).empty());

  File builtin{yaml::Faults("built-in measures", records::measures_yaml(), faults_), {}, true};
  size_t before = faults_.size();
  builtin.root = yaml::parse(records::measures_yaml(), builtin.faults);
  TENURE_ASSERT(builtin.root);
  read_measures(&*builtin.root, builtin);
  TENURE_ASSERT(faults_.size() == before);
  read_measures(pack.get("measures"), pack_file);
  read_properties(extra.get("properties"), extra_file, true);  // the pack's names go before them
  build_account();

  compile_measures();
  read_page(pack.get("page"), pack_file);
  d_.calling_list = read_list_view(pack.get("calling_list"), pack_file);
  d_.mailing_list = read_list_view(pack.get("mailing_list"), pack_file);
  for (size_t i = 0; i < lifecycle_files_.size(); ++i)
    read_lifecycle_body(d_.lifecycles[i], *lifecycle_files_[i]);

  // In the order of the files as given, then of their lines.
  auto rank = [&](const Fault& fault) {
    for (size_t i = 0; i < sources_.size(); ++i)
      if (sources_[i].path == fault.place.file) return i + 1;
    return size_t{0};
  };
  std::stable_sort(faults_.begin(), faults_.end(), [&](const Fault& a, const Fault& b) {
    size_t x = rank(a), y = rank(b);
    if (x != y) return x < y;
    if (a.place.line != b.place.line) return a.place.line < b.place.line;
    return a.place.column < b.place.column;
  });
  Loaded loaded;
  loaded.faults = std::move(faults_);
  bool refused = std::any_of(loaded.faults.begin(), loaded.faults.end(),
                             [](const Fault& f) { return f.severity == Severity::error; });
  if (refused) return loaded;
  finish();
  loaded.definition = std::move(shared_);
  return loaded;
}

void Loader::finish() {
  for (Lifecycle& lifecycle : d_.lifecycles) {
    lifecycle.by_kind.resize(d_.kinds.size());
    for (size_t r = 0; r < lifecycle.rules.size(); ++r)
      for (size_t k = 0; k < lifecycle.rules[r].kinds.size(); ++k)
        lifecycle.by_kind[lifecycle.rules[r].kinds[k]].push_back(
            {static_cast<uint16_t>(r), static_cast<uint16_t>(k)});
  }
  index_measures();

  const uint16_t declared =
      static_cast<uint16_t>(builtin_kind(Builtin::stage_declared) - d_.kinds.data());
  d_.reads_header.resize(d_.kinds.size(), false);
  auto note_header = [&](const expression::Program& program, uint16_t kind) {
    for (const expression::Binding& binding : program.reads())
      if (binding.source == 1 && binding.slot >= d_.kinds[kind].body_fields)
        d_.reads_header[kind] = true;
  };
  for (const Measure& measure : d_.measures)
    for (const Measure::Input& input : measure.inputs)
      if (input.where) note_header(*input.where, input.kind);
  for (const Lifecycle& lifecycle : d_.lifecycles)
    for_each_program(lifecycle, [&](const expression::Program& program, uint16_t kind) {
      note_header(program, kind == kNone ? declared : kind);
    });

  expression::Arena arena;
  for (const Parameter& parameter : d_.parameters)
    d_.parameter_row.push_back(expression::to_cell(parameter.value, parameter.type, arena));
  hash_version();
}

// Which measures a fact must be folded into: all, or those that some decision can read.
void Loader::index_measures() {
  std::vector<bool> read(d_.slots.size(), settings_.all_measures);
  for (const Lifecycle& lifecycle : d_.lifecycles) {
    for (const Timer& timer : lifecycle.timers) read[timer.since_slot] = true;
    for_each_program(lifecycle, [&](const expression::Program& program, uint16_t) {
      for (const expression::Binding& binding : program.reads())
        if (binding.source == 0 && binding.slot < read.size()) read[binding.slot] = true;
    });
  }
  d_.measures_by_kind.resize(d_.kinds.size());
  for (size_t m = 0; m < d_.measures.size(); ++m) {
    if (!read[d_.measures[m].slot]) continue;
    for (size_t i = 0; i < d_.measures[m].inputs.size(); ++i)
      d_.measures_by_kind[d_.measures[m].inputs[i].kind].push_back(
          {static_cast<uint16_t>(m), static_cast<uint16_t>(i)});
  }
}

// The files by name and text, the parameters' values, the zone in which days are counted, and the
// account row: a state that was kept under one version can be read back under it, or not at all.
void Loader::hash_version() {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, 32);
  auto feed = [&](std::string_view part) {
    uint64_t size = part.size();
    unsigned char length[8];
    for (int i = 0; i < 8; ++i) length[i] = static_cast<unsigned char>(size >> (8 * i));
    crypto_generichash_update(&state, length, sizeof length);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  };
  for (const PackFile& file : sources_) {
    feed(base_name(file.path));
    feed(file.text);
  }
  for (const Parameter& parameter : d_.parameters) {
    feed(parameter.name);
    feed(to_text(parameter.value));
  }
  feed(d_.zone.name());
  for (const auto& field : d_.account.fields) {
    feed(field.name);
    feed(name_of(field.type.kind));
  }
  feed(records::measures_yaml());
  feed(settings_.all_measures ? "all" : "read");
  unsigned char hash[32];
  crypto_generichash_final(&state, hash, sizeof hash);
  char hex[sizeof hash * 2 + 1];
  sodium_bin2hex(hex, sizeof hex, hash, sizeof hash);
  d_.version = hex;
}

Loaded load(const std::vector<PackFile>& files, const Settings& settings) {
  return Loader(files, settings).run();
}

}  // namespace tenure::lifecycle

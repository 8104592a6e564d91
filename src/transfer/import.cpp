#include "transfer/import.h"

#include <array>
#include <filesystem>
#include <memory>

#include "base/limits.h"
#include "transfer/gathering.h"
#include "transfer/rejects.h"

namespace tenure::transfer {

using service::Service;
using service::Totals;

namespace {

constexpr int64_t kRowsBetweenLooks = 4'096;  // at the stop flag

// The file as rows.
struct Input {
  Input(const std::string& path, const FileFormat& format)
      : source(path),
        text(source, format.encoding),
        reader(text, {.delimiter = format.delimiter, .header = format.header}) {}
  FileSource source;
  TextSource text;
  CsvReader reader;
};

class Import {
 public:
  Import(Service& service, const std::string& store_path, const ImportOptions& options)
      : service_(service),
        options_(options),
        temp_(store_path),
        staged_(temp_.prefix(), limits::kStagingBytes) {}

  Result<ImportReport> run(std::vector<std::string>* faults) {
    TENURE_CHECK_OK(open(faults));
    if (const Result<void> read = stage(); !read) {
      rejects_->discard();
      return std::unexpected(read.error());
    }
    if (!report_.stopped) TENURE_CHECK_OK(record());
    if (rejects_->any_later()) {
      Input again(path_, format_);
      TENURE_CHECK_OK(again.reader.open());
      rejects_->look_up(again.reader);
    }
    report_.rejects_path = rejects_->finish();
    report_.rejected = rejects_->rows();
    report_.reasons = rejects_->reasons();
    return report_;
  }

 private:
  // ---- before the first row
  // ------------------------------------------------------------------------

  Result<void> open(std::vector<std::string>* faults) {
    TENURE_TRY(const lifecycle::DefinitionPtr definition, service_.definition(options_.workspace));
    TENURE_TRY(std::string mapping_text, read_mapping(options_.mapping_path));
    MappingText mapping(options_.mapping_path, std::move(mapping_text));
    format_ = mapping.format();
    path_ = options_.file == "-" ? temp_.keep_standard_input() : options_.file;
    input_ = std::make_unique<Input>(path_, format_);
    const Result<void> opened = input_->reader.open();
    if (opened) {
      // Without a header, only the first row says how many columns there are.
      first_ = format_.header ? CsvEvent::end : input_->reader.next();
      has_first_ = !format_.header;
      const size_t width =
          has_first_ && first_ == CsvEvent::end ? SIZE_MAX : input_->reader.columns();
      mapping_ = mapping.compile(definition, input_->reader.header(), width);
    }
    if (!mapping.faults().empty()) return say_faults(mapping.faults(), faults);
    TENURE_CHECK_OK(opened);
    return open_rejects();
  }

  Result<void> say_faults(const std::vector<lifecycle::Fault>& found,
                          std::vector<std::string>* faults) const {
    if (faults) {
      for (const lifecycle::Fault& fault : found)
        faults->push_back(to_string(fault, options_.language));
    }
    return refuse("mapping-invalid",
                  {{"path", options_.mapping_path}, {"count", std::to_string(found.size())}});
  }

  Result<void> open_rejects() {
    TENURE_TRY(std::string path, rejects_path(options_));
    std::vector<std::string> header = input_->reader.header();
    if (!format_.header) {
      for (const Column& column : mapping_->columns) header.push_back(column.name);
    }
    rejects_.emplace(Rejects::Options{.path = std::move(path),
                                      .header = std::move(header),
                                      .delimiter = input_->reader.delimiter(),
                                      .language = options_.language,
                                      .temp_prefix = temp_.prefix()});
    return {};
  }

  // ---- rows to staged facts
  // ------------------------------------------------------------------------

  CsvEvent next() {
    if (!has_first_) return input_->reader.next();
    has_first_ = false;
    return first_;
  }

  Result<void> stage() {
    RowFacts facts(*mapping_);
    Stager stager(*mapping_, staged_);
    CsvReader& reader = input_->reader;
    for (;;) {
      if (report_.rows % kRowsBetweenLooks == 0 && look(ImportProgress::Phase::reading)) return {};
      const CsvEvent event = next();
      if (event == CsvEvent::end) break;
      if (event == CsvEvent::failure) return std::unexpected(reader.error());
      ++report_.rows;
      if (event == CsvEvent::bad_row) {
        rejects_->add(reader.row(), {reader.error()});
        continue;
      }
      switch (facts.read(reader.row())) {
        case RowFacts::Outcome::told:
          stager.add(facts, reader.row().row);
          break;
        case RowFacts::Outcome::left_out:
          ++report_.left_out;
          break;
        case RowFacts::Outcome::rejected:
          rejects_->add(reader.row(), facts.faults());
          break;
      }
    }
    look(ImportProgress::Phase::reading);
    staged_.finish();
    return {};
  }

  // Tells how far it is; true: stop.
  bool look(ImportProgress::Phase phase) {
    if (options_.progress) {
      ImportProgress progress{.phase = phase, .rows = report_.rows};
      const bool reading = phase == ImportProgress::Phase::reading;
      progress.done = reading ? static_cast<int64_t>(input_->source.consumed()) : recorded_;
      progress.total =
          reading ? static_cast<int64_t>(input_->source.size().value_or(0)) : staged_.size();
      options_.progress(progress);
    }
    report_.stopped = options_.stop && options_.stop->load(std::memory_order_relaxed);
    return report_.stopped;
  }

  // ---- staged facts to the store
  // -------------------------------------------------------------------

  Result<void> record() {
    input_.reset();
    Gathering gathering(
        *mapping_, temp_.prefix(),
        [this](int64_t row, const Error& why) {
          rejects_->add_later(row, why.code, say_reject(options_.language, why));
        },
        [&](const Batch& batch) { return record_batch(gathering, batch); });
    ExternalSort::Record record;
    bool going_on = true;
    while (going_on && staged_.next(record)) {
      going_on = gathering.add(record);
      ++recorded_;
    }
    if (going_on) gathering.finish();
    report_.totals.known += gathering.repeated();
    if (refusal_) return std::unexpected(*refusal_);
    return {};
  }

  bool record_batch(const Gathering& gathering, const Batch& batch) {
    std::map<int64_t, Gathering::Refused> lines;
    const service::RecordOptions how{
        .history = true, .dry_run = options_.dry_run, .keep_known = mapping_->keep_known};
    const Result<Totals> totals = service_.record_bulk(
        options_.workspace, batch.facts, how, options_.actor,
        [&](const Service::BulkRefusal& refusal) { refuse_rows(batch, refusal); },
        [&](const Service::BulkFact& fact, std::string_view kept) {
          return gathering.merge(fact, batch, kept, lines);
        });
    if (!totals) {
      refusal_ = totals.error();
      return false;
    }
    for (const auto& [place, refused] : lines) {
      const std::string sentence = say_reject(options_.language, refused.why);
      const auto add = [&](int64_t row) { rejects_->add_later(row, refused.why.code, sentence); };
      RowList::each(refused.rows, add);
      for (const int64_t row : refused.single) add(row);
    }
    add_up(*totals, batch);
    return !look(ImportProgress::Phase::recording);
  }

  // Every row that told the fact goes to the rejects.
  void refuse_rows(const Batch& batch, const Service::BulkRefusal& refusal) {
    const std::string_view rows = batch.sources[static_cast<size_t>(refusal.line)].rows;
    for (const engine::Refusal& reason : refusal.refusals) {
      const std::string& says = reason.says.in(options_.language);
      const std::string sentence =
          says.empty() ? say_reject(options_.language, {reason.code, reason.arguments}) : says;
      RowList::each(rows, [&](int64_t row) { rejects_->add_later(row, reason.code, sentence); });
    }
  }

  void add_up(const Totals& totals, const Batch& batch) {
    Totals& sum = report_.totals;
    sum.recorded += totals.recorded;
    sum.known += totals.known;
    sum.corrected += totals.corrected;
    sum.retracted += totals.retracted;
    sum.refused += totals.refused;
    sum.moves += totals.moves;
    sum.accounts_created += totals.accounts_created;
    sum.possible_duplicates += totals.possible_duplicates;
    for (const Totals::Duplicate& duplicate : totals.duplicates) {
      if (static_cast<int64_t>(sum.duplicates.size()) < limits::kListPage) sum.duplicates.push_back(duplicate);
    }
    // Nothing was kept of the batch before, so the account was created once more.
    if (options_.dry_run && totals.accounts_created > 0) sum.accounts_created -= batch.said_again;
  }

  Service& service_;
  const ImportOptions& options_;
  TempFiles temp_;
  ExternalSort staged_;
  ImportReport report_;
  std::string path_;
  FileFormat format_;
  std::unique_ptr<Input> input_;
  CsvEvent first_ = CsvEvent::end;
  bool has_first_ = false;
  std::shared_ptr<const Mapping> mapping_;
  std::optional<Rejects> rejects_;
  int64_t recorded_ = 0;
  std::optional<Error> refusal_;
};

}  // namespace

Result<std::string> rejects_path(const ImportOptions& options) {
  std::string path = options.rejects_path;
  if (path.empty()) path = (options.file == "-" ? "import" : options.file) + ".rejects.csv";
  for (const std::string& read : {options.file, options.mapping_path}) {
    std::error_code ignored;
    if (std::filesystem::equivalent(path, read, ignored)) return refuse("import-rejects-is-file", {{"file", read}});
  }
  return path;
}

Result<ImportReport> import_file(Service& service, const std::string& store_path,
                                 const ImportOptions& options, std::vector<std::string>* faults) {
  return Import(service, store_path, options).run(faults);
}

}  // namespace tenure::transfer

#include "http/routes/live.h"

#include <charconv>
#include <deque>
#include <memory>
#include <mutex>

#include "base/json.h"
#include "base/limits.h"
#include "http/event_stream.h"
#include "http/routes/principal.h"
#include "odata/values.h"
#include "service/reading.h"

namespace tenure::http {

namespace {

using service::Committed;

// One listener's stream. Moves come from the log, behind the last one that was said, so that none is missed and none
// is said twice; hints come from commits as they are.
class Live : public std::enable_shared_from_this<Live> {
 public:
  Live(service::Service& service, const Clock& clock, std::shared_ptr<const SignedIn> who,
       service::Caller caller, std::string workspace)
      : service_(service),
        clock_(clock),
        who_(std::move(who)),
        caller_(std::move(caller)),
        workspace_(std::move(workspace)) {}

  // `after`: nullopt = from now on.
  Result<std::shared_ptr<EventStream>> open(std::optional<int64_t> after) {
    TENURE_TRY(const service::Reading reading, service_.reading(caller_, workspace_));
    last_ = after ? *after : reading.now_at().moves;
    auto stream = std::make_shared<EventStream>([self = shared_from_this()](std::string& out) { return self->pull(out); });
    stream_ = stream;  // before anybody is heard, on whatever thread
    const std::weak_ptr<Live> weak = weak_from_this();
    listener_ = service_.subscribe([weak](const Committed& committed) {
      if (const auto self = weak.lock()) self->hear(committed);
    });
    return stream;
  }

 private:
  void hear(const Committed& committed) {
    if (committed.workspace != workspace_) return;
    if (!committed.record.empty()) {
      const std::lock_guard lock(mutex_);
      if (hints_.size() < limits::kLiveHints) hints_.push_back(committed);
    }
    if (const auto stream = stream_.lock()) stream->notify();
  }

  bool pull(std::string& out) {
    if (who_->still && !who_->still()) return false;
    Result<service::Reading> reading = service_.reading(caller_, workspace_);
    if (!reading) return false;
    say_hints(out, *reading);
    return say_moves(out, *reading);
  }

  void say_hints(std::string& out, const service::Reading& reading) {
    std::deque<Committed> hints;
    {
      const std::lock_guard lock(mutex_);
      hints.swap(hints_);
    }
    for (const Committed& hint : hints) {
      // Who sees only some of the rows is not told which others there are.
      if (caller_.own_only || !reading.access->may(service::kMayRead, hint.record)) continue;
      std::string data;
      json::Writer writer(data);
      writer.begin_object().field("record", hint.record).field("key", hint.key);
      writer.field("verb", hint.verb).field("actor", hint.actor).end_object();
      append_event(out, "", "record.changed", data);
    }
  }

  bool say_moves(std::string& out, const service::Reading& reading) {
    const auto entity = reading.model->find_set("transitions");
    if (!entity) return true;
    query::Options options;
    options.filter = "sequence gt " + std::to_string(last_);
    options.orderby = "sequence";
    options.top = limits::kLivePage;
    Result<query::Query> query = query::bind(reading.model, *entity, options, reading.setting(clock_.now()));
    if (!query) return false;
    const query::Entity& about = query->about();
    const Result<query::Answer> answer = reading.run(*query, [&](const query::Row& row) {
      std::string data;
      json::Writer writer(data);
      writer.begin_object();
      for (size_t i = 0; i < query->select.size(); ++i) {
        const query::Field& field = about.fields[query->select[i]];
        if (field.is(query::kFetched)) continue;
        const Value value = expression::to_value(row.cells[i], field.type);
        if (field.name == "sequence") last_ = *value.get<int64_t>();
        writer.key(field.name);
        odata::write_value(writer, value, {});
      }
      writer.end_object();
      append_event(out, std::to_string(last_), "account.stage.changed", data);
      return true;
    });
    if (answer && answer->rows >= limits::kLivePage) {
      if (const auto stream = stream_.lock()) stream->notify();  // there are more
    }
    return answer.has_value();
  }

  service::Service& service_;
  const Clock& clock_;
  const std::shared_ptr<const SignedIn> who_;
  const service::Caller caller_;
  const std::string workspace_;
  int64_t last_ = 0;
  std::weak_ptr<EventStream> stream_;
  std::shared_ptr<const service::Listener> listener_;
  std::mutex mutex_;
  std::deque<Committed> hints_;
};

std::optional<int64_t> last_event(const Request& request) {
  const auto text = request.headers.find("Last-Event-ID");
  int64_t number = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), number).ptr != text->data() + text->size())
    return std::nullopt;
  return number;
}

}  // namespace

void add_live_routes(Router& router, service::Service& service, const Clock& clock) {
  router.add(
      Method::get, "/w/{workspace}/live",
      [&service, &clock](Request& request) {
        // A stream changes nothing, but a page of another site must not listen with somebody's cookie.
        if (request.cross_site) return problem(403, {"csrf", {}}, request.language());
        auto who = std::dynamic_pointer_cast<const SignedIn>(request.principal);
        const auto live = std::make_shared<Live>(service, clock, who, caller(request),
                                                 std::string(request.parameter("workspace")));
        auto stream = live->open(last_event(request));
        if (!stream) return problem(404, {"not-found", {}}, request.language());
        Response response(200);
        response.header("Content-Type", "text/event-stream").header("Cache-Control", "no-store");
        response.body = std::move(*stream);
        return response;
      },
      {.name = "live", .scope = "read"});
}

}  // namespace tenure::http

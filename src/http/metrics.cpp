#include "http/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>

namespace tenure::http {
namespace {

prometheus::Labels as_map(const Metrics::Labels& labels) { return {labels.begin(), labels.end()}; }

}  // namespace

struct Metrics::Impl {
  struct Source {
    std::string name, help;
    prometheus::MetricType type;
    std::function<double()> value;
    Labels labels;
  };
  prometheus::Registry registry;
  mutable std::mutex mutex;  // of sources
  std::vector<Source> sources;
};

void Counter::add(double n) const { it_->Increment(n); }
void Gauge::add(double n) const { it_->Increment(n); }
void Gauge::set(double value) const { it_->Set(value); }
void Histogram::observe(double value) const { it_->Observe(value); }

Metrics::Metrics() : impl_(std::make_unique<Impl>()) {}
Metrics::~Metrics() = default;

// Registering a family again under its name, kind and help gives the one that is there.
Counter Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  Counter out;
  out.it_ = &prometheus::BuildCounter().Name(name).Help(help).Register(impl_->registry).Add(as_map(labels));
  return out;
}

Gauge Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  Gauge out;
  out.it_ = &prometheus::BuildGauge().Name(name).Help(help).Register(impl_->registry).Add(as_map(labels));
  return out;
}

Histogram Metrics::histogram(const std::string& name, const std::string& help,
                             const std::vector<double>& bounds, const Labels& labels) {
  Histogram out;
  out.it_ = &prometheus::BuildHistogram().Name(name).Help(help).Register(impl_->registry).Add(
      as_map(labels), bounds);
  return out;
}

void Metrics::gauge_from(std::string name, std::string help, std::function<double()> value,
                         Labels labels) {
  std::lock_guard lock(impl_->mutex);
  impl_->sources.push_back({std::move(name), std::move(help), prometheus::MetricType::Gauge,
                            std::move(value), std::move(labels)});
}

void Metrics::counter_from(std::string name, std::string help, std::function<double()> value,
                           Labels labels) {
  std::lock_guard lock(impl_->mutex);
  impl_->sources.push_back({std::move(name), std::move(help), prometheus::MetricType::Counter,
                            std::move(value), std::move(labels)});
}

std::string Metrics::render() const {
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  std::lock_guard lock(impl_->mutex);
  std::map<std::string, size_t> places;  // one family per name, whatever its labels
  for (const Impl::Source& source : impl_->sources) {
    auto [place, is_new] = places.emplace(source.name, families.size());
    if (is_new) families.push_back({source.name, source.help, source.type, {}});
    prometheus::ClientMetric metric;
    for (const auto& [name, value] : source.labels) metric.label.push_back({name, value});
    const double value = source.value();
    (source.type == prometheus::MetricType::Gauge ? metric.gauge.value : metric.counter.value) = value;
    families[place->second].metric.push_back(std::move(metric));
  }
  return prometheus::TextSerializer().Serialize(families);
}

const std::string& Metrics::content_type() {
  static const std::string type = "text/plain; version=0.0.4; charset=utf-8";
  return type;
}

const std::vector<double>& Metrics::seconds() {
  static const std::vector<double> bounds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                             0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
  return bounds;
}

}  // namespace tenure::http

#pragma once
// Counters, gauges and histograms, rendered as Prometheus text. Whoever knows a number registers it here;
// names begin with "tenure_", seconds and bytes are the units.
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace tenure::http {

// Handles; cheap to copy, good as long as the Metrics. All calls from any thread.
class Counter {
 public:
  void add(double n = 1) const;

 private:
  friend class Metrics;
  prometheus::Counter* it_ = nullptr;
};
class Gauge {
 public:
  void add(double n = 1) const;
  void set(double) const;

 private:
  friend class Metrics;
  prometheus::Gauge* it_ = nullptr;
};
class Histogram {
 public:
  void observe(double) const;

 private:
  friend class Metrics;
  prometheus::Histogram* it_ = nullptr;
};

class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string, std::string>>;
  Metrics();
  ~Metrics();

  // The same name and labels give the same counter. One name has one kind and one help.
  Counter counter(const std::string& name, const std::string& help, const Labels& = {});
  Gauge gauge(const std::string& name, const std::string& help, const Labels& = {});
  Histogram histogram(const std::string& name, const std::string& help,
                      const std::vector<double>& bounds, const Labels& = {});
  // Numbers that somebody else keeps, asked for when they are rendered.
  void gauge_from(std::string name, std::string help, std::function<double()>, Labels = {});
  void counter_from(std::string name, std::string help, std::function<double()>, Labels = {});

  std::string render() const;
  static const std::string& content_type();

  static const std::vector<double>& seconds();  // bounds of 100 µs to 10 s

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace tenure::http

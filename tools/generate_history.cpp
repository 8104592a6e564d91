// Writes the example order history of a wholesaler of tea, coffee, spices and tableware: several
// hundred customers over the two years up to 2026-10-31, as that company's office would export
// them, with all that is wrong in such files: rows out of order, rows sent twice, broken rows.
//
//   generate_history FOLDER [SEED]
//
// Status 0: customers.csv, calls.csv, quotes.csv, opportunities.csv and orders.csv stand in FOLDER.
// Status 1: they could not be written. The same seed gives the same bytes on every machine: only
// whole numbers, a generator of our own, no locale, no clock. Nobody in here exists: addresses end
// in .example, telephone numbers have never been given to anybody.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

using std::string;
using std::string_view;

constexpr int kCustomers = 420;
constexpr int64_t kMinutesPerDay = 24 * 60;
// Days count from here; the last moment of the export is kEnd.
constexpr std::chrono::sys_days kFirstDay = std::chrono::sys_days{std::chrono::year{2024} / 11 / 1};
constexpr int kLastDay = 729;  // 2026-10-31
constexpr int64_t kEnd = kLastDay * kMinutesPerDay + 18 * 60;

// SplitMix64: tiny, fixed for ever, good enough for names and dates.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  int below(int n) { return static_cast<int>(((next() >> 32) * static_cast<uint64_t>(n)) >> 32); }
  int between(int low, int high) { return low + below(high - low + 1); }  // both included
  bool chance(int percent) { return below(100) < percent; }
  template <typename List>
  const auto& pick(const List& list) {
    return list[static_cast<size_t>(below(static_cast<int>(std::size(list))))];
  }

 private:
  uint64_t state_;
};

// ---- time ------------------------------------------------------------------------------------

std::chrono::year_month_day date_of(int64_t minutes) {
  return kFirstDay + std::chrono::days{minutes / kMinutesPerDay};
}

string day_text(int64_t minutes) {
  const auto date = date_of(minutes);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

string time_text(int64_t minutes) {
  const int of_day = static_cast<int>(minutes % kMinutesPerDay);
  char text[16];
  std::snprintf(text, sizeof text, " %02d:%02d:00", of_day / 60, of_day % 60);
  return day_text(minutes) + text;
}

// How busy the trade is in a month, in per cent: the weeks before the winter holidays pay for the
// rest, spring helps, summer is slack.
int season(int64_t minutes) {
  static constexpr std::array<int, 12> kSeason = {70, 75, 100, 90,  80,  75,
                                                  70, 80, 110, 125, 140, 120};
  return kSeason[static_cast<unsigned>(date_of(minutes).month()) - 1];
}

// A moment of the working day `day` or of the next one that is a working day.
int64_t office_hours(Random& random, int day, bool hebrew) {
  for (;; ++day) {
    const unsigned weekday =
        std::chrono::weekday{kFirstDay + std::chrono::days{day}}.c_encoding();  // 0 = Sunday
    if (hebrew ? weekday <= 4 : weekday >= 1 && weekday <= 5) break;
  }
  return day * kMinutesPerDay + random.between(8 * 60, 17 * 60 + 29);
}

// ---- who -------------------------------------------------------------------------------------

struct Word {
  string_view text, latin;  // as written; as it stands in an address
};
constexpr Word kEnglishNames[] = {{"Hartley", "hartley"},
                                  {"Whitcombe", "whitcombe"},
                                  {"Brannigan", "brannigan"},
                                  {"Oakes", "oakes"},
                                  {"Pemberton", "pemberton"},
                                  {"Lindqvist", "lindqvist"},
                                  {"Marlowe", "marlowe"},
                                  {"Okafor", "okafor"},
                                  {"D'Arcy", "darcy"},
                                  {"Drummond", "drummond"},
                                  {"Fairweather", "fairweather"},
                                  {"Greaves", "greaves"},
                                  {"Holloway", "holloway"},
                                  {"Iverson", "iverson"},
                                  {"Kessler", "kessler"},
                                  {"Langford", "langford"},
                                  {"Mercer", "mercer"},
                                  {"Norwood", "norwood"},
                                  {"O'Reilly", "oreilly"},
                                  {"Prentice", "prentice"},
                                  {"Quayle", "quayle"},
                                  {"Radcliffe", "radcliffe"},
                                  {"Sinclair", "sinclair"},
                                  {"Thackeray", "thackeray"},
                                  {"Underhill", "underhill"},
                                  {"Vance", "vance"},
                                  {"Wexford", "wexford"},
                                  {"Yardley", "yardley"},
                                  {"Brontë", "bronte"},
                                  {"Müller", "mueller"},
                                  {"Harbour", "harbour"},
                                  {"Riverside", "riverside"},
                                  {"Northgate", "northgate"},
                                  {"Old Mill", "oldmill"},
                                  {"Kingsway", "kingsway"},
                                  {"Hillcrest", "hillcrest"},
                                  {"Lakeside", "lakeside"},
                                  {"Market Square", "marketsquare"},
                                  {"Green Lane", "greenlane"},
                                  {"Station Road", "stationroad"}};
constexpr Word kHebrewNames[] = {
    {"הגליל", "galil"},     {"הכרמל", "carmel"},      {"השרון", "sharon"},    {"הנגב", "negev"},
    {"העמק", "emek"},       {"ירושלים", "jerusalem"}, {"יפו", "yafo"},        {"חיפה", "haifa"},
    {"הדקל", "dekel"},      {"הזית", "zayit"},        {"הרימון", "rimon"},    {"התמר", "tamar"},
    {"הגפן", "gefen"},      {"הבוסתן", "bustan"},     {"המעיין", "maayan"},   {"הנמל", "namal"},
    {"רמת גן", "ramatgan"}, {"אשדוד", "ashdod"},      {"כהן", "cohen"},       {"לוי ובניו", "levi"},
    {"מזרחי", "mizrahi"},   {"פרידמן", "friedman"},   {"אבוטבול", "abutbul"}, {"שפירא", "shapira"}};

struct Trade {
  string_view before, after;  // the name stands between them
  string_view latin, type;
};
constexpr Trade kEnglishTrades[] = {{"", " Delicatessen", "deli", "retailer"},
                                    {"", " Farm Shop", "farmshop", "retailer"},
                                    {"", " Tea Rooms", "tearooms", "direct"},
                                    {"", " Hotel", "hotel", "direct"},
                                    {"", " Supermarkets", "supermarkets", "supermarket"},
                                    {"", " Foods Online", "foods-online", "online_retailer"},
                                    {"", " Trading", "trading", "reseller"},
                                    {"", " Cash & Carry", "cashandcarry", "wholesaler"},
                                    {"", " Distribution", "distribution", "distributor"},
                                    {"", " Stores", "stores", "independent_chain"}};
constexpr Trade kHebrewTrades[] = {{"מעדניית ", "", "deli", "retailer"},
                                   {"תבליני ", "", "spices", "retailer"},
                                   {"קפה ", "", "cafe", "direct"},
                                   {"מלון ", "", "hotel", "direct"},
                                   {"סופר ", "", "super", "supermarket"},
                                   {"", " אונליין", "online", "online_retailer"},
                                   {"שיווק ", "", "marketing", "reseller"},
                                   {"", " הפצה", "distribution", "distributor"},
                                   {"רשת ", "", "stores", "independent_chain"}};
constexpr Word kEnglishPeople[] = {
    {"Alice", "alice"},   {"Ben", "ben"},     {"Chloë", "chloe"},         {"Daniel", "daniel"},
    {"Esther", "esther"}, {"Frank", "frank"}, {"Grace", "grace"},         {"Hugo", "hugo"},
    {"Ines", "ines"},     {"Jack", "jack"},   {"Katherine", "katherine"}, {"Liam", "liam"},
    {"Maya", "maya"},     {"Noel", "noel"}};
constexpr Word kHebrewPeople[] = {{"אביגיל", "avigail"}, {"ברוך", "baruch"}, {"גלית", "galit"},
                                  {"דוד", "david"},      {"הדס", "hadas"},   {"זאב", "zeev"},
                                  {"חנה", "hanna"},      {"יואב", "yoav"},   {"מרים", "miriam"},
                                  {"נועם", "noam"},      {"עדי", "adi"},     {"רחל", "rachel"},
                                  {"שירה", "shira"},     {"תומר", "tomer"}};

// What a customer will do in these two years.
enum class Habit {
  steady,
  occasional,
  seasonal,
  trial,
  churner,
  win_back,
  prospect,
  silent,
  supplier
};

struct Customer {
  string number, name, type, contact, email, phone, country;
  bool hebrew = false, person = false;
  Habit habit = Habit::silent;
  int64_t created = 0;
};

Habit habit_of(Random& random) {
  static constexpr std::array<std::pair<Habit, int>, 9> kWeights = {{{Habit::steady, 18},
                                                                     {Habit::occasional, 18},
                                                                     {Habit::seasonal, 7},
                                                                     {Habit::trial, 10},
                                                                     {Habit::churner, 13},
                                                                     {Habit::win_back, 6},
                                                                     {Habit::prospect, 14},
                                                                     {Habit::silent, 11},
                                                                     {Habit::supplier, 3}}};
  int roll = random.below(100);
  for (const auto& [habit, weight] : kWeights) {
    if ((roll -= weight) < 0) return habit;
  }
  return Habit::silent;
}

Customer customer_of(Random& random, int index, std::set<string>& taken) {
  Customer c;
  c.number = "C-" + std::to_string(1001 + index);
  c.hebrew = random.chance(40);
  c.habit = habit_of(random);
  c.person = c.habit != Habit::supplier && random.chance(9);
  const Word& first = c.hebrew ? random.pick(kHebrewPeople) : random.pick(kEnglishPeople);
  const string digits = std::to_string(1001 + index);
  for (;;) {
    if (c.person) {
      // The first thirty English names and the last six Hebrew ones are people's.
      const Word& last =
          c.hebrew ? kHebrewNames[18 + random.below(6)] : kEnglishNames[random.below(30)];
      const Word& given = c.hebrew ? random.pick(kHebrewPeople) : random.pick(kEnglishPeople);
      c.name = string(given.text) + " " + string(last.text);
      c.type = "direct";
      c.email = string(given.latin) + "." + string(last.latin) + digits + "@mail.example";
    } else {
      const Word& word = c.hebrew ? random.pick(kHebrewNames) : random.pick(kEnglishNames);
      const Trade& trade = c.hebrew ? random.pick(kHebrewTrades) : random.pick(kEnglishTrades);
      c.name = string(trade.before) + string(word.text) + string(trade.after);
      const int form = random.below(10);
      if (c.hebrew && form < 6) c.name += " בע\"מ";
      if (!c.hebrew && form < 5) c.name += " Ltd";
      if (!c.hebrew && form == 5) c.name += ", Inc.";
      c.type = c.habit == Habit::supplier ? "supplier" : string(trade.type);
      c.contact = string(first.text);
      c.email = "orders@" + string(word.latin) + "-" + string(trade.latin) + digits + ".example";
    }
    if (taken.insert(c.name).second) break;
  }
  if (random.chance(6)) c.contact.clear();
  if (random.chance(5)) c.email.clear();
  char phone[32];
  std::snprintf(phone, sizeof phone, c.hebrew ? "+972 3 000 %04d" : "+44 20 7946 0%03d",
                random.below(c.hebrew ? 10000 : 1000));
  if (!random.chance(15)) c.phone = phone;
  c.country = c.hebrew ? "Israel" : "United Kingdom";
  // Who left or came back must have begun early enough for it to show; of the others nearly half
  // were there when the books begin.
  const bool early = c.habit == Habit::churner || c.habit == Habit::win_back;
  const int day = early                     ? random.between(0, 90)
                  : random.chance(45)       ? random.between(0, 25)
                  : c.habit == Habit::trial ? random.between(0, 600)
                                            : random.between(0, 690);
  c.created = office_hours(random, day, c.hebrew);
  return c;
}

// ---- what happened ---------------------------------------------------------------------------

struct Line {
  string sku;
  int quantity = 0;
  int cents = 0;
};
struct Document {
  int64_t at = 0, exported = 0;  // late paper: exported long after it happened
  const Customer* customer = nullptr;
  int64_t cents = 0;        // value of a quote or an opportunity
  int64_t closed = -1;      // when a quote was approved, an opportunity closed
  string_view status;       // call: outcome; order: placed, cancelled; opportunity: open, won, …
  string_view text;         // call: note; opportunity: title
  bool incoming = false;    // call
  std::vector<Line> lines;  // order
};
struct History {
  std::vector<Customer> customers;
  std::vector<Document> calls, quotes, opportunities, orders;
};

constexpr string_view kPrefixes[] = {"TEA", "COF", "SPI", "POT", "CUP"};
constexpr int kArticles = 60;

Line line_of(Random& random, int64_t at) {
  static constexpr int kPacks[] = {6, 6, 12, 12, 12, 24, 24, 36, 48};
  const int article = random.below(kArticles);
  char sku[16];
  std::snprintf(sku, sizeof sku, "%s-%03d", kPrefixes[article % 5].data(), 100 + article * 7);
  int cents = 180 + (article * 137) % 1900;
  // A new price list every January.
  if (date_of(at).year() >= std::chrono::year{2026}) cents = (cents * 103 + 50) / 100;
  return {sku, random.pick(kPacks), cents};
}

class Life {
 public:
  Life(Random& random, const Customer& customer, History& history)
      : random_(random), c_(customer), history_(history) {}

  void live() {
    const int start = static_cast<int>(c_.created / kMinutesPerDay);
    if (c_.habit == Habit::supplier) return;
    int day = start;
    if (c_.habit == Habit::silent) {
      if (random_.chance(50)) call(day + random_.between(1, 60), false);
      return;
    }
    for (int calls = random_.below(3); calls > 0; --calls) call(day += random_.between(1, 9), true);
    if (c_.habit == Habit::prospect) return prospect(day);
    if (random_.chance(45)) day = win(day + random_.between(1, 14));
    buy(day + random_.between(1, 10));
  }

 private:
  void prospect(int day) {
    const int tries = random_.chance(25) ? 2 : 1;
    for (int i = 0; i < tries; ++i) {
      const int opened = day + random_.between(2, 30);
      const int closed = opened + random_.between(14, 120);
      const int roll = random_.below(100);
      opportunity(opened, closed, roll < 55 ? "lost" : roll < 75 ? "neutral" : "open");
      day = roll < 75 ? closed : opened;
    }
  }

  int win(int day) {
    const int closed = day + random_.between(5, 45);
    opportunity(day, closed, "won");
    return closed;
  }

  // Orders until the habit ends them.
  void buy(int day) {
    int left = c_.habit == Habit::trial ? random_.between(1, 3) : 1000;
    int until = kLastDay;
    if (c_.habit == Habit::churner) until = day + random_.between(90, 260);
    int returns = -1;
    if (c_.habit == Habit::win_back) {
      until = day + random_.between(40, 170);
      returns = until + random_.between(372, 440);
    }
    const int interval = c_.habit == Habit::steady       ? random_.between(22, 45)
                         : c_.habit == Habit::occasional ? random_.between(55, 110)
                                                         : random_.between(28, 60);
    while (left > 0 && day <= kLastDay) {
      if (day > until) {
        if (returns < 0) break;
        call(returns - random_.between(3, 20), false);
        if (random_.chance(50)) win(returns - random_.between(50, 60));
        day = returns;
        until = kLastDay;
        returns = -1;
        continue;
      }
      order(day);
      --left;
      const int busy = season(day * kMinutesPerDay);
      day += std::max(3, interval * random_.between(60, 140) / busy);
      // Some buy only for the holidays and wait out the rest of the year.
      while (c_.habit == Habit::seasonal && day <= kLastDay && season(day * kMinutesPerDay) < 100)
        ++day;
      if (random_.chance(14)) call(day - 2, false);
      if (random_.chance(3)) expand(day);
    }
  }

  void expand(int day) {
    const bool won = random_.chance(60);  // in an order of our own: compilers order arguments as they like
    const int closed = day + random_.between(10, 60);
    opportunity(day, closed, won ? "won" : "lost");
  }

  void order(int day) {
    Document order = document(day);
    order.status = random_.chance(3) ? "cancelled" : "placed";
    // Orders taken on the road reach the office when the rep comes home.
    if (random_.chance(3)) order.exported += random_.between(6, 40) * kMinutesPerDay;
    for (int lines = random_.between(1, 3); lines > 0; --lines) {
      order.lines.push_back(line_of(random_, order.at));
    }
    if (random_.chance(8)) quote(day - random_.between(2, 9), 0, order.at, 0);
    keep(history_.orders, std::move(order));
  }

  void opportunity(int opened, int closed, string_view status) {
    static constexpr string_view kEnglishTitles[] = {"First range", "Winter range", "Own-label tea",
                                                     "Second branch", "Gift boxes"};
    static constexpr string_view kHebrewTitles[] = {"מבחר ראשון", "קולקציית חורף", "תה במיתוג פרטי",
                                                    "סניף שני", "מארזי מתנה"};
    Document d = document(opened);
    d.text = c_.hebrew ? random_.pick(kHebrewTitles) : random_.pick(kEnglishTitles);
    d.cents = random_.between(8, 160) * 5000;
    d.status = status;
    if (status != "open") {
      d.closed = std::max(office_hours(random_, closed, c_.hebrew), d.at + 30);
      if (d.closed > kEnd) d.closed = -1, d.status = "open";
    }
    if (random_.chance(60)) {
      quote(opened + random_.between(1, 4), d.at + 20, d.status == "won" ? d.closed : -1, d.cents);
    }
    keep(history_.opportunities, std::move(d));
  }

  void quote(int day, int64_t not_before, int64_t approved, int64_t cents) {
    Document d = document(day);
    d.at = d.exported = std::max(d.at, not_before);
    d.cents = cents != 0 ? cents : random_.between(60, 900) * 100;
    if (approved > d.at && approved <= kEnd) d.closed = approved;
    keep(history_.quotes, std::move(d));
  }

  void call(int day, bool early) {
    struct Note {
      string_view outcome, english, hebrew;
    };
    static constexpr Note kNotes[] = {
        {"reached", "Wants the price list", "מבקש את המחירון"},
        {"reached", "Asked for samples, will decide with the partner",
         "ביקש דוגמאות, יחליט עם השותף"},
        {"reached", "Said: \"call me after the holidays\"", "אמרה: \"תתקשרו אחרי החגים\""},
        {"reached", "Happy with the last delivery", "מרוצים מהמשלוח האחרון"},
        {"voicemail", "", ""},
        {"no_answer", "", ""},
        {"wrong_number", "", ""}};
    const Note& note = kNotes[random_.below(early ? 5 : 7)];
    Document d = document(day);
    d.incoming = random_.chance(20);
    d.status = d.incoming ? "reached" : note.outcome;
    d.text = c_.hebrew ? note.hebrew : note.english;
    keep(history_.calls, std::move(d));
  }

  Document document(int day) {
    Document d;
    d.customer = &c_;
    d.at = std::max(office_hours(random_, std::max(day, 0), c_.hebrew), c_.created + 15);
    d.exported = d.at;
    return d;
  }

  static void keep(std::vector<Document>& list, Document&& d) {
    if (d.at <= kEnd) list.push_back(std::move(d));
  }

  Random& random_;
  const Customer& c_;
  History& history_;
};

// ---- files -----------------------------------------------------------------------------------

string csv(string_view field) {
  if (field.find_first_of(",\"\n") == string_view::npos) return string(field);
  string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

string money(int64_t cents) {
  char text[32];
  std::snprintf(text, sizeof text, "%lld.%02lld", static_cast<long long>(cents / 100),
                static_cast<long long>(cents % 100));
  return text;
}

string number(string_view prefix, size_t first, size_t index) {
  return string(prefix) + std::to_string(first + index);
}

// In the order in which the office got to know of them.
void sort(std::vector<Document>& list) {
  std::stable_sort(list.begin(), list.end(), [](const Document& a, const Document& b) {
    return a.exported != b.exported ? a.exported < b.exported : a.at < b.at;
  });
}

// Sends some rows a second time, a while after the first, and puts the broken rows in.
void spoil(Random& random, std::vector<string>& rows, int twice, std::vector<string> broken) {
  for (int i = 0; i < twice; ++i) {
    const int from = random.below(static_cast<int>(rows.size()));
    const int to = std::min(from + random.between(1, 80), static_cast<int>(rows.size()));
    string copy = rows[static_cast<size_t>(from)];
    rows.insert(rows.begin() + to, std::move(copy));
  }
  for (string& row : broken) {
    rows.insert(rows.begin() + random.below(static_cast<int>(rows.size())), std::move(row));
  }
}

bool write(const string& folder, string_view name, string_view header,
           const std::vector<string>& rows) {
  std::ofstream out(folder + "/" + string(name), std::ios::binary);
  out << header << '\n';
  for (const string& row : rows) out << row << '\n';
  out.close();
  return out.good();
}

bool write_files(History& h, Random& random, const string& folder) {
  std::vector<string> rows;
  for (const Customer& c : h.customers) {
    rows.push_back(c.number + "," + csv(c.name) + "," + (c.person ? "yes" : "no") + "," + c.type +
                   "," + csv(c.contact) + "," + c.email + "," + c.phone + "," + c.country + "," +
                   day_text(c.created));
  }
  spoil(random, rows, 3, {",Nameless Goods,no,reseller,,,,United Kingdom,2025-05-05"});
  bool good =
      write(folder, "customers.csv",
            "customer_no,name,person,company_type,contact,email,phone,country,created_on", rows);

  rows.clear();
  sort(h.calls);
  for (size_t i = 0; i < h.calls.size(); ++i) {
    const Document& d = h.calls[i];
    rows.push_back(number("T-", 20001, i) + "," + d.customer->number + "," + time_text(d.at) + "," +
                   (d.incoming ? "in" : "out") + "," + string(d.status) + "," + csv(d.text));
  }
  spoil(random, rows, 6,
        {"T-19998,C-1042,yesterday afternoon,out,reached,",
         "T-19999,C-9001,2025-06-11 10:05:00,out,reached,"});
  good &= write(folder, "calls.csv", "call_no,customer_no,called_at,direction,outcome,note", rows);

  rows.clear();
  sort(h.quotes);
  for (size_t i = 0; i < h.quotes.size(); ++i) {
    const Document& d = h.quotes[i];
    rows.push_back(number("Q-", 5001, i) + "," + d.customer->number + "," + time_text(d.at) + "," +
                   money(d.cents) + "," + (d.closed < 0 ? "" : time_text(d.closed)));
  }
  spoil(random, rows, 3, {"Q-4999,C-1017,2025-13-01 09:00:00,450.00,"});
  good &= write(folder, "quotes.csv", "quote_no,customer_no,issued_at,amount,approved_at", rows);

  rows.clear();
  sort(h.opportunities);
  for (size_t i = 0; i < h.opportunities.size(); ++i) {
    const Document& d = h.opportunities[i];
    rows.push_back(number("P-", 301, i) + "," + d.customer->number + "," + csv(d.text) + "," +
                   time_text(d.at) + "," + money(d.cents) + "," + string(d.status) + "," +
                   (d.closed < 0 ? "" : time_text(d.closed)));
  }
  spoil(random, rows, 3, {"P-299,C-1063,Gift boxes,2025-02-30 11:20:00,900.00,open,"});
  good &= write(folder, "opportunities.csv",
                "opportunity_no,customer_no,title,opened_at,value,status,closed_at", rows);

  rows.clear();
  sort(h.orders);
  for (size_t i = 0; i < h.orders.size(); ++i) {
    const Document& d = h.orders[i];
    for (size_t line = 0; line < d.lines.size(); ++line) {
      rows.push_back(number("SO-", 10001, i) + "," + std::to_string(line + 1) + "," +
                     d.customer->number + "," + time_text(d.at) + "," + d.lines[line].sku + "," +
                     std::to_string(d.lines[line].quantity) + "," + money(d.lines[line].cents) +
                     "," + string(d.status));
    }
  }
  spoil(random, rows, 30,
        {"SO-9991,1,C-1005,2025-02-30 10:15:00,TEA-100,12,4.10,placed",
         "SO-9992,1,C-1077,31/04/25,COF-107,6,7.90,placed",
         "SO-9993,1,C-9999,2025-09-14 12:40:00,SPI-114,12,3.20,placed",
         "SO-9994,1,C-1120,2025-11-20 09:31:00,POT-121,-6,11.00,placed",
         "SO-9995,1,C-1131,2026-01-08 16:02:00,CUP-128,,2.45,placed",
         "SO-9996,1,C-1150,2026-03-03 08:55:00,TEA-135,24,4.I0,placed"});
  good &= write(folder, "orders.csv",
                "order_no,line_no,customer_no,ordered_at,sku,quantity,unit_price,status", rows);
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::cerr << "usage: generate_history FOLDER [SEED]\n";
    return 64;
  }
  const uint64_t seed = argc == 3 ? std::strtoull(argv[2], nullptr, 10) : 1;
  History history;
  std::set<string> taken;
  // Every customer has a stream of chances of their own: a change to one leaves the others alone.
  const auto stream = [seed](int index) {
    return Random(Random(seed * 1'000'003 + static_cast<uint64_t>(index)).next());
  };
  for (int i = 0; i < kCustomers; ++i) {
    Random random = stream(i);
    history.customers.push_back(customer_of(random, i, taken));
  }
  std::stable_sort(history.customers.begin(), history.customers.end(),
                   [](const Customer& a, const Customer& b) { return a.created < b.created; });
  for (int i = 0; i < kCustomers; ++i) {
    history.customers[static_cast<size_t>(i)].number = "C-" + std::to_string(1001 + i);
  }
  for (int i = 0; i < kCustomers; ++i) {
    Random random = stream(kCustomers + i);
    Life(random, history.customers[static_cast<size_t>(i)], history).live();
  }
  Random random = stream(2 * kCustomers);
  if (!write_files(history, random, argv[1])) {
    std::cerr << "generate_history: cannot write the files in " << argv[1] << "\n";
    return 1;
  }
}

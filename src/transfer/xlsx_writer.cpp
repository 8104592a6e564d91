#include "transfer/xlsx_writer.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "base/environment.h"
#include "base/instant.h"
#include "base/text.h"
#include "transfer/csv_writer.h"

namespace tenure::transfer {

namespace {

constexpr std::string_view kHead = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view kSheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::string_view kOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

constexpr std::string_view kTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>)"
    R"(<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>)"
    R"(<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>)";

// The cells' formats, by their place below.
enum Style : uint8_t { kPlain, kDate, kInstant, kNoFormula };
constexpr std::string_view kStyles =
    R"(<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/>)"
    R"(<numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/></numFmts>)"
    R"(<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>)"
    R"(<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>)"
    R"(<borders count="1"><border/></borders>)"
    R"(<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>)"
    R"(<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>)"
    R"(<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
    R"(<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>)"
    R"(<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" quotePrefix="1"/></cellXfs>)";

constexpr size_t kCellBytes = 32'767;  // characters of a cell; in bytes it is never more
constexpr size_t kDigits = 15;         // that a spreadsheet's number keeps
constexpr int32_t kEpoch = -25'569;    // day 0 of a spreadsheet, 1899-12-30, in days since 1970
constexpr int32_t kFirstDay = kEpoch + 61;  // before 1 March 1900 spreadsheets disagree about days

// "_x0041_" would be read as an escape: its first letter is escaped.
bool is_escape(std::string_view text) {
  return text.size() >= 7 && text[0] == '_' && text[1] == 'x' && text[6] == '_' &&
         std::ranges::all_of(text.substr(2, 4), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

void escape(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (is_escape(text.substr(i))) out += "_x005F_";
    else if (c == '\r') out += "_x000D_";
    else if (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') out += ' ';  // XML has no place for it
    else if (text.substr(i, 3) == "\xEF\xBF\xBE" || text.substr(i, 3) == "\xEF\xBF\xBF") out += ' ', i += 2;
    else out += c;
  }
}

// Not one that a spreadsheet would round, and not "NaN".
bool is_short_number(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits > 0 && digits <= static_cast<std::ptrdiff_t>(kDigits);
}

}  // namespace

XlsxWriter::XlsxWriter(std::string& out, TimeZone zone, bool right_to_left) : zone_(std::move(zone)), zip_(out) {
  const auto part = [&](std::string_view name, const std::string& text) {
    zip_.begin(name);
    zip_.write(std::string(kHead) + text);
    zip_.end();
  };
  const auto relations = [](std::string_view list) {
    return "<Relationships xmlns=\"" + std::string(kRelations) + "\">" + std::string(list) + "</Relationships>";
  };
  const auto relation = [](std::string_view id, std::string_view type, std::string_view target) {
    return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + std::string(kOffice) + "/" + std::string(type) +
           "\" Target=\"" + std::string(target) + "\"/>";
  };
  part("[Content_Types].xml", std::string(kTypes));
  part("_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml")));
  part("xl/workbook.xml", "<workbook xmlns=\"" + std::string(kSheets) + "\" xmlns:r=\"" + std::string(kOffice) +
                              "\"><sheets><sheet name=\"1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
  part("xl/_rels/workbook.xml.rels",
       relations(relation("rId1", "worksheet", "worksheets/sheet1.xml") + relation("rId2", "styles", "styles.xml")));
  part("xl/styles.xml",
       "<styleSheet xmlns=\"" + std::string(kSheets) + "\">" + std::string(kStyles) + "</styleSheet>");
  zip_.begin("xl/worksheets/sheet1.xml");
  zip_.write(std::string(kHead) + "<worksheet xmlns=\"" + std::string(kSheets) + "\"><sheetViews><sheetView " +
             (right_to_left ? "rightToLeft=\"1\" " : "") +
             "workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
             "</sheetView></sheetViews><sheetData>");
}

void XlsxWriter::begin_cell(std::string_view more) { row_.append("<c").append(more).append(">"); }

void XlsxWriter::text(std::string_view cell) {
  if (cell.empty()) {
    row_ += "<c/>";
    return;
  }
  begin_cell(looks_like_formula(cell) ? " s=\"3\" t=\"inlineStr\"" : " t=\"inlineStr\"");
  row_ += "<is><t xml:space=\"preserve\">";
  escape(row_, cell.size() > kCellBytes ? excerpt(cell, kCellBytes - 4) : std::string(cell));
  row_ += "</t></is></c>";
}

void XlsxWriter::number(std::string_view digits, int style) {
  begin_cell(style == kPlain ? "" : " s=\"" + std::to_string(style) + "\"");
  row_.append("<v>").append(digits).append("</v></c>");
}

void XlsxWriter::serial(int64_t days, int64_t seconds, int style) {
  char digits[48];
  const double share = static_cast<double>(seconds) / 86'400.0;
  std::snprintf(digits, sizeof digits, "%.12g", static_cast<double>(days - kEpoch) + share);
  number(digits, style);
}

void XlsxWriter::value(const Value& value) {
  if (const auto* text = value.get<std::string>()) return this->text(*text);
  if (const auto* flag = value.get<bool>()) {
    begin_cell(" t=\"b\"");
    row_.append("<v>").append(*flag ? "1" : "0").append("</v></c>");
    return;
  }
  const std::string said = to_text(value);
  if (const auto* date = value.get<Date>(); date && date->days >= kFirstDay) return serial(date->days, 0, kDate);
  if (const auto* instant = value.get<Instant>()) {
    const Date day = zone_.local_date(*instant);
    const int64_t seconds = zone_.local_time(*instant).micros / kMicrosPerSecond;
    if (day.days >= kFirstDay) return serial(day.days, seconds, kInstant);
  }
  const bool counts = value.get<int64_t>() || value.get<Decimal>() || value.get<double>();
  if (counts && is_short_number(said)) return number(said, kPlain);
  text(said);
}

void XlsxWriter::end_row() {
  if (++rows_ > kXlsxRows) throw EnvironmentError("sheet-too-long", {{"limit", std::to_string(kXlsxRows)}});
  row_.insert(0, "<row>");
  row_ += "</row>";
  zip_.write(row_);
  row_.clear();
}

void XlsxWriter::finish() {
  zip_.write("</sheetData></worksheet>");
  zip_.end();
  zip_.finish();
}

}  // namespace tenure::transfer

-- A store as the first release wrote it (schema 6), for the test that it comes up to date.
PRAGMA application_id=1415933554;
PRAGMA user_version=6;
BEGIN TRANSACTION;
CREATE TABLE account(               -- what people see; properties are added as columns
  _id INTEGER PRIMARY KEY,
  _workspace INTEGER NOT NULL,
  key TEXT NOT NULL,
  _recorded_at INTEGER NOT NULL, "name", "is_person", "parent", "department", "branch", "company_type", "account_type", "email", "email_2", "phone", "channel", "owner", "csm", "default_ledger", "country", "sector", "customer_health", "renewal_date", "popup_message", "not_interested_reason", "fictitious_reason", "supplier_only", "do_not_contact", "archived", "merged_into", "created_at", "credit",
  UNIQUE(_workspace, key)
);
INSERT INTO "account" VALUES(1,1,'A',1735689600000000,'Acme',NULL,NULL,NULL,NULL,NULL,NULL,'Info@Acme.example',NULL,'052-1234567','shop',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'100.50');
INSERT INTO "account" VALUES(2,1,'B',1748908800000000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "account" VALUES(3,1,'C',1748908800000000,'Cohen',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE account_stage(
  workspace INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  stage INTEGER NOT NULL,           -- 0: none
  account INTEGER NOT NULL,
  PRIMARY KEY(workspace, lifecycle, stage, account)
) WITHOUT ROWID;
INSERT INTO "account_stage" VALUES(1,123,124,2);
INSERT INTO "account_stage" VALUES(1,123,126,1);
INSERT INTO "account_stage" VALUES(1,123,128,3);
CREATE TABLE account_state(         -- what the engine needs: small, rewritten with every fact
  account INTEGER PRIMARY KEY,
  workspace INTEGER NOT NULL,
  state BLOB NOT NULL,
  definition INTEGER NOT NULL,      -- that the state was made under
  wake INTEGER,                     -- not later than its next timer
  version INTEGER NOT NULL,
  outbox INTEGER NOT NULL,          -- the number of its last outbox row
  first_at INTEGER NOT NULL         -- of its earliest fact
);
INSERT INTO "account_state" VALUES(1,1,X'1062343565333136366263336634656564010002038080ECDFBDE19A068080F8A6D5D499068080ECDFBDE19A0619024F330000000000000002050441636D65090511496E666F4041636D652E6578616D706C650B050B3035322D313233343536370C050473686F701C0302422700000000000000000000000000001D02061E088080BB8CD5CE95061F088080ECDFBDE19A062003001A0000000000000000000000000000002102002202002302002402002502002602002802002902002A02022B02002C02002D02002F020030020031020032020034088080ECDFBDE19A0600',1,1756339200000000,8,5,1735689600000000);
INSERT INTO "account_state" VALUES(2,1,X'10623435653331363662633366346565640100003F8080CD94A7BD9606FFFFFFFFFFFFFFFFFF018080B98AB6D196062702543100000000000001F62FC7B507FF34091D0200200300000000000000000000000000000000002102002202002302002402002502002602002802002902002A02002B02002C02002D02002F020030020031020032020234088080CD94A7BD960600',1,NULL,5,3,1738281600000000);
INSERT INTO "account_state" VALUES(3,1,X'1062343565333136366263336634656564010004008080F2E59AD99706FFFFFFFFFFFFFFFFFF018080F2E59AD997062C02533100000000000000020505436F68656E1D0200200300000000000000000000000000000000002102002202002302002402002502002602022802002902002A02002B02002C02002D02002F020030020031020032020034088080F2E59AD9970600',1,NULL,5,1,1740700800000000);
CREATE TABLE definition(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  version TEXT NOT NULL,            -- hash of the files and the parameters
  pack TEXT NOT NULL,
  applied_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
INSERT INTO "definition" VALUES(1,1,'b45e3166bc3f4eedf9d072b920ab973e3bf0673cb0fe600a83edbbde5f23dfd6','shop',1795709031995642,'tenure');
CREATE TABLE definition_file(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  path TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, number, path)
) WITHOUT ROWID;
INSERT INTO "definition_file" VALUES(1,1,'./shop/pack.yaml','pack: shop
title: {en: Shop, he: חנות}
languages: [en, he]
properties:
  credit: {type: decimal, title: {en: Credit, he: אשראי}}
withdraw:
  order.cancelled: order.placed
notices:
  team: {title: {en: Team, he: צוות}, role: rep}
');
INSERT INTO "definition_file" VALUES(1,1,'./shop/status.yaml','lifecycle: status
title: {en: Status, he: סטטוס}
parameters:
  churn_days: {type: int, min: 1, default: 100, title: {en: Days, he: ימים}}
stages:
  suspect: {title: {en: Suspect, he: מועמד}}
  buyer:
    title: {en: Buyer, he: קונה}
    on_enter: [{notify: team}]
  customer: {title: {en: Customer, he: לקוח}}
  churned: {title: {en: Churned, he: נטש}, active: false}
  closed:
    title: {en: Closed, he: סגור}
    active: false
    gates: {order: {verdict: no, says: {en: No orders from a closed customer, he: אין הזמנות מלקוח סגור}}}
initial: suspect
by_hand: anyone
rules:
  - {id: third-order, on: order.placed, from: [below customer, churned], when: order_count ge 3, to: customer}
  - id: first-order
    on: order.placed
    from: [suspect, churned]
    to: buyer
    effects: [{set: {channel: "''shop''"}}]
timers:
  - {id: churn, from: [buyer, customer], at: {since: last_order_at, days: "@churn_days"}, to: churned}
declarations:
  closing:
    title: {en: Closing, he: סגירה}
    to: closed
    requires:
      - {id: note, note: true, says: {en: Say why, he: יש לנמק}}
      - {id: reason, field: not_interested_reason, says: {en: Choose a reason, he: יש לבחור סיבה}}
gates:
  order: {title: {en: Orders, he: הזמנות}, on: [order.placed]}
');
CREATE TABLE definition_parameter(
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY(workspace, number, name)
) WITHOUT ROWID;
CREATE TABLE document(              -- the lines of documents that came in parts
  workspace INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  lines BLOB NOT NULL,
  PRIMARY KEY(workspace, kind, key)
) WITHOUT ROWID;
CREATE TABLE effect(
  workspace INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  account INTEGER NOT NULL,
  kind INTEGER NOT NULL,            -- 1: notify, 2: task
  lifecycle INTEGER NOT NULL,
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  fact INTEGER NOT NULL,
  PRIMARY KEY(workspace, sequence)
) WITHOUT ROWID;
INSERT INTO "effect" VALUES(1,1,1,1,123,'team',1736467200000000,1736467200000000,2);
INSERT INTO "effect" VALUES(1,2,2,1,123,'team',1738368000000000,1748908800000000,9);
CREATE TABLE fact(                  -- clustered so that a fold is one pass
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  key TEXT NOT NULL,
  revision INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor INTEGER NOT NULL,
  flags INTEGER NOT NULL,           -- 1: retracted, 2: implicit
  body BLOB NOT NULL,
  PRIMARY KEY(workspace, account, at, kind, key, revision)
) WITHOUT ROWID;
INSERT INTO "fact" VALUES(1,1,1735689600000000,1,'A',1,1,1735689600000000,135,0,X'0260060441636D65670611496E666F4041636D652E6578616D706C6569060B3035322D313233343536377A0402849D01');
INSERT INTO "fact" VALUES(1,1,1736380800000000,51,'O1',2,7,1748908800000000,135,0,X'3406024F31000400160000');
INSERT INTO "fact" VALUES(1,1,1736467200000000,51,'O1',1,2,1736467200000000,135,0,X'3406024F31000402B4100000');
INSERT INTO "fact" VALUES(1,1,1736640000000000,51,'O2',1,3,1736640000000000,135,0,X'3406024F320004000E060345555200');
INSERT INTO "fact" VALUES(1,1,1736726400000000,35,'Q1',1,4,1736726400000000,135,0,X'2406025131000400C60100');
INSERT INTO "fact" VALUES(1,1,1736812800000000,37,'Q1',1,5,1736812800000000,135,0,X'2606025131');
INSERT INTO "fact" VALUES(1,1,1747699200000000,51,'O3',1,6,1748822400000000,135,0,X'3406024F33000400100000');
INSERT INTO "fact" VALUES(1,2,1738281600000000,1,'B',1,8,1748908800000000,135,0,X'02');
INSERT INTO "fact" VALUES(1,2,1738368000000000,51,'P1',1,9,1748908800000000,135,0,X'3406025031000400020000');
INSERT INTO "fact" VALUES(1,2,1738454400000000,55,'P1',1,10,1748908800000000,135,0,X'380000');
INSERT INTO "fact" VALUES(1,2,1738540800000000,53,'P2',1,11,1748908800000000,135,0,X'3606025032');
INSERT INTO "fact" VALUES(1,2,1738627200000000,79,'T1',1,12,1748908800000000,135,0,X'5006025431060443616C6C0000');
INSERT INTO "fact" VALUES(1,3,1740700800000000,1,'C',1,13,1748908800000000,135,0,X'02600605436F68656E');
INSERT INTO "fact" VALUES(1,3,1740787200000000,23,'C1',1,14,1748908800000000,135,0,X'180000000000060568656C6C6F');
INSERT INTO "fact" VALUES(1,3,1740787200000000,23,'C1',2,15,1748995200000000,135,1,X'18000000000000');
INSERT INTO "fact" VALUES(1,3,1740873600000000,29,'N1',1,16,1748995200000000,135,0,X'1E0006046E6F7465');
INSERT INTO "fact" VALUES(1,3,1740960000000000,89,'S1',1,17,1748995200000000,135,0,X'5A06067374617475730606636C6F73656400');
CREATE TABLE journal(               -- one row per commit and workspace: the last number of each table
  workspace INTEGER NOT NULL,
  number INTEGER NOT NULL,
  committed_at INTEGER NOT NULL,
  names INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  transitions INTEGER NOT NULL,
  supersessions INTEGER NOT NULL,
  outbox INTEGER NOT NULL,
  effects INTEGER NOT NULL,
  latest INTEGER NOT NULL,          -- instant of all facts and transitions so far
  digests BLOB NOT NULL,            -- of the rows of each table that has new ones
  hash BLOB NOT NULL,               -- over the row before and this one
  PRIMARY KEY(workspace, number)
) WITHOUT ROWID;
INSERT INTO "journal" VALUES(1,1,1795709032003241,134,0,0,0,0,0,0,-9223372036854775808,X'C1A8A35794E3E0BE7453872765C172AA',X'FE1BCDC7473727A6AC98AF0F743C17B03C54196275C19F0472FD31C4276C6339');
INSERT INTO "journal" VALUES(1,2,1795709032021905,135,1,1,0,0,0,0,1735689600000000,X'D23C1C8047C448604814A1A5A1C8E703EBEB6E0F7816CE63B6B64EC42BB1F98A6C3D3505879E99D6A5617BA004C4A70E',X'FBF3C8188468867DB305BBA7AC39CE81AE5B752CC86506D00657F972DCE76D03');
INSERT INTO "journal" VALUES(1,3,1795709032037631,135,1,2,1,0,1,1,1736467200000000,X'53068BD86912988B198217D38900631BBDF9487EA95CCD4DC644376A8E5A43EA697BDA2B7E7BA00FEB18574FF02DC9B9170A1BFA90F9E20ECA7252AC7113AB6D',X'740BB192184AEFA192AB58947AC72D6FE290B7265179BEDBCCFEBDDF096404F9');
INSERT INTO "journal" VALUES(1,4,1795709032057697,135,1,3,1,0,1,1,1736640000000000,X'33A65843B53EDB6533DDBFED9E6A0AE6',X'400AA39784324426656C58F8BEFA37F28F4DBE7B3718B2565DF21AEF4EB23C76');
INSERT INTO "journal" VALUES(1,5,1795709032074427,135,1,4,1,0,1,1,1736726400000000,X'CD0FF29E120493C6E161D9E30B6C3A29',X'071EBF6AC040B7A044D4FBC0AABEAD0D673E2DB29B141A8B18D39BF74A295EC5');
INSERT INTO "journal" VALUES(1,6,1795709032084790,135,1,5,1,0,1,1,1736812800000000,X'BD1F911522ECE3986D27575C1F24986D',X'E2F20D6D5FA9C7504239A54155DAE28006B60ADF44A93DAABCE3B2A879CEDA7C');
INSERT INTO "journal" VALUES(1,7,1795709032103963,135,1,5,2,0,2,1,1745280000000000,X'CDC8F06055329290670D77425DD2D475C3D19366FAE82F6A8C47A1E6197889C9',X'B435230A8AA66E367CEBD8A015E7739952C8670E7861F99C1A862320CE5C2B1C');
INSERT INTO "journal" VALUES(1,8,1795709032118318,135,1,6,3,0,3,1,1747699200000000,X'8309339C186CFCA927AE15F7FBED4291F88715137ECE523C5A4B29B578860B3D51CFBA9AAFC06CD257F1AB134252CDDC',X'9A878373A61EF001ED54F97F91A003173BD1BFCDCF6A2960E6F29F87288AC33C');
INSERT INTO "journal" VALUES(1,9,1795709032132757,135,1,7,4,1,5,1,1747699200000000,X'CB62B06A8546D5BDE497EF9F29D3F7591B37DBCE890AEA15871771ABE16EA7AC461503BA0141F79EF6601379421AD41D4C1B70C04E504E97CD9F62D1986237DC',X'3316201A43E334799AF0DE7546DDF77B568CDB0AC1092D1014BE69833CC2BA78');
INSERT INTO "journal" VALUES(1,10,1795709032148336,135,2,8,4,1,5,1,1747699200000000,X'8887B02509BB7BCA90B54144C88DF9DB598C51482F511A721B544DAE0C488635',X'209FF3B433E197E0CBF6F2E5DB56780E5686E4897063F1F7BDC09B072A6704EF');
INSERT INTO "journal" VALUES(1,11,1795709032160370,135,2,9,6,1,7,2,1747699200000000,X'092CBC10D37CC03108AE85489159F71B3B883CCEC4F3125723D18767BC2DA44BD25B72C1C81E4B36066D2DCF69DC65121219897786DA613DC4DDF826C667C052',X'BA8F15C4CAEC4A974D0D9C0835A6C5305D2ABAEE7FD752C39D867DCC4A1BC89E');
INSERT INTO "journal" VALUES(1,12,1795709032174903,135,2,10,6,3,8,2,1747699200000000,X'E337267D9712933F88DF80B970CAB313B8D47CCCED7A4A7D0B3A417FCCF457A29F4B69B7C19566F3CD4DDF238E5EE028',X'66C397F997D680CBF12E3B2082493F32030AF0B53D9195A855F664F7C343796E');
INSERT INTO "journal" VALUES(1,13,1795709032189986,135,2,11,6,3,8,2,1747699200000000,X'507730EA23C0D441DFAA9F36C9232FE0',X'2869D30E1157880A56ACDFB37E026E17DCD10EA6D9E6DF5EEFBBA1334342FD16');
INSERT INTO "journal" VALUES(1,14,1795709032205342,135,2,12,6,3,8,2,1747699200000000,X'C692146986A09AC49F7CE2795F74C9C7',X'38E888854345A5ABC73A5C17A9A5C35B6B584D10547BE99264D9429B19DC6E6A');
INSERT INTO "journal" VALUES(1,15,1795709032215772,135,3,13,6,3,8,2,1747699200000000,X'D4EFA530832617AAEC1FEC33E10F5E84F0ECB15AB2A8D2C54A4172E7346944DE',X'55D532B49DBD0CD473EC1EEDFB0000DD6D31158BA591E165D95D47DF8B0AB5CA');
INSERT INTO "journal" VALUES(1,16,1795709032233012,135,3,14,6,3,8,2,1747699200000000,X'0CCD1EB2E799F03E1C9DC4DD92FC02B7',X'12EEC05E0A0FE38DE1B8F4153EDCCBD91FBD1A8E53EC8B960B41E8B1FAB5C6C9');
INSERT INTO "journal" VALUES(1,17,1795709032249206,135,3,15,6,3,8,2,1747699200000000,X'87030DE8880909E57BD2F4BA763FD8A0',X'9DA577D51F5638F35D25F2AFB48DA39C823C85436087D9336427B8FE8CBF90B2');
INSERT INTO "journal" VALUES(1,18,1795709032264085,135,3,16,6,3,8,2,1747699200000000,X'DE5D6931ACA4FCEEDCD5C4440E1B90EA',X'3761FEFD45394A35A2D707AC6F71BFBCD02F8390EBCF096E2944FA5E80D607EB');
INSERT INTO "journal" VALUES(1,19,1795709032279518,135,3,17,7,3,9,2,1747699200000000,X'389E21BAEA6D7FE1406544998042569CEF231B80EE107D4A2FBE7336799398072033F92C3788FDFDEBC628E7E505AE86',X'483CBB07D7F3E7C51CD7811765B00A55FD1C5C5057199E1EC6D1959DA8BF473E');
CREATE TABLE name(                  -- kinds, rules, stages, lifecycles, actors, fields
  workspace INTEGER NOT NULL,
  id INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY(workspace, id)
) WITHOUT ROWID;
INSERT INTO "name" VALUES(1,5,'account.archived');
INSERT INTO "name" VALUES(1,6,'account.archived(reason)');
INSERT INTO "name" VALUES(1,3,'account.changed');
INSERT INTO "name" VALUES(1,4,'account.changed()');
INSERT INTO "name" VALUES(1,1,'account.created');
INSERT INTO "name" VALUES(1,2,'account.created()');
INSERT INTO "name" VALUES(1,9,'account.merged');
INSERT INTO "name" VALUES(1,10,'account.merged(other,reason)');
INSERT INTO "name" VALUES(1,87,'account.placed');
INSERT INTO "name" VALUES(1,88,'account.placed(first_order_at,last_order_at,order_count,open_opportunities,supplier_only)');
INSERT INTO "name" VALUES(1,7,'account.restored');
INSERT INTO "name" VALUES(1,8,'account.restored(reason)');
INSERT INTO "name" VALUES(1,102,'account_type');
INSERT INTO "name" VALUES(1,31,'appointment.booked');
INSERT INTO "name" VALUES(1,32,'appointment.booked(appointment,contact,starts_at,subject)');
INSERT INTO "name" VALUES(1,33,'appointment.summarised');
INSERT INTO "name" VALUES(1,34,'appointment.summarised(appointment,note)');
INSERT INTO "name" VALUES(1,119,'archived');
INSERT INTO "name" VALUES(1,59,'assignment.ended');
INSERT INTO "name" VALUES(1,60,'assignment.ended(assignment,reason)');
INSERT INTO "name" VALUES(1,57,'assignment.started');
INSERT INTO "name" VALUES(1,58,'assignment.started(assignment,order,worker)');
INSERT INTO "name" VALUES(1,100,'branch');
INSERT INTO "name" VALUES(1,125,'buyer');
INSERT INTO "name" VALUES(1,133,'by-hand');
INSERT INTO "name" VALUES(1,23,'call.logged');
INSERT INTO "name" VALUES(1,24,'call.logged(activity,contact,direction,outcome,minutes,note)');
INSERT INTO "name" VALUES(1,77,'case.closed');
INSERT INTO "name" VALUES(1,78,'case.closed(case,outcome)');
INSERT INTO "name" VALUES(1,75,'case.opened');
INSERT INTO "name" VALUES(1,76,'case.opened(case,subject,contact,enquiry)');
INSERT INTO "name" VALUES(1,106,'channel');
INSERT INTO "name" VALUES(1,131,'churn');
INSERT INTO "name" VALUES(1,127,'churned');
INSERT INTO "name" VALUES(1,135,'cli');
INSERT INTO "name" VALUES(1,128,'closed');
INSERT INTO "name" VALUES(1,132,'closing');
INSERT INTO "name" VALUES(1,101,'company_type');
INSERT INTO "name" VALUES(1,21,'contact.created');
INSERT INTO "name" VALUES(1,22,'contact.created(contact,first_name,last_name,email,phone,role)');
INSERT INTO "name" VALUES(1,27,'contact_record.logged');
INSERT INTO "name" VALUES(1,28,'contact_record.logged(activity,contact,channel,outcome,note)');
INSERT INTO "name" VALUES(1,110,'country');
INSERT INTO "name" VALUES(1,121,'created_at');
INSERT INTO "name" VALUES(1,122,'credit');
INSERT INTO "name" VALUES(1,108,'csm');
INSERT INTO "name" VALUES(1,126,'customer');
INSERT INTO "name" VALUES(1,112,'customer_health');
INSERT INTO "name" VALUES(1,109,'default_ledger');
INSERT INTO "name" VALUES(1,99,'department');
INSERT INTO "name" VALUES(1,118,'do_not_contact');
INSERT INTO "name" VALUES(1,103,'email');
INSERT INTO "name" VALUES(1,25,'email.sent');
INSERT INTO "name" VALUES(1,26,'email.sent(activity,contact,subject,mass,note)');
INSERT INTO "name" VALUES(1,104,'email_2');
INSERT INTO "name" VALUES(1,17,'enquiry.converted');
INSERT INTO "name" VALUES(1,18,'enquiry.converted(enquiry,record,target)');
INSERT INTO "name" VALUES(1,15,'enquiry.received');
INSERT INTO "name" VALUES(1,16,'enquiry.received(enquiry,channel,subject,name,email,phone,note)');
INSERT INTO "name" VALUES(1,69,'extra_properties.filled');
INSERT INTO "name" VALUES(1,70,'extra_properties.filled(table)');
INSERT INTO "name" VALUES(1,116,'fictitious_reason');
INSERT INTO "name" VALUES(1,130,'first-order');
INSERT INTO "name" VALUES(1,19,'form.posted');
INSERT INTO "name" VALUES(1,20,'form.posted(activity,form,channel,name,email,phone,note)');
INSERT INTO "name" VALUES(1,63,'invoice.credited');
INSERT INTO "name" VALUES(1,64,'invoice.credited(invoice,amount,reason)');
INSERT INTO "name" VALUES(1,61,'invoice.issued');
INSERT INTO "name" VALUES(1,62,'invoice.issued(invoice,order,ledger,amount,currency)');
INSERT INTO "name" VALUES(1,97,'is_person');
INSERT INTO "name" VALUES(1,95,'key');
INSERT INTO "name" VALUES(1,83,'lead.allocated');
INSERT INTO "name" VALUES(1,84,'lead.allocated(reset,owner,campaign)');
INSERT INTO "name" VALUES(1,13,'ledger.closed');
INSERT INTO "name" VALUES(1,14,'ledger.closed(ledger)');
INSERT INTO "name" VALUES(1,11,'ledger.opened');
INSERT INTO "name" VALUES(1,12,'ledger.opened(ledger,name,currency)');
INSERT INTO "name" VALUES(1,120,'merged_into');
INSERT INTO "name" VALUES(1,96,'name');
INSERT INTO "name" VALUES(1,115,'not_interested_reason');
INSERT INTO "name" VALUES(1,29,'note.logged');
INSERT INTO "name" VALUES(1,30,'note.logged(activity,note)');
INSERT INTO "name" VALUES(1,41,'opportunity.created');
INSERT INTO "name" VALUES(1,42,'opportunity.created(opportunity,title,stage,amount,currency,owner,product,expected_close)');
INSERT INTO "name" VALUES(1,47,'opportunity.lost');
INSERT INTO "name" VALUES(1,48,'opportunity.lost(opportunity,reason)');
INSERT INTO "name" VALUES(1,43,'opportunity.moved');
INSERT INTO "name" VALUES(1,44,'opportunity.moved(opportunity,stage,amount,owner,csm)');
INSERT INTO "name" VALUES(1,49,'opportunity.neutral');
INSERT INTO "name" VALUES(1,50,'opportunity.neutral(opportunity,reason)');
INSERT INTO "name" VALUES(1,45,'opportunity.won');
INSERT INTO "name" VALUES(1,46,'opportunity.won(opportunity,amount,currency,owner,csm,kind)');
INSERT INTO "name" VALUES(1,53,'order.approved');
INSERT INTO "name" VALUES(1,54,'order.approved(order)');
INSERT INTO "name" VALUES(1,55,'order.cancelled');
INSERT INTO "name" VALUES(1,56,'order.cancelled(order,reason)');
INSERT INTO "name" VALUES(1,51,'order.placed');
INSERT INTO "name" VALUES(1,52,'order.placed(order,ledger,amount,currency,source)');
INSERT INTO "name" VALUES(1,107,'owner');
INSERT INTO "name" VALUES(1,98,'parent');
INSERT INTO "name" VALUES(1,105,'phone');
INSERT INTO "name" VALUES(1,114,'popup_message');
INSERT INTO "name" VALUES(1,37,'quote.approved');
INSERT INTO "name" VALUES(1,38,'quote.approved(quote)');
INSERT INTO "name" VALUES(1,39,'quote.declined');
INSERT INTO "name" VALUES(1,40,'quote.declined(quote,reason)');
INSERT INTO "name" VALUES(1,35,'quote.issued');
INSERT INTO "name" VALUES(1,36,'quote.issued(quote,opportunity,amount,currency)');
INSERT INTO "name" VALUES(1,65,'receipt.issued');
INSERT INTO "name" VALUES(1,66,'receipt.issued(invoice,ledger,amount,currency)');
INSERT INTO "name" VALUES(1,113,'renewal_date');
INSERT INTO "name" VALUES(1,85,'rfm.scored');
INSERT INTO "name" VALUES(1,86,'rfm.scored(r,f,m,segment)');
INSERT INTO "name" VALUES(1,134,'script');
INSERT INTO "name" VALUES(1,111,'sector');
INSERT INTO "name" VALUES(1,91,'stage.declared');
INSERT INTO "name" VALUES(1,92,'stage.declared(lifecycle,declaration,note,reason)');
INSERT INTO "name" VALUES(1,93,'stage.scripted');
INSERT INTO "name" VALUES(1,94,'stage.scripted(lifecycle,stage,script,reason)');
INSERT INTO "name" VALUES(1,89,'stage.set');
INSERT INTO "name" VALUES(1,90,'stage.set(lifecycle,stage,reason)');
INSERT INTO "name" VALUES(1,123,'status');
INSERT INTO "name" VALUES(1,71,'subscription.started');
INSERT INTO "name" VALUES(1,72,'subscription.started(subscription,service,period,paid,amount,currency)');
INSERT INTO "name" VALUES(1,73,'subscription.stopped');
INSERT INTO "name" VALUES(1,74,'subscription.stopped(subscription,reason)');
INSERT INTO "name" VALUES(1,117,'supplier_only');
INSERT INTO "name" VALUES(1,124,'suspect');
INSERT INTO "name" VALUES(1,81,'task.done');
INSERT INTO "name" VALUES(1,82,'task.done(task,note)');
INSERT INTO "name" VALUES(1,79,'task.opened');
INSERT INTO "name" VALUES(1,80,'task.opened(task,subject,owner,due_at)');
INSERT INTO "name" VALUES(1,129,'third-order');
INSERT INTO "name" VALUES(1,67,'trading_account.opened');
INSERT INTO "name" VALUES(1,68,'trading_account.opened(trading_account)');
CREATE TABLE outbox(
  workspace INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  account INTEGER NOT NULL,
  number INTEGER NOT NULL,          -- 1, 2, 3 … of the account
  type INTEGER NOT NULL,            -- 1: account.stage.changed, 2: account.history.corrected
  transition INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  PRIMARY KEY(workspace, sequence)
) WITHOUT ROWID;
INSERT INTO "outbox" VALUES(1,1,1,1,1,1,1736467200000000);
INSERT INTO "outbox" VALUES(1,2,1,2,1,2,1748736000000000);
INSERT INTO "outbox" VALUES(1,3,1,3,1,3,1748822400000000);
INSERT INTO "outbox" VALUES(1,4,1,4,2,0,1748908800000000);
INSERT INTO "outbox" VALUES(1,5,1,5,1,4,1748908800000000);
INSERT INTO "outbox" VALUES(1,6,2,1,1,5,1748908800000000);
INSERT INTO "outbox" VALUES(1,7,2,2,1,6,1748908800000000);
INSERT INTO "outbox" VALUES(1,8,2,3,2,0,1748908800000000);
INSERT INTO "outbox" VALUES(1,9,3,1,1,7,1748995200000000);
CREATE TABLE stage_count(
  workspace INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY(workspace, lifecycle, stage)
) WITHOUT ROWID;
INSERT INTO "stage_count" VALUES(1,123,124,1);
INSERT INTO "stage_count" VALUES(1,123,125,0);
INSERT INTO "stage_count" VALUES(1,123,126,1);
INSERT INTO "stage_count" VALUES(1,123,127,0);
INSERT INTO "stage_count" VALUES(1,123,128,1);
CREATE TABLE supersession(          -- this transition was believed until then
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  transition INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  superseded_at INTEGER NOT NULL,
  by_fact INTEGER NOT NULL,
  PRIMARY KEY(workspace, account, transition)
) WITHOUT ROWID;
INSERT INTO "supersession" VALUES(1,1,1,1,1748908800000000,7);
INSERT INTO "supersession" VALUES(1,2,5,2,1748908800000000,10);
INSERT INTO "supersession" VALUES(1,2,6,3,1748908800000000,10);
CREATE TABLE transition(
  workspace INTEGER NOT NULL,
  account INTEGER NOT NULL,
  at INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  lifecycle INTEGER NOT NULL,
  from_stage INTEGER NOT NULL,      -- 0: none
  to_stage INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  cause INTEGER NOT NULL,
  rule INTEGER NOT NULL,
  fact INTEGER NOT NULL,            -- its sequence; 0: a timer
  definition INTEGER NOT NULL,
  trace BLOB NOT NULL,
  PRIMARY KEY(workspace, account, at, sequence)
) WITHOUT ROWID;
INSERT INTO "transition" VALUES(1,1,1736380800000000,4,123,124,125,1748908800000000,0,130,7,1,X'020000020001001C0302');
INSERT INTO "transition" VALUES(1,1,1736467200000000,1,123,124,125,1736467200000000,0,130,2,1,X'020000020001001C0302');
INSERT INTO "transition" VALUES(1,1,1745280000000000,2,123,125,127,1748736000000000,1,131,0,1,X'');
INSERT INTO "transition" VALUES(1,1,1747699200000000,3,123,127,126,1748822400000000,0,129,6,1,X'010000001C0306');
INSERT INTO "transition" VALUES(1,2,1738368000000000,5,123,124,125,1748908800000000,0,130,9,1,X'020000020001001C0302');
INSERT INTO "transition" VALUES(1,2,1747008000000000,6,123,125,127,1748908800000000,1,131,0,1,X'');
INSERT INTO "transition" VALUES(1,3,1740960000000000,7,123,124,128,1748995200000000,3,133,17,1,X'');
CREATE TABLE workspace(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  definition INTEGER NOT NULL,      -- the number of the one in force
  created_at INTEGER NOT NULL
);
INSERT INTO "workspace" VALUES(1,'default','UTC',1,1795709031995642);
CREATE UNIQUE INDEX name_text ON name(workspace, text);
CREATE TRIGGER name_stays BEFORE UPDATE ON name
  BEGIN SELECT RAISE(ABORT, 'names are only appended'); END;
CREATE TRIGGER name_remains BEFORE DELETE ON name
  BEGIN SELECT RAISE(ABORT, 'names are only appended'); END;
CREATE TRIGGER account_stays BEFORE UPDATE OF _id, _workspace, key, _recorded_at ON account
  BEGIN SELECT RAISE(ABORT, 'an account keeps its key'); END;
CREATE TRIGGER account_remains BEFORE DELETE ON account
  BEGIN SELECT RAISE(ABORT, 'accounts are never deleted: their ids are never reused'); END;
CREATE INDEX account_wake ON account_state(workspace, wake) WHERE wake IS NOT NULL;
CREATE UNIQUE INDEX fact_key ON fact(workspace, kind, key, revision);
CREATE TRIGGER fact_stays BEFORE UPDATE ON fact
  BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER fact_remains BEFORE DELETE ON fact
  BEGIN SELECT RAISE(ABORT, 'facts are only appended'); END;
CREATE TRIGGER transition_stays BEFORE UPDATE ON transition
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER transition_remains BEFORE DELETE ON transition
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER supersession_stays BEFORE UPDATE ON supersession
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER supersession_remains BEFORE DELETE ON supersession
  BEGIN SELECT RAISE(ABORT, 'the log is only appended'); END;
CREATE TRIGGER outbox_stays BEFORE UPDATE ON outbox
  BEGIN SELECT RAISE(ABORT, 'the outbox is only appended'); END;
CREATE TRIGGER outbox_remains BEFORE DELETE ON outbox
  BEGIN SELECT RAISE(ABORT, 'the outbox is only appended'); END;
CREATE TRIGGER effect_stays BEFORE UPDATE ON effect
  BEGIN SELECT RAISE(ABORT, 'effects are only appended'); END;
CREATE TRIGGER effect_remains BEFORE DELETE ON effect
  BEGIN SELECT RAISE(ABORT, 'effects are only appended'); END;
CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is only appended'); END;
CREATE TRIGGER journal_remains BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is only appended'); END;
COMMIT;

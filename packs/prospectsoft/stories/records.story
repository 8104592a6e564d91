# What can be entered, and where it starts.

story PS-1 a record with only a name
  2026-01-05  account.created  name: "Acme Ltd"
    expect customer_lifecycle suspect
    expect email = null
    expect contact_count = 0
story PS-1 a record with only an e-mail
  2026-01-05  account.created  email: "hello@acme.example"
    expect customer_lifecycle suspect
    expect name = null

story PS-2 the calling list holds leads before qualification and nobody else
  2026-01-05  account.created  name: "Acme Ltd"
    expect calling_list yes
  2026-01-06  set customer_lifecycle to prospect
    expect calling_list yes
  2026-01-07  set customer_lifecycle to lead
    expect calling_list yes
  2026-01-08  set customer_lifecycle to mql
    expect calling_list yes
  2026-01-09  set customer_lifecycle to sql
    expect calling_list yes
  2026-01-10  opportunity.created  opportunity: O1
    expect calling_list no
  2026-01-11  order.placed  order: A1
    expect calling_list no
  2026-01-12  set customer_lifecycle to customer
    expect calling_list no
  2026-01-13  set customer_lifecycle to churned
    expect calling_list no
  2026-01-14  set customer_lifecycle to other
    expect calling_list no
story PS-2 who must not be contacted is neither called nor mailed
  2026-01-05  account.created  name: "Acme Ltd", do_not_contact: true
    expect calling_list no
    expect mailing_list no

story PS-3 a lead is worked before it is qualified
  2026-01-05  account.created  email: "hello@acme.example"
  2026-01-06 10:00  call.logged  outcome: "no answer"
  2026-01-07 11:00  call.logged  outcome: answered, minutes: 6
    expect customer_lifecycle suspect since 2026-01-05
    expect contact_log_count = 2
    expect last_contact_at = 2026-01-07 11:00
  2026-01-07 11:10  as rep set customer_lifecycle to lead
    expect customer_lifecycle lead

story PS-4 the ten stages, each set by a person
  2026-01-01  account.created  name: "Acme Ltd"
    expect customer_lifecycle suspect
    expect active customer_lifecycle yes
  2026-01-02  set customer_lifecycle to prospect
    expect customer_lifecycle prospect
    expect active customer_lifecycle yes
  2026-01-03  set customer_lifecycle to lead
    expect customer_lifecycle lead
    expect active customer_lifecycle yes
  2026-01-04  set customer_lifecycle to mql
    expect customer_lifecycle mql
    expect active customer_lifecycle yes
  2026-01-05  set customer_lifecycle to sql
    expect customer_lifecycle sql
    expect active customer_lifecycle yes
  2026-01-06  set customer_lifecycle to opportunity
    expect customer_lifecycle opportunity
    expect active customer_lifecycle yes
  2026-01-07  set customer_lifecycle to onboarding
    expect customer_lifecycle onboarding
    expect active customer_lifecycle yes
  2026-01-08  set customer_lifecycle to customer
    expect customer_lifecycle customer
    expect active customer_lifecycle yes
  2026-01-09  set customer_lifecycle to churned
    expect customer_lifecycle churned
    expect active customer_lifecycle no
  2026-01-10  set customer_lifecycle to other
    expect customer_lifecycle other
    expect active customer_lifecycle no
story PS-4 an eleventh does not exist
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  set customer_lifecycle to vip
    refused unknown-stage
    expect customer_lifecycle suspect

story PS-5 a division of a company has a lifecycle of its own
  2026-01-05  account.created  name: "Acme Ltd, Export", parent: ACME, department: Export
    expect parent = ACME
    expect customer_lifecycle suspect
  2026-01-06  order.placed  order: A1
    expect customer_lifecycle onboarding

story PS-6 an order in another ledger moves nothing
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-06  order.placed  order: A1, ledger: L2
    stays other-ledger
    expect customer_lifecycle suspect
    expect order_count = 1
    expect default_ledger_order_count = 0
  2026-01-07  order.placed  order: A2, ledger: L1
    expect customer_lifecycle onboarding
    expect default_ledger_order_count = 1
story PS-6 orders in another ledger do not make a customer
  set customer_after = 2
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-06  order.placed  order: A1, ledger: L1
  2026-01-07  order.placed  order: A2, ledger: L2
  2026-01-08  order.placed  order: A3, ledger: L2
    expect customer_lifecycle onboarding
  2026-01-09  order.placed  order: A4, ledger: L1
    expect customer_lifecycle customer
story PS-6 orders in another ledger do not keep from churning
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-06  order.placed  order: A1, ledger: L1
  2026-12-01  order.placed  order: A2, ledger: L2
  2027-06-01  (nothing)
    expect customer_lifecycle churned since 2027-01-06
story PS-6 no ledger anywhere is the default ledger
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
    expect customer_lifecycle onboarding

story PS-8 changing the company type never changes the stage
  2026-01-05  account.created  name: "Acme Ltd", company_type: reseller
  2026-01-06  set customer_lifecycle to sql
  2026-01-07  account.changed  company_type: supermarket
    expect company_type = supermarket
    expect customer_lifecycle sql since 2026-01-06
    no effect
story PS-8 changing the stage never changes the company type
  2026-01-05  account.created  name: "Acme Ltd", company_type: supermarket
  2026-01-06  opportunity.created  opportunity: O1
    expect company_type = supermarket
  2026-01-07  order.placed  order: A1
    expect company_type = supermarket
  2026-01-08  set customer_lifecycle to churned
    expect company_type = supermarket
story PS-8 with the workflow tied in as well
  set company_type_workflow = true
  2026-01-05  account.created  name: "Acme Ltd", company_type: supermarket
  2026-01-07  order.placed  order: A1
    expect company_type = supermarket

story PS-9 the company-type workflow is left out
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
    no effect
    expect customer_lifecycle opportunity
story PS-9 the company-type workflow is tied in
  set company_type_workflow = true
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
    effect notify company_type_workflow
  2026-01-07  order.placed  order: A1
    effect notify company_type_workflow
  2026-01-08  as rep set customer_lifecycle to customer
    effect notify company_type_workflow
  2026-01-09  as rep set customer_lifecycle to churned
    effect notify company_type_workflow
  2026-01-10  as rep set customer_lifecycle to other
    effect notify company_type_workflow
  2026-01-11  as rep set customer_lifecycle to suspect
    effect notify company_type_workflow
  2026-01-12  as rep set customer_lifecycle to prospect
    effect notify company_type_workflow
  2026-01-13  as rep set customer_lifecycle to lead
    effect notify company_type_workflow
  2026-01-14  as rep set customer_lifecycle to mql
    effect notify company_type_workflow
  2026-01-15  as rep set customer_lifecycle to sql
    effect notify company_type_workflow

story PS-10 a record made on a page is suspect
  2026-01-05 09:00  account.created  name: "Acme Ltd", channel: page
    expect customer_lifecycle suspect since 2026-01-05 09:00
story PS-11 an imported record is suspect
  2026-01-05  account.created  name: "Acme Ltd", channel: import
    expect customer_lifecycle suspect
story PS-12 a posted record without the field is suspect, never null
  2026-01-05  account.created  name: "Acme Ltd", channel: api
    expect customer_lifecycle suspect

story PS-41 one account of the split: type supermarket, stage prospect
  2026-01-05  account.created  name: "Acme Ltd", company_type: prospect_supermarket
  2026-01-06  account.changed  company_type: supermarket
  2026-01-06  set customer_lifecycle to prospect
    expect company_type = supermarket
    expect customer_lifecycle prospect since 2026-01-06

story PS-43 a company without a contact, with two generic e-mails and a phone
  2026-01-05  account.created  name: "Acme Ltd", email: "info@acme.example", email_2: "sales@acme.example", phone: "+44 20 5550 0100"
    expect contact_count = 0
    expect section sales hidden
    expect section rfm hidden
    expect email = "info@acme.example"
    expect email_2 = "sales@acme.example"
    expect phone = "+44 20 5550 0100"
    expect section contact visible
story PS-43 a contact without a surname
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  contact.created  contact: C1, first_name: Dana
    expect contact_count = 1

story PS-45 a person becomes a company and keeps the history
  2026-01-05  account.created  name: "Dana Levi", is_person: true
  2026-01-06  opportunity.created  opportunity: O1
  2026-01-07  order.placed  order: A1
  2026-02-01  account.changed  name: "Levi Design Ltd", is_person: false
    expect is_person = false
    expect name = "Levi Design Ltd"
    expect customer_lifecycle onboarding since 2026-01-07
    expect order_count = 1
    log customer_lifecycle
      suspect -> opportunity at 2026-01-06 by opportunity-created
      opportunity -> onboarding at 2026-01-07 by first-order

story PS-48 B2C is a real boolean
  2026-01-05  account.created  name: "Dana Levi", is_person: true
    expect is_person = true

story PS-50 every stage is on the mailing list to begin with
  2026-01-01  account.created  name: "Acme Ltd", email: "info@acme.example"
    expect mailing_list yes
  2026-01-02  set customer_lifecycle to prospect
    expect mailing_list yes
  2026-01-03  set customer_lifecycle to lead
    expect mailing_list yes
  2026-01-04  set customer_lifecycle to mql
    expect mailing_list yes
  2026-01-05  set customer_lifecycle to sql
    expect mailing_list yes
  2026-01-06  set customer_lifecycle to opportunity
    expect mailing_list yes
  2026-01-07  set customer_lifecycle to onboarding
    expect mailing_list yes
  2026-01-08  set customer_lifecycle to customer
    expect mailing_list yes
  2026-01-09  set customer_lifecycle to churned
    expect mailing_list yes
  2026-01-10  set customer_lifecycle to other
    expect mailing_list yes

story PS-51 an enquiry is received and moves nothing
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  enquiry.received  enquiry: E1, channel: phone, subject: "Delivery to Haifa?"
    expect enquiry_count = 1
    expect customer_lifecycle suspect since 2026-01-05
story PS-53 an enquiry becomes a problem
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  enquiry.received  enquiry: E1, subject: "Broken pallet"
  2026-01-06 10:00  case.opened  case: P1, subject: "Broken pallet", enquiry: E1
  2026-01-06 10:00  enquiry.converted  enquiry: E1, record: case, target: P1
    expect open_case_count = 1
    expect customer_lifecycle suspect
  2026-01-08  case.closed  case: P1
    expect open_case_count = 0
story PS-54 an enquiry becomes an opportunity and lifts the stage
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  enquiry.received  enquiry: E1, subject: "500 pallets a month"
  2026-01-06 10:00  opportunity.created  opportunity: O1, title: "500 pallets a month"
  2026-01-06 10:00  enquiry.converted  enquiry: E1, record: opportunity, target: O1
    expect open_opportunity_count = 1
    expect customer_lifecycle opportunity since 2026-01-06 10:00
story PS-55 an enquiry becomes a contact
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  enquiry.received  enquiry: E1, name: "Dana Levi"
  2026-01-06 10:00  contact.created  contact: C1, first_name: Dana, last_name: Levi
  2026-01-06 10:00  enquiry.converted  enquiry: E1, record: contact, target: C1
    expect contact_count = 1
    expect customer_lifecycle suspect

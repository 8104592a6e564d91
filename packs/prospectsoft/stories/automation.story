# Opportunities, orders and silence.

story PS-13 nothing moves to lead, MQL or SQL by itself
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  call.logged
  2026-01-03  email.sent
  2026-01-04  contact_record.logged
  2026-01-05  form.posted  form: newsletter
  2026-01-06  enquiry.received  enquiry: E1
  2026-01-07  appointment.booked  appointment: M1
  2026-01-08  appointment.summarised  appointment: M1
  2026-01-09  quote.issued  quote: Q1
  2026-01-10  contact.created  contact: C1
  2026-01-11  lead.allocated  reset: true
    expect customer_lifecycle suspect since 2026-01-01
story PS-13 nor away from them
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  set customer_lifecycle to mql
  2026-01-03  call.logged
  2026-01-04  quote.issued  quote: Q1
    expect customer_lifecycle mql since 2026-01-02

story PS-14 a user makes a customer before the first order
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06 15:00  as rep set customer_lifecycle to customer
    expect customer_lifecycle customer since 2026-01-06 15:00
  2026-01-20  order.placed  order: A1
    expect customer_lifecycle customer since 2026-01-06 15:00
story PS-14 a user says churned before the timer
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-02-01  as rep set customer_lifecycle to churned
    expect customer_lifecycle churned since 2026-02-01
  2027-06-01  (nothing)
    expect customer_lifecycle churned since 2026-02-01
story PS-14 any stage from any stage, downwards too
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  as rep set customer_lifecycle to suspect
    expect customer_lifecycle suspect
  2026-01-08  as rep set customer_lifecycle to other
    expect customer_lifecycle other
  2026-01-09  as rep set customer_lifecycle to lead
    expect customer_lifecycle lead
story PS-14 who was set by hand after the timer's moment stays put until something new happens
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2027-03-01  as rep set customer_lifecycle to customer
    expect customer_lifecycle customer since 2027-03-01
  2028-01-01  (nothing)
    expect customer_lifecycle customer since 2027-03-01
  2028-02-01  order.placed  order: A2
  2029-06-01  (nothing)
    expect customer_lifecycle churned since 2029-01-31

story PS-15 an opportunity lifts from suspect
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10 09:30  opportunity.created  opportunity: O1, amount: 1200.50
    expect customer_lifecycle opportunity since 2026-01-10 09:30
story PS-15 from prospect
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to prospect
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle opportunity
story PS-15 from lead
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to lead
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle opportunity
story PS-15 from MQL
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to mql
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle opportunity
story PS-15 from SQL
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to sql
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle opportunity
story PS-15 wins back who has churned
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  order.placed  order: A1
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle opportunity since 2026-01-10
story PS-15 a customer stays a customer, and the log of decisions says why
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to customer
  2026-01-10  opportunity.created  opportunity: O1
    stays already-customer
    expect customer_lifecycle customer since 2026-01-06
story PS-15 onboarding stays onboarding
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-10  opportunity.created  opportunity: O1
    stays already-customer
    expect customer_lifecycle onboarding since 2026-01-06
story PS-15 a supplier stays other
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to other
  2026-01-10  opportunity.created  opportunity: O1
    expect customer_lifecycle other since 2026-01-06

story PS-16 losing the last open opportunity goes back to prospect
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-02-01 17:00  opportunity.lost  opportunity: O1, reason: price
    expect customer_lifecycle prospect since 2026-02-01 17:00
    expect open_opportunity_count = 0
story PS-16 closing it neutral does too
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-02-01  opportunity.neutral  opportunity: O1
    expect customer_lifecycle prospect
story PS-16 a lead who lost an opportunity is a prospect
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to sql
  2026-01-10  opportunity.created  opportunity: O1
  2026-02-01  opportunity.lost  opportunity: O1
    expect customer_lifecycle prospect
story PS-16 loss reverts only from opportunity: not from customer
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-12  set customer_lifecycle to customer
  2026-02-01  opportunity.lost  opportunity: O1
    expect customer_lifecycle customer since 2026-01-12
story PS-16 not from onboarding
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-12  order.placed  order: A1
  2026-02-01  opportunity.lost  opportunity: O1
    expect customer_lifecycle onboarding since 2026-01-12
story PS-16 not from SQL
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-12  set customer_lifecycle to sql
  2026-02-01  opportunity.lost  opportunity: O1
    expect customer_lifecycle sql since 2026-01-12
story PS-17 with another open one it stays
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-11  opportunity.created  opportunity: O2
  2026-02-01  opportunity.lost  opportunity: O1
    stays another-opportunity-open
    expect customer_lifecycle opportunity since 2026-01-10
    expect open_opportunity_count = 1
  2026-02-02  opportunity.neutral  opportunity: O2
    expect customer_lifecycle prospect
story PS-17 closing one of two neutral
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-11  opportunity.created  opportunity: O2
  2026-02-01  opportunity.neutral  opportunity: O1
    stays another-opportunity-open
    expect customer_lifecycle opportunity since 2026-01-10
story PS-17 losing one of two says nothing of an account that has moved on
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-11  opportunity.created  opportunity: O2
  2026-01-12  order.placed  order: A1
  2026-02-01  opportunity.lost  opportunity: O1
    no stay
    expect customer_lifecycle onboarding since 2026-01-12
story PS-17 losing the same one twice closes nothing else
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-10  opportunity.created  opportunity: O1
  2026-01-11  opportunity.created  opportunity: O2
  2026-02-01  opportunity.lost  opportunity: O1
  2026-02-02  opportunity.lost  opportunity: O1
    expect customer_lifecycle opportunity

story PS-18 the first order taken in the CRM starts onboarding
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06 14:20  order.placed  order: A1, amount: 312.40, currency: GBP, source: crm
    expect customer_lifecycle onboarding since 2026-01-06 14:20
    expect first_order_at = 2026-01-06 14:20
    expect order_total = 312.40
    expect section sales visible
story PS-18 out of an opportunity
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
  2026-01-07  order.placed  order: A1
    expect customer_lifecycle onboarding since 2026-01-07
story PS-18 an order worth nothing is an order
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1, amount: 0.00
    expect customer_lifecycle onboarding
story PS-18 a cancelled order was none
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  key: A1, order: A1, amount: 312.40
    expect customer_lifecycle onboarding
  2026-01-07  order.cancelled  key: A1, order: A1
    expect customer_lifecycle suspect since 2026-01-05
    expect order_count = 0
    expect order_total = 0
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order superseded
story PS-18 a supplier's order moves nothing
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to other
  2026-01-07  order.placed  order: A1
  2026-01-08  order.placed  order: A2
  2026-01-09  order.placed  order: A3
  2026-01-10  order.placed  order: A4
    expect customer_lifecycle other since 2026-01-06
    expect order_count = 4
story PS-18 a quote is no order
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  quote.issued  quote: Q1, amount: 312.40
  2026-01-07  quote.approved  quote: Q1
    expect customer_lifecycle suspect
    expect order_count = 0
story PS-18 a credit note is no order
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  invoice.credited  invoice: I1, amount: 312.40
    expect customer_lifecycle suspect
    expect order_count = 0

story PS-19 a won opportunity starts onboarding
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
  2026-02-01  opportunity.won  opportunity: O1, amount: 5000.00
    expect customer_lifecycle onboarding since 2026-02-01
story PS-19 another open one does not hold it back
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
  2026-01-07  opportunity.created  opportunity: O2
  2026-02-01  opportunity.won  opportunity: O1
    expect customer_lifecycle onboarding
story PS-19 won back after churn
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  order.placed  order: A1
  2026-01-10  opportunity.won  opportunity: O1
    expect customer_lifecycle onboarding since 2026-01-10
story PS-19 won by a supplier changes nothing
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to other
  2026-01-07  opportunity.won  opportunity: O1
    expect customer_lifecycle other since 2026-01-06
story PS-19 won on a customer does nothing
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  set customer_lifecycle to customer
  2026-01-07  opportunity.won  opportunity: O1
    stays already-customer
    expect customer_lifecycle customer since 2026-01-06
story PS-19 the win and the first order together are one move
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  opportunity.created  opportunity: O1
  2026-02-01 12:00  opportunity.won  opportunity: O1
  2026-02-01 12:00  order.placed  order: A1
    expect customer_lifecycle onboarding since 2026-02-01 12:00
    log customer_lifecycle
      suspect -> opportunity at 2026-01-06 by opportunity-created
      opportunity -> onboarding at 2026-02-01 12:00 by opportunity-won

story PS-20 the first order from the ERP starts onboarding by the same rule
  2026-01-05  account.created  name: "Acme Ltd", channel: import
  2026-01-06  order.placed  order: SO-1001, source: erp
    expect customer_lifecycle onboarding
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order
story PS-20 the ERP's copy of an order that was taken in the CRM changes nothing
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  key: A1, order: A1, source: crm
  2026-01-06  order.placed  key: A1, order: A1, source: crm
    expect order_count = 1
    expect customer_lifecycle onboarding since 2026-01-06

story PS-21 no order for 365 days is churned, at that instant
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06 14:20  order.placed  order: A1
  2027-06-01  (nothing)
    expect customer_lifecycle churned since 2027-01-06 14:20
story PS-21 the clock runs from the last order
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-09-06  order.placed  order: A2
  2027-09-05 23:59:59  (nothing)
    expect customer_lifecycle onboarding since 2026-01-06
  2027-09-06  (nothing)
    expect customer_lifecycle churned since 2027-09-06
story PS-21 a customer churns as well
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  order.placed  order: A2
  2026-01-08  order.placed  order: A3
  2026-01-09  order.placed  order: A4
  2027-06-01  (nothing)
    expect customer_lifecycle churned since 2027-01-09
story PS-21 an order exactly at the deadline prevents it
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2027-01-06  order.placed  order: A2
    expect customer_lifecycle onboarding since 2026-01-06
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order
story PS-21 an order a second later comes after churn
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2027-01-06 00:00:01  order.placed  order: A2
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order
      onboarding -> churned at 2027-01-06 by churn
      churned -> onboarding at 2027-01-06 00:00:01 by order-after-churn
story PS-21 days are calendar days in the workspace's zone, over the change to summer time
  set churn_days = 100
  zone Asia/Jerusalem
  2026-01-09  account.created  name: "Acme Ltd"
  2026-01-10 09:30  order.placed  order: A1
  2026-04-20 09:29:59  (nothing)
    expect customer_lifecycle onboarding
  2026-04-20 09:30  (nothing)
    expect customer_lifecycle churned since 2026-04-20 09:30
story PS-21 who never ordered does not churn
  2020-01-05  account.created  name: "Acme Ltd"
  2026-01-01  (nothing)
    expect customer_lifecycle suspect since 2020-01-05
story PS-21 nor a won opportunity without an order
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  opportunity.won  opportunity: O1
  2026-01-01  (nothing)
    expect customer_lifecycle onboarding since 2024-01-06
story PS-21 a customer set by hand with no order does not churn
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  set customer_lifecycle to customer
  2026-01-01  (nothing)
    expect customer_lifecycle customer since 2024-01-06
story PS-21 unless the clock runs from entry
  set churn_without_orders = true
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  set customer_lifecycle to customer
  2026-01-01  (nothing)
    expect customer_lifecycle churned since 2025-01-05
    expect default_ledger_order_count = 0
story PS-21 nor does a won opportunity without an order wait for ever then
  set churn_without_orders = true
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  opportunity.won  opportunity: O1
  2026-01-01  (nothing)
    expect customer_lifecycle churned since 2025-01-05
story PS-21 the clock from entry gives way to the first order
  set churn_without_orders = true
  2024-01-05  account.created  name: "Acme Ltd"
  2024-01-06  set customer_lifecycle to customer
  2024-12-01  order.placed  order: A1
  2025-06-01  (nothing)
    expect customer_lifecycle customer since 2024-01-06
  2026-01-01  (nothing)
    expect customer_lifecycle churned since 2025-12-01

story PS-7 a division with more than one ledger does not churn
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-05  ledger.opened  ledger: L1
  2026-01-05  ledger.opened  ledger: L2
  2026-01-06  order.placed  order: A1, ledger: L1
  2028-01-01  (nothing)
    expect ledger_count = 2
    expect customer_lifecycle onboarding since 2026-01-06
story PS-7 unless the switch says so
  set churn_with_ledgers = true
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-05  ledger.opened  ledger: L1
  2026-01-05  ledger.opened  ledger: L2
  2026-01-06  order.placed  order: A1, ledger: L1
  2028-01-01  (nothing)
    expect customer_lifecycle churned since 2027-01-06
story PS-7 a division with one ledger churns
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-05  ledger.opened  ledger: L1
  2026-01-06  order.placed  order: A1, ledger: L1
  2028-01-01  (nothing)
    expect customer_lifecycle churned since 2027-01-06
story PS-7 a timer that was held back fires when the second ledger closes
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-05  ledger.opened  ledger: L1
  2026-01-05  ledger.opened  ledger: L2
  2026-01-06  order.placed  order: A1, ledger: L1
  2027-03-01 10:00  ledger.closed  ledger: L2
    expect customer_lifecycle churned since 2027-03-01 10:00

story PS-22 one day is enough
  set churn_days = 1
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06 08:00  order.placed  order: A1
  2026-01-07 08:00  (nothing)
    expect customer_lifecycle churned since 2026-01-07 08:00
story PS-22 so are two thousand
  set churn_days = 2000
  2020-01-01  account.created  name: "Acme Ltd"
  2020-01-01 00:01  order.placed  order: A1
  2025-06-22  (nothing)
    expect customer_lifecycle onboarding
  2025-06-23 00:01  (nothing)
    expect customer_lifecycle churned since 2025-06-23 00:01
story PS-22 no days are refused
  set churn_days = 0
    refused churn_days
story PS-22 days are whole
  set churn_days = 30.5
    refused churn_days
story PS-23 the default is 365
  2026-03-01  account.created  name: "Acme Ltd"
  2026-03-01 12:00  order.placed  order: A1
  2027-03-01 11:59:59  (nothing)
    expect customer_lifecycle onboarding
  2027-03-01 12:00  (nothing)
    expect customer_lifecycle churned since 2027-03-01 12:00

story PS-25 the fourth order makes a customer
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-02-06  order.placed  order: A2
  2026-03-06  order.placed  order: A3
    expect customer_lifecycle onboarding since 2026-01-06
  2026-04-06 10:15  order.placed  order: A4
    expect customer_lifecycle customer since 2026-04-06 10:15
story PS-25 the first order after a churn starts onboarding again while there are too few
  2023-01-05  account.created  name: "Acme Ltd"
  2023-01-06  order.placed  order: A1
  2024-06-06  order.placed  order: A2
    expect customer_lifecycle onboarding since 2024-06-06
story PS-25 the count is of a lifetime: the fourth order out of churned makes a customer
  2023-01-05  account.created  name: "Acme Ltd"
  2023-01-06  order.placed  order: A1
  2023-01-07  order.placed  order: A2
  2023-01-08  order.placed  order: A3
  2025-01-01  order.placed  order: A4
    log customer_lifecycle
      suspect -> onboarding at 2023-01-06 by first-order
      onboarding -> churned at 2024-01-08 by churn
      churned -> customer at 2025-01-01 by enough-orders
story PS-25 a cancelled order does not count
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  key: A1, order: A1
  2026-01-07  order.placed  key: A2, order: A2
  2026-01-08  order.placed  key: A3, order: A3
  2026-01-09  order.cancelled  key: A3, order: A3
  2026-01-10  order.placed  key: A4, order: A4
    expect customer_lifecycle onboarding
    expect order_count = 3
story PS-25 from a stage set by hand the fourth order still makes a customer
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  order.placed  order: A2
  2026-01-08  order.placed  order: A3
  2026-01-09  set customer_lifecycle to lead
  2026-01-10  order.placed  order: A4
    expect customer_lifecycle customer since 2026-01-10

story PS-26 after one order
  set customer_after = 1
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
    expect customer_lifecycle customer since 2026-01-06
story PS-26 after two orders
  set customer_after = 2
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
    expect customer_lifecycle onboarding
  2026-01-07  order.placed  order: A2
    expect customer_lifecycle customer since 2026-01-07
story PS-26 after three orders
  set customer_after = 3
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  order.placed  order: A2
    expect customer_lifecycle onboarding
  2026-01-08  order.placed  order: A3
    expect customer_lifecycle customer since 2026-01-08
story PS-26 after four orders
  set customer_after = 4
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  order.placed  order: A2
  2026-01-08  order.placed  order: A3
    expect customer_lifecycle onboarding
  2026-01-09  order.placed  order: A4
    expect customer_lifecycle customer since 2026-01-09
story PS-27 none is refused
  set customer_after = 0
    refused customer_after
story PS-27 five are refused
  set customer_after = 5
    refused customer_after

story PS-29 the log of a lifecycle
  zone Europe/London
  2024-02-01 09:00  account.created  name: "Acme Ltd"
  2024-02-05 11:00  as rep set customer_lifecycle to lead
  2024-03-01 16:00  opportunity.created  opportunity: O1
  2024-03-20 10:00  opportunity.won  opportunity: O1
  2024-04-02 08:30  order.placed  order: A1
  2024-04-09 08:30  order.placed  order: A2
  2024-04-16 08:30  order.placed  order: A3
  2024-04-23 08:30  order.placed  order: A4
  2025-07-01 12:00  order.placed  order: A5
  2025-07-02  (nothing)
    log customer_lifecycle
      suspect -> lead at 2024-02-05 11:00 by by-hand
      lead -> opportunity at 2024-03-01 16:00 by opportunity-created
      opportunity -> onboarding at 2024-03-20 10:00 by opportunity-won
      onboarding -> customer at 2024-04-23 08:30 by enough-orders
      customer -> churned at 2025-04-23 08:30 by churn
      churned -> customer at 2025-07-01 12:00 by enough-orders
    expect customer_lifecycle_customer_first_entered_at = 2024-04-23 08:30
    expect customer_lifecycle_customer_entered_at = 2025-07-01 12:00
    expect customer_lifecycle_customer_left_at = 2025-04-23 08:30
    expect customer_lifecycle_customer_times = 2
    expect customer_lifecycle_churned_times = 1
    expect customer_lifecycle_mql_times = 0
    expect customer_lifecycle_mql_first_entered_at = null

story PS-29 a late order disproves a churn: superseded, never erased
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2027-03-01  (nothing)
    expect customer_lifecycle churned since 2027-01-06
  2026-12-24  late order.placed  order: A2
    expect customer_lifecycle onboarding since 2026-01-06
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order
      onboarding -> churned at 2027-01-06 by churn superseded
  2028-01-01  (nothing)
    expect customer_lifecycle churned since 2027-12-24
story PS-29 a late order moves the day of the fourth
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  order: A1
  2026-01-07  order.placed  order: A2
  2026-01-08  order.placed  order: A3
  2026-03-01  order.placed  order: A5
    expect customer_lifecycle customer since 2026-03-01
  2026-02-01  late order.placed  order: A4
    expect customer_lifecycle customer since 2026-02-01
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order
      onboarding -> customer at 2026-02-01 by enough-orders
      onboarding -> customer at 2026-03-01 by enough-orders superseded
story PS-29 an order corrected to another ledger was no order of ours
  2026-01-05  account.created  name: "Acme Ltd", default_ledger: L1
  2026-01-06  order.placed  key: A1, order: A1, ledger: L1
    expect customer_lifecycle onboarding
  2026-01-20  correct A1 ledger: L2
    expect customer_lifecycle suspect since 2026-01-05
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order superseded
story PS-29 a retracted order never was
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  key: A1, order: A1, amount: 10.00
  2026-01-07  order.placed  key: A2, order: A2, amount: 20.00
  2026-01-20  retract A1
    expect customer_lifecycle onboarding since 2026-01-07
    expect order_total = 20.00
story PS-29 what a person decided stands when the past is rewritten
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  order.placed  key: A1, order: A1
  2026-02-01  as rep set customer_lifecycle to customer
  2026-02-02  retract A1
    expect customer_lifecycle customer since 2026-02-01
    log customer_lifecycle
      suspect -> onboarding at 2026-01-06 by first-order superseded
      onboarding -> customer at 2026-02-01 by by-hand superseded
      suspect -> customer at 2026-02-01 by by-hand

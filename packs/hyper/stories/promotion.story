# The status is promoted by what users do, and never falls by itself.

story HY-1 the field takes its own values and no other
  2026-01-05  account.created  name: "Cohen Ltd"
    expect customer_status new
  2026-01-06  script customer_status to vip reason: "a value that does not exist"
    refused unknown-stage
  2026-01-06  (nothing)
    expect customer_status new

story HY-2 the seven statuses, one after the other
  2026-01-01  account.created  name: "Cohen Ltd"
    expect customer_status new
  2026-01-02  call.logged
    expect customer_status in_follow_up
  2026-01-03  quote.issued  quote: Q1
    expect customer_status meeting_or_quote
  2026-01-04  declare not_interested  note: "Too dear", not_interested_reason: price
    expect customer_status not_interested
  2026-01-05  invoice.issued  invoice: I1, amount: 117.00
    expect customer_status real
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
    expect customer_status club
  2026-01-07  declare frozen  popup_message: "Ask the accountant first"
    expect customer_status frozen

story HY-3 the New button sets new
  2026-01-05 08:00  account.created  name: "Cohen Ltd", channel: page
    expect customer_status new since 2026-01-05 08:00
    expect active customer_status yes
    expect section documents hidden
story HY-3 a file import sets new
  2026-01-05  account.created  name: "Cohen Ltd", channel: import
    expect customer_status new
story HY-3 a web form sets new
  2026-01-05  account.created  name: "Cohen Ltd", channel: web_form
    expect customer_status new
story HY-3 the portal sets new
  2026-01-05  account.created  name: "Cohen Ltd", channel: portal
    expect customer_status new
story HY-3 the API sets new
  2026-01-05  account.created  name: "Cohen Ltd", channel: api
    expect customer_status new
story HY-3 a copy of a real customer is new
  2026-01-05  account.created  name: "Cohen Ltd (2)", channel: copy, popup_message: "Copied", phone: "03-5550123"
    expect customer_status new
story HY-3 an existing customer who posts a form again keeps the status
  2026-01-05  account.created  name: "Cohen Ltd", channel: web_form
  2026-01-06  quote.issued  quote: Q1
  2026-01-07  form.posted  form: contact-us, email: "info@cohen.example"
    expect customer_status meeting_or_quote since 2026-01-06
    expect form_count = 1
story HY-3 a new customer who posts a form stays new
  2026-01-05  account.created  name: "Cohen Ltd", channel: web_form
  2026-01-05 00:01  form.posted  form: contact-us
    expect customer_status new since 2026-01-05

story HY-4 a logged call sets in follow-up
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06 09:30  call.logged  outcome: answered
    expect customer_status in_follow_up since 2026-01-06 09:30
story HY-4 any other contact record sets in follow-up
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  contact_record.logged  channel: whatsapp
    expect customer_status in_follow_up
story HY-4 a note that only documents moves nothing
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  note.logged  note: "Saw their van"
    expect customer_status new
    expect contact_log_count = 1

story HY-5 an e-mail sets in follow-up
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  email.sent  subject: "Hello, and welcome"
    expect customer_status in_follow_up
story HY-5 a mass mailing does not
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  email.sent  subject: "Spring sale", mass: true
    expect customer_status new

story HY-6 a booked meeting sets in follow-up
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  appointment.booked  appointment: A1, starts_at: "2026-01-20 10:00"
    expect customer_status in_follow_up

story HY-7 a summarised meeting sets follow-up + meeting
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  appointment.booked  appointment: A1
  2026-01-20 11:00  appointment.summarised  appointment: A1, note: "They like it"
    expect customer_status meeting_or_quote since 2026-01-20 11:00

story HY-8 a quote sets follow-up + quote, straight from new
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  quote.issued  quote: Q1, amount: 2400.00
    expect customer_status meeting_or_quote
    log customer_status
      new -> meeting_or_quote at 2026-01-06 by meeting-or-quote

story HY-12 a tax invoice makes a real customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  invoice.issued  invoice: I1, amount: 585.00
    expect customer_status real
story HY-12 a receipt makes a real customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  receipt.issued  invoice: R1, amount: 585.00
    expect customer_status real
story HY-12 and one who was not interested
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: no_need
  2026-03-06  invoice.issued  invoice: I1
    expect customer_status real

story HY-13 an approved quote makes a real customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  quote.issued  quote: Q1
  2026-01-09  quote.approved  quote: Q1
    expect customer_status real
story HY-13 an approved work order makes a real customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  order.placed  order: W1
    expect customer_status new
  2026-01-07  order.approved  order: W1
    expect customer_status real
story HY-13 a declined quote does not
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  quote.issued  quote: Q1
  2026-01-09  quote.declined  quote: Q1
    expect customer_status meeting_or_quote since 2026-01-06

story HY-14 filled extra properties make a real customer where the table is defined
  set extra_properties_defined = true
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  extra_properties.filled  table: "Client Extra Properties"
    expect customer_status real
story HY-14 they take nobody back from the club
  set extra_properties_defined = true
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
  2026-01-07  extra_properties.filled  table: "Client Extra Properties"
    expect customer_status club since 2026-01-06
story HY-14 and nothing where it is not
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  extra_properties.filled  table: "Client Extra Properties"
    expect customer_status new

story HY-15 opening a trading account makes a real customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  trading_account.opened  trading_account: T1
    expect customer_status real

story HY-16 a paid monthly service makes a club customer
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  invoice.issued  invoice: I1
  2026-02-01  subscription.started  subscription: S1, service: "Monthly support", paid: true, period: month, amount: 90.00
    expect customer_status club since 2026-02-01
story HY-16 a free one does not
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-02-01  subscription.started  subscription: S1, paid: false, period: month
    expect customer_status new
story HY-16 a yearly one does not
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-02-01  subscription.started  subscription: S1, paid: true, period: year
    expect customer_status new
story HY-17 a paid monthly service lifts one who was not interested
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: bad_timing
  2026-02-01  subscription.started  subscription: S1, paid: true, period: month
    expect customer_status club

story HY-29 the last action promotes, and the log says by which rule
  zone Asia/Jerusalem
  2026-01-05 08:00  account.created  name: "Cohen Ltd"
  2026-01-05 08:30  call.logged  outcome: answered
  2026-01-07 12:00  appointment.booked  appointment: A1
  2026-01-12 09:00  appointment.summarised  appointment: A1
  2026-01-12 10:00  quote.issued  quote: Q1
  2026-01-19 16:45  quote.approved  quote: Q1
  2026-02-01  subscription.started  subscription: S1, paid: true, period: month
    log customer_status
      new -> in_follow_up at 2026-01-05 08:30 by follow-up
      in_follow_up -> meeting_or_quote at 2026-01-12 09:00 by meeting-or-quote
      meeting_or_quote -> real at 2026-01-19 16:45 by real-customer
      real -> club at 2026-02-01 by paid-monthly-service

story HY-29 no action lowers the status
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
    expect customer_status club
  2026-01-07  call.logged
  2026-01-08  email.sent
  2026-01-09  appointment.booked  appointment: A1
  2026-01-10  appointment.summarised  appointment: A1
  2026-01-11  quote.issued  quote: Q1
  2026-01-12  quote.approved  quote: Q1
  2026-01-13  invoice.issued  invoice: I1
    expect customer_status club since 2026-01-06

story HY-29 follow-up alone does not lift one who is not interested
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: no_need
  2026-01-07  call.logged
    stays not-interested-keeps
    expect customer_status not_interested
  2026-01-08  contact_record.logged
    stays not-interested-keeps
  2026-01-09  email.sent
    stays not-interested-keeps
  2026-01-10  appointment.booked  appointment: A1
    stays not-interested-keeps
  2026-01-11  appointment.summarised  appointment: A1
    stays not-interested-keeps
  2026-01-12  quote.issued  quote: Q1
    stays not-interested-keeps
    expect customer_status not_interested since 2026-01-06

story HY-29 a call learned late takes its place in the past
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-12  quote.issued  quote: Q1
  2026-01-08  late call.logged
    expect customer_status meeting_or_quote since 2026-01-12
    log customer_status
      new -> in_follow_up at 2026-01-08 by follow-up
      new -> meeting_or_quote at 2026-01-12 by meeting-or-quote superseded
      in_follow_up -> meeting_or_quote at 2026-01-12 by meeting-or-quote

story HY-29 an invoice that was entered by mistake leaves no trace in today's belief
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  invoice.issued  key: I1, invoice: I1
    expect customer_status real
  2026-01-07  retract I1
    expect customer_status new since 2026-01-05
    expect invoice_count = 0

story HY-29 a credited invoice never demotes and is listed for review
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  invoice.issued  invoice: I1, amount: 117.00
  2026-01-20  invoice.credited  invoice: I1, amount: 117.00
    stays credited-never-demotes
    effect task review_credited_invoice
    expect customer_status real since 2026-01-06
    expect credited_invoice_count = 1
story HY-29 a cancelled order never demotes
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  order.placed  key: W1, order: W1
  2026-01-07  order.approved  key: W1, order: W1
  2026-01-20  order.cancelled  key: W1, order: W1
    expect customer_status real since 2026-01-07

story HY-30 a user cannot set the status
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  set customer_status to real
    refused stage-not-by-hand
    expect customer_status new
story HY-30 nor can an administrator
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  as admin set customer_status to club
    refused stage-not-by-hand
    expect customer_status new

story HY-31 a script sets it, warns, and is in the log
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06 14:00  as admin script customer_status to club reason: "Contract signed on paper"
    warned script
    expect customer_status club since 2026-01-06 14:00
    log customer_status
      new -> club at 2026-01-06 14:00 by script
story HY-31 a script may go down
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  invoice.issued  invoice: I1
  2026-01-07  script customer_status to new reason: "Imported by mistake"
    warned script
    expect customer_status new
story HY-31 it needs a reason
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  script customer_status to real
    refused script-needs-reason
    expect customer_status new
story HY-31 it needs an administrator
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  as rep script customer_status to real reason: "I am sure"
    refused role-may-not
    expect customer_status new
story HY-31 a representative without a reason hears both
  2026-01-05  account.created  name: "Cohen Ltd"
  2026-01-06  as rep script customer_status to real
    refused role-may-not, script-needs-reason

# What a user declares, what it takes, and who must not.

story HY-9 a documented declaration sets not interested
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  call.logged  note: "Price too high"
  2026-01-06 10:00  declare not_interested  not_interested_reason: price
    expect customer_status not_interested since 2026-01-06 10:00
    expect not_interested_reason = price
story HY-9 from follow-up + quote
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  quote.issued  quote: Q1
  2026-01-07  declare not_interested  note: "Chose another", not_interested_reason: competitor
    expect customer_status not_interested
story HY-9 by a representative
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-07  as rep declare not_interested  note: "Chose another", not_interested_reason: competitor
    expect customer_status not_interested

story HY-10 refused without a contact-log record
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  not_interested_reason: price
    refused contact-log
    expect customer_status new
    expect not_interested_reason = null
story HY-10 an e-mail is no contact-log record
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  email.sent  subject: "Offer"
  2026-01-07  declare not_interested  not_interested_reason: price
    refused contact-log
story HY-10 the documenting note comes in the same request and moves nothing by itself
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  note: "Called; too dear", not_interested_reason: price
    expect customer_status not_interested
    log customer_status
      new -> not_interested at 2026-01-06 by not_interested
story HY-10 a note that was logged before will do
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  note.logged  note: "Met at the fair"
  2026-01-07  declare not_interested  not_interested_reason: no_need
    expect customer_status not_interested

story HY-11 refused without the reason
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  note: "Called; no"
    refused reason
    expect customer_status new
story HY-11 a reason filled in before will do
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  account.changed  not_interested_reason: bad_timing
  2026-01-06  declare not_interested  note: "Called; no"
    expect customer_status not_interested
story HY-11 a refusal says all that is missing at once
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested
    refused contact-log, reason
    expect customer_status new

story HY-9 a real customer is not declared not interested
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-01-07  declare not_interested  note: "No", not_interested_reason: price
    refused real-customer
    expect customer_status real
story HY-9 nor a club customer, and everything missing is said at once
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
  2026-01-07  declare not_interested
    refused contact-log, reason, real-customer
    expect customer_status club
story HY-9 unless the switch allows it
  set not_interested_for_real = true
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-01-07  declare not_interested  note: "No", not_interested_reason: price
    expect customer_status not_interested
story HY-9 never from frozen, whatever the switch
  set not_interested_for_real = true
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-01-07  declare frozen  popup_message: "Stop"
  2026-01-08  declare not_interested  note: "No", not_interested_reason: price
    refused wrong-stage
    expect customer_status frozen

story HY-18 a real customer is declared frozen
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01 12:00  declare frozen  popup_message: "Owes since January; talk to accounts"
    expect customer_status frozen since 2026-03-01 12:00
    expect active customer_status no
    expect popup_message = "Owes since January; talk to accounts"
story HY-18 and a club customer
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
  2026-03-01  declare frozen  popup_message: "Contract in dispute"
    expect customer_status frozen

story HY-19 refused unless the pop-up message is filled
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01  declare frozen
    refused popup-message
    expect customer_status real
story HY-19 an empty pop-up message is not filled
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01  declare frozen  popup_message: ""
    refused popup-message
story HY-19 a pop-up message that was there before will do
  2026-01-05  account.created  name: "Levi Bros", popup_message: "Call before delivery"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01  declare frozen
    expect customer_status frozen

story HY-20 a new customer cannot be frozen
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare frozen  popup_message: "Stop"
    refused wrong-stage
    expect customer_status new
story HY-20 nor one in follow-up
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  call.logged
  2026-01-07  declare frozen  popup_message: "Stop"
    refused wrong-stage
story HY-20 nor one with a quote
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  quote.issued  quote: Q1
  2026-01-07  declare frozen  popup_message: "Stop"
    refused wrong-stage
story HY-20 nor one who is not interested
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: price
  2026-01-07  declare frozen  popup_message: "Stop"
    refused wrong-stage
    expect customer_status not_interested
story HY-20 both faults are said at once
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare frozen
    refused wrong-stage, popup-message

story HY-21 the record and its source documents stay
  2026-01-05  account.created  name: "Levi Bros", phone: "03-5550123"
  2026-01-06  quote.issued  quote: Q1
  2026-01-07  invoice.issued  invoice: I1
  2026-01-08  receipt.issued  invoice: R1
  2026-03-01  declare frozen  popup_message: "Stop"
    expect customer_status frozen
    expect name = "Levi Bros"
    expect phone = "03-5550123"
    expect quote_count = 1
    expect invoice_count = 1
    expect receipt_count = 1
    expect section documents visible

story HY-18 frozen blocks every automatic rule
  set extra_properties_defined = true
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01  declare frozen  popup_message: "Stop"
  2026-03-02  call.logged
    stays frozen-blocks
  2026-03-03  email.sent
    stays frozen-blocks
  2026-03-03 12:00  contact_record.logged
    stays frozen-blocks
  2026-03-04  appointment.booked  appointment: A1
    stays frozen-blocks
  2026-03-05  appointment.summarised  appointment: A1
    stays frozen-blocks
  2026-03-06  quote.issued  quote: Q1
    stays frozen-blocks
  2026-03-07  quote.approved  quote: Q1
    stays frozen-blocks
  2026-03-08  order.approved  order: W1
    stays frozen-blocks
  2026-03-09  invoice.issued  invoice: I2
    stays frozen-blocks
  2026-03-10  receipt.issued  invoice: R2
    stays frozen-blocks
  2026-03-11  trading_account.opened  trading_account: T1
    stays frozen-blocks
  2026-03-12  extra_properties.filled
    stays frozen-blocks
  2026-03-13  subscription.started  subscription: S1, paid: true, period: month
    stays frozen-blocks
  2026-03-14  lead.allocated  reset: true
    stays frozen-blocks
    expect customer_status frozen since 2026-03-01

story HY-18 release returns a real customer to real
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  invoice.issued  invoice: I1
  2026-03-01  declare frozen  popup_message: "Stop"
  2026-04-01  declare unfreeze
    expect customer_status real since 2026-04-01
story HY-18 release returns a club customer to the club
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  subscription.started  subscription: S1, paid: true, period: month
  2026-03-01  declare frozen  popup_message: "Stop"
  2026-03-05  invoice.issued  invoice: I1
  2026-04-01  declare unfreeze
    expect customer_status club
story HY-18 only a frozen customer is released
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare unfreeze
    refused wrong-stage

story HY-22 declaring fictitious sends the customer to the pool of removed customers
  2026-01-05  account.created  name: "Test test"
  2026-01-06  declare fictitious  note: "Nobody by that name", fictitious_reason: test_record
    effect archive
    expect customer_status new
    expect fictitious_reason = test_record
story HY-23 refused without a contact-log record
  2026-01-05  account.created  name: "Test test"
  2026-01-06  declare fictitious  fictitious_reason: test_record
    refused contact-log
    no effect
story HY-24 refused without the reason
  2026-01-05  account.created  name: "Test test"
  2026-01-06  declare fictitious  note: "Nobody by that name"
    refused reason
    no effect
story HY-23 both are said at once
  2026-01-05  account.created  name: "Test test"
  2026-01-06  declare fictitious
    refused contact-log, reason
story HY-22 refused while an invoice exists
  2026-01-05  account.created  name: "Test test"
  2026-01-06  invoice.issued  invoice: I1
  2026-01-07  declare fictitious  note: "Nobody", fictitious_reason: other
    refused no-documents
    no effect
story HY-22 refused while a receipt exists
  2026-01-05  account.created  name: "Test test"
  2026-01-06  receipt.issued  invoice: R1
  2026-01-07  declare fictitious  note: "Nobody", fictitious_reason: other
    refused no-documents
story HY-22 refused while an order exists, and everything missing is said
  2026-01-05  account.created  name: "Test test"
  2026-01-06  order.placed  order: W1
  2026-01-07  declare fictitious
    refused contact-log, reason, no-documents
story HY-23 a call that was logged before will do
  2026-01-05  account.created  name: "Test test"
  2026-01-06  call.logged  note: "Number is not in service"
  2026-01-07  declare fictitious  fictitious_reason: wrong_details
    effect archive
story HY-22 a quote alone does not hinder it
  2026-01-05  account.created  name: "Test test"
  2026-01-06  quote.issued  quote: Q1
  2026-01-07  declare fictitious  note: "Nobody", fictitious_reason: wrong_details
    effect archive
story HY-25 its information stays in the pool, and restoring brings back record, history and status
  2026-01-05  account.created  name: "Levi Bros", phone: "03-5550123"
  2026-01-06  call.logged
  2026-01-07  quote.issued  quote: Q1
  2026-01-08  declare fictitious  note: "Wrong number", fictitious_reason: wrong_details
    effect archive
    expect customer_status meeting_or_quote
    expect archived = true
    expect calling_list no
    expect name = "Levi Bros"
    expect quote_count = 1
  2026-02-01  account.restored
    expect customer_status meeting_or_quote since 2026-01-07
    expect archived = false
    expect phone = "03-5550123"
    expect contact_log_count = 1
    log customer_status
      new -> in_follow_up at 2026-01-06 by follow-up
      in_follow_up -> meeting_or_quote at 2026-01-07 by meeting-or-quote

story HY-26 the allocation wizard returns the status to new
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  quote.issued  quote: Q1
  2026-06-01  lead.allocated  campaign: "Summer"
    expect customer_status new since 2026-06-01
story HY-26 repeat marketing brings back one who was not interested
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: bad_timing
  2026-06-01  lead.allocated  reset: true
    expect customer_status new
story HY-26 first marketing leaves a new lead new
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  lead.allocated  reset: true
    expect customer_status new since 2026-01-05
story HY-27 with its option off the status is unchanged
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  quote.issued  quote: Q1
  2026-06-01  lead.allocated  reset: false
    stays allocated-without-reset
    expect customer_status meeting_or_quote since 2026-01-06
story HY-26 after the wizard the promotion begins again
  2026-01-05  account.created  name: "Levi Bros"
  2026-01-06  declare not_interested  note: "No", not_interested_reason: bad_timing
  2026-06-01  lead.allocated  reset: true
  2026-06-02  call.logged
    expect customer_status in_follow_up

story HY-11 the reason is shown where the customer is not interested
  2026-01-05  account.created  name: "Levi Bros"
    expect section not_interested hidden
  2026-01-06  declare not_interested  note: "No", not_interested_reason: price
    expect section not_interested visible
story HY-9 who is not interested is not called, until the wizard brings them back
  2026-01-05  account.created  name: "Levi Bros"
    expect calling_list yes
  2026-01-06  declare not_interested  note: "No", not_interested_reason: price
    expect calling_list no
  2026-06-01  lead.allocated  reset: true
    expect calling_list yes

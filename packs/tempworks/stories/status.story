# How a customer gets its status, and what it means.

story TW-31 a new customer is Prospect
  2026-01-05 09:09  account.created  name: "Buy N Large", department: Primary, branch: "Hennepin East"
    expect customer_status prospect since 2026-01-05 09:09
story TW-31 an imported one too
  2026-01-05  account.created  name: "Buy N Large", channel: import
    expect customer_status prospect
story TW-31 and one copied from an active customer
  2026-01-05  account.created  name: "Buy N Large (2)", channel: copy
    expect customer_status prospect

story TW-32 no assignment for an order that existed before the customer became inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1
  2026-01-08  set customer_status to inactive
  2026-01-09  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
story TW-32 once active again, the same order may be filled
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1
  2026-01-08  set customer_status to inactive
  2026-01-09  set customer_status to active
  2026-01-10  assignment.started  assignment: A1, order: W1
    expect live_assignment_count = 1
story TW-32 an order that was let in is not refused again when the past is rewritten
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  key: W1, order: W1, amount: 10.00
  2026-01-08  set customer_status to inactive
  2026-01-09  correct W1 amount: 12.00
    expect order_count = 1
    expect order_total = 12.00
    expect customer_status inactive since 2026-01-08

story TW-33 an order under Prospect makes the customer Hold for Credit Check
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-07 11:00  order.placed  order: W1
    expect customer_status hold_for_credit_check since 2026-01-07 11:00
story TW-33 under Bid too
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to bid
  2026-01-07  order.placed  order: W1
    expect customer_status hold_for_credit_check since 2026-01-07
story TW-33 under Hold it stays Hold
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to hold_for_credit_check
  2026-01-07  order.placed  order: W1
    stays already-on-hold
    expect customer_status hold_for_credit_check since 2026-01-06
    no effect
story TW-33 not under Active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1
    expect customer_status active since 2026-01-06
    no effect
    no stay
story TW-33 not under Credit Check in Progress
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to credit_check_in_progress
  2026-01-07  order.placed  order: W1
    expect customer_status credit_check_in_progress since 2026-01-06
    no effect
story TW-33 Non-AR assumes Hold, and warns
  2026-01-05  account.created  name: "Petty cash"
  2026-01-06  set customer_status to non_ar
  2026-01-07  order.placed  order: W1
    warned order
    expect customer_status hold_for_credit_check since 2026-01-07
    effect notify credit_office
story TW-33 Non-AR keeps its status with the switch off, and warns
  set non_ar_assumes_hold = false
  2026-01-05  account.created  name: "Petty cash"
  2026-01-06  set customer_status to non_ar
  2026-01-07  order.placed  order: W1
    warned order
    expect customer_status non_ar since 2026-01-06
    no effect
story TW-33 an inactive status refuses the order before that
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to lost
  2026-01-07  order.placed  order: W1
    refused order
    no effect
    expect customer_status lost since 2026-01-06
story TW-33 the second order finds the customer on hold
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  order.placed  order: W1
  2026-01-07  order.placed  order: W2
    stays already-on-hold
    expect order_count = 2
    expect customer_status hold_for_credit_check since 2026-01-06

story TW-34 at the order's own instant, logged and announced
  zone America/Chicago
  2026-01-05 09:00  account.created  name: "Buy N Large"
  2026-01-07 11:00  order.placed  order: W1
    effect notify credit_office
    log customer_status
      prospect -> hold_for_credit_check at 2026-01-07 11:00 by order-needs-credit-check
story TW-34 an order that was cancelled as a mistake undoes it
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-07  order.placed  key: W1, order: W1
  2026-01-08  order.cancelled  key: W1, order: W1
    expect customer_status prospect since 2026-01-05
    expect order_count = 0

story TW-36 what the details page shows is there to be shown
  2026-01-05 09:09  account.created  name: "Buy N Large", department: Primary, parent: BNL-HQ, branch: "Hennepin East"
    expect section details visible
    expect name = "Buy N Large"
    expect department = Primary
    expect parent = BNL-HQ
    expect branch = "Hennepin East"
    expect customer_status_active_first_entered_at = null
  2026-02-11 10:00  set customer_status to active
    expect customer_status_active_first_entered_at = 2026-02-11 10:00
story TW-36 the activation date is the first entry to Active
  2026-01-05  account.created  name: "Buy N Large"
  2026-02-11 10:00  set customer_status to active
  2026-03-01  set customer_status to inactive
  2026-04-01  set customer_status to active
    expect customer_status_active_first_entered_at = 2026-02-11 10:00
    expect customer_status_active_entered_at = 2026-04-01
    expect customer_status_active_times = 2
story TW-36 a department carries its own status
  2026-01-05  account.created  name: "Buy N Large", department: Warehouse, parent: BNL
  2026-01-06  set customer_status to active
    expect department = Warehouse
    expect customer_status active

story TW-38 the pipeline works beside Prospect
  2026-01-05  account.created  name: "Buy N Large"
    expect pipeline_status none
    expect section pipeline hidden
  2026-01-06  call.logged
    expect pipeline_status contacted since 2026-01-06
    expect section pipeline visible
  2026-01-07  opportunity.created  opportunity: O1
    expect pipeline_status qualified
  2026-01-08  quote.issued  quote: Q1
    expect pipeline_status proposal
  2026-01-09  as rep set pipeline_status to negotiation
    expect pipeline_status negotiation
    expect customer_status prospect since 2026-01-05
story TW-38 when it is done a representative is asked to set the status, and does
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  opportunity.created  opportunity: O1
  2026-02-01  opportunity.won  opportunity: O1
    expect pipeline_status done since 2026-02-01
    effect task set_customer_status
    effect notify service_representatives
    expect customer_status prospect since 2026-01-05
  2026-02-02  as rep set customer_status to active
    expect customer_status active
    expect pipeline_status done since 2026-02-01
story TW-38 or on hold
  2026-01-05  account.created  name: "Buy N Large"
  2026-02-01  as rep set pipeline_status to done
    effect task set_customer_status
    effect notify service_representatives
  2026-02-02  as rep set customer_status to hold_for_credit_check
    expect customer_status hold_for_credit_check
story TW-38 a lost deal ends the pipeline and leaves the status alone
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  opportunity.created  opportunity: O1
  2026-01-07  opportunity.created  opportunity: O2
  2026-02-01  opportunity.lost  opportunity: O1
    expect pipeline_status qualified
  2026-02-02  opportunity.lost  opportunity: O2
    expect pipeline_status given_up
    expect customer_status prospect since 2026-01-05
  2026-05-01  opportunity.created  opportunity: O3
    expect pipeline_status qualified
story TW-38 first contact: email.sent
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  email.sent
    expect pipeline_status contacted since 2026-01-06
    expect customer_status prospect since 2026-01-05
story TW-38 first contact: contact_record.logged
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  contact_record.logged
    expect pipeline_status contacted since 2026-01-06
    expect customer_status prospect since 2026-01-05
story TW-38 first contact: appointment.booked
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  appointment.booked  appointment: M1
    expect pipeline_status contacted since 2026-01-06
    expect customer_status prospect since 2026-01-05
story TW-38 first contact: enquiry.received
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  enquiry.received  enquiry: E1
    expect pipeline_status contacted since 2026-01-06
    expect customer_status prospect since 2026-01-05
story TW-38 a quote or a win may come first
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  quote.issued  quote: Q1
    expect pipeline_status proposal
story TW-38 a win without anything before it
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  opportunity.won  opportunity: O1
    expect pipeline_status done
story TW-38 nothing takes the pipeline back
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set pipeline_status to negotiation
  2026-01-07  call.logged
  2026-01-08  opportunity.created  opportunity: O1
  2026-01-09  quote.issued  quote: Q1
    expect pipeline_status negotiation since 2026-01-06
  2026-01-10  opportunity.won  opportunity: O1
  2026-01-11  opportunity.lost  opportunity: O2
    expect pipeline_status done since 2026-01-10
story TW-38 a deal closed neutral ends it as well
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  opportunity.created  opportunity: O1
    expect active pipeline_status yes
  2026-01-07  opportunity.neutral  opportunity: O1
    expect pipeline_status given_up
    expect active pipeline_status no
story TW-38 a deal that was given up and then won is done
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set pipeline_status to given_up
  2026-02-01  opportunity.won  opportunity: O1
    expect pipeline_status done
story TW-38 the status does not move the pipeline
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
    expect pipeline_status none

story TW-39 a record made in error is kept, with all it had
  2026-01-05  account.created  name: "Buy N Large", phone: "(123) 456-7890"
  2026-01-06  order.placed  order: W1
  2026-01-07  set customer_status to mistakenly_entered
    expect customer_status mistakenly_entered
    expect name = "Buy N Large"
    expect phone = "(123) 456-7890"
    expect order_count = 1
    log customer_status
      prospect -> hold_for_credit_check at 2026-01-06 by order-needs-credit-check
      hold_for_credit_check -> mistakenly_entered at 2026-01-07 by by-hand

story TW-40 what the green light stands on: Active is an active status
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
    expect active customer_status yes
  2026-01-07  set customer_status to inactive
    expect active customer_status no

story TW-41 nothing sets Active automatically
  2026-01-01  account.created  name: "Buy N Large"
  2026-01-02  call.logged
  2026-01-03  quote.issued  quote: Q1
  2026-01-04  quote.approved  quote: Q1
  2026-01-05  opportunity.created  opportunity: O1
  2026-01-06  opportunity.won  opportunity: O1
  2026-01-07  invoice.issued  invoice: I1
  2026-01-08  receipt.issued  invoice: R1
  2026-01-09  subscription.started  subscription: S1, paid: true, period: month
  2026-01-10  trading_account.opened  trading_account: T1
    expect customer_status prospect since 2026-01-01
  2026-01-11  order.placed  order: W1
  2026-01-12  order.approved  order: W1
  2028-01-01  (nothing)
    expect customer_status hold_for_credit_check since 2026-01-11

story TW-42 Non-AR gives a warning, not a refusal
  set non_ar_assumes_hold = false
  2026-01-05  account.created  name: "Petty cash"
  2026-01-06  set customer_status to non_ar
  2026-01-07  order.placed  order: W1
    warned order
  2026-01-08  assignment.started  assignment: A1, order: W1
    warned assignment
    expect order_count = 1
    expect live_assignment_count = 1
story TW-42 after the order assumed Hold, the assignment is refused
  2026-01-05  account.created  name: "Petty cash"
  2026-01-06  set customer_status to non_ar
  2026-01-07  order.placed  order: W1
    warned order
  2026-01-08  assignment.started  assignment: A1, order: W1
    refused assignment

story TW-43 Do Not Service customers are left out of calling and mailing lists
  2026-01-05  account.created  name: "Buy N Large"
    expect calling_list yes
    expect mailing_list yes
  2026-01-06  set customer_status to do_not_service
    expect calling_list no
    expect mailing_list no
  2026-01-07  set customer_status to active
    expect calling_list yes
    expect mailing_list yes

story TW-44 Active may be set from Prospect
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  as rep set customer_status to active
    expect customer_status active
story TW-44 from Bid, once it is accepted
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  as rep set customer_status to bid
  2026-01-07  as rep set customer_status to active
    expect customer_status active
story TW-44 from Hold for Credit Check
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  as rep set customer_status to hold_for_credit_check
  2026-01-07  as rep set customer_status to active
    expect customer_status active
story TW-44 from Credit Check in Progress
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  as rep set customer_status to credit_check_in_progress
  2026-01-07  as rep set customer_status to active
    expect customer_status active
story TW-44 from Non-AR transactions
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  as rep set customer_status to non_ar
  2026-01-07  as rep set customer_status to active
    expect customer_status active

story TW-45 past data stays readable under Inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1, amount: 1850.25
  2026-01-08  invoice.issued  invoice: I1
  2026-06-01  set customer_status to inactive
    expect order_count = 1
    expect order_total = 1850.25
    expect invoice_count = 1
story TW-45 and under Lost
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1, amount: 1850.25
  2026-06-01  set customer_status to lost
    expect order_total = 1850.25
    expect last_order_at = 2026-01-07
story TW-45 an inactive customer is still called and written about
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to inactive
  2026-01-07  call.logged
    expect contact_log_count = 1

story TW-32 going inactive closes nothing and lists what is still open
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1
  2026-01-08  assignment.started  assignment: A1, order: W1
    expect section still_open hidden
  2026-01-09  set customer_status to inactive
    expect live_assignment_count = 1
    expect section still_open visible
  2026-01-10  assignment.ended  assignment: A1
    expect live_assignment_count = 0
    expect section still_open hidden

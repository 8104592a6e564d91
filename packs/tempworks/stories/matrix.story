# The matrix: ten statuses by active, orders and assignments, one statement per cell.
# An order exists before the status is set, so that an assignment is asked of the status alone.

story TW-1 Active is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
    expect customer_status active
    expect active customer_status yes
story TW-2 Active: orders may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to active
  2026-01-07  order.placed  order: W1
    no warning
    expect order_count = 1
story TW-3 Active: assignments may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to active
  2026-01-07  assignment.started  assignment: A1, order: W1
    no warning
    expect live_assignment_count = 1
    expect customer_status active since 2026-01-06

story TW-4 Bid is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to bid
    expect customer_status bid
    expect active customer_status yes
story TW-5 Bid: orders may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to bid
  2026-01-07  order.placed  order: W1
    no warning
    expect order_count = 1
story TW-6 Bid: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to bid
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status bid since 2026-01-06

story TW-7 Credit Check in Progress is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to credit_check_in_progress
    expect customer_status credit_check_in_progress
    expect active customer_status yes
story TW-8 Credit Check in Progress: orders may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to credit_check_in_progress
  2026-01-07  order.placed  order: W1
    no warning
    expect order_count = 1
story TW-9 Credit Check in Progress: assignments may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to credit_check_in_progress
  2026-01-07  assignment.started  assignment: A1, order: W1
    no warning
    expect live_assignment_count = 1
    expect customer_status credit_check_in_progress since 2026-01-06

story TW-10 Do Not Service is inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to do_not_service
    expect customer_status do_not_service
    expect active customer_status no
story TW-11 Do Not Service: orders are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to do_not_service
  2026-01-07  order.placed  order: W1
    refused order
    expect order_count = 0
    expect customer_status do_not_service since 2026-01-06
story TW-12 Do Not Service: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to do_not_service
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status do_not_service since 2026-01-06

story TW-13 Hold for Credit Check is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to hold_for_credit_check
    expect customer_status hold_for_credit_check
    expect active customer_status yes
story TW-14 Hold for Credit Check: orders may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to hold_for_credit_check
  2026-01-07  order.placed  order: W1
    no warning
    expect order_count = 1
story TW-15 Hold for Credit Check: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-05 13:00  set customer_status to active
  2026-01-06  set customer_status to hold_for_credit_check
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status hold_for_credit_check since 2026-01-06

story TW-16 Inactive is inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to inactive
    expect customer_status inactive
    expect active customer_status no
story TW-17 Inactive: orders are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to inactive
  2026-01-07  order.placed  order: W1
    refused order
    expect order_count = 0
    expect customer_status inactive since 2026-01-06
story TW-18 Inactive: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to inactive
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status inactive since 2026-01-06

story TW-19 Lost is inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to lost
    expect customer_status lost
    expect active customer_status no
story TW-20 Lost: orders are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to lost
  2026-01-07  order.placed  order: W1
    refused order
    expect order_count = 0
    expect customer_status lost since 2026-01-06
story TW-21 Lost: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to lost
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status lost since 2026-01-06

story TW-22 Prospect is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to prospect
    expect customer_status prospect
    expect active customer_status yes
story TW-23 Prospect: orders may be created
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to prospect
  2026-01-07  order.placed  order: W1
    no warning
    expect order_count = 1
story TW-24 Prospect: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to prospect
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status prospect since 2026-01-06

story TW-25 Deleted / Mistakenly Entered is inactive
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to mistakenly_entered
    expect customer_status mistakenly_entered
    expect active customer_status no
story TW-26 Deleted / Mistakenly Entered: orders are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to mistakenly_entered
  2026-01-07  order.placed  order: W1
    refused order
    expect order_count = 0
    expect customer_status mistakenly_entered since 2026-01-06
story TW-27 Deleted / Mistakenly Entered: assignments are refused
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to mistakenly_entered
  2026-01-07  assignment.started  assignment: A1, order: W1
    refused assignment
    expect live_assignment_count = 0
    expect customer_status mistakenly_entered since 2026-01-06

story TW-28 Non-AR transactions is active
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to non_ar
    expect customer_status non_ar
    expect active customer_status yes
story TW-29 Non-AR transactions: orders are let in with a warning
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-06  set customer_status to non_ar
  2026-01-07  order.placed  order: W1
    warned order
    expect order_count = 1
story TW-30 Non-AR transactions: assignments are let in with a warning
  2026-01-05  account.created  name: "Buy N Large"
  2026-01-05 12:00  order.placed  order: W1
  2026-01-06  set customer_status to non_ar
  2026-01-07  assignment.started  assignment: A1, order: W1
    warned assignment
    expect live_assignment_count = 1
    expect customer_status non_ar since 2026-01-06

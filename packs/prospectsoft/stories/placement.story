# Initial placement from a summary (the fact stands at the first order's time), and RFM.

story PS-32 sales history makes a customer
  2025-09-01  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 7, open_opportunities: 0, supplier_only: false
    expect customer_lifecycle customer since 2025-09-01
  2026-01-01  (nothing)
    expect customer_lifecycle customer since 2025-09-01
story PS-32 one order is sales history
  2025-09-01  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-09-01", order_count: 1
    expect customer_lifecycle customer
story PS-32 unless churned
  2023-05-01  account.placed  first_order_at: "2023-05-01", last_order_at: "2024-02-01", order_count: 7
  2026-01-01  (nothing)
    expect customer_lifecycle churned since 2025-01-31
story PS-32 sales history goes before an open opportunity
  2025-09-01  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 2, open_opportunities: 3, supplier_only: true
    expect customer_lifecycle customer
story PS-32 without strictness too few orders are onboarding
  set strict_placement = false
  2025-09-01  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 3
    expect customer_lifecycle onboarding since 2025-09-01
story PS-32 and churn all the same
  set strict_placement = false
  2023-09-01  account.placed  first_order_at: "2023-09-01", last_order_at: "2023-12-01", order_count: 3
  2026-01-01  (nothing)
    expect customer_lifecycle churned since 2024-11-30
story PS-32 and enough orders a customer
  set strict_placement = false
  2025-09-01  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 4
    expect customer_lifecycle customer
story PS-33 else an open opportunity makes an opportunity
  2026-01-05  account.placed  order_count: 0, open_opportunities: 1, supplier_only: true
    expect customer_lifecycle opportunity since 2026-01-05
story PS-34 else supplier only makes other
  2026-01-05  account.placed  order_count: 0, open_opportunities: 0, supplier_only: true
    expect customer_lifecycle other since 2026-01-05
story PS-34 where nothing is said of that, the company type says it
  2026-01-04  account.created  name: "Acme Ltd", company_type: supplier
  2026-01-05  account.placed  order_count: 0, open_opportunities: 0
    expect customer_lifecycle other since 2026-01-05
story PS-34 a supplier that buys too is not supplier only
  2026-01-04  account.created  name: "Acme Ltd", company_type: supplier
  2026-01-05  account.placed  supplier_only: false
    stays placed-suspect
story PS-35 else suspect
  2026-01-05  account.placed  order_count: 0, open_opportunities: 0, supplier_only: false
    stays placed-suspect
    expect customer_lifecycle suspect
story PS-35 nothing said is nothing known
  2026-01-05  account.placed
    stays placed-suspect
    expect customer_lifecycle suspect
story PS-36 an existing record is placed on upgrade, and the past before its creation counts
  2025-06-01  account.created  name: "Acme Ltd"
  2023-03-10  late account.placed  first_order_at: "2023-03-10", last_order_at: "2025-12-20", order_count: 31
    expect customer_lifecycle customer since 2023-03-10
story PS-36 a stage that a person had chosen stands
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  as rep set customer_lifecycle to mql
  2026-01-07  account.placed  open_opportunities: 1
    expect customer_lifecycle mql since 2026-01-06
  2026-01-08  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 9
    expect customer_lifecycle mql since 2026-01-06
  2026-01-09  account.placed  supplier_only: true
    expect customer_lifecycle mql since 2026-01-06
  2026-01-10  account.placed
    no stay
    expect customer_lifecycle mql since 2026-01-06
story PS-36 nor do too few orders move it where placement counts them
  set strict_placement = false
  2026-01-05  account.created  name: "Acme Ltd"
  2026-01-06  as rep set customer_lifecycle to mql
  2026-01-07  account.placed  first_order_at: "2025-09-01", last_order_at: "2025-12-01", order_count: 2
    expect customer_lifecycle mql since 2026-01-06
story PS-37 an account from the ERP is created and placed
  2025-10-01  account.created  name: "Acme Ltd", channel: import
  2025-10-01  account.placed  first_order_at: "2025-10-01", last_order_at: "2025-12-20", order_count: 5
    expect customer_lifecycle customer since 2025-10-01
story PS-37 with full documents the rules replay the history instead
  2025-10-01  account.created  name: "Acme Ltd", channel: import
  2025-10-01 10:00  order.placed  order: SO-1, source: erp
  2025-11-01  order.placed  order: SO-2, source: erp
    expect customer_lifecycle onboarding since 2025-10-01 10:00
story PS-38 the log is backdated with when they first became a customer
  2023-05-01  account.placed  first_order_at: "2023-05-01", last_order_at: "2025-12-01", order_count: 40
    log customer_lifecycle
      suspect -> customer at 2023-05-01 by placed-customer
story PS-39 and with when they churned
  2023-05-01  account.placed  first_order_at: "2023-05-01", last_order_at: "2024-06-15 13:00", order_count: 40
  2026-01-01  (nothing)
    log customer_lifecycle
      suspect -> customer at 2023-05-01 by placed-customer
      customer -> churned at 2025-06-15 13:00 by churn-placed
story PS-38 orders of the summary count for a lifetime
  2023-05-01  account.placed  first_order_at: "2023-05-01", last_order_at: "2024-02-01", order_count: 3
  2026-01-10  order.placed  order: A1
    expect customer_lifecycle customer since 2026-01-10
    expect placed_order_count = 3
    expect default_ledger_order_count = 1
story PS-38 once there are documents, the clock runs from the last of them
  2025-05-01  account.placed  first_order_at: "2025-05-01", last_order_at: "2025-06-01", order_count: 3
  2025-12-01  order.placed  order: A1
  2026-07-01  (nothing)
    expect customer_lifecycle customer since 2025-05-01
  2027-01-01  (nothing)
    expect customer_lifecycle churned since 2026-12-01

story PS-31 RFM is a field of the division with a history
  2026-01-01  account.created  name: "Acme Ltd"
    expect rfm_segment none
  2026-02-01  rfm.scored  r: 5, f: 5, m: 5, segment: champions
    expect rfm_segment champions since 2026-02-01
    expect rfm_r = 5
    expect section rfm visible
  2026-03-01  rfm.scored  r: 1, f: 2, m: 5, segment: at_risk
    expect rfm_segment at_risk since 2026-03-01
    expect rfm_f = 2
    expect rfm_m = 5
    expect rfm_segment_champions_times = 1
story PS-31 a scoring that changes nothing writes nothing
  2026-01-01  account.created  name: "Acme Ltd"
  2026-02-01  rfm.scored  r: 5, f: 5, m: 5, segment: champions
  2026-03-01  rfm.scored  r: 5, f: 5, m: 5, segment: champions
    expect rfm_segment champions since 2026-02-01
    log rfm_segment
      none -> champions at 2026-02-01 by champions
story PS-31 an RFM change does not touch the lifecycle, nor the other way round
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  order.placed  order: A1
  2026-02-01  rfm.scored  segment: lost
    expect customer_lifecycle onboarding since 2026-01-02
  2026-02-02  set customer_lifecycle to customer
    expect rfm_segment lost since 2026-02-01
story PS-30 the log holds the RFM changes
  2026-01-01  account.created  name: "Acme Ltd"
  2026-02-01  rfm.scored  segment: new_customers
  2026-03-01  rfm.scored  segment: promising
  2026-04-01  rfm.scored  segment: about_to_sleep
  2026-05-01  rfm.scored  segment: lost
    log rfm_segment
      none -> new_customers at 2026-02-01 by new-customers
      new_customers -> promising at 2026-03-01 by promising
      promising -> about_to_sleep at 2026-04-01 by about-to-sleep
      about_to_sleep -> lost at 2026-05-01 by lost
story PS-31 without a named segment the scores decide
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  rfm.scored  r: 5, f: 5, m: 5
    expect rfm_segment champions
  2026-01-03  rfm.scored  r: 3, f: 5, m: 2
    expect rfm_segment potential_loyalist
  2026-01-04  rfm.scored  r: 2, f: 3, m: 4
    expect rfm_segment loyal_customers
  2026-01-05  rfm.scored  r: 3, f: 1, m: 3
    expect rfm_segment promising
  2026-01-06  rfm.scored  r: 5, f: 1, m: 1
    expect rfm_segment new_customers
  2026-01-07  rfm.scored  r: 1, f: 3, m: 5
    expect rfm_segment cant_lose_them
  2026-01-08  rfm.scored  r: 1, f: 5, m: 5
    expect rfm_segment at_risk
  2026-01-09  rfm.scored  r: 1, f: 3, m: 3
    expect rfm_segment need_attention
  2026-01-10  rfm.scored  r: 2, f: 1, m: 1
    expect rfm_segment about_to_sleep
  2026-01-11  rfm.scored  r: 1, f: 1, m: 1
    expect rfm_segment lost
  2026-01-12  rfm.scored  r: 5, f: 4, m: 1
    expect rfm_segment others
story PS-31 a named segment goes before the scores, and an unknown one is others
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  rfm.scored  r: 1, f: 1, m: 1, segment: champions
    expect rfm_segment champions
  2026-01-03  rfm.scored  r: 5, f: 5, m: 5, segment: whales
    expect rfm_segment others
story PS-31 nobody sets the segment by hand
  2026-01-01  account.created  name: "Acme Ltd"
  2026-01-02  set rfm_segment to champions
    refused stage-not-by-hand
    expect rfm_segment none

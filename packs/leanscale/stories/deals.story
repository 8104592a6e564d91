# What the deal does to the account.

story LS-6 an opportunity whose negotiations are completed is the account's first fact
  2026-01-02 10:00  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect customer_stage pre_onboarding since 2026-01-02 10:00
story LS-6 an account that exists is reused
  2026-01-01  account.created  name: "Globex", account_type: prospect
  2026-01-02 10:00  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect name = "Globex"
    expect account_type = prospect
    expect customer_stage pre_onboarding since 2026-01-02 10:00
story LS-6 the same opportunity twice is one entry and one alert
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
    effect notify customer_success
  2026-01-03  opportunity.moved  opportunity: O1, stage: negotiations_completed
    stays expansion-negotiated
    no effect
    expect customer_stage_pre_onboarding_times = 1
story LS-7 it sets Pre-Onboarding
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect customer_stage pre_onboarding
story LS-7 another stage of the opportunity does not
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.moved  opportunity: O1, stage: proposal
    expect customer_stage none
    no effect
story LS-7 an opportunity alone does not
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.created  opportunity: O1, stage: discovery
    expect customer_stage none
story LS-8 and tells the customer success team
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
    effect notify customer_success
story LS-8 so does an entry by hand
  2026-01-01  account.created  name: "Globex"
  2026-01-02  as rep set customer_stage to pre_onboarding
    effect notify customer_success
story LS-8 one alert per real entry
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to pre_onboarding
    effect notify customer_success
  2026-01-03  set customer_stage to pre_onboarding
    no effect
  2026-01-04  set customer_stage to onboarding
    no effect
  2026-01-05  set customer_stage to pre_onboarding
    effect notify customer_success
story LS-8 an expansion of a customer alerts nobody
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to mature_adoption
  2026-06-01  opportunity.moved  opportunity: O2, stage: negotiations_completed
    stays expansion-negotiated
    no effect
    expect customer_stage mature_adoption since 2026-01-02

story LS-8 nor does a customer's deal at another stage say anything
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to mature_adoption
  2026-06-01  opportunity.moved  opportunity: O2, stage: proposal
    no stay
    no effect
story LS-7 whoever has a stage is on the calling list, and nobody else
  2026-01-01  account.created  name: "Globex"
    expect calling_list no
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect calling_list yes

story LS-9 closed won makes Onboarding
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
  2026-01-20 16:00  opportunity.won  opportunity: O1, owner: noa, csm: dana
    expect customer_stage onboarding since 2026-01-20 16:00
    effect set account_type = customer
    effect set csm = dana
    effect set owner = noa
story LS-9 without negotiations before it; the skipped stage stays empty
  2026-01-01  account.created  name: "Globex"
  2026-01-20 16:00  opportunity.won  opportunity: O1, owner: noa, csm: dana
    expect customer_stage onboarding
    expect customer_stage_pre_onboarding_entered_at = null
story LS-10 its timestamp is now
  2026-01-02 10:00  opportunity.moved  opportunity: O1, stage: negotiations_completed
  2026-01-20 16:00  opportunity.won  opportunity: O1, csm: dana
    expect customer_stage_onboarding_entered_at = 2026-01-20 16:00
    expect customer_stage_pre_onboarding_entered_at = 2026-01-02 10:00
story LS-11 the account type becomes Customer
  2026-01-01  account.created  name: "Globex", account_type: prospect
  2026-01-20  opportunity.won  opportunity: O1, csm: dana
    expect account_type = customer
story LS-12 the CSM is the assigned one
  2026-01-01  account.created  name: "Globex"
  2026-01-20  opportunity.won  opportunity: O1, csm: dana
    expect csm = dana
story LS-12 one assigned to the account before stays when the deal names none
  2026-01-01  account.created  name: "Globex", csm: yael
  2026-01-20  opportunity.won  opportunity: O1, owner: noa
    expect csm = yael
story LS-12 unknown: blank, and a task
  2026-01-01  account.created  name: "Globex"
  2026-01-20  opportunity.won  opportunity: O1, owner: noa
    expect csm = null
    effect task assign_csm
    effect set account_type = customer
    effect set owner = noa
story LS-13 the owner is the opportunity's owner
  2026-01-01  account.created  name: "Globex", owner: avi
  2026-01-20  opportunity.won  opportunity: O1, owner: noa, csm: dana
    expect owner = noa

story LS-9 an expansion never takes a later stage back
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.won  opportunity: O1, owner: noa, csm: dana
  2026-03-01  as rep set customer_stage to mature_adoption
  2026-09-01  opportunity.won  opportunity: O2, owner: avi, csm: yael, kind: expansion
    stays expansion-won
    no effect
    expect customer_stage mature_adoption since 2026-03-01
    expect csm = dana
    expect owner = noa
story LS-9 nor restarts Onboarding
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.won  opportunity: O1, owner: noa, csm: dana
  2026-02-01  opportunity.won  opportunity: O2, owner: avi, csm: yael
    stays expansion-won
    expect customer_stage onboarding since 2026-01-02
    expect customer_stage_onboarding_times = 1
story LS-9 lost from Pre-Onboarding moves nothing and opens a task
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
  2026-01-20  opportunity.lost  opportunity: O1
    stays closed-lost
    effect task review_lost_account
    expect customer_stage pre_onboarding since 2026-01-02
story LS-9 lost by a customer does nothing
  2026-01-01  account.created  name: "Globex"
  2026-01-02  opportunity.won  opportunity: O1, csm: dana
  2026-03-01  opportunity.lost  opportunity: O2
    no effect
    expect customer_stage onboarding since 2026-01-02

story LS-14 the section Customer Success of an onboarded customer
  2026-01-01  account.created  name: "Globex", customer_health: green, renewal_date: 2027-01-20
  2026-01-20  opportunity.won  opportunity: O1, csm: dana
    expect section customer_success visible
    expect customer_health = green
    expect renewal_date = 2027-01-20
story LS-15 visible for type Customer and for type Churn, not for another
  2026-01-01  account.created  name: "Globex", account_type: customer
  2026-01-02  set customer_stage to implementation
    expect section customer_success visible
  2026-01-03  account.changed  account_type: churn
    expect section customer_success visible
  2026-01-04  account.changed  account_type: partner
    expect section customer_success hidden
  2026-01-05  account.changed  account_type: prospect
    expect section customer_success hidden
story LS-15 hidden while the type is not known
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to implementation
    expect section customer_success hidden
story LS-16 the section Lifecycle timestamps of an onboarded customer
  2026-01-20 16:00  opportunity.won  opportunity: O1, csm: dana
    expect section lifecycle_timestamps visible
    expect customer_stage_onboarding_entered_at = 2026-01-20 16:00
story LS-17 by the same rule
  2026-01-01  account.created  name: "Globex", account_type: customer
  2026-01-02  set customer_stage to implementation
    expect section lifecycle_timestamps visible
  2026-01-03  account.changed  account_type: churn
    expect section lifecycle_timestamps visible
  2026-01-04  account.changed  account_type: partner
    expect section lifecycle_timestamps hidden
story LS-18 Pre-Onboarding with type Prospect: both hidden
  2026-01-01  account.created  name: "Globex", account_type: prospect
  2026-01-02  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect customer_stage pre_onboarding
    expect section customer_success hidden
    expect section lifecycle_timestamps hidden
story LS-19 no stage: hidden even for type Customer
  2026-01-01  account.created  name: "Globex", account_type: customer
    expect customer_stage none
    expect section customer_success hidden
    expect section lifecycle_timestamps hidden

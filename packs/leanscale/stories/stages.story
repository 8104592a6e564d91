# Five stages with a timestamp each.

story LS-1 the five stages
  2026-01-01  account.created  name: "Globex"
    expect customer_stage none
  2026-01-02  set customer_stage to pre_onboarding
    expect customer_stage pre_onboarding
  2026-01-03  set customer_stage to onboarding
    expect customer_stage onboarding
  2026-01-04  set customer_stage to implementation
    expect customer_stage implementation
  2026-01-05  set customer_stage to early_adoption
    expect customer_stage early_adoption
  2026-01-06  set customer_stage to mature_adoption
    expect customer_stage mature_adoption
story LS-1 a sixth does not exist
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to churned
    refused unknown-stage
    expect customer_stage none

story LS-2 five timestamps, one per stage
  2026-01-01  account.created  name: "Globex"
    expect customer_stage_pre_onboarding_entered_at = null
    expect customer_stage_onboarding_entered_at = null
    expect customer_stage_implementation_entered_at = null
    expect customer_stage_early_adoption_entered_at = null
    expect customer_stage_mature_adoption_entered_at = null
  2026-01-02 10:00  set customer_stage to pre_onboarding
  2026-01-03 11:00  set customer_stage to onboarding
  2026-01-04 12:00  set customer_stage to implementation
  2026-01-05 13:00  set customer_stage to early_adoption
  2026-01-06 14:00  set customer_stage to mature_adoption
    expect customer_stage_pre_onboarding_entered_at = 2026-01-02 10:00
    expect customer_stage_onboarding_entered_at = 2026-01-03 11:00
    expect customer_stage_implementation_entered_at = 2026-01-04 12:00
    expect customer_stage_early_adoption_entered_at = 2026-01-05 13:00
    expect customer_stage_mature_adoption_entered_at = 2026-01-06 14:00
story LS-3 set automatically on a stage change
  2026-01-01  account.created  name: "Globex"
  2026-01-02 10:00  as rep set customer_stage to implementation
    expect customer_stage_implementation_entered_at = 2026-01-02 10:00
story LS-4 only the entered stage's; skipped stages stay empty
  2026-01-01  account.created  name: "Globex"
  2026-01-02 10:00  set customer_stage to implementation
    expect customer_stage_pre_onboarding_entered_at = null
    expect customer_stage_onboarding_entered_at = null
    expect customer_stage_early_adoption_entered_at = null
    expect customer_stage_mature_adoption_entered_at = null
  2026-01-05 10:00  set customer_stage to mature_adoption
    expect customer_stage_implementation_entered_at = 2026-01-02 10:00
    expect customer_stage_early_adoption_entered_at = null
story LS-5 stamped by a rule
  2026-01-02 10:00  opportunity.moved  opportunity: O1, stage: negotiations_completed
    expect customer_stage_pre_onboarding_entered_at = 2026-01-02 10:00
story LS-5 stamped by a script
  2026-01-01  account.created  name: "Globex"
  2026-01-02 10:00  script customer_stage to early_adoption reason: "Migration"
    warned script
    expect customer_stage_early_adoption_entered_at = 2026-01-02 10:00
story LS-5 stamped by an import of the past
  2026-01-01  account.created  name: "Globex", channel: import
  2026-03-01  set customer_stage to mature_adoption
  2026-02-01 09:00  late stage.set  lifecycle: customer_stage, stage: early_adoption
    expect customer_stage mature_adoption since 2026-03-01
    expect customer_stage_early_adoption_entered_at = 2026-02-01 09:00
story LS-2 on re-entry the visible timestamp is the latest; first entry and count are kept
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to implementation
  2026-02-02  set customer_stage to early_adoption
  2026-03-02 08:00  set customer_stage to implementation
    expect customer_stage_implementation_entered_at = 2026-03-02 08:00
    expect customer_stage_implementation_first_entered_at = 2026-01-02
    expect customer_stage_implementation_times = 2
    expect customer_stage_early_adoption_left_at = 2026-03-02 08:00
story LS-4 setting the stage it is in is no entry
  2026-01-01  account.created  name: "Globex"
  2026-01-02  set customer_stage to implementation
  2026-01-09  set customer_stage to implementation
    expect customer_stage implementation since 2026-01-02
    expect customer_stage_implementation_times = 1

story LS-20 Implementation is set by people
  2026-01-01  opportunity.won  opportunity: O1, csm: dana
  2026-02-01 10:00  as rep set customer_stage to implementation
    expect customer_stage implementation
    expect customer_stage_implementation_entered_at = 2026-02-01 10:00
story LS-20 so is Early Adoption
  2026-01-01  opportunity.won  opportunity: O1, csm: dana
  2026-02-01 10:00  as rep set customer_stage to early_adoption
    expect customer_stage early_adoption
    expect customer_stage_early_adoption_entered_at = 2026-02-01 10:00
story LS-20 so is Mature Adoption
  2026-01-01  opportunity.won  opportunity: O1, csm: dana
  2026-02-01 10:00  as rep set customer_stage to mature_adoption
    expect customer_stage mature_adoption
    expect customer_stage_mature_adoption_entered_at = 2026-02-01 10:00
story LS-20 nothing else sets them
  2026-01-01  opportunity.won  opportunity: O1, csm: dana
  2026-01-02  call.logged
  2026-01-03  order.placed  order: A1
  2026-01-04  invoice.issued  invoice: I1
  2026-01-05  subscription.started  subscription: S1, paid: true, period: month
  2026-01-06  appointment.summarised  appointment: M1
  2028-01-01  (nothing)
    expect customer_stage onboarding since 2026-01-01

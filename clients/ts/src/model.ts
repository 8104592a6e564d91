// Made by generate.ts from the metadata of a running server. Do not edit.
// biome-ignore-all lint: made by a program
// biome-ignore-all format: made by a program
import type {Day, Decimal, Instant, Int64} from './values.ts';

/** Account */
export interface Account {
  /** Customer id */
  key: string;
  /** External key */
  external_key: string | null;
  /** Name */
  name: string | null;
  /** Person (B2C) */
  is_person: boolean | null;
  /** Parent */
  parent: string | null;
  /** Department */
  department: string | null;
  /** Branch */
  branch: string | null;
  /** Company type */
  company_type: string | null;
  /** Account type */
  account_type: string | null;
  /** E-mail */
  email: string | null;
  /** Second e-mail */
  email_2: string | null;
  /** Phone */
  phone: string | null;
  /** Channel */
  channel: string | null;
  /** Owner */
  owner: string | null;
  /** Customer success manager */
  csm: string | null;
  /** Default ledger */
  default_ledger: string | null;
  /** Address */
  address: string | null;
  /** City */
  city: string | null;
  /** Postal code */
  postal_code: string | null;
  /** Country */
  country: string | null;
  /** Sector */
  sector: string | null;
  /** Customer health */
  customer_health: string | null;
  /** Renewal date */
  renewal_date: Day | null;
  /** Pop-up message */
  popup_message: string | null;
  /** Why is the customer not interested? */
  not_interested_reason: string | null;
  /** Why is the customer fictitious? */
  fictitious_reason: string | null;
  /** Supplier only */
  supplier_only: boolean | null;
  /** Do not contact */
  do_not_contact: boolean | null;
  /** In the removed pool */
  readonly archived: boolean | null;
  /** Merged into */
  readonly merged_into: string | null;
  /** Date created */
  readonly created_at: Instant;
  /** Orders */
  readonly order_count: Int64 | null;
  /** First order */
  readonly first_order_at: Instant | null;
  /** Latest order */
  readonly last_order_at: Instant | null;
  /** Total of orders */
  readonly order_total: Decimal | null;
  /** Opportunities */
  readonly opportunity_count: Int64 | null;
  /** Open opportunities */
  readonly open_opportunity_count: Int64 | null;
  /** Opportunities won */
  readonly won_opportunity_count: Int64 | null;
  /** Ledgers */
  readonly ledger_count: Int64 | null;
  /** Contacts */
  readonly contact_count: Int64 | null;
  /** Contact records */
  readonly contact_log_count: Int64 | null;
  /** Latest contact */
  readonly last_contact_at: Instant | null;
  /** Appointments */
  readonly appointment_count: Int64 | null;
  /** Enquiries */
  readonly enquiry_count: Int64 | null;
  /** Quotes */
  readonly quote_count: Int64 | null;
  /** Open quotes */
  readonly open_quote_count: Int64 | null;
  /** Invoices */
  readonly invoice_count: Int64 | null;
  /** Receipts */
  readonly receipt_count: Int64 | null;
  /** Latest invoice */
  readonly last_invoice_at: Instant | null;
  /** Live assignments */
  readonly live_assignment_count: Int64 | null;
  /** Live subscriptions */
  readonly live_subscription_count: Int64 | null;
  /** Open cases */
  readonly open_case_count: Int64 | null;
  /** Open tasks */
  readonly open_task_count: Int64 | null;
  /** Source documents */
  readonly source_document_count?: Int64 | null;
  /** Forms */
  readonly form_count?: Int64 | null;
  /** Credited invoices */
  readonly credited_invoice_count?: Int64 | null;
  /** Customer status */
  customer_status?: 'new' | 'in_follow_up' | 'meeting_or_quote' | 'not_interested' | 'real' | 'club' | 'frozen' | 'prospect' | 'bid' | 'hold_for_credit_check' | 'credit_check_in_progress' | 'active' | 'non_ar' | 'do_not_service' | 'inactive' | 'lost' | 'mistakenly_entered' | null;
  /** Customer status, since */
  readonly customer_status_since?: Instant | null;
  /** New, first entered */
  readonly customer_status_new_first_entered_at?: Instant | null;
  /** New, latest entered */
  readonly customer_status_new_entered_at?: Instant | null;
  /** New, latest left */
  readonly customer_status_new_left_at?: Instant | null;
  /** New, times entered */
  readonly customer_status_new_times?: Int64 | null;
  /** New, seconds in all */
  readonly customer_status_new_seconds?: Int64 | null;
  /** In follow-up, first entered */
  readonly customer_status_in_follow_up_first_entered_at?: Instant | null;
  /** In follow-up, latest entered */
  readonly customer_status_in_follow_up_entered_at?: Instant | null;
  /** In follow-up, latest left */
  readonly customer_status_in_follow_up_left_at?: Instant | null;
  /** In follow-up, times entered */
  readonly customer_status_in_follow_up_times?: Int64 | null;
  /** In follow-up, seconds in all */
  readonly customer_status_in_follow_up_seconds?: Int64 | null;
  /** Follow-up + meeting / quote, first entered */
  readonly customer_status_meeting_or_quote_first_entered_at?: Instant | null;
  /** Follow-up + meeting / quote, latest entered */
  readonly customer_status_meeting_or_quote_entered_at?: Instant | null;
  /** Follow-up + meeting / quote, latest left */
  readonly customer_status_meeting_or_quote_left_at?: Instant | null;
  /** Follow-up + meeting / quote, times entered */
  readonly customer_status_meeting_or_quote_times?: Int64 | null;
  /** Follow-up + meeting / quote, seconds in all */
  readonly customer_status_meeting_or_quote_seconds?: Int64 | null;
  /** Not interested, first entered */
  readonly customer_status_not_interested_first_entered_at?: Instant | null;
  /** Not interested, latest entered */
  readonly customer_status_not_interested_entered_at?: Instant | null;
  /** Not interested, latest left */
  readonly customer_status_not_interested_left_at?: Instant | null;
  /** Not interested, times entered */
  readonly customer_status_not_interested_times?: Int64 | null;
  /** Not interested, seconds in all */
  readonly customer_status_not_interested_seconds?: Int64 | null;
  /** Real customer, first entered */
  readonly customer_status_real_first_entered_at?: Instant | null;
  /** Real customer, latest entered */
  readonly customer_status_real_entered_at?: Instant | null;
  /** Real customer, latest left */
  readonly customer_status_real_left_at?: Instant | null;
  /** Real customer, times entered */
  readonly customer_status_real_times?: Int64 | null;
  /** Real customer, seconds in all */
  readonly customer_status_real_seconds?: Int64 | null;
  /** Real customer + club / contract, first entered */
  readonly customer_status_club_first_entered_at?: Instant | null;
  /** Real customer + club / contract, latest entered */
  readonly customer_status_club_entered_at?: Instant | null;
  /** Real customer + club / contract, latest left */
  readonly customer_status_club_left_at?: Instant | null;
  /** Real customer + club / contract, times entered */
  readonly customer_status_club_times?: Int64 | null;
  /** Real customer + club / contract, seconds in all */
  readonly customer_status_club_seconds?: Int64 | null;
  /** Frozen, first entered */
  readonly customer_status_frozen_first_entered_at?: Instant | null;
  /** Frozen, latest entered */
  readonly customer_status_frozen_entered_at?: Instant | null;
  /** Frozen, latest left */
  readonly customer_status_frozen_left_at?: Instant | null;
  /** Frozen, times entered */
  readonly customer_status_frozen_times?: Int64 | null;
  /** Frozen, seconds in all */
  readonly customer_status_frozen_seconds?: Int64 | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Customer stage */
  customer_stage?: 'pre_onboarding' | 'onboarding' | 'implementation' | 'early_adoption' | 'mature_adoption' | null;
  /** Customer stage, since */
  readonly customer_stage_since?: Instant | null;
  /** Pre-Onboarding, first entered */
  readonly customer_stage_pre_onboarding_first_entered_at?: Instant | null;
  /** Pre-Onboarding, latest entered */
  readonly customer_stage_pre_onboarding_entered_at?: Instant | null;
  /** Pre-Onboarding, latest left */
  readonly customer_stage_pre_onboarding_left_at?: Instant | null;
  /** Pre-Onboarding, times entered */
  readonly customer_stage_pre_onboarding_times?: Int64 | null;
  /** Pre-Onboarding, seconds in all */
  readonly customer_stage_pre_onboarding_seconds?: Int64 | null;
  /** Onboarding, first entered */
  readonly customer_stage_onboarding_first_entered_at?: Instant | null;
  /** Onboarding, latest entered */
  readonly customer_stage_onboarding_entered_at?: Instant | null;
  /** Onboarding, latest left */
  readonly customer_stage_onboarding_left_at?: Instant | null;
  /** Onboarding, times entered */
  readonly customer_stage_onboarding_times?: Int64 | null;
  /** Onboarding, seconds in all */
  readonly customer_stage_onboarding_seconds?: Int64 | null;
  /** Implementation, first entered */
  readonly customer_stage_implementation_first_entered_at?: Instant | null;
  /** Implementation, latest entered */
  readonly customer_stage_implementation_entered_at?: Instant | null;
  /** Implementation, latest left */
  readonly customer_stage_implementation_left_at?: Instant | null;
  /** Implementation, times entered */
  readonly customer_stage_implementation_times?: Int64 | null;
  /** Implementation, seconds in all */
  readonly customer_stage_implementation_seconds?: Int64 | null;
  /** Early Adoption, first entered */
  readonly customer_stage_early_adoption_first_entered_at?: Instant | null;
  /** Early Adoption, latest entered */
  readonly customer_stage_early_adoption_entered_at?: Instant | null;
  /** Early Adoption, latest left */
  readonly customer_stage_early_adoption_left_at?: Instant | null;
  /** Early Adoption, times entered */
  readonly customer_stage_early_adoption_times?: Int64 | null;
  /** Early Adoption, seconds in all */
  readonly customer_stage_early_adoption_seconds?: Int64 | null;
  /** Mature Adoption, first entered */
  readonly customer_stage_mature_adoption_first_entered_at?: Instant | null;
  /** Mature Adoption, latest entered */
  readonly customer_stage_mature_adoption_entered_at?: Instant | null;
  /** Mature Adoption, latest left */
  readonly customer_stage_mature_adoption_left_at?: Instant | null;
  /** Mature Adoption, times entered */
  readonly customer_stage_mature_adoption_times?: Int64 | null;
  /** Mature Adoption, seconds in all */
  readonly customer_stage_mature_adoption_seconds?: Int64 | null;
  /** Orders in the default ledger */
  readonly default_ledger_order_count?: Int64 | null;
  /** Last order in the default ledger */
  readonly default_ledger_last_order_at?: Instant | null;
  /** Orders before the documents begin */
  readonly placed_order_count?: Int64 | null;
  /** Last order before the documents begin */
  readonly placed_last_order_at?: Instant | null;
  /** Recency score */
  readonly rfm_r?: Int64 | null;
  /** Frequency score */
  readonly rfm_f?: Int64 | null;
  /** Monetary score */
  readonly rfm_m?: Int64 | null;
  /** Lifecycle */
  customer_lifecycle?: 'suspect' | 'prospect' | 'lead' | 'mql' | 'sql' | 'opportunity' | 'onboarding' | 'customer' | 'churned' | 'other' | null;
  /** Lifecycle, since */
  readonly customer_lifecycle_since?: Instant | null;
  /** Suspect, first entered */
  readonly customer_lifecycle_suspect_first_entered_at?: Instant | null;
  /** Suspect, latest entered */
  readonly customer_lifecycle_suspect_entered_at?: Instant | null;
  /** Suspect, latest left */
  readonly customer_lifecycle_suspect_left_at?: Instant | null;
  /** Suspect, times entered */
  readonly customer_lifecycle_suspect_times?: Int64 | null;
  /** Suspect, seconds in all */
  readonly customer_lifecycle_suspect_seconds?: Int64 | null;
  /** Prospect, first entered */
  readonly customer_lifecycle_prospect_first_entered_at?: Instant | null;
  /** Prospect, latest entered */
  readonly customer_lifecycle_prospect_entered_at?: Instant | null;
  /** Prospect, latest left */
  readonly customer_lifecycle_prospect_left_at?: Instant | null;
  /** Prospect, times entered */
  readonly customer_lifecycle_prospect_times?: Int64 | null;
  /** Prospect, seconds in all */
  readonly customer_lifecycle_prospect_seconds?: Int64 | null;
  /** Lead, first entered */
  readonly customer_lifecycle_lead_first_entered_at?: Instant | null;
  /** Lead, latest entered */
  readonly customer_lifecycle_lead_entered_at?: Instant | null;
  /** Lead, latest left */
  readonly customer_lifecycle_lead_left_at?: Instant | null;
  /** Lead, times entered */
  readonly customer_lifecycle_lead_times?: Int64 | null;
  /** Lead, seconds in all */
  readonly customer_lifecycle_lead_seconds?: Int64 | null;
  /** Marketing qualified lead (MQL), first entered */
  readonly customer_lifecycle_mql_first_entered_at?: Instant | null;
  /** Marketing qualified lead (MQL), latest entered */
  readonly customer_lifecycle_mql_entered_at?: Instant | null;
  /** Marketing qualified lead (MQL), latest left */
  readonly customer_lifecycle_mql_left_at?: Instant | null;
  /** Marketing qualified lead (MQL), times entered */
  readonly customer_lifecycle_mql_times?: Int64 | null;
  /** Marketing qualified lead (MQL), seconds in all */
  readonly customer_lifecycle_mql_seconds?: Int64 | null;
  /** Sales qualified lead (SQL), first entered */
  readonly customer_lifecycle_sql_first_entered_at?: Instant | null;
  /** Sales qualified lead (SQL), latest entered */
  readonly customer_lifecycle_sql_entered_at?: Instant | null;
  /** Sales qualified lead (SQL), latest left */
  readonly customer_lifecycle_sql_left_at?: Instant | null;
  /** Sales qualified lead (SQL), times entered */
  readonly customer_lifecycle_sql_times?: Int64 | null;
  /** Sales qualified lead (SQL), seconds in all */
  readonly customer_lifecycle_sql_seconds?: Int64 | null;
  /** Opportunity, first entered */
  readonly customer_lifecycle_opportunity_first_entered_at?: Instant | null;
  /** Opportunity, latest entered */
  readonly customer_lifecycle_opportunity_entered_at?: Instant | null;
  /** Opportunity, latest left */
  readonly customer_lifecycle_opportunity_left_at?: Instant | null;
  /** Opportunity, times entered */
  readonly customer_lifecycle_opportunity_times?: Int64 | null;
  /** Opportunity, seconds in all */
  readonly customer_lifecycle_opportunity_seconds?: Int64 | null;
  /** Onboarding, first entered */
  readonly customer_lifecycle_onboarding_first_entered_at?: Instant | null;
  /** Onboarding, latest entered */
  readonly customer_lifecycle_onboarding_entered_at?: Instant | null;
  /** Onboarding, latest left */
  readonly customer_lifecycle_onboarding_left_at?: Instant | null;
  /** Onboarding, times entered */
  readonly customer_lifecycle_onboarding_times?: Int64 | null;
  /** Onboarding, seconds in all */
  readonly customer_lifecycle_onboarding_seconds?: Int64 | null;
  /** Customer, first entered */
  readonly customer_lifecycle_customer_first_entered_at?: Instant | null;
  /** Customer, latest entered */
  readonly customer_lifecycle_customer_entered_at?: Instant | null;
  /** Customer, latest left */
  readonly customer_lifecycle_customer_left_at?: Instant | null;
  /** Customer, times entered */
  readonly customer_lifecycle_customer_times?: Int64 | null;
  /** Customer, seconds in all */
  readonly customer_lifecycle_customer_seconds?: Int64 | null;
  /** Churned, first entered */
  readonly customer_lifecycle_churned_first_entered_at?: Instant | null;
  /** Churned, latest entered */
  readonly customer_lifecycle_churned_entered_at?: Instant | null;
  /** Churned, latest left */
  readonly customer_lifecycle_churned_left_at?: Instant | null;
  /** Churned, times entered */
  readonly customer_lifecycle_churned_times?: Int64 | null;
  /** Churned, seconds in all */
  readonly customer_lifecycle_churned_seconds?: Int64 | null;
  /** Other, first entered */
  readonly customer_lifecycle_other_first_entered_at?: Instant | null;
  /** Other, latest entered */
  readonly customer_lifecycle_other_entered_at?: Instant | null;
  /** Other, latest left */
  readonly customer_lifecycle_other_left_at?: Instant | null;
  /** Other, times entered */
  readonly customer_lifecycle_other_times?: Int64 | null;
  /** Other, seconds in all */
  readonly customer_lifecycle_other_seconds?: Int64 | null;
  /** RFM segment */
  rfm_segment?: 'others' | 'lost' | 'about_to_sleep' | 'at_risk' | 'cant_lose_them' | 'need_attention' | 'promising' | 'new_customers' | 'potential_loyalist' | 'loyal_customers' | 'champions' | null;
  /** RFM segment, since */
  readonly rfm_segment_since?: Instant | null;
  /** Others, first entered */
  readonly rfm_segment_others_first_entered_at?: Instant | null;
  /** Others, latest entered */
  readonly rfm_segment_others_entered_at?: Instant | null;
  /** Others, latest left */
  readonly rfm_segment_others_left_at?: Instant | null;
  /** Others, times entered */
  readonly rfm_segment_others_times?: Int64 | null;
  /** Others, seconds in all */
  readonly rfm_segment_others_seconds?: Int64 | null;
  /** Lost, first entered */
  readonly rfm_segment_lost_first_entered_at?: Instant | null;
  /** Lost, latest entered */
  readonly rfm_segment_lost_entered_at?: Instant | null;
  /** Lost, latest left */
  readonly rfm_segment_lost_left_at?: Instant | null;
  /** Lost, times entered */
  readonly rfm_segment_lost_times?: Int64 | null;
  /** Lost, seconds in all */
  readonly rfm_segment_lost_seconds?: Int64 | null;
  /** About to sleep, first entered */
  readonly rfm_segment_about_to_sleep_first_entered_at?: Instant | null;
  /** About to sleep, latest entered */
  readonly rfm_segment_about_to_sleep_entered_at?: Instant | null;
  /** About to sleep, latest left */
  readonly rfm_segment_about_to_sleep_left_at?: Instant | null;
  /** About to sleep, times entered */
  readonly rfm_segment_about_to_sleep_times?: Int64 | null;
  /** About to sleep, seconds in all */
  readonly rfm_segment_about_to_sleep_seconds?: Int64 | null;
  /** At risk, first entered */
  readonly rfm_segment_at_risk_first_entered_at?: Instant | null;
  /** At risk, latest entered */
  readonly rfm_segment_at_risk_entered_at?: Instant | null;
  /** At risk, latest left */
  readonly rfm_segment_at_risk_left_at?: Instant | null;
  /** At risk, times entered */
  readonly rfm_segment_at_risk_times?: Int64 | null;
  /** At risk, seconds in all */
  readonly rfm_segment_at_risk_seconds?: Int64 | null;
  /** Cannot lose them, first entered */
  readonly rfm_segment_cant_lose_them_first_entered_at?: Instant | null;
  /** Cannot lose them, latest entered */
  readonly rfm_segment_cant_lose_them_entered_at?: Instant | null;
  /** Cannot lose them, latest left */
  readonly rfm_segment_cant_lose_them_left_at?: Instant | null;
  /** Cannot lose them, times entered */
  readonly rfm_segment_cant_lose_them_times?: Int64 | null;
  /** Cannot lose them, seconds in all */
  readonly rfm_segment_cant_lose_them_seconds?: Int64 | null;
  /** Need attention, first entered */
  readonly rfm_segment_need_attention_first_entered_at?: Instant | null;
  /** Need attention, latest entered */
  readonly rfm_segment_need_attention_entered_at?: Instant | null;
  /** Need attention, latest left */
  readonly rfm_segment_need_attention_left_at?: Instant | null;
  /** Need attention, times entered */
  readonly rfm_segment_need_attention_times?: Int64 | null;
  /** Need attention, seconds in all */
  readonly rfm_segment_need_attention_seconds?: Int64 | null;
  /** Promising, first entered */
  readonly rfm_segment_promising_first_entered_at?: Instant | null;
  /** Promising, latest entered */
  readonly rfm_segment_promising_entered_at?: Instant | null;
  /** Promising, latest left */
  readonly rfm_segment_promising_left_at?: Instant | null;
  /** Promising, times entered */
  readonly rfm_segment_promising_times?: Int64 | null;
  /** Promising, seconds in all */
  readonly rfm_segment_promising_seconds?: Int64 | null;
  /** New customers, first entered */
  readonly rfm_segment_new_customers_first_entered_at?: Instant | null;
  /** New customers, latest entered */
  readonly rfm_segment_new_customers_entered_at?: Instant | null;
  /** New customers, latest left */
  readonly rfm_segment_new_customers_left_at?: Instant | null;
  /** New customers, times entered */
  readonly rfm_segment_new_customers_times?: Int64 | null;
  /** New customers, seconds in all */
  readonly rfm_segment_new_customers_seconds?: Int64 | null;
  /** Potential loyalists, first entered */
  readonly rfm_segment_potential_loyalist_first_entered_at?: Instant | null;
  /** Potential loyalists, latest entered */
  readonly rfm_segment_potential_loyalist_entered_at?: Instant | null;
  /** Potential loyalists, latest left */
  readonly rfm_segment_potential_loyalist_left_at?: Instant | null;
  /** Potential loyalists, times entered */
  readonly rfm_segment_potential_loyalist_times?: Int64 | null;
  /** Potential loyalists, seconds in all */
  readonly rfm_segment_potential_loyalist_seconds?: Int64 | null;
  /** Loyal customers, first entered */
  readonly rfm_segment_loyal_customers_first_entered_at?: Instant | null;
  /** Loyal customers, latest entered */
  readonly rfm_segment_loyal_customers_entered_at?: Instant | null;
  /** Loyal customers, latest left */
  readonly rfm_segment_loyal_customers_left_at?: Instant | null;
  /** Loyal customers, times entered */
  readonly rfm_segment_loyal_customers_times?: Int64 | null;
  /** Loyal customers, seconds in all */
  readonly rfm_segment_loyal_customers_seconds?: Int64 | null;
  /** Champions, first entered */
  readonly rfm_segment_champions_first_entered_at?: Instant | null;
  /** Champions, latest entered */
  readonly rfm_segment_champions_entered_at?: Instant | null;
  /** Champions, latest left */
  readonly rfm_segment_champions_left_at?: Instant | null;
  /** Champions, times entered */
  readonly rfm_segment_champions_times?: Int64 | null;
  /** Champions, seconds in all */
  readonly rfm_segment_champions_seconds?: Int64 | null;
  /** Prospect, first entered */
  readonly customer_status_prospect_first_entered_at?: Instant | null;
  /** Prospect, latest entered */
  readonly customer_status_prospect_entered_at?: Instant | null;
  /** Prospect, latest left */
  readonly customer_status_prospect_left_at?: Instant | null;
  /** Prospect, times entered */
  readonly customer_status_prospect_times?: Int64 | null;
  /** Prospect, seconds in all */
  readonly customer_status_prospect_seconds?: Int64 | null;
  /** Bid, first entered */
  readonly customer_status_bid_first_entered_at?: Instant | null;
  /** Bid, latest entered */
  readonly customer_status_bid_entered_at?: Instant | null;
  /** Bid, latest left */
  readonly customer_status_bid_left_at?: Instant | null;
  /** Bid, times entered */
  readonly customer_status_bid_times?: Int64 | null;
  /** Bid, seconds in all */
  readonly customer_status_bid_seconds?: Int64 | null;
  /** Hold for Credit Check, first entered */
  readonly customer_status_hold_for_credit_check_first_entered_at?: Instant | null;
  /** Hold for Credit Check, latest entered */
  readonly customer_status_hold_for_credit_check_entered_at?: Instant | null;
  /** Hold for Credit Check, latest left */
  readonly customer_status_hold_for_credit_check_left_at?: Instant | null;
  /** Hold for Credit Check, times entered */
  readonly customer_status_hold_for_credit_check_times?: Int64 | null;
  /** Hold for Credit Check, seconds in all */
  readonly customer_status_hold_for_credit_check_seconds?: Int64 | null;
  /** Credit Check in Progress, first entered */
  readonly customer_status_credit_check_in_progress_first_entered_at?: Instant | null;
  /** Credit Check in Progress, latest entered */
  readonly customer_status_credit_check_in_progress_entered_at?: Instant | null;
  /** Credit Check in Progress, latest left */
  readonly customer_status_credit_check_in_progress_left_at?: Instant | null;
  /** Credit Check in Progress, times entered */
  readonly customer_status_credit_check_in_progress_times?: Int64 | null;
  /** Credit Check in Progress, seconds in all */
  readonly customer_status_credit_check_in_progress_seconds?: Int64 | null;
  /** Active, first entered */
  readonly customer_status_active_first_entered_at?: Instant | null;
  /** Active, latest entered */
  readonly customer_status_active_entered_at?: Instant | null;
  /** Active, latest left */
  readonly customer_status_active_left_at?: Instant | null;
  /** Active, times entered */
  readonly customer_status_active_times?: Int64 | null;
  /** Active, seconds in all */
  readonly customer_status_active_seconds?: Int64 | null;
  /** Non-AR transactions, first entered */
  readonly customer_status_non_ar_first_entered_at?: Instant | null;
  /** Non-AR transactions, latest entered */
  readonly customer_status_non_ar_entered_at?: Instant | null;
  /** Non-AR transactions, latest left */
  readonly customer_status_non_ar_left_at?: Instant | null;
  /** Non-AR transactions, times entered */
  readonly customer_status_non_ar_times?: Int64 | null;
  /** Non-AR transactions, seconds in all */
  readonly customer_status_non_ar_seconds?: Int64 | null;
  /** Do Not Service, first entered */
  readonly customer_status_do_not_service_first_entered_at?: Instant | null;
  /** Do Not Service, latest entered */
  readonly customer_status_do_not_service_entered_at?: Instant | null;
  /** Do Not Service, latest left */
  readonly customer_status_do_not_service_left_at?: Instant | null;
  /** Do Not Service, times entered */
  readonly customer_status_do_not_service_times?: Int64 | null;
  /** Do Not Service, seconds in all */
  readonly customer_status_do_not_service_seconds?: Int64 | null;
  /** Inactive, first entered */
  readonly customer_status_inactive_first_entered_at?: Instant | null;
  /** Inactive, latest entered */
  readonly customer_status_inactive_entered_at?: Instant | null;
  /** Inactive, latest left */
  readonly customer_status_inactive_left_at?: Instant | null;
  /** Inactive, times entered */
  readonly customer_status_inactive_times?: Int64 | null;
  /** Inactive, seconds in all */
  readonly customer_status_inactive_seconds?: Int64 | null;
  /** Lost, first entered */
  readonly customer_status_lost_first_entered_at?: Instant | null;
  /** Lost, latest entered */
  readonly customer_status_lost_entered_at?: Instant | null;
  /** Lost, latest left */
  readonly customer_status_lost_left_at?: Instant | null;
  /** Lost, times entered */
  readonly customer_status_lost_times?: Int64 | null;
  /** Lost, seconds in all */
  readonly customer_status_lost_seconds?: Int64 | null;
  /** Deleted / Mistakenly Entered, first entered */
  readonly customer_status_mistakenly_entered_first_entered_at?: Instant | null;
  /** Deleted / Mistakenly Entered, latest entered */
  readonly customer_status_mistakenly_entered_entered_at?: Instant | null;
  /** Deleted / Mistakenly Entered, latest left */
  readonly customer_status_mistakenly_entered_left_at?: Instant | null;
  /** Deleted / Mistakenly Entered, times entered */
  readonly customer_status_mistakenly_entered_times?: Int64 | null;
  /** Deleted / Mistakenly Entered, seconds in all */
  readonly customer_status_mistakenly_entered_seconds?: Int64 | null;
  /** Sales pipeline */
  pipeline_status?: 'contacted' | 'qualified' | 'proposal' | 'negotiation' | 'done' | 'given_up' | null;
  /** Sales pipeline, since */
  readonly pipeline_status_since?: Instant | null;
  /** Contacted, first entered */
  readonly pipeline_status_contacted_first_entered_at?: Instant | null;
  /** Contacted, latest entered */
  readonly pipeline_status_contacted_entered_at?: Instant | null;
  /** Contacted, latest left */
  readonly pipeline_status_contacted_left_at?: Instant | null;
  /** Contacted, times entered */
  readonly pipeline_status_contacted_times?: Int64 | null;
  /** Contacted, seconds in all */
  readonly pipeline_status_contacted_seconds?: Int64 | null;
  /** Qualified, first entered */
  readonly pipeline_status_qualified_first_entered_at?: Instant | null;
  /** Qualified, latest entered */
  readonly pipeline_status_qualified_entered_at?: Instant | null;
  /** Qualified, latest left */
  readonly pipeline_status_qualified_left_at?: Instant | null;
  /** Qualified, times entered */
  readonly pipeline_status_qualified_times?: Int64 | null;
  /** Qualified, seconds in all */
  readonly pipeline_status_qualified_seconds?: Int64 | null;
  /** Proposal, first entered */
  readonly pipeline_status_proposal_first_entered_at?: Instant | null;
  /** Proposal, latest entered */
  readonly pipeline_status_proposal_entered_at?: Instant | null;
  /** Proposal, latest left */
  readonly pipeline_status_proposal_left_at?: Instant | null;
  /** Proposal, times entered */
  readonly pipeline_status_proposal_times?: Int64 | null;
  /** Proposal, seconds in all */
  readonly pipeline_status_proposal_seconds?: Int64 | null;
  /** Negotiation, first entered */
  readonly pipeline_status_negotiation_first_entered_at?: Instant | null;
  /** Negotiation, latest entered */
  readonly pipeline_status_negotiation_entered_at?: Instant | null;
  /** Negotiation, latest left */
  readonly pipeline_status_negotiation_left_at?: Instant | null;
  /** Negotiation, times entered */
  readonly pipeline_status_negotiation_times?: Int64 | null;
  /** Negotiation, seconds in all */
  readonly pipeline_status_negotiation_seconds?: Int64 | null;
  /** Done, first entered */
  readonly pipeline_status_done_first_entered_at?: Instant | null;
  /** Done, latest entered */
  readonly pipeline_status_done_entered_at?: Instant | null;
  /** Done, latest left */
  readonly pipeline_status_done_left_at?: Instant | null;
  /** Done, times entered */
  readonly pipeline_status_done_times?: Int64 | null;
  /** Done, seconds in all */
  readonly pipeline_status_done_seconds?: Int64 | null;
  /** Given up, first entered */
  readonly pipeline_status_given_up_first_entered_at?: Instant | null;
  /** Given up, latest entered */
  readonly pipeline_status_given_up_entered_at?: Instant | null;
  /** Given up, latest left */
  readonly pipeline_status_given_up_left_at?: Instant | null;
  /** Given up, times entered */
  readonly pipeline_status_given_up_times?: Int64 | null;
  /** Given up, seconds in all */
  readonly pipeline_status_given_up_seconds?: Int64 | null;
}

export interface AccountLinks {
  parent_record: One<'account', Account>;
  default_ledger_record: One<'ledger', Ledger>;
  merged_into_record: One<'account', Account>;
  contacts: Many<'contact', Contact>;
  opportunities: Many<'opportunity', Opportunity>;
  quotes: Many<'quote', Quote>;
  orders: Many<'order', Order>;
  invoices: Many<'invoice', Invoice>;
  subscriptions: Many<'subscription', Subscription>;
  assignments: Many<'assignment', Assignment>;
  appointments: Many<'appointment', Appointment>;
  activities: Many<'activity', Activity>;
  enquiries: Many<'enquiry', Enquiry>;
  cases: Many<'case', Case>;
  tasks: Many<'task', Task>;
  ledgers: Many<'ledger', Ledger>;
  facts: Many<'fact', Fact>;
  transitions: Many<'transition', Transition>;
  stage_spells: Many<'stage_spell', StageSpell>;
  children: Many<'account', Account>;
}

/** Activity */
export interface Activity {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Kind */
  kind: string;
  /** Contact */
  contact: string | null;
  /** At */
  at: Instant;
  /** Channel */
  channel: string | null;
  /** Direction */
  direction: string | null;
  /** Outcome */
  outcome: string | null;
  /** Minutes */
  minutes: Int64 | null;
  /** Mass mailing */
  mass: boolean | null;
  /** Subject */
  subject: string | null;
  /** Note */
  note: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface ActivityLinks {
  account_record: One<'account', Account>;
  contact_record: One<'contact', Contact>;
}

/** Appointment */
export interface Appointment {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Contact */
  contact: string | null;
  /** Subject */
  subject: string | null;
  /** Booked at */
  booked_at: Instant;
  /** Starts at */
  starts_at: Instant | null;
  /** Summarised at */
  readonly summarised_at: Instant | null;
  /** Note */
  note: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface AppointmentLinks {
  account_record: One<'account', Account>;
  contact_record: One<'contact', Contact>;
}

/** Assignment */
export interface Assignment {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Order */
  order: string | null;
  /** Worker */
  worker: string | null;
  /** Started at */
  started_at: Instant;
  /** Ended at */
  readonly ended_at: Instant | null;
  /** Reason */
  reason: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface AssignmentLinks {
  account_record: One<'account', Account>;
  order_record: One<'order', Order>;
}

/** Audit event */
export interface AuditEvent {
  /** Number */
  readonly sequence: Int64;
  /** At */
  readonly at: Instant;
  /** Who */
  readonly actor: string | null;
  /** Role */
  readonly role: string | null;
  /** Channel */
  readonly channel: string | null;
  /** From where */
  readonly address: string | null;
  /** Request */
  readonly request_id: string | null;
  /** What */
  readonly verb: string | null;
  /** Record */
  readonly record: string | null;
  /** Its key */
  readonly key: string | null;
  /** Account */
  readonly account: string | null;
  /** Outcome */
  readonly outcome: string | null;
  /** Detail */
  readonly detail: string | null;
}

export interface AuditEventLinks {
  account_record: One<'account', Account>;
}

/** Case */
export interface Case {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Contact */
  contact: string | null;
  /** Enquiry */
  enquiry: string | null;
  /** Subject */
  subject: string | null;
  /** Owner */
  owner: string | null;
  /** Opened at */
  opened_at: Instant;
  /** Closed at */
  readonly closed_at: Instant | null;
  /** Outcome */
  outcome: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface CaseLinks {
  account_record: One<'account', Account>;
  contact_record: One<'contact', Contact>;
  enquiry_record: One<'enquiry', Enquiry>;
}

/** Contact */
export interface Contact {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** External key */
  external_key: string | null;
  /** First name */
  first_name: string | null;
  /** Last name */
  last_name: string | null;
  /** E-mail */
  email: string | null;
  /** Phone */
  phone: string | null;
  /** Role */
  role: string | null;
  /** Do not contact */
  do_not_contact: boolean | null;
  /** Date created */
  readonly created_at: Instant;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface ContactLinks {
  account_record: One<'account', Account>;
}

/** Enquiry */
export interface Enquiry {
  /** Key */
  key: string;
  /** Account */
  account: string | null;
  /** Channel */
  channel: string | null;
  /** Subject */
  subject: string | null;
  /** Name */
  name: string | null;
  /** E-mail */
  email: string | null;
  /** Phone */
  phone: string | null;
  /** Received at */
  received_at: Instant;
  /** Converted at */
  readonly converted_at: Instant | null;
  /** Case */
  readonly case: string | null;
  /** Opportunity */
  readonly opportunity: string | null;
  /** Contact */
  readonly contact: string | null;
  /** Note */
  note: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface EnquiryLinks {
  account_record: One<'account', Account>;
  case_record: One<'case', Case>;
  opportunity_record: One<'opportunity', Opportunity>;
  contact_record: One<'contact', Contact>;
}

/** Fact */
export interface Fact {
  /** Number */
  readonly sequence: Int64;
  /** Kind */
  readonly kind: string | null;
  /** Key */
  readonly key: string | null;
  /** Account */
  readonly account: string | null;
  /** At */
  readonly at: Instant | null;
  /** Recorded at */
  readonly recorded_at: Instant | null;
  /** Who */
  readonly actor: string | null;
  /** Revision */
  readonly revision: Int64 | null;
  /** Retracted */
  readonly retracted: boolean | null;
  /** Superseded at */
  readonly superseded_at: Instant | null;
  /** Note */
  readonly note: string | null;
  /** Reason */
  readonly reason: string | null;
  /** Fields */
  readonly fact_fields: FactField[];
}

export interface FactLinks {
  account_record: One<'account', Account>;
}

export interface FactField {
  name: string | null;
  value: string | null;
}

/** Form */
export interface Form {
  /** Key */
  key: string;
  /** Title */
  title: string;
  /** Fields asked */
  fields: string;
  /** Channel */
  channel: string | null;
  /** Open to the public */
  active: boolean | null;
  /** Address afterwards */
  redirect: string | null;
  /** Thanks */
  thanks: string | null;
  /** Owner */
  owner: string | null;
  /** Date created */
  readonly created_at: Instant;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
}

export interface FormLinks {
}

/** Invoice */
export interface Invoice {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Kind */
  kind: string;
  /** Order */
  order: string | null;
  /** Ledger */
  ledger: string | null;
  /** Amount */
  amount: Decimal | null;
  /** Currency */
  currency: string | null;
  /** Issued at */
  issued_at: Instant;
  /** Credited at */
  readonly credited_at: Instant | null;
  /** Credited amount */
  readonly credited_amount: Decimal | null;
  /** Reason */
  reason: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface InvoiceLinks {
  account_record: One<'account', Account>;
  order_record: One<'order', Order>;
  ledger_record: One<'ledger', Ledger>;
}

/** Ledger */
export interface Ledger {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Name */
  name: string | null;
  /** Currency */
  currency: string | null;
  /** Opened at */
  opened_at: Instant;
  /** Closed at */
  readonly closed_at: Instant | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface LedgerLinks {
  account_record: One<'account', Account>;
}

/** Opportunity */
export interface Opportunity {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Title */
  title: string | null;
  /** Stage */
  stage: string | null;
  /** Status */
  readonly status: string | null;
  /** Amount */
  amount: Decimal | null;
  /** Currency */
  currency: string | null;
  /** Product */
  product: string | null;
  /** Owner */
  owner: string | null;
  /** Customer success manager */
  csm: string | null;
  /** Kind of deal */
  kind: string | null;
  /** Expected close */
  expected_close: Day | null;
  /** Closed at */
  readonly closed_at: Instant | null;
  /** Reason */
  reason: string | null;
  /** Date created */
  readonly created_at: Instant;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface OpportunityLinks {
  account_record: One<'account', Account>;
}

/** Order */
export interface Order {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Ledger */
  ledger: string | null;
  /** Amount */
  amount: Decimal | null;
  /** Currency */
  currency: string | null;
  /** Source */
  source: string | null;
  /** Placed at */
  placed_at: Instant;
  /** Approved at */
  readonly approved_at: Instant | null;
  /** Cancelled at */
  readonly cancelled_at: Instant | null;
  /** Reason */
  reason: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface OrderLinks {
  account_record: One<'account', Account>;
  ledger_record: One<'ledger', Ledger>;
}

export interface Outcome {
  record: string | null;
  key: string | null;
  version: Int64 | null;
  created: boolean;
  replayed: boolean;
  moves: StageMove[];
  warnings: Refusal[];
  allowed: string[];
  result: VerbResult | null;
}

/** Quote */
export interface Quote {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Opportunity */
  opportunity: string | null;
  /** Amount */
  amount: Decimal | null;
  /** Currency */
  currency: string | null;
  /** Issued at */
  issued_at: Instant;
  /** Status */
  readonly status: string | null;
  /** Decided at */
  readonly decided_at: Instant | null;
  /** Reason */
  reason: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface QuoteLinks {
  account_record: One<'account', Account>;
  opportunity_record: One<'opportunity', Opportunity>;
}

export interface Refusal {
  code: string | null;
  id: string | null;
  lifecycle: string | null;
  message: string | null;
}

/** Segment */
export interface Segment {
  /** Key */
  key: string;
  /** Name */
  name: string;
  /** Filter */
  filter: string;
  /** Owner */
  owner: string | null;
  /** Shared with everyone */
  shared: boolean | null;
  /** Note */
  note: string | null;
  /** Date created */
  readonly created_at: Instant;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
}

export interface SegmentLinks {
}

export interface StageMove {
  account: string | null;
  lifecycle: string | null;
  from: string | null;
  to: string | null;
  rule: string | null;
  at: Instant | null;
}

/** Time in a stage */
export interface StageSpell {
  /** Account */
  readonly account: string;
  /** Lifecycle */
  readonly lifecycle: string;
  /** Stage */
  readonly stage: string;
  /** first entered */
  readonly first_entered_at: Instant | null;
  /** latest entered */
  readonly entered_at: Instant | null;
  /** latest left */
  readonly left_at: Instant | null;
  /** times entered */
  readonly times: Int64 | null;
  /** seconds in all */
  readonly seconds: Int64 | null;
}

export interface StageSpellLinks {
  account_record: One<'account', Account>;
}

/** Subscription */
export interface Subscription {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Service */
  service: string | null;
  /** Period */
  period: string | null;
  /** Paid */
  paid: boolean | null;
  /** Amount */
  amount: Decimal | null;
  /** Currency */
  currency: string | null;
  /** Started at */
  started_at: Instant;
  /** Stopped at */
  readonly stopped_at: Instant | null;
  /** Reason */
  reason: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface SubscriptionLinks {
  account_record: One<'account', Account>;
}

/** Task */
export interface Task {
  /** Key */
  key: string;
  /** Account */
  account: string;
  /** Subject */
  subject: string | null;
  /** Owner */
  owner: string | null;
  /** Due at */
  due_at: Instant | null;
  /** Opened at */
  opened_at: Instant;
  /** Done at */
  readonly done_at: Instant | null;
  /** Note */
  note: string | null;
  /** Removed */
  archived: boolean | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
  /** Gates asked */
  readonly gate: string | null;
  /** Gate verdict */
  readonly gate_verdict: string | null;
  /** Lifecycle of the gate */
  readonly gate_lifecycle: string | null;
  /** Stage at the gate */
  readonly gate_stage: string | null;
  /** Account version at the gate */
  readonly gate_account_version: Int64 | null;
  /** Definition at the gate */
  readonly gate_definition: Int64 | null;
  /** Reason of the exception */
  readonly gate_reason: string | null;
  /** Asked by */
  readonly gate_actor: string | null;
}

export interface TaskLinks {
  account_record: One<'account', Account>;
}

/** Transition */
export interface Transition {
  /** Number */
  readonly sequence: Int64;
  /** Account */
  readonly account: string | null;
  /** Lifecycle */
  readonly lifecycle: string | null;
  /** From */
  readonly from: string | null;
  /** To */
  readonly to: string | null;
  /** At */
  readonly at: Instant | null;
  /** Recorded at */
  readonly recorded_at: Instant | null;
  /** Cause */
  readonly cause: string | null;
  /** Rule */
  readonly rule: string | null;
  /** Fact's kind */
  readonly fact_kind: string | null;
  /** Fact */
  readonly fact: string | null;
  /** Who */
  readonly actor: string | null;
  /** Definition */
  readonly definition: Int64 | null;
  /** Superseded at */
  readonly superseded_at: Instant | null;
  /** Note */
  readonly note: string | null;
  /** Reason */
  readonly reason: string | null;
}

export interface TransitionLinks {
  account_record: One<'account', Account>;
}

/** User */
export interface User {
  /** User */
  readonly key: string;
  /** Name */
  readonly name: string | null;
  /** E-mail */
  readonly email: string | null;
  /** Role */
  readonly role: string | null;
  /** Language */
  readonly language: string | null;
  /** Active */
  readonly active: boolean | null;
  /** Own accounts only */
  readonly own_only: boolean | null;
  /** Date created */
  readonly created_at: Instant | null;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
}

export interface UserLinks {
}

export interface VerbResult {
  [member: string]: unknown;
}

/** View */
export interface View {
  /** Key */
  key: string;
  /** Name */
  name: string;
  /** Records shown */
  set: string;
  /** Filter */
  filter: string | null;
  /** Order */
  order_by: string | null;
  /** Columns */
  columns: string | null;
  /** Layout */
  layout: string | null;
  /** Owner */
  owner: string | null;
  /** Shared with everyone */
  shared: boolean | null;
  /** Date created */
  readonly created_at: Instant;
  /** Version */
  readonly version: Int64;
  /** Date changed */
  readonly changed_at: Instant;
}

export interface ViewLinks {
}

// A way from one entity to others: to one of them, or to many.
export interface One<Name extends string, Target> {name: Name; target: Target; many: false}
export interface Many<Name extends string, Target> {name: Name; target: Target; many: true}

export interface Entities {
  account: {row: Account; links: AccountLinks};
  activity: {row: Activity; links: ActivityLinks};
  appointment: {row: Appointment; links: AppointmentLinks};
  assignment: {row: Assignment; links: AssignmentLinks};
  audit_event: {row: AuditEvent; links: AuditEventLinks};
  case: {row: Case; links: CaseLinks};
  contact: {row: Contact; links: ContactLinks};
  enquiry: {row: Enquiry; links: EnquiryLinks};
  fact: {row: Fact; links: FactLinks};
  form: {row: Form; links: FormLinks};
  invoice: {row: Invoice; links: InvoiceLinks};
  ledger: {row: Ledger; links: LedgerLinks};
  opportunity: {row: Opportunity; links: OpportunityLinks};
  order: {row: Order; links: OrderLinks};
  quote: {row: Quote; links: QuoteLinks};
  segment: {row: Segment; links: SegmentLinks};
  stage_spell: {row: StageSpell; links: StageSpellLinks};
  subscription: {row: Subscription; links: SubscriptionLinks};
  task: {row: Task; links: TaskLinks};
  transition: {row: Transition; links: TransitionLinks};
  user: {row: User; links: UserLinks};
  view: {row: View; links: ViewLinks};
}

// Entity set → entity type.
export interface Sets {
  accounts: 'account';
  activities: 'activity';
  appointments: 'appointment';
  assignments: 'assignment';
  audit_events: 'audit_event';
  cases: 'case';
  contacts: 'contact';
  enquiries: 'enquiry';
  facts: 'fact';
  forms: 'form';
  invoices: 'invoice';
  ledgers: 'ledger';
  opportunities: 'opportunity';
  orders: 'order';
  quotes: 'quote';
  segments: 'segment';
  stage_spells: 'stage_spell';
  subscriptions: 'subscription';
  tasks: 'task';
  transitions: 'transition';
  users: 'user';
  views: 'view';
}

export const sets: Record<keyof Sets, {type: keyof Entities; key: string}> = {
  accounts: {type: 'account', key: 'key'},
  activities: {type: 'activity', key: 'key'},
  appointments: {type: 'appointment', key: 'key'},
  assignments: {type: 'assignment', key: 'key'},
  audit_events: {type: 'audit_event', key: 'sequence'},
  cases: {type: 'case', key: 'key'},
  contacts: {type: 'contact', key: 'key'},
  enquiries: {type: 'enquiry', key: 'key'},
  facts: {type: 'fact', key: 'sequence'},
  forms: {type: 'form', key: 'key'},
  invoices: {type: 'invoice', key: 'key'},
  ledgers: {type: 'ledger', key: 'key'},
  opportunities: {type: 'opportunity', key: 'key'},
  orders: {type: 'order', key: 'key'},
  quotes: {type: 'quote', key: 'key'},
  segments: {type: 'segment', key: 'key'},
  stage_spells: {type: 'stage_spell', key: 'account'},
  subscriptions: {type: 'subscription', key: 'key'},
  tasks: {type: 'task', key: 'key'},
  transitions: {type: 'transition', key: 'sequence'},
  users: {type: 'user', key: 'key'},
  views: {type: 'view', key: 'key'},
};

export interface RowOperations {
  /** Move to the pool of removed customers */
  'account.archive': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null}; returns: Outcome};
  /** Book an appointment */
  'account.book_appointment': {kind: 'action'; parameters: {starts_at: Instant; contact?: string | null; subject?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Make the person a company, with the person as its contact */
  'account.convert_to_company': {kind: 'action'; parameters: {name?: string | null; contact?: string | null; at?: Instant | null}; returns: Outcome};
  /** Make the company a person */
  'account.convert_to_person': {kind: 'action'; parameters: {name?: string | null; at?: Instant | null}; returns: Outcome};
  /** Declare, with what documents it */
  'account.declare': {kind: 'action'; parameters: {declaration: string; lifecycle?: string | null; note?: string | null; reason?: string | null; at?: Instant | null}; returns: Outcome};
  /** Why it stands where it stands */
  'account.explain': {kind: 'function'; parameters: {as_of?: Instant | null; known_at?: Instant | null}; returns: Outcome};
  /** Fill the extra properties */
  'account.fill_extra_properties': {kind: 'action'; parameters: {table?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Issue an invoice */
  'account.issue_invoice': {kind: 'action'; parameters: {order?: string | null; ledger?: string | null; amount?: Decimal | null; currency?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Issue a quote */
  'account.issue_quote': {kind: 'action'; parameters: {opportunity?: string | null; amount?: Decimal | null; currency?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Issue a receipt */
  'account.issue_receipt': {kind: 'action'; parameters: {ledger?: string | null; amount?: Decimal | null; currency?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Log a call */
  'account.log_call': {kind: 'action'; parameters: {contact?: string | null; direction?: string | null; outcome?: string | null; minutes?: Int64 | null; note?: string | null; callback_at?: Instant | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Log a contact record */
  'account.log_contact': {kind: 'action'; parameters: {contact?: string | null; channel?: string | null; outcome?: string | null; note?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Log an e-mail */
  'account.log_email': {kind: 'action'; parameters: {contact?: string | null; subject?: string | null; mass?: boolean | null; note?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Log a note */
  'account.log_note': {kind: 'action'; parameters: {note: string; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Merge another account into this one */
  'account.merge': {kind: 'action'; parameters: {other: string; reason?: string | null}; returns: Outcome};
  /** Open a case */
  'account.open_case': {kind: 'action'; parameters: {subject?: string | null; contact?: string | null; enquiry?: string | null; owner?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Open a ledger */
  'account.open_ledger': {kind: 'action'; parameters: {name?: string | null; currency?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Open an opportunity */
  'account.open_opportunity': {kind: 'action'; parameters: {title?: string | null; stage?: string | null; amount?: Decimal | null; currency?: string | null; owner?: string | null; product?: string | null; expected_close?: Day | null; csm?: string | null; kind?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Open a task */
  'account.open_task': {kind: 'action'; parameters: {subject: string; owner?: string | null; due_at?: Instant | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Open a trading account */
  'account.open_trading_account': {kind: 'action'; parameters: {trading_account?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** What would move it */
  'account.outlook': {kind: 'function'; parameters: {as_of?: Instant | null; known_at?: Instant | null}; returns: Outcome};
  /** What its page shows now */
  'account.page': {kind: 'function'; parameters: {}; returns: Outcome};
  /** Place by a summary of the past, or by the documents */
  'account.place': {kind: 'action'; parameters: {first_order_at?: Instant | null; last_order_at?: Instant | null; order_count?: Int64 | null; open_opportunities?: Int64 | null; supplier_only?: boolean | null}; returns: Outcome};
  /** Place an order */
  'account.place_order': {kind: 'action'; parameters: {ledger?: string | null; amount?: Decimal | null; currency?: string | null; source?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Restore from the pool */
  'account.restore': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null}; returns: Outcome};
  /** Say that a fact never happened */
  'account.retract_fact': {kind: 'action'; parameters: {kind: string; fact: string}; returns: Outcome};
  /** Set the stage by hand */
  'account.set_stage': {kind: 'action'; parameters: {stage: string; lifecycle?: string | null; reason?: string | null; at?: Instant | null}; returns: Outcome};
  /** Start an assignment */
  'account.start_assignment': {kind: 'action'; parameters: {order?: string | null; worker?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Start a subscription */
  'account.start_subscription': {kind: 'action'; parameters: {service?: string | null; period?: string | null; paid?: boolean | null; amount?: Decimal | null; currency?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** What is still open */
  'account.still_open': {kind: 'function'; parameters: {}; returns: Outcome};
  /** Undo a move */
  'account.undo': {kind: 'action'; parameters: {transition?: Int64 | null; reason?: string | null}; returns: Outcome};
  /** Part what was merged */
  'account.unmerge': {kind: 'action'; parameters: {other?: string | null}; returns: Outcome};
  /** Summarise the appointment */
  'appointment.summarise': {kind: 'action'; parameters: {note: string; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** End the assignment */
  'assignment.end': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** The assignment goes on */
  'assignment.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** Close the case */
  'case.close': {kind: 'action'; parameters: {outcome?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Reopen the case */
  'case.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** Convert to a contact, an opportunity, a case or all of them */
  'enquiry.convert': {kind: 'action'; parameters: {contact?: boolean | null; opportunity?: boolean | null; case?: boolean | null; account?: string | null; confirm?: boolean | null; owner?: string | null; amount?: Decimal | null; currency?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Credit the invoice */
  'invoice.credit': {kind: 'action'; parameters: {amount?: Decimal | null; reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Close the ledger */
  'ledger.close': {kind: 'action'; parameters: {at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Reopen the ledger */
  'ledger.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** Closed without a decision */
  'opportunity.close_neutral': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Closed lost */
  'opportunity.lose': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Move to another stage */
  'opportunity.move': {kind: 'action'; parameters: {stage: string; amount?: Decimal | null; owner?: string | null; csm?: string | null; account?: string | null; account_name?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Reopen the opportunity */
  'opportunity.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** Closed won */
  'opportunity.win': {kind: 'action'; parameters: {amount?: Decimal | null; currency?: string | null; owner?: string | null; csm?: string | null; kind?: string | null; account?: string | null; account_name?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Approve the work order */
  'order.approve': {kind: 'action'; parameters: {at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Assign a worker to the order */
  'order.assign': {kind: 'action'; parameters: {worker?: string | null; key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Cancel the order */
  'order.cancel': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Copy the order */
  'order.copy': {kind: 'action'; parameters: {key?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Approve the quote */
  'quote.approve': {kind: 'action'; parameters: {at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Decline the quote */
  'quote.decline': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Reopen the quote */
  'quote.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** The subscription goes on */
  'subscription.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
  /** Stop the subscription */
  'subscription.stop': {kind: 'action'; parameters: {reason?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** Assign the task */
  'task.assign': {kind: 'action'; parameters: {owner: string}; returns: Outcome};
  /** The task is done */
  'task.finish': {kind: 'action'; parameters: {note?: string | null; at?: Instant | null; exception_reason?: string | null}; returns: Outcome};
  /** The task is not done after all */
  'task.reopen': {kind: 'action'; parameters: {}; returns: Outcome};
}

export interface SetOperations {
  /** Allocate leads */
  'accounts.allocate': {kind: 'action'; parameters: {keys: string[]; filter?: string | null; except: string[]; reset?: boolean | null; owner?: string | null; campaign?: string | null; at?: Instant | null}; returns: Outcome};
  /** Whom to call next */
  'accounts.calling_list': {kind: 'function'; parameters: {top?: Int64 | null; skip?: Int64 | null}; returns: Outcome};
  /** Whom to write to */
  'accounts.mailing_list': {kind: 'function'; parameters: {top?: Int64 | null; skip?: Int64 | null}; returns: Outcome};
  /** Place all who stand where everybody begins */
  'accounts.place_all': {kind: 'action'; parameters: {filter?: string | null; after?: string | null; top?: Int64 | null; dry_run?: boolean | null}; returns: Outcome};
}

export interface Operations {
  /** Adds a property to every customer, as a job */
  'add_property': {kind: 'action'; parameters: {name: string; type: string; title?: string | null; title_he?: string | null; choices: string[]}; returns: Outcome};
  /** Does what a plan says, as a job */
  'apply': {kind: 'action'; parameters: {plan: Int64; digest?: string | null}; returns: Outcome};
  /** What is wrong with a definition, without keeping it */
  'check_definition': {kind: 'action'; parameters: {files: string[]; whole?: boolean | null; parameters: string[]; deep?: boolean | null}; returns: Outcome};
  /** What another definition would change, as a job */
  'plan': {kind: 'action'; parameters: {files: string[]; whole?: boolean | null; parameters: string[]; successors: string[]; mode?: string | null}; returns: Outcome};
  /** Who would move by a plan, and by which rule */
  'plan_moves': {kind: 'function'; parameters: {plan: Int64; after?: Int64 | null; top?: Int64 | null}; returns: Outcome};
  /** The plans, the latest first */
  'plans': {kind: 'function'; parameters: {}; returns: Outcome};
  /** The properties that were added */
  'properties': {kind: 'function'; parameters: {}; returns: Outcome};
  /** Removes a property that was added, as a job */
  'remove_property': {kind: 'action'; parameters: {name: string}; returns: Outcome};
  /** Sets stages as a script says, past the pack's rules */
  'run_script': {kind: 'action'; parameters: {script: string; reason: string; name?: string | null; filter?: string | null; dry_run?: boolean | null}; returns: Outcome};
  /** Scores every customer, as a job */
  'score_rfm': {kind: 'action'; parameters: {date?: Day | null}; returns: Outcome};
  /** Whether a definition does what its stories say */
  'test_definition': {kind: 'action'; parameters: {files: string[]; whole?: boolean | null; stories: string[]}; returns: Outcome};
}

// These only read: they are asked for, not carried out.
export const functions: ReadonlySet<string> = new Set(['account.explain', 'account.outlook', 'account.page', 'account.still_open', 'accounts.calling_list', 'accounts.mailing_list', 'plan_moves', 'plans', 'properties']);

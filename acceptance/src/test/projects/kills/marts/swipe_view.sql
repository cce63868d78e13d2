/* ---
mart: swipe_view
materialized: view
description: Every swipe with its account.
--- */
SELECT sf.swipe_id, sf.fee, sf.terminal, sf.load_timestamp, ad.masked_account_number, ad.customer_region
FROM swipe_fact sf JOIN account_dimension ad ON sf.account_id = ad.account_id

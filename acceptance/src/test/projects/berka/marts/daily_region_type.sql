/* ---
mart: daily_region_type
materialized: table
grain: [date, customer_region, account_type]
description: Credits and debits by day, region and kind of account.
--- */
SELECT make_date(td.year, td.month, td.day) AS date, ad.customer_region, ad.account_type,
       count(*) AS n,
       coalesce(sum(tf.amount) FILTER (tf.type = 'PRIJEM'), 0) AS credit,
       coalesce(sum(tf.amount) FILTER (tf.type <> 'PRIJEM'), 0) AS debit
FROM trans_fact tf JOIN time_dimension td USING (time_id) JOIN account_dimension ad USING (account_id)
GROUP BY ALL

/* ---
mart: daily_region
materialized: table
grain: [year, month, day, customer_region]
description: Transactions by day and region.
--- */
SELECT td.year, td.month, td.day, ad.customer_region, count(*) AS n, sum(tf.amount) AS amount
FROM transaction_fact tf
JOIN time_dimension td ON tf.time_id = td.time_id
JOIN account_dimension ad ON tf.account_id = ad.account_id
GROUP BY ALL

/* ---
mart: transaction_daily_summary
materialized: table
grain: [year, month, day, customer_region]
description: Transactions by day and region.
columns:
  txn_count: Transactions of the day in the region.
  total_amount: Sum of their amounts, in EUR.
  avg_processing_duration: Mean seconds from receipt to booking.
--- */
SELECT
    td.year,
    td.month,
    td.day,
    ad.customer_region,
    COUNT(*) AS txn_count,
    SUM(tf.amount) AS total_amount,
    AVG(tf.processing_duration) AS avg_processing_duration
FROM transaction_fact tf
JOIN time_dimension td ON tf.time_id = td.time_id
JOIN account_dimension ad ON tf.account_id = ad.account_id
GROUP BY td.year, td.month, td.day, ad.customer_region

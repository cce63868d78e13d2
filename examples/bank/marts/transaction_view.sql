/* ---
mart: transaction_view
materialized: view
description: Every transaction with its day and account, so that analysts need no joins.
--- */
SELECT
    tf.transaction_id,
    tf.amount,
    tf.processing_duration,
    tf.status,
    tf.load_timestamp,
    td.year,
    td.month,
    td.day,
    td.weekday,
    ad.masked_account_number,
    ad.account_type,
    ad.customer_region
FROM transaction_fact tf
JOIN time_dimension td ON tf.time_id = td.time_id
JOIN account_dimension ad ON tf.account_id = ad.account_id

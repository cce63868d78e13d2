/* ---
audit: totals_agree
severity: error
description: The summary adds up to the fact. A row here keeps the published warehouse as it is.
--- */
SELECT s AS summary, f AS fact
FROM (SELECT sum(total_amount) AS s FROM transaction_daily_summary), (SELECT sum(amount) AS f FROM transaction_fact)
WHERE s IS DISTINCT FROM f

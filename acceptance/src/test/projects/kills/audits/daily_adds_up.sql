/* ---
audit: daily_adds_up
severity: error
description: The mart adds up to the fact.
--- */
SELECT m, f FROM (SELECT sum(amount) AS m FROM daily_region), (SELECT sum(amount) AS f FROM transaction_fact)
WHERE m IS DISTINCT FROM f

/* ---
mart: regions
materialized: table
grain: [region]
description: Amounts by region.
--- */
SELECT region, count(*) AS n, sum(amount) AS amount
FROM card_fact JOIN account_dimension USING (account_id)
GROUP BY region

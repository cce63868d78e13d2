/* ---
dimension: account_dimension
natural_key: account_id
description: An account with the region of its district.
--- */
SELECT a.account_id, a.masked_account_id, a.frequency AS account_type, d.region AS customer_region
FROM clean.account a LEFT JOIN clean.district d USING (district_id)

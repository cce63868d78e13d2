SELECT
    row_number() OVER ()::INTEGER AS account_id,
    account_number,
    '****' || right(account_number, 4) AS masked_account_number,
    any_value(account_type) AS account_type,
    any_value(customer_region) AS customer_region
FROM {{ ref('clean') }}
GROUP BY account_number

SELECT
    d.year,
    d.month,
    d.day,
    a.customer_region,
    count(*) AS txn_count,
    sum(f.amount) AS total_amount,
    avg(f.processing_duration) AS avg_processing_duration
FROM {{ ref('transaction_fact') }} f
JOIN {{ ref('time_dimension') }} d ON d.time_id = f.time_id
JOIN {{ ref('account_dimension') }} a ON a.account_id = f.account_id
GROUP BY ALL

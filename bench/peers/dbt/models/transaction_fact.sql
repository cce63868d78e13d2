SELECT
    t.transaction_id,
    t.amount,
    t.processing_duration,
    t.status,
    t.source_system,
    now()::TIMESTAMP AS load_timestamp,
    d.time_id,
    a.account_id
FROM {{ ref('clean') }} t
JOIN {{ ref('account_key') }} a ON a.account_number = t.account_number
JOIN {{ ref('time_dimension') }} d ON d.date = t.timestamp::DATE

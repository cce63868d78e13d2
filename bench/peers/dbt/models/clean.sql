SELECT * REPLACE (amount::DECIMAL(18, 2) AS amount, (timestamp::TIMESTAMPTZ AT TIME ZONE 'UTC')::TIMESTAMP AS timestamp)
FROM {{ source('raw', 'transactions') }}
WHERE transaction_id IS NOT NULL AND account_number IS NOT NULL AND customer_region IS NOT NULL AND timestamp IS NOT NULL
    AND amount >= 0 AND (status IS NULL OR status IN ('COMPLETED', 'PENDING', 'FAILED'))
QUALIFY row_number() OVER (PARTITION BY transaction_id) = 1

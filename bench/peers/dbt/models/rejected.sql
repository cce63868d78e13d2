SELECT *
FROM {{ source('raw', 'transactions') }}
WHERE (transaction_id IS NOT NULL AND account_number IS NOT NULL AND customer_region IS NOT NULL AND timestamp IS NOT NULL
    AND amount >= 0 AND (status IS NULL OR status IN ('COMPLETED', 'PENDING', 'FAILED'))) IS NOT TRUE

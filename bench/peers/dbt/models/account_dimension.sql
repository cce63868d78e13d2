SELECT * EXCLUDE (account_number) FROM {{ ref('account_key') }}

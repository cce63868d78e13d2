-- The star that every peer ends with, from a relation `transactions` of checked rows, one for each transaction_id:
-- fields as the API names them, and masked_account_number. The account number itself is not in the star.
CREATE TEMP TABLE account_key AS
SELECT
    row_number() OVER ()::INTEGER AS account_id,
    account_number,
    any_value(masked_account_number) AS masked_account_number,
    any_value(account_type) AS account_type,
    any_value(customer_region) AS customer_region
FROM transactions
GROUP BY account_number;

CREATE TABLE account_dimension AS SELECT * EXCLUDE (account_number) FROM account_key;

CREATE TABLE time_dimension AS
SELECT
    strftime(d, '%Y%m%d')::INTEGER AS time_id,
    d::DATE AS date,
    year(d)::INTEGER AS year,
    quarter(d)::INTEGER AS quarter,
    month(d)::INTEGER AS month,
    day(d)::INTEGER AS day,
    dayname(d) AS weekday,
    isodow(d) > 5 AS is_weekend
FROM (
    SELECT unnest(generate_series(min(timestamp)::DATE, max(timestamp)::DATE, INTERVAL 1 DAY)) AS d FROM transactions
);

CREATE TABLE transaction_fact AS
SELECT
    t.transaction_id,
    t.amount,
    t.processing_duration,
    t.status,
    t.source_system,
    now()::TIMESTAMP AS load_timestamp,
    d.time_id,
    a.account_id
FROM transactions t
JOIN account_key a ON a.account_number = t.account_number
JOIN time_dimension d ON d.date = t.timestamp::DATE;

CREATE TABLE transaction_daily_summary AS
SELECT
    d.year,
    d.month,
    d.day,
    a.customer_region,
    count(*) AS txn_count,
    sum(f.amount) AS total_amount,
    avg(f.processing_duration) AS avg_processing_duration
FROM transaction_fact f
JOIN time_dimension d ON d.time_id = f.time_id
JOIN account_dimension a ON a.account_id = f.account_id
GROUP BY ALL;

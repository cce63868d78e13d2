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
    SELECT unnest(generate_series(min(timestamp)::DATE, max(timestamp)::DATE, INTERVAL 1 DAY)) AS d
    FROM {{ ref('clean') }}
)

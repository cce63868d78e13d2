-- Totals by region, from the summary table
SELECT
    customer_region,
    sum(txn_count) AS transactions,
    sum(total_amount) AS total_amount,
    round(sum(avg_processing_duration * txn_count) / sum(txn_count), 3) AS mean_seconds
FROM transaction_daily_summary
GROUP BY customer_region
ORDER BY transactions DESC

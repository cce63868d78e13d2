SELECT count(*) FROM losers WHERE _duplicate;

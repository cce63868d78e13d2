SELECT count(*) FROM losers;

SELECT count(*) FROM repeated;

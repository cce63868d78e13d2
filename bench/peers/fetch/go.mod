module bench/fetch

go 1.21

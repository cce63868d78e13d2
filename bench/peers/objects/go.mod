module bench/objects

go 1.21

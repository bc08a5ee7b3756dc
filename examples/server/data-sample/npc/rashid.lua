return {
	name = "Rashid",
	shop = {
		{ id = 3552, buy = 0, sell = 2 },
		{ id = 3410, buy = 80, sell = 25 },
	},
}

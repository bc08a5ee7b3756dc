return {
	name = "Rat",
	experience = 5,
	health = 20,
	loot = {
		{ name = "gold coin", id = 3031, chance = 9000, maxCount = 2 },
		{ id = 3607, chance = 39410, maxCount = 1 },
	},
}

return {
	name = "Wolf",
	experience = 18,
	health = 25,
	loot = {
		{ name = "gold coin", id = 3031, chance = 12000, maxCount = 4 },
		{ id = 5897, chance = 980, maxCount = 1 },
	},
}

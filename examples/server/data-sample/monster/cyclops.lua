return {
	name = "Cyclops",
	experience = 150,
	health = 260,
	loot = {
		{ name = "gold coin", id = 3031, chance = 82000, maxCount = 47 },
		{ id = 3410, chance = 1400, maxCount = 1 },
	},
}

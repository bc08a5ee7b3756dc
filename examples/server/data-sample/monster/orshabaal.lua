return {
	name = "Orshabaal",
	experience = 10000,
	health = 22500,
	boss = true,
	loot = {
		{ name = "gold coin", id = 3031, chance = 100000, maxCount = 288 },
		{ name = "soft boots", id = 6529, chance = 1000, maxCount = 1, charges = 5 },
	},
}

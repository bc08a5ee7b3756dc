return {
	name = "Dragon",
	experience = 700,
	health = 1000,
	loot = {
		{ name = "gold coin", id = 3031, chance = 89000, maxCount = 105 },
		{ id = 3029, chance = 380, maxCount = 1 },
	},
}

return {
	name = "Troll",
	experience = 20,
	health = 50,
	loot = {
		{ name = "gold coin", id = 3031, chance = 65000, maxCount = 12 },
		{ id = 3552, chance = 10400, maxCount = 1 },
	},
}

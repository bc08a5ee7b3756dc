return {
	[3029] = { name = "small sapphire", weight = 10, stackable = true },
	[3031] = { name = "gold coin", weight = 10, stackable = true },
	[3410] = { name = "plate shield", weight = 6500 },
	[3552] = { name = "leather boots", weight = 900 },
	[3607] = { name = "cheese", weight = 400, stackable = true },
	[5897] = { name = "wolf paw", weight = 600, stackable = true },
	[6529] = { name = "pair of soft boots", weight = 800, charges = 5 },
}

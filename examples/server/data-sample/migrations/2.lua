function onUpdateDatabase()
	logger.info("Updating database to version 2 (boss points)")
	db.query("ALTER TABLE `players` ADD COLUMN `boss_points` int NOT NULL DEFAULT '0'")
end

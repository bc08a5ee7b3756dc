function onUpdateDatabase()
	logger.info("Updating database to version 4 (highscores by level, rent of small houses)")
	db.query("ALTER TABLE `players` ADD INDEX `level_experience` (`level`, `experience`)")
	db.query("UPDATE `houses` SET `rent` = 500 WHERE `size` < 20 AND `rent` > 500")
end
